//! The query string of a page as pairs: read, changed and written again, so that every state of a page
//! is an address.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// What stays readable in an address; all else is percent-encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b':')
    .remove(b'/')
    .remove(b',');

/// Pairs in the order in which they stand; a key may stand more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `a=b&c=d`, with or without the question mark. What is no UTF-8 is read with stand-ins.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('?').unwrap_or(text);
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(key), decode(value))
                })
                .collect(),
        )
    }

    /// The pairs, for readers that know their keys.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Whether nothing is said.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The last value of a key; a key without a value counts as absent.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs()
            .filter(|(name, value)| *name == key && !value.is_empty())
            .last()
            .map(|(_, value)| value)
    }

    /// The last value of a key, which may be empty; nothing where the key does not stand at all.
    #[must_use]
    pub fn given(&self, key: &str) -> Option<&str> {
        let values = self.pairs().filter(|(name, _)| *name == key);
        values.last().map(|(_, value)| value)
    }

    /// The same with `key` having this value alone.
    #[must_use]
    pub fn with(self, key: &str, value: &str) -> Self {
        let mut query = self.without(&[key]);
        query.0.push((key.to_owned(), value.to_owned()));
        query
    }

    /// The same without some keys.
    #[must_use]
    pub fn without(mut self, keys: &[&str]) -> Self {
        self.0.retain(|(name, _)| !keys.contains(&name.as_str()));
        self
    }

    /// The same with the pairs of `keys` alone.
    #[must_use]
    pub fn only(mut self, keys: &[&str]) -> Self {
        self.0.retain(|(name, _)| keys.contains(&name.as_str()));
        self
    }

    /// The same followed by `more`.
    #[must_use]
    pub fn and(mut self, more: impl IntoIterator<Item = (String, String)>) -> Self {
        self.0.extend(more);
        self
    }

    /// The address of `path` with this query.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        let text = self.to_text();
        if text.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{text}")
        }
    }

    /// As it stands in an address, without the question mark.
    #[must_use]
    pub fn to_text(&self) -> String {
        let pairs = self.0.iter();
        let texts: Vec<String> = pairs
            .map(|(key, value)| format!("{}={}", encode(key), encode(value)))
            .collect();
        texts.join("&")
    }
}

/// One part of an address.
#[must_use]
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// The page to go to after signing in: a path of ours, or the first page. Whatever could lead to
/// another site, or could not stand in a header, is not a path of ours.
#[must_use]
pub fn local_path(text: &str) -> &str {
    let ours = text.starts_with('/') && !text.starts_with("//");
    let plain = text
        .chars()
        .all(|c| c.is_ascii_graphic() && c != '\\' && c != '"');
    if ours && plain { text } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let query = Query::default()
            .with("q", "port 22 & \"ssh\" +ü")
            .with("account", "1111")
            .and([("account".to_owned(), "2222".to_owned())]);
        assert_eq!(Query::parse(&query.to_text()), query);
        assert_eq!(query.get("account"), Some("2222"), "the last one counts");
    }

    #[test]
    fn a_form_writes_blanks_as_plus() {
        assert_eq!(Query::parse("?q=port+22").get("q"), Some("port 22"));
    }

    #[test]
    fn a_key_without_a_value_is_given_and_says_nothing() {
        let query = Query::parse("open=a&open=&q=");
        assert_eq!(
            (query.given("open"), query.get("open")),
            (Some(""), Some("a"))
        );
        assert_eq!((query.given("q"), query.get("q")), (Some(""), None));
        assert_eq!(query.given("by"), None);
    }

    #[test]
    fn one_key_is_replaced_and_the_others_stay() {
        let query = Query::parse("a=1&b=2&a=3").with("a", "4");
        assert_eq!(query.href("/x"), "/x?b=2&a=4");
        assert_eq!(query.without(&["a", "b"]).href("/x"), "/x");
    }

    #[test]
    fn only_a_path_of_ours_is_returned_to() {
        assert_eq!(local_path("/findings?q=a%20b"), "/findings?q=a%20b");
        for text in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/a\r\nSet-Cookie: x=y",
            "findings",
        ] {
            assert_eq!(local_path(text), "/", "{text:?}");
        }
    }
}
