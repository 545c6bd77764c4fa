//! A cell: one combination of values of all facets. Findings that agree in all of them share a
//! cell, so that facets are counted over cells, of which there are far fewer than findings.

use domain::finding::{
    AgeBand, ComplianceStatus, Due, Facet, RecordState, Seen, Severity, UntilBand, WorkflowStatus,
};

use super::tuples::Tuples;

/// How many facets a finding has a value of, whoever looks: the first ones of [`Facet::ALL`].
pub(super) const FACETS: usize = Facet::LASTING;

/// The facets that cells are made of.
pub(super) fn facets() -> &'static [Facet] {
    &Facet::ALL[..FACETS]
}

/// A code for each facet, in the order of [`facets`]: the place of a fixed word in its enum, or
/// the code in the facet's dictionary. A facet with several values a finding has the code of the set.
pub(super) type Cell = [u32; FACETS];

/// The cell of a row number that has no finding.
pub(super) const HOLE: u32 = 0;

/// The code of a control, and of an assignee, that is none.
pub(super) const NONE: u32 = 0;

/// All cells that ever were, and how many findings each has now.
#[derive(Debug)]
pub(super) struct Cells {
    kinds: Tuples<FACETS>,
    counts: Vec<u32>,
}

impl Default for Cells {
    fn default() -> Self {
        let mut new = Self {
            kinds: Tuples::default(),
            counts: Vec::new(),
        };
        new.code([u32::MAX; FACETS]);
        new
    }
}

impl Cells {
    /// The codes of a cell.
    pub(super) fn get(&self, cell: u32) -> &Cell {
        self.kinds.get(cell)
    }

    /// All cells in order, the [`HOLE`] first.
    pub(super) fn all(&self) -> &[Cell] {
        self.kinds.all()
    }

    /// How many findings each cell has, in the same order.
    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The number of a cell, a new one if it has none.
    pub(super) fn code(&mut self, cell: Cell) -> u32 {
        let code = self.kinds.code(cell);
        self.counts.resize(self.kinds.all().len(), 0);
        code
    }

    /// Adds a cell that has no number yet.
    pub(super) fn add(&mut self, cell: Cell) -> u32 {
        let code = self.kinds.add(cell);
        self.counts.push(0);
        code
    }

    /// Makes room for as many cells in all.
    pub(super) fn reserve(&mut self, cells: usize) {
        self.kinds.reserve(cells);
    }

    /// One finding more.
    pub(super) fn enter(&mut self, cell: u32) {
        self.counts[cell as usize] += 1;
    }

    /// One finding less; it must have entered.
    pub(super) fn leave(&mut self, cell: u32) {
        self.counts[cell as usize] -= 1;
    }
}

/// The code that a facet has in a cell.
pub(super) const fn of(cell: &Cell, facet: Facet) -> u32 {
    cell[facet as usize]
}

/// The word of a code, none for the code that stands for none.
pub(super) fn word<T: Copy>(all: &[T], code: u32) -> Option<T> {
    all.get(code as usize).copied()
}

/// The code of a check result, the one past the last for none.
pub(super) fn compliance_code(status: Option<ComplianceStatus>) -> u32 {
    status.map_or(super::fold::index(ComplianceStatus::ALL.len()), |status| {
        status as u32
    })
}

/// Whether the findings of the cell are active.
pub(super) const fn is_active(cell: &Cell) -> bool {
    of(cell, Facet::RecordState) == RecordState::Active as u32
}

/// Whether somebody still has to act on the findings of the cell.
pub(super) fn is_open(cell: &Cell) -> bool {
    is_active(cell)
        && word(WorkflowStatus::ALL, of(cell, Facet::Workflow)).is_some_and(WorkflowStatus::is_open)
}

/// The severity of the findings of the cell.
pub(super) fn severity(cell: &Cell) -> Severity {
    word(Severity::ALL, of(cell, Facet::Severity)).unwrap_or(Severity::Informational)
}

/// The words of a facet that has a fixed set of them, in the order of their codes; none for another.
pub(super) fn fixed(facet: Facet) -> Vec<&'static str> {
    fn words<T: Copy>(all: &[T], as_str: fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().map(|word| as_str(*word)).collect()
    }
    match facet {
        Facet::Severity => words(Severity::ALL, Severity::as_str),
        Facet::Workflow => words(WorkflowStatus::ALL, WorkflowStatus::as_str),
        Facet::RecordState => words(RecordState::ALL, RecordState::as_str),
        Facet::Compliance => words(ComplianceStatus::ALL, ComplianceStatus::as_str),
        Facet::Age => words(AgeBand::ALL, AgeBand::as_str),
        Facet::Seen => words(Seen::ALL, Seen::as_str),
        Facet::Until => words(UntilBand::ALL, UntilBand::as_str),
        Facet::Due => words(Due::ALL, Due::as_str),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_what_does_not_depend_on_the_moment() {
        assert!(!facets().iter().any(|facet| facet.is_of_the_moment()));
        let others = &Facet::ALL[FACETS..];
        assert!(others.iter().all(|facet| facet.is_of_the_moment()));
    }
}
