//! What a filter's facets admit, cell by cell.

use domain::finding::{Facet, FindingFilter};

use super::{
    cell::{self, Cell, HOLE},
    state::State,
    tally::Tally,
};

/// The facets that narrow, each with the codes it admits.
pub(super) struct Admission {
    narrowing: Vec<(usize, Vec<bool>)>,
}

impl Admission {
    /// What the filter's facets admit; its text is not looked at.
    pub(super) fn of(filter: &FindingFilter, state: &State) -> Self {
        let narrowing = Facet::ALL.iter().filter_map(|facet| {
            let chosen = filter.chosen(*facet);
            (!chosen.is_empty()).then(|| (*facet as usize, admitted(*facet, &chosen, state)))
        });
        Self {
            narrowing: narrowing.collect(),
        }
    }

    /// Whether nothing is kept out.
    pub(super) fn is_all(&self) -> bool {
        self.narrowing.is_empty()
    }

    /// A bit for each facet that keeps the cell out.
    fn failing(&self, cell: &Cell) -> u32 {
        let mut failing = 0;
        for (facet, admitted) in &self.narrowing {
            let out = !admitted[cell[*facet] as usize];
            failing |= u32::from(out) << facet;
        }
        failing
    }

    /// Counts the cells with the number of findings each is to count for. A facet's own choice does
    /// not narrow it: what only that facet keeps out still counts there. Returns the counts, how
    /// many findings are admitted by all, and which cells are.
    pub(super) fn count(&self, state: &State, weights: &[u32]) -> (Tally, u64, Vec<bool>) {
        let mut tally = Tally::zero(&state.words);
        let mut total = 0;
        let cells = state.cells.all();
        let mut admitted = vec![false; cells.len()];
        let cells = cells.iter().zip(weights).zip(&mut admitted);
        for ((cell, weight), admitted) in cells.skip(HOLE as usize + 1) {
            if *weight == 0 {
                continue;
            }
            let failing = self.failing(cell);
            if failing == 0 {
                *admitted = true;
                total += u64::from(*weight);
                tally.add(cell, *weight);
            } else if failing.is_power_of_two() {
                tally.add_one(failing.trailing_zeros() as usize, cell, *weight);
            }
        }
        (tally, total, admitted)
    }
}

/// Which codes of a facet the chosen values admit.
fn admitted(facet: Facet, chosen: &[&str], state: &State) -> Vec<bool> {
    let Some(texts) = state.words.of(facet) else {
        let words = cell::fixed(facet);
        let mut admitted: Vec<bool> = words.iter().map(|word| chosen.contains(word)).collect();
        admitted.push(false);
        return admitted;
    };
    let mut values = vec![false; texts.len()];
    for value in chosen.iter().filter_map(|value| texts.find(value)) {
        values[value as usize] = true;
    }
    match (facet, state.words.sets(facet)) {
        (_, Some(sets)) => sets
            .iter()
            .map(|set| set.iter().any(|value| values[*value as usize]))
            .collect(),
        (Facet::Control, None) => {
            values[cell::NONE as usize] = false;
            values
        }
        (_, None) => values,
    }
}
