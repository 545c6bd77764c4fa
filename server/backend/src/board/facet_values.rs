//! Counts of codes turned into the values that a page lists.

use std::{borrow::Cow, cmp::Ordering};

use domain::finding::{Facet, FacetCount, FacetCounts, FindingFilter, FindingList, Standpoint};

use super::{
    cell, dictionary::Dictionary, fold::fold, selection::Selection, state::State, words::Words,
};

/// At most this many values of a facet are listed, and every one that is chosen or excluded.
pub(super) const MAX_VALUES: usize = 50;

/// All facets in the order of [`Facet::ALL`].
pub(super) fn facet_counts(
    state: &State,
    filter: &FindingFilter,
    selection: &Selection<'_>,
) -> Vec<FacetCounts> {
    let counts = Facet::ALL.iter().map(|facet| {
        let codes = match facet.is_of_the_moment() {
            true => selection.moment.of(*facet),
            false => selection.tally.of(*facet),
        };
        match state.words.of(*facet) {
            None => fixed(*facet, codes),
            Some(texts) => most_frequent((state, *facet, texts), filter, codes, &|_| true),
        }
    });
    counts.collect()
}

/// The values of a facet with free text in whose text, or in whose account's name, `sought` occurs; none of one with fixed
/// words.
pub(super) fn found_values(
    state: &State,
    ask: &FindingList,
    from: Standpoint,
    (facet, sought): (Facet, &str),
) -> Option<FacetCounts> {
    let texts = state.words.of(facet)?;
    let sought = fold(sought);
    let selection = Selection::of(ask, from, state);
    let holds = |code: u32| {
        let text = texts.folded(code);
        let names = &state.words.account_names;
        let name = names.get(code as usize).filter(|_| facet == Facet::Account);
        // Standards are shown with blanks in place of dashes.
        text.contains(&*sought)
            || text.replace('-', " ").contains(&*sought)
            || name.is_some_and(|name| name.contains(&*sought))
    };
    let of = (state, facet, texts);
    Some(most_frequent(
        of,
        &ask.filter,
        selection.tally.of(facet),
        &holds,
    ))
}

/// Counts of codes as counts of values: of a facet with several values a finding the codes are those of sets.
pub(super) fn of_values<'c>(words: &Words, facet: Facet, codes: &'c [u32]) -> Cow<'c, [u32]> {
    let (Some(texts), Some(sets)) = (words.of(facet), words.sets(facet)) else {
        return Cow::Borrowed(codes);
    };
    let mut values = vec![0; texts.len()];
    for (set, count) in sets.iter().zip(codes) {
        set.iter()
            .for_each(|value| values[*value as usize] += count);
    }
    Cow::Owned(values)
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

/// The most frequent values that some finding has, at zero too where there is room, equals by their text; and those that
/// are chosen or excluded and not among them.
fn most_frequent(
    (state, facet, texts): (&State, Facet, &Dictionary),
    filter: &FindingFilter,
    codes: &[u32],
    holds: &dyn Fn(u32) -> bool,
) -> FacetCounts {
    let codes = &*of_values(&state.words, facet, codes);
    let had = of_values(&state.words, facet, state.totals.tally.of(facet));
    let none = (facet == Facet::Control).then_some(cell::NONE);
    let mut counted: Vec<(u32, &str)> = (0..)
        .zip(had.iter())
        .filter(|(code, findings)| **findings > 0 && Some(*code) != none && holds(*code))
        .map(|(code, _)| {
            let count = codes.get(code as usize).copied();
            (count.unwrap_or(0), texts.get(code))
        })
        .collect();
    let all = counted.len();
    if all > MAX_VALUES {
        counted.select_nth_unstable_by(MAX_VALUES - 1, compare);
        counted.truncate(MAX_VALUES);
    }
    let named = filter.texts(facet).iter().map(String::as_str);
    let mut named: Vec<(u32, &str, bool)> = named
        .chain(filter.excluded(facet))
        .map(|value| {
            let code = texts.find(value).filter(|code| Some(*code) != none);
            let count = code.and_then(|code| codes.get(code as usize));
            let had = code.and_then(|code| had.get(code as usize));
            let known = had.is_some_and(|had| *had > 0) && code.is_some_and(holds);
            (count.copied().unwrap_or(0), value, known)
        })
        .filter(|(count, value, _)| !counted.contains(&(*count, value)))
        .collect();
    named.sort_unstable();
    named.dedup();
    let beyond = named.iter().filter(|(.., known)| *known).count();
    let more = all - counted.len() - beyond;
    counted.extend(named.into_iter().map(|(count, value, _)| (count, value)));
    counted.sort_unstable_by(compare);
    listed(facet, counted, more)
}

fn listed(facet: Facet, values: Vec<(u32, &str)>, more: usize) -> FacetCounts {
    let values = values.into_iter().map(|(count, value)| FacetCount {
        value: value.to_owned(),
        count: count.into(),
    });
    FacetCounts {
        facet,
        values: values.collect(),
        more: more as u64,
    }
}

/// More findings first, equals by their text.
fn compare(left: &(u32, &str), right: &(u32, &str)) -> Ordering {
    right.0.cmp(&left.0).then_with(|| left.1.cmp(right.1))
}
