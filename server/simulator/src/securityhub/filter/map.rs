//! MapFilter: a key and what its value must be.

use serde_json::Value;

/// A key with the value it is compared to.
#[derive(Debug)]
pub(crate) struct MapTest {
    key: String,
    value: String,
    comparison: Comparison,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equals,
    NotEquals,
    Contains,
    NotContains,
}

/// Whether an attribute's maps are met: positive tests by OR, negative ones by AND.
pub(crate) fn met(tests: &[MapTest], maps: &[&Value]) -> bool {
    let mut positive = tests.iter().filter(|test| !test.negative()).peekable();
    let some =
        positive.peek().is_none() || positive.any(|test| maps.iter().any(|map| test.likes(map)));
    some && tests
        .iter()
        .filter(|test| test.negative())
        .all(|test| maps.iter().all(|map| test.likes(map)))
}

impl MapTest {
    /// Reads `{Key, Value, Comparison}`.
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let comparison = match text("Comparison").unwrap_or_default() {
            "EQUALS" => Comparison::Equals,
            "NOT_EQUALS" => Comparison::NotEquals,
            "CONTAINS" => Comparison::Contains,
            "NOT_CONTAINS" => Comparison::NotContains,
            other => return Err(format!("{other:?} is no comparison")),
        };
        let key = text("Key").ok_or("a Key is expected")?.to_owned();
        let value = text("Value").ok_or("a Value is expected")?.to_owned();
        Ok(Self {
            key,
            value,
            comparison,
        })
    }

    fn negative(&self) -> bool {
        matches!(
            self.comparison,
            Comparison::NotEquals | Comparison::NotContains
        )
    }

    fn likes(&self, map: &Value) -> bool {
        let found = map.get(&self.key).and_then(Value::as_str);
        match self.comparison {
            Comparison::Equals => found == Some(self.value.as_str()),
            Comparison::NotEquals => found != Some(self.value.as_str()),
            Comparison::Contains => found.is_some_and(|found| found.contains(&self.value)),
            Comparison::NotContains => !found.is_some_and(|found| found.contains(&self.value)),
        }
    }
}
