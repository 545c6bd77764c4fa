//! The order of a list, and the place in it that a cursor names.

use domain::finding::{Deadlines, Severity, SortKey, SortOrder};

use super::{
    moment::{MICROS_A_DAY, opened_on},
    rows::Rows,
};

/// The cursor is none that this board gave, or not for this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in this list")]
pub struct BadCursor;

/// The key of a row: what it is sorted by, then its number, so that no two rows have the same. When a row is due depends on
/// the limits as well, and no row's key of that order is lower than the one here, or higher than [`LAST_DUE`].
pub(super) fn key(sort: SortKey, rows: &Rows, n: usize) -> u128 {
    let (severity, at) = match sort {
        SortKey::Severity => (rows.severity[n], rows.updated[n]),
        SortKey::Updated => (0, rows.updated[n]),
        SortKey::Created => (0, rows.open_since[n]),
        SortKey::Came => (0, 0),
        SortKey::Due => return due_key(rows.open_since[n], 0, 0),
    };
    u128::from(severity) << 96 | u128::from(ascending(at)) << 32 | n as u128
}

/// When it is due, then the worst, then the number.
fn due_key(due: i64, rest: u8, n: usize) -> u128 {
    u128::from(ascending(due)) << 40 | u128::from(rest) << 32 | n as u128
}

/// The highest key of what is ordered by when it is due.
pub(super) const LAST_DUE: u128 = (1 << 104) - 1;

/// The instant as an unsigned number of the same order.
const fn ascending(micros: i64) -> u64 {
    micros.cast_unsigned() ^ 1 << 63
}

/// An order as ranks: the row with the smallest comes first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    pub(super) sort: SortKey,
    pub(super) order: SortOrder,
    pub(super) deadlines: Deadlines,
}

impl Order {
    /// The rank of a key.
    pub(super) const fn rank(self, key: u128) -> u128 {
        match self.order {
            SortOrder::Ascending => key,
            SortOrder::Descending => !key,
        }
    }

    /// The rank of a row.
    pub(super) fn rank_of(self, rows: &Rows, n: usize) -> u128 {
        self.rank(match self.sort {
            SortKey::Due => self.due(rows, n),
            sort => key(sort, rows, n),
        })
    }

    fn due(self, rows: &Rows, n: usize) -> u128 {
        let rank = rows.severity[n];
        let (severity, made) = (Severity::ALL[rank as usize], opened_on(rows.open_since[n]));
        let due = self.deadlines.due_day(severity, made);
        let due = due.map_or(i64::MAX, |day| day.saturating_mul(MICROS_A_DAY));
        due_key(due, u8::MAX - rank, n)
    }

    /// The row that has a rank.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the row is in the low 32 bits"
    )]
    pub(super) const fn row(self, rank: u128) -> usize {
        (self.rank(rank) as u32) as usize
    }

    /// The cursor for what comes after the row of this rank.
    pub(super) fn cursor(self, rank: u128) -> String {
        format!("{}{:x}", self.tag(), self.rank(rank))
    }

    /// The rank that a cursor names.
    pub(super) fn parse(self, cursor: &str) -> Result<u128, BadCursor> {
        let key = cursor.strip_prefix(self.tag()).ok_or(BadCursor)?;
        let fits = (1..=26).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_hexdigit());
        let key = fits.then(|| u128::from_str_radix(key, 16).ok()).flatten();
        key.map(|key| self.rank(key)).ok_or(BadCursor)
    }

    const fn tag(self) -> &'static str {
        match (self.sort, self.order) {
            (SortKey::Severity, SortOrder::Descending) => "sd",
            (SortKey::Severity, SortOrder::Ascending) => "sa",
            (SortKey::Updated, SortOrder::Descending) => "ud",
            (SortKey::Updated, SortOrder::Ascending) => "ua",
            (SortKey::Created, SortOrder::Descending) => "cd",
            (SortKey::Created, SortOrder::Ascending) => "ca",
            (SortKey::Came, SortOrder::Descending) => "nd",
            (SortKey::Came, SortOrder::Ascending) => "na",
            (SortKey::Due, SortOrder::Descending) => "ed",
            (SortKey::Due, SortOrder::Ascending) => "ea",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_names_its_place_and_garbage_names_none() {
        let order = Order {
            sort: SortKey::Severity,
            order: SortOrder::Descending,
            deadlines: Deadlines::default(),
        };
        let rank = order.rank(4 << 96 | 77 << 32 | 9);
        assert_eq!(order.parse(&order.cursor(rank)), Ok(rank));
        assert_eq!(order.row(rank), 9);
        for garbage in [
            "",
            "sd",
            "sa12",
            "sd+12",
            "sd é",
            "sd123456789012345678901234567",
        ] {
            assert_eq!(order.parse(garbage), Err(BadCursor), "{garbage}");
        }
    }

    #[test]
    fn instants_before_1970_come_first() {
        assert!(ascending(-1) < ascending(0));
        assert!(ascending(i64::MIN) < ascending(i64::MAX));
    }
}
