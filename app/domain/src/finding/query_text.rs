//! A filter as pairs of the query string, so that a list can be linked, reloaded and shared.

use super::{
    facets::Facet,
    filter::FindingFilter,
    query_language::{QueryFault, apply_query, term},
};

/// The key that stands for "no value of this facet is chosen" where the page would choose one by itself.
const ANY: &str = "any";

/// Stands around a value that would be taken for [`ANY`], or for one that stands so already.
const QUOTE: char = '"';

/// A value as it stands in a pair.
fn pair_value(value: &str) -> String {
    match value.trim_matches(QUOTE) == ANY {
        true => format!("{QUOTE}{value}{QUOTE}"),
        false => value.to_owned(),
    }
}

/// The value of a pair; the inverse of [`pair_value`].
fn value_of(pair: &str) -> &str {
    let inner = pair.strip_prefix(QUOTE);
    let inner = inner.and_then(|inner| inner.strip_suffix(QUOTE));
    let inner = inner.filter(|inner| inner.trim_matches(QUOTE) == ANY);
    inner.unwrap_or(pair)
}

/// The pairs that write `filter` down; the inverse of [`from_pairs`].
///
/// An empty filter is not the page's default (that is [`FindingFilter::open`]), so a facet that the
/// default narrows and this filter does not is written as `facet=any`.
#[must_use]
pub fn to_pairs(filter: &FindingFilter) -> Vec<(String, String)> {
    let default = FindingFilter::open();
    let mut pairs = Vec::new();
    for facet in Facet::ALL {
        let chosen = filter.chosen(*facet);
        if chosen == default.chosen(*facet) {
            continue;
        }
        if chosen.is_empty() {
            pairs.push((facet.to_string(), ANY.to_owned()));
        }
        pairs.extend(
            chosen
                .into_iter()
                .map(|value| (facet.to_string(), pair_value(value))),
        );
    }
    let excluded = filter.excluded.iter();
    pairs.extend(excluded.map(|one| (format!("-{}", one.facet), one.value.clone())));
    if !filter.text.is_empty() {
        pairs.push(("q".to_owned(), filter.text.clone()));
    }
    pairs
}

/// The value of a pair as its facet has it, whatever its case where the facet's words are fixed; none where it knows none
/// such. What is unknown must not open a list that the page narrows by itself.
fn known(facet: Facet, value: &str) -> Option<String> {
    let is_known =
        |value: &String| FindingFilter::default().toggled(facet, value) != FindingFilter::default();
    let cases: [fn(&str) -> String; 3] = [
        str::to_owned,
        str::to_ascii_uppercase,
        str::to_ascii_lowercase,
    ];
    cases.iter().map(|cased| cased(value)).find(is_known)
}

/// The pairs with each value that its facet does not know put before the query in `q`, where it is told as if it had been
/// typed: [`from_pairs`] passes it over.
#[must_use]
pub fn with_unknown_typed<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, String)> {
    let (mut kept, mut typed, mut query) = (Vec::new(), Vec::new(), None);
    for (key, value) in pairs {
        if key == "q" {
            query = Some(value);
            continue;
        }
        match unknown_term(key, value) {
            Some(term) => typed.push(term),
            None => kept.push((key.to_owned(), value.to_owned())),
        }
    }
    typed.extend(query.map(str::to_owned));
    if !typed.is_empty() {
        kept.push(("q".to_owned(), typed.join(" ")));
    }
    kept
}

/// A pair as it would be typed, where its facet does not know its value.
fn unknown_term(key: &str, value: &str) -> Option<String> {
    let (minus, name) = match key.strip_prefix('-') {
        Some(name) => ("-", name),
        None => ("", key),
    };
    let facet: Facet = name.parse().ok()?;
    let is_any = minus.is_empty() && value == ANY;
    let says_nothing = is_any || value.is_empty() || known(facet, value_of(value)).is_some();
    (!says_nothing).then(|| format!("{minus}{}", term(facet, value)))
}

/// Reads a filter from pairs; unknown keys and words are passed over, since a link may outlive a version.
#[must_use]
pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> FindingFilter {
    read_pairs(pairs).0
}

/// The same, with what is wrong with the query in `q`: its text is part of no filter then.
#[must_use]
pub fn read_pairs<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> (FindingFilter, Option<QueryFault>) {
    let pairs: Vec<_> = pairs.into_iter().collect();
    let mut filter = FindingFilter::open();
    for facet in Facet::ALL {
        let named = pairs.iter().filter(|(key, _)| *key == facet.as_str());
        let (any, values): (Vec<&str>, Vec<&str>) = named
            .map(|(_, value)| *value)
            .partition(|value| *value == ANY);
        let values: Vec<String> = values
            .into_iter()
            .filter_map(|value| known(*facet, value_of(value)))
            .collect();
        if !any.is_empty() || !values.is_empty() {
            filter = filter.without(*facet);
        }
        for value in &values {
            if !filter.chosen(*facet).contains(&value.as_str()) {
                filter = filter.toggled(*facet, value);
            }
        }
    }
    for (key, value) in &pairs {
        let facet = key.strip_prefix('-').and_then(|key| key.parse().ok());
        let excluded = facet.and_then(|facet| Some((facet, known(facet, value)?)));
        if let Some((facet, value)) = excluded {
            filter = filter.excluding(facet, &value);
        }
    }
    let query = pairs.iter().rev().find(|(key, _)| *key == "q");
    match query.map(|(_, query)| apply_query(filter.clone(), query)) {
        None => (filter, None),
        Some(Ok(filter)) => (filter, None),
        Some(Err(fault)) => (filter, Some(fault)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::finding::{ComplianceStatus, RecordState, Severity, WorkflowStatus};

    fn filters() -> impl Strategy<Value = FindingFilter> {
        let texts = || {
            let text = prop_oneof![4 => "[a-z0-9./:\"-]{1,8}", 1 => "\"{0,2}any\"{0,2}"];
            proptest::collection::hash_set(text, 0..3)
                .prop_map(|set| set.into_iter().collect::<Vec<_>>())
        };
        (
            proptest::sample::subsequence(Severity::ALL, 0..=5),
            proptest::sample::subsequence(WorkflowStatus::ALL, 0..=4),
            proptest::sample::subsequence(RecordState::ALL, 0..=3),
            proptest::sample::subsequence(ComplianceStatus::ALL, 0..=4),
            texts(),
            texts(),
            prop_oneof![4 => "[a-z]{0,6}", 1 => Just(ANY.to_owned())],
        )
            .prop_map(
                |(severity, workflow, record_state, compliance, account, control, text)| {
                    FindingFilter {
                        severity,
                        workflow,
                        record_state,
                        compliance,
                        account,
                        control,
                        text,
                        ..FindingFilter::default()
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(filter in filters()) {
            let pairs = to_pairs(&filter);
            let read = from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())));
            prop_assert_eq!(read, filter);
        }
    }

    #[test]
    fn a_value_called_any_can_be_chosen() {
        let any = FindingFilter::open().toggled(Facet::Product, ANY);
        let pairs = to_pairs(&any);
        assert_eq!(pairs, [("product".to_owned(), "\"any\"".to_owned())]);
        assert_eq!(from_pairs([("product", "\"any\"")]), any);
        assert_eq!(from_pairs([("product", ANY)]), FindingFilter::open());
    }

    #[test]
    fn an_address_without_a_query_is_the_default() {
        assert_eq!(from_pairs([]), FindingFilter::open());
        assert!(to_pairs(&FindingFilter::open()).is_empty());
        assert_eq!(
            from_pairs([("severity", "LOUD"), ("utm", "x")]).severity,
            []
        );
    }

    #[test]
    fn words_of_a_facet_are_known_in_any_case() {
        let read = from_pairs([
            ("severity", "critical"),
            ("severity", "High"),
            ("severity", "HIGH"),
            ("-workflow", "notified"),
            ("age", "TODAY"),
            ("account", "Prod"),
        ]);
        assert_eq!(read.severity, [Severity::Critical, Severity::High]);
        assert_eq!(read.excluded(Facet::Workflow), ["NOTIFIED"]);
        assert_eq!(read.chosen(Facet::Age), ["today"]);
        assert_eq!(read.account, ["Prod"], "not a word of ours");
    }

    #[test]
    fn what_a_facet_does_not_know_is_told_as_if_it_had_been_typed() {
        let known = [("severity", "critical"), ("workflow", ANY), ("utm", "x")];
        let owned = known.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(with_unknown_typed(known), owned);
        let unknown = [
            ("q", "ssh"),
            ("severity", "HIGH"),
            ("severity", "LOUD, very"),
            ("-record", "gone"),
        ];
        let pairs = with_unknown_typed(unknown);
        let typed = "severity:\"LOUD, very\" -record:gone ssh";
        assert_eq!(
            pairs,
            [("severity", "HIGH"), ("q", typed)].map(|(k, v)| (k.to_owned(), v.to_owned()))
        );
        let pairs = pairs.iter().map(|(key, value)| (&**key, &**value));
        let (filter, fault) = read_pairs(pairs);
        assert_eq!(filter.severity, [Severity::High]);
        let fault = fault.expect("a value that nobody knows");
        assert_eq!(fault.facet, Some(Facet::Severity));
        assert_eq!(
            &typed[fault.from as usize..fault.to as usize],
            "\"LOUD, very\""
        );
    }

    #[test]
    fn a_word_that_a_facet_does_not_know_opens_nothing() {
        for facet in ["record", "workflow"] {
            let read = from_pairs([(facet, "nonsense")]);
            assert_eq!(read, FindingFilter::open(), "{facet}");
        }
        let archived = from_pairs([("record", "nonsense"), ("record", "ARCHIVED")]);
        assert_eq!(archived.record_state, [RecordState::Archived]);
        assert_eq!(from_pairs([("record", ANY)]).record_state, []);
    }
}
