//! Counts of codes, facet by facet.

use std::collections::HashMap;

use domain::finding::{Facet, FindingCounts, Severity};

use super::{
    cell::{self, Cell, FACETS, NONE},
    moment::opened_on,
    rows::Own,
    words::Words,
};

/// How many findings have each code of each facet.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    counts: [Vec<u32>; FACETS],
}

impl Tally {
    /// Zero for every code that is known by now.
    pub(super) fn zero(words: &Words) -> Self {
        let mut new = Self::default();
        for facet in cell::facets() {
            new.counts[*facet as usize] = vec![0; words.codes(*facet)];
        }
        new
    }

    /// The counts of one facet by code.
    pub(super) fn of(&self, facet: Facet) -> &[u32] {
        &self.counts[facet as usize]
    }

    /// `findings` more in all facets of a cell.
    pub(super) fn add(&mut self, cell: &Cell, findings: u32) {
        for (counts, code) in self.counts.iter_mut().zip(cell) {
            counts[*code as usize] += findings;
        }
    }

    /// `findings` more in one facet of a cell, by its place in [`cell::facets`].
    pub(super) fn add_one(&mut self, facet: usize, cell: &Cell, findings: u32) {
        self.counts[facet][cell[facet] as usize] += findings;
    }

    fn enter(&mut self, cell: &Cell) {
        for (counts, code) in self.counts.iter_mut().zip(cell) {
            bump(counts, *code);
        }
    }

    fn leave(&mut self, cell: &Cell) {
        for (counts, code) in self.counts.iter_mut().zip(cell) {
            counts[*code as usize] -= 1;
        }
    }
}

fn bump(counts: &mut Vec<u32>, code: u32) {
    let code = code as usize;
    if counts.len() <= code {
        counts.resize(code + 1, 0);
    }
    counts[code] += 1;
}

/// What is counted as findings come and change, so that nobody waits for it.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// Of all findings.
    pub(super) tally: Tally,
    /// How many findings there are.
    pub(super) findings: u64,
    /// Of the open ones.
    pub(super) open: FindingCounts,
    /// Of all findings, by the day of UTC on which they were made, as days since 1970.
    pub(super) by_day: HashMap<i64, u32>,
    /// Of all findings, by the number of the suppression that hides them as the rows have it.
    pub(super) by_suppression: HashMap<u32, u32>,
    /// Of the open ones, by severity and that day.
    pub(super) open_by_day: HashMap<(Severity, i64), u32>,
}

impl Totals {
    /// One finding more.
    pub(super) fn enter(&mut self, cell: &Cell, own: Own) {
        self.tally.enter(cell);
        self.findings += 1;
        *self.by_day.entry(opened_on(own.open_since)).or_default() += 1;
        *self.by_suppression.entry(own.suppression).or_default() += 1;
        self.open(cell, |count| *count += 1);
        if cell::is_open(cell) {
            let of_day = (cell::severity(cell), opened_on(own.open_since));
            *self.open_by_day.entry(of_day).or_default() += 1;
        }
    }

    /// One finding less; it must have entered.
    pub(super) fn leave(&mut self, cell: &Cell, own: Own) {
        self.tally.leave(cell);
        self.findings -= 1;
        if let Some(findings) = self.by_day.get_mut(&opened_on(own.open_since)) {
            *findings -= 1;
        }
        if let Some(findings) = self.by_suppression.get_mut(&own.suppression) {
            *findings -= 1;
        }
        self.open(cell, |count| *count -= 1);
        if !cell::is_open(cell) {
            return;
        }
        let of_day = (cell::severity(cell), opened_on(own.open_since));
        if let Some(findings) = self.open_by_day.get_mut(&of_day) {
            *findings -= 1;
        }
    }

    fn open(&mut self, cell: &Cell, change: impl Fn(&mut u64)) {
        if !cell::is_open(cell) {
            return;
        }
        change(match cell::severity(cell) {
            Severity::Critical => &mut self.open.critical,
            Severity::High => &mut self.open.high,
            _ => &mut self.open.other,
        });
        if cell::of(cell, Facet::Assignee) == NONE {
            change(&mut self.open.unassigned);
        }
    }
}
