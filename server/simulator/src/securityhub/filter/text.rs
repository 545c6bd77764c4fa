//! StringFilter: every comparison of a text.

use serde_json::Value;

/// One value with the way it is compared.
#[derive(Debug)]
pub(crate) struct TextTest {
    comparison: Comparison,
    value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equals,
    Prefix,
    Contains,
    ContainsWord,
    NotEquals,
    PrefixNotEquals,
    NotContains,
}

use Comparison as C;

/// Pairs that AWS refuses on one attribute.
const CONFLICTS: [(Comparison, Comparison); 3] = [
    (C::Equals, C::NotEquals),
    (C::Equals, C::PrefixNotEquals),
    (C::Contains, C::NotContains),
];

/// Reads the values of one attribute and refuses those that may not stand together.
pub(crate) fn read(values: &[Value]) -> Result<Vec<TextTest>, String> {
    let tests = values
        .iter()
        .map(TextTest::read)
        .collect::<Result<Vec<_>, _>>()?;
    let has = |comparison| {
        tests
            .iter()
            .any(|test: &TextTest| test.comparison == comparison)
    };
    if let Some((one, other)) = CONFLICTS
        .into_iter()
        .find(|(one, other)| has(*one) && has(*other))
    {
        return Err(format!(
            "{one:?} and {other:?} may not be used on the same attribute"
        ));
    }
    Ok(tests)
}

/// Whether an attribute with these texts is met. An attribute that is absent meets negative comparisons only.
pub(crate) fn met(tests: &[TextTest], texts: &[&str]) -> bool {
    let mut positive = tests
        .iter()
        .filter(|test| !test.comparison.negative())
        .peekable();
    let some =
        positive.peek().is_none() || positive.any(|test| texts.iter().any(|text| test.likes(text)));
    let mut negative = tests.iter().filter(|test| test.comparison.negative());
    some && negative.all(|test| texts.iter().all(|text| test.likes(text)))
}

/// Whether a text has the word, in any case, with no letter or digit next to it.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    let edge = |next: Option<char>| next.is_none_or(|next| !next.is_alphanumeric());
    !word.is_empty()
        && text.match_indices(&word).any(|(at, _)| {
            edge(text[..at].chars().next_back()) && edge(text[at + word.len()..].chars().next())
        })
}

impl TextTest {
    fn read(value: &Value) -> Result<Self, String> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let comparison = match text("Comparison").unwrap_or_default() {
            "EQUALS" => C::Equals,
            "PREFIX" => C::Prefix,
            "CONTAINS" => C::Contains,
            "CONTAINS_WORD" => C::ContainsWord,
            "NOT_EQUALS" => C::NotEquals,
            "PREFIX_NOT_EQUALS" => C::PrefixNotEquals,
            "NOT_CONTAINS" => C::NotContains,
            other => return Err(format!("{other:?} is no comparison")),
        };
        let value = text("Value").ok_or("a Value is expected")?.to_owned();
        Ok(Self { comparison, value })
    }

    fn likes(&self, text: &str) -> bool {
        let value = self.value.as_str();
        match self.comparison {
            C::Equals => text == value,
            C::NotEquals => text != value,
            C::Prefix => text.starts_with(value),
            C::PrefixNotEquals => !text.starts_with(value),
            C::Contains => text.contains(value),
            C::NotContains => !text.contains(value),
            C::ContainsWord => has_word(text, value),
        }
    }
}

impl Comparison {
    fn negative(self) -> bool {
        matches!(self, C::NotEquals | C::PrefixNotEquals | C::NotContains)
    }
}
