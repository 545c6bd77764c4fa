//! How a query that is being typed may go on.

use super::value_text;
use crate::finding::{Facet, FacetCounts};

/// Continuations that are offered at most.
const OFFERED: usize = 8;

/// The whole query with its last term completed, most frequent values first: a facet's name while a name is typed, a value
/// of it after the colon; of an account what `name` calls it, and its id. Nothing inside a quote, and nothing before the first letter of a name.
#[must_use]
pub fn complete_query(
    query: &str,
    counts: &[FacetCounts],
    name: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let quotes = query.matches('"').count();
    if quotes % 2 == 1 {
        return Vec::new();
    }
    let begin = query.rfind(char::is_whitespace).map_or(0, |at| {
        at + query[at..].chars().next().map_or(0, char::len_utf8)
    });
    let (before, term) = query.split_at(begin);
    let (minus, typed) = match term.strip_prefix('-') {
        Some(typed) => ("-", typed),
        None => ("", term),
    };
    match typed.split_once(':') {
        None => names(typed)
            .map(|facet| format!("{before}{minus}{facet}:"))
            .collect(),
        Some((key, values)) => {
            let Some(facet) = Facet::of_query(key) else {
                return Vec::new();
            };
            let (chosen, typed) = values.rsplit_once(',').unwrap_or(("", values));
            let comma = if chosen.is_empty() { "" } else { "," };
            let offered = values_of(facet, typed, counts, name);
            offered
                .map(|value| format!("{before}{minus}{key}:{chosen}{comma}{value}"))
                .collect()
        }
    }
}

fn names(typed: &str) -> impl Iterator<Item = Facet> {
    let typed = typed.to_ascii_lowercase();
    let all = Facet::ALL.iter().copied();
    all.filter(move |facet| !typed.is_empty() && facet.as_str().starts_with(&typed))
}

fn values_of(
    facet: Facet,
    typed: &str,
    counts: &[FacetCounts],
    name: &dyn Fn(&str) -> String,
) -> impl Iterator<Item = String> {
    let typed = typed.to_lowercase();
    let counted = counts.iter().filter(move |counts| counts.facet == facet);
    let values = counted.flat_map(|counts| &counts.values);
    let words = values.flat_map(move |one| {
        let called = (facet == Facet::Account).then(|| name(&one.value));
        let called = called.filter(|called| *called != one.value);
        let words = called.into_iter().chain([one.value.clone()]);
        words.map(move |word| value_text(facet, &word))
    });
    let meant = words.filter(move |word| {
        let word = word.strip_prefix('"').unwrap_or(word);
        word.to_lowercase().starts_with(&typed)
    });
    meant.take(OFFERED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FacetCount;

    fn counts() -> Vec<FacetCounts> {
        let values = |facet, words: &[&str]| FacetCounts {
            facet,
            values: words
                .iter()
                .map(|word| FacetCount {
                    value: (*word).to_owned(),
                    count: 1,
                })
                .collect(),
            more: 0,
        };
        vec![
            values(Facet::Severity, &["CRITICAL", "HIGH"]),
            values(
                Facet::Product,
                &["Security Hub", "Macie", "Evil \"Corp\" Inc"],
            ),
            values(Facet::Assignee, &["", "ana"]),
            values(Facet::Account, &["111122223333", "444455556666"]),
        ]
    }

    #[test]
    fn names_and_values_are_offered() {
        let name = |id: &str| id.replace("111122223333", "Payments prod");
        let offered = |query: &str| complete_query(query, &counts(), &name);
        assert_eq!(offered("x se"), ["x severity:", "x seen:"]);
        assert_eq!(offered("-pro"), ["-product:"]);
        assert_eq!(offered("severity:"), ["severity:critical", "severity:high"]);
        assert_eq!(offered("severity:low,h"), ["severity:low,high"]);
        assert_eq!(offered("-product:sec"), ["-product:\"Security Hub\""]);
        assert_eq!(
            offered("product:evil"),
            ["product:\"Evil \"\"Corp\"\" Inc\""]
        );
        assert_eq!(offered("account:pay"), ["account:\"Payments prod\""]);
        assert_eq!(offered("account:11"), ["account:111122223333"]);
        assert_eq!(offered("account:4"), ["account:444455556666"]);
        assert_eq!(offered("assignee:"), ["assignee:nobody", "assignee:ana"]);
    }

    #[test]
    fn nothing_is_offered_where_nothing_is_begun() {
        for query in ["", "x ", "\"se", "arn:aws", "region:"] {
            assert!(
                complete_query(query, &counts(), &str::to_owned).is_empty(),
                "{query}"
            );
        }
    }
}
