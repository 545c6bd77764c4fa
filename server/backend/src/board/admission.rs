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
        let narrowing = cell::facets().iter().filter_map(|facet| {
            let (chosen, excluded) = (filter.chosen(*facet), filter.excluded(*facet));
            if chosen.is_empty() && excluded.is_empty() {
                return None;
            }
            let mut admits = match chosen.is_empty() {
                true => vec![true; state.words.codes(*facet)],
                false => having(*facet, &chosen, state),
            };
            let out = having(*facet, &excluded, state);
            for (admits, out) in admits.iter_mut().zip(out) {
                *admits &= !out;
            }
            Some((*facet as usize, admits))
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

    /// Whether the facets keep no finding of the cell out.
    pub(super) fn admits(&self, cell: &Cell) -> bool {
        self.failing(cell) == 0
    }

    /// Counts the cells with the number of findings each is to count for. A facet's own choice does
    /// not narrow it: what only that facet keeps out still counts there. Returns the counts and how
    /// many findings are admitted by all.
    pub(super) fn count(&self, state: &State, weights: &[u32]) -> (Tally, u64) {
        let mut tally = Tally::zero(&state.words);
        let mut total = 0;
        let cells = state.cells.all();
        let cells = cells.iter().zip(weights);
        for (cell, weight) in cells.skip(HOLE as usize + 1) {
            if *weight == 0 {
                continue;
            }
            let failing = self.failing(cell);
            if failing == 0 {
                total += u64::from(*weight);
                tally.add(cell, *weight);
            } else if failing.is_power_of_two() {
                tally.add_one(failing.trailing_zeros() as usize, cell, *weight);
            }
        }
        (tally, total)
    }
}

/// Which codes of a facet have one of the values.
fn having(facet: Facet, chosen: &[&str], state: &State) -> Vec<bool> {
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
