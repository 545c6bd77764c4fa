//! How what is asked for is spread: how many of each severity, in how many accounts and regions.

use domain::finding::{Facet, FindingList, Severity, Standpoint};

use super::{
    bits::Bits,
    cell::{self, HOLE},
    selection::Selection,
    state::State,
};

/// How findings are spread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    /// How many of each severity that has some, the worst first.
    pub severities: Vec<(Severity, u64)>,
    /// In how many accounts they are.
    pub accounts: u64,
    /// In how many regions.
    pub regions: u64,
}

/// The spread of what filter and group admit, excluded values left out, however many values there are.
pub(super) fn spread(state: &State, ask: &FindingList, from: Standpoint) -> Spread {
    let selection = Selection::of(ask, from, state);
    let weights = selection.weights(state);
    let mut severities = vec![0; Severity::ALL.len()];
    let mut accounts = Bits::none(state.words.accounts.len());
    let mut regions = Bits::none(state.words.regions.len());
    let cells = state.cells.all().iter().zip(weights.iter()).enumerate();
    for (at, (cell, weight)) in cells {
        if at == HOLE as usize || *weight == 0 || !selection.admits(at, state) {
            continue;
        }
        severities[cell::severity(cell) as usize] += u64::from(*weight);
        accounts.put(cell::of(cell, Facet::Account) as usize);
        regions.put(cell::of(cell, Facet::Region) as usize);
    }
    let severities = Severity::ALL
        .iter()
        .rev()
        .map(|one| (*one, severities[*one as usize]));
    Spread {
        severities: severities.filter(|(_, count)| *count > 0).collect(),
        accounts: accounts.count(),
        regions: regions.count(),
    }
}
