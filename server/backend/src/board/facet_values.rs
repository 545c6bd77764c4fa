//! Counts of codes turned into the values that a page lists.

use std::cmp::Ordering;

use domain::finding::{Facet, FacetCount, FacetCounts, FindingFilter};

use super::{cell, dictionary::Dictionary, selection::Selection, words::Words};

/// At most this many values of a facet are listed, and every chosen one.
pub(super) const MAX_VALUES: usize = 50;

/// All facets in the order of [`Facet::ALL`].
pub(super) fn facet_counts(
    words: &Words,
    filter: &FindingFilter,
    selection: &Selection<'_>,
) -> Vec<FacetCounts> {
    let counts = Facet::ALL.iter().map(|facet| {
        let codes = match facet.is_of_the_moment() {
            true => selection.moment.of(*facet),
            false => selection.tally.of(*facet),
        };
        match (words.of(*facet), words.sets(*facet)) {
            (None, _) => fixed(*facet, codes),
            (Some(texts), None) => most_frequent(*facet, texts, filter, codes),
            (Some(texts), Some(sets)) => {
                let mut values = vec![0; texts.len()];
                for (set, count) in sets.iter().zip(codes) {
                    set.iter()
                        .for_each(|value| values[*value as usize] += count);
                }
                most_frequent(*facet, texts, filter, &values)
            }
        }
    });
    counts.collect()
}

/// Every word, worst or first first, even at zero.
fn fixed(facet: Facet, codes: &[u32]) -> FacetCounts {
    let words = cell::fixed(facet);
    let order: &[usize] = match facet {
        Facet::Severity => &[4, 3, 2, 1, 0],
        Facet::Compliance => &[2, 1, 3, 0],
        _ => &[0, 1, 2, 3, 4],
    };
    let values = order.iter().filter_map(|code| {
        Some(FacetCount {
            value: (*words.get(*code)?).to_owned(),
            count: codes.get(*code).copied().unwrap_or(0).into(),
        })
    });
    FacetCounts {
        facet,
        values: values.collect(),
        more: 0,
    }
}

/// The most frequent values, equals by their text, then those chosen that are not among them.
fn most_frequent(
    facet: Facet,
    texts: &Dictionary,
    filter: &FindingFilter,
    codes: &[u32],
) -> FacetCounts {
    let none = (facet == Facet::Control).then_some(cell::NONE);
    let mut counted: Vec<(u32, &str)> = (0..)
        .zip(codes)
        .filter(|(code, count)| **count > 0 && Some(*code) != none)
        .map(|(code, count)| (*count, texts.get(code)))
        .collect();
    let all = counted.len();
    if all > MAX_VALUES {
        counted.select_nth_unstable_by(MAX_VALUES - 1, compare);
        counted.truncate(MAX_VALUES);
    }
    counted.sort_unstable_by(compare);
    let mut chosen: Vec<(u32, &str)> = filter
        .texts(facet)
        .iter()
        .map(|value| {
            let code = texts.find(value).filter(|code| Some(*code) != none);
            let count = code.and_then(|code| codes.get(code as usize));
            (count.copied().unwrap_or(0), value.as_str())
        })
        .filter(|value| !counted.contains(value))
        .collect();
    chosen.sort_unstable_by(compare);
    chosen.dedup();
    let beyond = chosen.iter().filter(|(count, _)| *count > 0).count();
    let more = all - counted.len() - beyond;
    counted.append(&mut chosen);
    FacetCounts {
        facet,
        values: counted
            .into_iter()
            .map(|(count, value)| FacetCount {
                value: value.to_owned(),
                count: count.into(),
            })
            .collect(),
        more: more as u64,
    }
}

/// More findings first, equals by their text.
fn compare(left: &(u32, &str), right: &(u32, &str)) -> Ordering {
    right.0.cmp(&left.0).then_with(|| left.1.cmp(right.1))
}
