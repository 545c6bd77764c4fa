//! How a query that is being typed may go on.

use super::value_text;
use crate::finding::Facet;

/// Continuations that are offered at most.
const OFFERED: usize = 8;

/// What of a query is being typed: its end, with what stands before it.
enum Typing<'q> {
    /// The name of a facet.
    Name { before: &'q str, begun: &'q str },
    /// A value of a facet, beside those before the last comma.
    Value {
        facet: Facet,
        before: &'q str,
        chosen: &'q str,
        begun: &'q str,
    },
}

impl<'q> Typing<'q> {
    /// None inside a quote, and after a colon that follows no facet's name.
    fn of(query: &'q str) -> Option<Self> {
        let quotes = query.matches('"').count();
        if quotes % 2 == 1 {
            return None;
        }
        let term = query.rsplit(char::is_whitespace).next().unwrap_or(query);
        let typed = term.strip_prefix('-').unwrap_or(term);
        let before = |begun: &str| &query[..query.len() - begun.len()];
        let Some((key, values)) = typed.split_once(':') else {
            let before = before(typed);
            return Some(Self::Name {
                before,
                begun: typed,
            });
        };
        let (chosen, begun) = values.rsplit_once(',').unwrap_or(("", values));
        Some(Self::Value {
            facet: Facet::of_query(key)?,
            before: before(begun),
            chosen,
            begun,
        })
    }
}

/// The facet of which a value is being typed at the end of a query, and how far.
#[must_use]
pub fn facet_being_typed(query: &str) -> Option<(Facet, &str)> {
    match Typing::of(query)? {
        Typing::Value { facet, begun, .. } => Some((facet, begun)),
        Typing::Name { .. } => None,
    }
}

/// The whole query with its last term completed: a facet's name while a name is typed, and after the colon one of `values`,
/// which are those of [`facet_being_typed`] in the order in which they are to be offered. Nothing inside a quote, nothing
/// before the first letter of a name, and no value twice.
#[must_use]
pub fn complete_query(query: &str, values: &[String]) -> Vec<String> {
    match Typing::of(query) {
        None => Vec::new(),
        Some(Typing::Name { before, begun }) => names(begun)
            .map(|facet| format!("{before}{facet}:"))
            .collect(),
        Some(Typing::Value {
            facet,
            before,
            chosen,
            begun,
        }) => {
            let mut offered: Vec<String> = Vec::new();
            let begun = begun.to_lowercase();
            for value in values {
                let word = value_text(facet, value);
                let bare = word.strip_prefix('"').unwrap_or(&word).to_lowercase();
                let is_chosen = chosen.split(',').any(|one| one.eq_ignore_ascii_case(&word));
                if bare.starts_with(&begun) && !is_chosen && !offered.contains(&word) {
                    offered.push(word);
                }
            }
            let offered = offered.into_iter().take(OFFERED);
            offered.map(|word| format!("{before}{word}")).collect()
        }
    }
}

fn names(begun: &str) -> impl Iterator<Item = Facet> {
    let begun = begun.to_ascii_lowercase();
    let all = Facet::ALL.iter().copied();
    all.filter(move |facet| !begun.is_empty() && facet.as_str().starts_with(&begun))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is offered while `query` is typed, of values that are known of some facets.
    fn offered(query: &str) -> Vec<String> {
        let values: &[&str] = match facet_being_typed(query).map(|(facet, _)| facet) {
            Some(Facet::Severity) => &["CRITICAL", "HIGH", "critical"],
            Some(Facet::Product) => &["Security Hub", "Macie", "Evil \"Corp\" Inc"],
            Some(Facet::Assignee) => &["", "ana", "ana", "me"],
            Some(Facet::Account) => &["Payments prod", "111122223333"],
            Some(Facet::Tag) => &["pci", "prod"],
            _ => &[],
        };
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        complete_query(query, &values)
    }

    #[test]
    fn names_and_values_are_offered() {
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
        assert_eq!(offered("t"), ["tag:"]);
        assert_eq!(offered("-tag:pci,P"), ["-tag:pci,prod"]);
        let people = ["assignee:nobody", "assignee:ana", "assignee:me"];
        assert_eq!(offered("assignee:"), people);
    }

    #[test]
    fn what_is_chosen_is_not_offered_again() {
        assert_eq!(offered("severity:critical,"), ["severity:critical,high"]);
        assert_eq!(offered("assignee:nobody,ana,"), ["assignee:nobody,ana,me"]);
    }

    #[test]
    fn nothing_is_offered_where_nothing_is_begun() {
        for query in ["", "x ", "\"se", "arn:aws", "region:"] {
            assert!(offered(query).is_empty(), "{query}");
        }
    }

    #[test]
    fn it_is_known_which_value_is_typed() {
        assert_eq!(
            facet_being_typed("ssh -control:S3.1,conf"),
            Some((Facet::Control, "conf"))
        );
        assert_eq!(facet_being_typed("control:\"a b"), None);
        assert_eq!(facet_being_typed("contr"), None);
    }
}
