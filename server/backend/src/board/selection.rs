//! The findings that are asked for: which, how many, and the counts beside the facets.

use std::borrow::Cow;

use domain::finding::FindingList;

use super::{
    admission::Admission,
    bits::Bits,
    cell::HOLE,
    narrowing::{narrowed, weigh},
    state::State,
    tally::Tally,
};

/// What is admitted. Nothing in place of a set means all.
pub(super) struct Selection<'a> {
    cells: Option<Vec<bool>>,
    rows: Option<Bits>,
    /// The counts of each facet without its own choice.
    pub(super) tally: Cow<'a, Tally>,
    /// How many findings are admitted.
    pub(super) total: u64,
}

impl<'a> Selection<'a> {
    /// What the filter and the group admit.
    pub(super) fn of(ask: &FindingList, state: &'a State) -> Self {
        let admission = Admission::of(&ask.filter, state);
        let rows = narrowed(ask, state);
        if admission.is_all() && rows.is_none() {
            return Self {
                cells: None,
                rows: None,
                tally: Cow::Borrowed(&state.totals.tally),
                total: state.totals.findings,
            };
        }
        let weights = rows.as_ref().map(|rows| weigh(rows, state));
        let weights = weights.as_deref().unwrap_or_else(|| state.cells.counts());
        let (tally, total, cells) = admission.count(state, weights);
        Self {
            cells: Some(cells),
            rows,
            tally: Cow::Owned(tally),
            total,
        }
    }

    /// Whether findings of the cell are admitted.
    pub(super) fn admits(&self, cell: usize, state: &State) -> bool {
        match &self.cells {
            None => state.cells.counts()[cell] > 0,
            Some(admitted) => admitted[cell],
        }
    }

    /// Calls `each` with the numbers of `from..to` that text and group leave, in order, whether or
    /// not their cell is admitted; `from` is a multiple of 64.
    pub(super) fn visit_left(
        &self,
        state: &State,
        from: usize,
        to: usize,
        each: impl FnMut(usize),
    ) {
        let to = to.min(state.rows.len());
        match &self.rows {
            None => (from..to).for_each(each),
            Some(rows) => rows.iter(from, to).for_each(each),
        }
    }

    /// Calls `each` with every admitted row number of `from..to`, in order; `from` is a multiple of 64.
    pub(super) fn visit(&self, state: &State, from: usize, to: usize, mut each: impl FnMut(usize)) {
        let cells = &state.rows.cell;
        match &self.cells {
            None => self.visit_left(state, from, to, |n| {
                if cells[n] != HOLE {
                    each(n);
                }
            }),
            Some(admitted) => self.visit_left(state, from, to, |n| {
                if admitted[cells[n] as usize] {
                    each(n);
                }
            }),
        }
    }
}
