//! The findings that are asked for: which, how many, and the counts beside the facets.

use std::borrow::Cow;

use domain::finding::FindingList;

use super::{
    admission::Admission,
    bits::Bits,
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

    /// Calls `each` with every admitted row number of `from..to`, in order; `from` is a multiple of 64.
    pub(super) fn visit(&self, state: &State, from: usize, to: usize, mut each: impl FnMut(usize)) {
        let cells = &state.rows.cell;
        let to = to.min(state.rows.len());
        match (&self.cells, &self.rows) {
            (None, _) => (from..to).filter(|n| state.rows.holds(*n)).for_each(each),
            (Some(admitted), None) => {
                for (n, cell) in (from..to).zip(&cells[from..to]) {
                    if admitted[*cell as usize] {
                        each(n);
                    }
                }
            }
            (Some(admitted), Some(rows)) => rows
                .iter(from, to)
                .filter(|n| admitted[cells[*n] as usize])
                .for_each(each),
        }
    }
}
