//! The findings that are asked for: which, how many, and the counts beside the facets.

use std::borrow::Cow;

use domain::finding::{FindingList, Standpoint};

use super::{
    admission::Admission,
    bits::Bits,
    cell::HOLE,
    moment::{Moment, MomentCounts},
    narrowing::{narrowed, weigh},
    scan::in_parts,
    state::State,
    tally::Tally,
};

/// What is admitted. Nothing in place of a set means all.
pub(super) struct Selection<'a> {
    cells: Option<Vec<bool>>,
    rows: Option<Bits>,
    /// The counts of each facet of cells without its own choice.
    pub(super) tally: Cow<'a, Tally>,
    /// The same of the facets of the moment.
    pub(super) moment: MomentCounts,
    /// How many findings are admitted.
    pub(super) total: u64,
}

impl<'a> Selection<'a> {
    /// What the filter and the group admit.
    pub(super) fn of(ask: &FindingList, from: Standpoint, state: &'a State) -> Self {
        let admission = Admission::of(&ask.filter, state);
        let moment = Moment::of(&ask.filter, from, state);
        let found = narrowed(ask, state);
        if admission.is_all() && moment.is_all() && found.is_none() {
            return Self {
                cells: None,
                rows: None,
                tally: Cow::Borrowed(&state.totals.tally),
                moment: moment.count_all(state),
                total: state.totals.findings,
            };
        }
        let moment = moment.over(state);
        let cells = state.cells.all().iter().enumerate();
        let cells = cells.map(|(at, cell)| at != HOLE as usize && admission.admits(cell));
        // The own choice of a facet does not narrow its counts: these are taken before the moment narrows.
        let before = Self {
            cells: Some(cells.collect()),
            rows: found,
            tally: Cow::Borrowed(&state.totals.tally),
            moment: MomentCounts::default(),
            total: 0,
        };
        let counts = before.count_moment(&moment, state);
        let rows = match (before.rows, moment.is_all()) {
            (found, true) => found,
            (None, false) => Some(moment.rows(&state.rows)),
            (Some(found), false) => Some(found.both(&moment.rows(&state.rows))),
        };
        let weights = rows.as_ref().map(|rows| weigh(rows, state));
        let weights = weights.as_deref().unwrap_or_else(|| state.cells.counts());
        let (tally, total) = admission.count(state, weights);
        Self {
            cells: before.cells,
            rows,
            tally: Cow::Owned(tally),
            moment: counts,
            total,
        }
    }

    fn count_moment(&self, moment: &Moment, state: &State) -> MomentCounts {
        let parts = in_parts(state.rows.len(), |part| {
            let mut counts = MomentCounts::default();
            self.visit(state, part.start, part.end, |n| {
                moment.count(&mut counts, &state.rows, n);
            });
            counts
        });
        MomentCounts::sum(&parts)
    }

    /// How many findings of each cell text, group and moment leave, whether or not the cell is admitted.
    pub(super) fn weights<'s>(&self, state: &'s State) -> Cow<'s, [u32]> {
        match &self.rows {
            None => Cow::Borrowed(state.cells.counts()),
            Some(rows) => Cow::Owned(weigh(rows, state)),
        }
    }

    /// Whether findings of the cell are admitted.
    pub(super) fn admits(&self, cell: usize, state: &State) -> bool {
        match &self.cells {
            None => state.cells.counts()[cell] > 0,
            Some(admitted) => admitted[cell],
        }
    }

    /// Whether text, group and moment leave the finding of a row number, whether or not its cell is admitted.
    pub(super) fn leaves(&self, n: usize) -> bool {
        self.rows.as_ref().is_none_or(|rows| rows.has(n))
    }

    /// Calls `each` with the numbers of `from..to` that text, group and moment leave, in order, whether or
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
