//! The query language of a list's search box: `severity:critical,high account:prod -product:macie "open port"`.
//!
//! A term is a facet with values, or a word to be found in the text; `-` before it turns it round. Values of one facet
//! are alternatives, a value with a space, comma or quote stands in quotes, where a quote of its own is doubled, and `any`
//! takes a facet's choice away.

mod completion;
mod reading;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use self::completion::{complete_query, facet_being_typed};
use self::reading::{Meant, Value, meant, terms};
use super::{
    deadlines::Due,
    facets::Facet,
    filter::FindingFilter,
    moment::{AgeBand, Seen, UntilBand},
    words::{ComplianceStatus, RecordState, Severity, WorkflowStatus},
};

text_enum! {
    /// What a query has wrong.
    QueryMistake {
        /// A quote is opened and not closed.
        OpenQuote = "open_quote",
        /// A facet stands without a value.
        NoValue = "no_value",
        /// The facet has no such word.
        UnknownValue = "unknown_value",
        /// A word before a colon is almost the name of a facet.
        UnknownFacet = "unknown_facet",
    }
}

/// Where a query is wrong, in bytes of its text, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryFault {
    /// The first byte of what is wrong.
    pub from: u32,
    /// The byte after it.
    pub to: u32,
    /// What is wrong with it.
    pub mistake: QueryMistake,
    /// The facet it concerns, or that may have been meant.
    pub facet: Option<Facet>,
}

/// A word of a text search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The word, or the phrase between quotes.
    pub text: String,
    /// Whether it must not occur.
    pub excluded: bool,
}

/// What takes a facet's choice away.
const ANY: &str = "any";
/// How a query says "assigned to nobody".
const NOBODY: &str = "nobody";

/// The filter with the query's terms: a facet that is named has the named values alone, and the text is the query's.
///
/// # Errors
/// The first mistake of the query; the filter is lost then, so that half a query never shows a list.
pub fn apply_query(filter: FindingFilter, query: &str) -> Result<FindingFilter, QueryFault> {
    let mut named: Vec<(Facet, bool)> = Vec::new();
    let mut texts: Vec<Wanted> = Vec::new();
    let mut filter = filter;
    for term in terms(query)? {
        let (facet, excluded) = match term.facet {
            None => {
                texts.extend(term.values.into_iter().map(|value| Wanted {
                    text: value.text,
                    excluded: term.excluded,
                }));
                continue;
            }
            Some(facet) => (facet, term.excluded),
        };
        if !named.contains(&(facet, excluded)) {
            named.push((facet, excluded));
            filter = match excluded {
                true => filter.readmitting(facet),
                false => filter.without(facet),
            };
        }
        for value in term.values.iter().filter(|value| !value.is_word(ANY)) {
            let word = value_word(facet, value)?;
            if excluded {
                filter = filter.excluding(facet, &word);
            } else if !filter.chosen(facet).contains(&word.as_str()) {
                filter = filter.toggled(facet, &word);
            }
        }
    }
    texts.retain(|wanted| !wanted.text.is_empty());
    filter.text = texts.iter().map(written).collect::<Vec<_>>().join(" ");
    Ok(filter)
}

/// The words of a filter's text. A text that is no query is taken word by word.
#[must_use]
pub fn query_words(text: &str) -> Vec<Wanted> {
    let Ok(terms) = terms(text) else {
        let words = text.split_whitespace().map(str::to_owned);
        return words
            .map(|text| Wanted {
                text,
                excluded: false,
            })
            .collect();
    };
    let texts = terms.into_iter().flat_map(|term| {
        let prefix = term.facet.map(|facet| format!("{facet}:"));
        let prefix = prefix.unwrap_or_default();
        term.values.into_iter().map(move |value| Wanted {
            text: format!("{prefix}{}", value.text),
            excluded: term.excluded,
        })
    });
    texts.collect()
}

/// The whole filter as a query; the inverse of [`apply_query`] over [`FindingFilter::open`].
#[must_use]
pub fn write_query(filter: &FindingFilter) -> String {
    let default = FindingFilter::open();
    let mut terms = Vec::new();
    for facet in Facet::ALL {
        let chosen = filter.chosen(*facet);
        if chosen != default.chosen(*facet) {
            let values = match chosen.is_empty() {
                true => ANY.to_owned(),
                false => values(*facet, &chosen),
            };
            terms.push(format!("{facet}:{values}"));
        }
        let excluded = filter.excluded(*facet);
        if !excluded.is_empty() {
            terms.push(format!("-{facet}:{}", values(*facet, &excluded)));
        }
    }
    terms.extend((!filter.text.is_empty()).then(|| filter.text.clone()));
    terms.join(" ")
}

fn values(facet: Facet, words: &[&str]) -> String {
    let words = words.iter().map(|word| value_text(facet, word));
    words.collect::<Vec<_>>().join(",")
}

/// A value of a facet as somebody would type it, whether or not the facet knows it.
pub(super) fn term(facet: Facet, value: &str) -> String {
    format!("{facet}:{}", quoted(value, |c| c == ','))
}

/// A value as the language writes it: in quotes where it would be something else without them.
fn value_text(facet: Facet, word: &str) -> String {
    let is_word = |of_language| word.eq_ignore_ascii_case(of_language);
    match word {
        "" if facet == Facet::Assignee => NOBODY.to_owned(),
        word if is_fixed(facet) => word.to_ascii_lowercase(),
        word if is_word(ANY) || (facet == Facet::Assignee && is_word(NOBODY)) => in_quotes(word),
        word => quoted(word, |c| c == ','),
    }
}

/// The words of a facet that has a fixed set of them, as somebody types them; none for another.
#[must_use]
pub fn fixed_words(facet: Option<Facet>) -> Vec<String> {
    fn words<T: Copy>(all: &[T], as_str: fn(T) -> &'static str) -> Vec<String> {
        all.iter()
            .map(|one| as_str(*one).to_ascii_lowercase())
            .collect()
    }
    match facet {
        Some(Facet::Severity) => words(Severity::ALL, Severity::as_str),
        Some(Facet::Workflow) => words(WorkflowStatus::ALL, WorkflowStatus::as_str),
        Some(Facet::RecordState) => words(RecordState::ALL, RecordState::as_str),
        Some(Facet::Compliance) => words(ComplianceStatus::ALL, ComplianceStatus::as_str),
        Some(Facet::Age) => words(AgeBand::ALL, AgeBand::as_str),
        Some(Facet::Seen) => words(Seen::ALL, Seen::as_str),
        Some(Facet::Until) => words(UntilBand::ALL, UntilBand::as_str),
        Some(Facet::Due) => words(Due::ALL, Due::as_str),
        _ => Vec::new(),
    }
}

/// Whether a facet has a fixed set of words.
const fn is_fixed(facet: Facet) -> bool {
    matches!(
        facet,
        Facet::Severity
            | Facet::Workflow
            | Facet::RecordState
            | Facet::Compliance
            | Facet::Age
            | Facet::Seen
            | Facet::Until
            | Facet::Due
    )
}

/// A word of the text as the language writes it.
fn written(wanted: &Wanted) -> String {
    let minus = if wanted.excluded { "-" } else { "" };
    let key = wanted.text.split_once(':').map(|(key, _)| key);
    let ambiguous = key.is_some_and(|key| !matches!(meant(key), Meant::Text));
    let dashed = wanted.text.starts_with('-') && wanted.text != "-";
    let bare = !ambiguous && !dashed;
    match bare {
        true => format!("{minus}{}", quoted(&wanted.text, |_| false)),
        false => format!("{minus}{}", in_quotes(&wanted.text)),
    }
}

fn quoted(word: &str, special: impl Fn(char) -> bool) -> String {
    match word.contains(|c: char| c.is_whitespace() || c == '"' || special(c)) {
        true => in_quotes(word),
        false => word.to_owned(),
    }
}

fn in_quotes(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

/// The word of a facet that a value stands for.
fn value_word(facet: Facet, value: &Value) -> Result<String, QueryFault> {
    if facet == Facet::Assignee && value.is_word(NOBODY) {
        return Ok(String::new());
    }
    if !is_fixed(facet) {
        return Ok(value.text.clone());
    }
    let word = value.text.replace('-', "_");
    let forms = [word.to_ascii_uppercase(), word.to_ascii_lowercase()];
    let known = forms
        .into_iter()
        .find(|word| FindingFilter::default().toggled(facet, word) != FindingFilter::default());
    known.ok_or_else(|| value.fault(QueryMistake::UnknownValue, Some(facet)))
}
