//! Values as somebody types them, turned into the values that findings have.

use domain::finding::{Facet, FindingFilter};

use super::{cell, dictionary::Dictionary, facet_values::of_values, fold::fold, state::State};

/// The filter with every value that no finding has replaced by the one that is meant, if one is.
pub(super) fn canonical(state: &State, mut filter: FindingFilter) -> FindingFilter {
    for facet in cell::facets() {
        let Some(texts) = state.words.of(*facet) else {
            continue;
        };
        let typed: Vec<String> = filter.texts(*facet).to_vec();
        for value in typed {
            if let Some(meant) = meant(state, texts, *facet, &value) {
                filter = filter.toggled(*facet, &value);
                if !filter.chosen(*facet).contains(&meant) {
                    filter = filter.toggled(*facet, meant);
                }
            }
        }
        for one in &mut filter.excluded {
            if one.facet == *facet
                && let Some(meant) = meant(state, texts, *facet, &one.value)
            {
                meant.clone_into(&mut one.value);
            }
        }
    }
    filter
}

/// The value that is meant by one that no finding has: the same but for case, or the account of this name.
fn meant<'a>(
    state: &'a State,
    texts: &'a Dictionary,
    facet: Facet,
    typed: &str,
) -> Option<&'a str> {
    let findings = of_values(&state.words, facet, state.totals.tally.of(facet));
    // Values are never taken out of a dictionary: one may have been the word of a finding that has another now.
    let is_had = |code: u32| findings.get(code as usize).is_some_and(|count| *count > 0);
    if typed.is_empty() || texts.find(typed).is_some_and(is_had) {
        return None;
    }
    let folded = fold(typed);
    let is_called = |code: u32| {
        let names = &state.words.account_names;
        let name = names.get(code as usize).filter(|_| facet == Facet::Account);
        texts.folded(code) == folded || name.is_some_and(|name| *name == folded)
    };
    let mut codes = 0..super::fold::index(texts.len());
    let code = codes.find(|code| is_had(*code) && is_called(*code));
    code.map(|code| texts.get(code))
}
