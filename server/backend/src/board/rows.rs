//! What each finding has of its own, a column a kind.

use domain::{id::FindingId, version::Version};
use uuid::Uuid;

use super::{cell::HOLE, fold::index, slots::Slots, sparse::Sparse, text_column::TextColumn};

/// The code of the empty list of resources.
const NO_RESOURCES: u32 = 1;

/// Stands for a finding that AWS still returns.
pub(super) const REPORTED: i64 = i64::MIN;

/// Stands for a finding that is not suppressed.
pub(super) const NOT_SUPPRESSED: u32 = 0;
/// Stands for a finding that was suppressed without an end.
pub(super) const NO_END: u32 = u32::MAX;

/// One row as the columns keep it; instants are microseconds since 1970.
#[derive(Debug)]
pub(super) struct Coded<'a> {
    pub(super) id: FindingId,
    pub(super) version: Version,
    pub(super) severity: u8,
    pub(super) cell: u32,
    pub(super) title: u32,
    pub(super) resources: u32,
    pub(super) id_head: u32,
    pub(super) id_tail: &'a str,
    pub(super) addresses: u32,
    pub(super) suppression: u32,
    pub(super) open_since: i64,
    pub(super) updated: i64,
    pub(super) not_reported: i64,
}

/// What is counted along of a row beside its cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own {
    pub(super) open_since: i64,
    pub(super) suppression: u32,
}

/// The columns. Row 0 is never used; a row number without a finding has the cell [`HOLE`].
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) id: Vec<FindingId>,
    pub(super) version: Vec<Version>,
    /// The severity's rank: a copy of what the cell says, for ordering without a look at the cell.
    pub(super) severity: Vec<u8>,
    pub(super) cell: Vec<u32>,
    pub(super) title: Vec<u32>,
    pub(super) resources: Vec<u32>,
    pub(super) id_head: Vec<u32>,
    pub(super) id_tail: TextColumn,
    /// The list of its addresses; most findings have the empty one.
    pub(super) addresses: Sparse,
    /// The number of the suppression that hides the finding, [`NOT_SUPPRESSED`] or [`NO_END`].
    pub(super) suppression: Vec<u32>,
    pub(super) open_since: Vec<i64>,
    pub(super) updated: Vec<i64>,
    pub(super) not_reported: Vec<i64>,
    pub(super) by_id: Slots,
}

impl Rows {
    /// The row numbers in use are below this.
    pub(super) fn len(&self) -> usize {
        self.cell.len()
    }

    /// Whether the number has a finding.
    pub(super) fn holds(&self, n: usize) -> bool {
        self.cell.get(n).is_some_and(|cell| *cell != HOLE)
    }

    /// The number of a finding.
    pub(super) fn find(&self, id: FindingId) -> Option<u32> {
        self.by_id.find(&id, |n| self.id[n as usize] == id)
    }

    /// What of a row is counted along beside its cell.
    pub(super) fn own(&self, n: usize) -> Own {
        Own {
            open_since: self.open_since[n],
            suppression: self.suppression[n],
        }
    }

    /// Adds numbers without findings up to `n`.
    pub(super) fn reach(&mut self, n: usize) {
        while self.len() <= n {
            self.push(Coded {
                id: FindingId(Uuid::nil()),
                version: Version(i64::MIN),
                severity: 0,
                cell: HOLE,
                title: 0,
                resources: NO_RESOURCES,
                id_head: 0,
                id_tail: "",
                addresses: 0,
                suppression: NOT_SUPPRESSED,
                open_since: 0,
                updated: 0,
                not_reported: REPORTED,
            });
        }
    }

    /// Makes room to name as many rows in all.
    pub(super) fn reserve(&mut self, rows: usize) {
        let ids = &self.id;
        self.by_id.reserve(rows, |n| ids[n as usize]);
    }

    /// Adds a row after the last.
    pub(super) fn push(&mut self, row: Coded<'_>) {
        self.id.push(row.id);
        self.version.push(row.version);
        self.severity.push(row.severity);
        self.cell.push(row.cell);
        self.title.push(row.title);
        self.resources.push(row.resources);
        self.id_head.push(row.id_head);
        self.id_tail.push(row.id_tail);
        self.addresses.set(self.len() - 1, row.addresses);
        self.suppression.push(row.suppression);
        self.open_since.push(row.open_since);
        self.updated.push(row.updated);
        self.not_reported.push(row.not_reported);
        if row.cell != HOLE {
            self.name(self.len() - 1);
        }
    }

    /// Replaces a row whose number is reached.
    pub(super) fn set(&mut self, n: usize, row: &Coded<'_>) {
        let named = self.holds(n) && self.id[n] == row.id;
        self.id[n] = row.id;
        self.version[n] = row.version;
        self.severity[n] = row.severity;
        self.cell[n] = row.cell;
        self.title[n] = row.title;
        self.resources[n] = row.resources;
        self.id_head[n] = row.id_head;
        self.id_tail.set(n, row.id_tail);
        self.addresses.set(n, row.addresses);
        self.suppression[n] = row.suppression;
        self.open_since[n] = row.open_since;
        self.updated[n] = row.updated;
        self.not_reported[n] = row.not_reported;
        if !named {
            self.name(n);
        }
    }

    /// A row that takes another id leaves its old entry behind: it compares unequal from then on.
    fn name(&mut self, n: usize) {
        let ids = &self.id;
        self.by_id.insert(index(n), |n| ids[n as usize]);
    }
}
