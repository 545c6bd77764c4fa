//! Values as somebody types them, turned into the values that findings have.

use domain::finding::{Facet, FindingFilter};

use super::{cell, dictionary::Dictionary, fold::fold, state::State};

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
    if typed.is_empty() || texts.find(typed).is_some() {
        return None;
    }
    let folded = fold(typed);
    let mut codes = 0..super::fold::index(texts.len());
    let code = codes.find(|code| {
        texts.folded(*code) == folded
            || facet == Facet::Account
                && state
                    .words
                    .account_names
                    .get(*code as usize)
                    .is_some_and(|name| *name == folded)
    });
    code.map(|code| texts.get(code))
}
