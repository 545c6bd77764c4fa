//! The first and last key of every short run of rows, so that a page looks only at runs that may
//! hold a row of it.

use domain::finding::{SortKey, SortOrder};

use super::{
    order::{Order, key},
    rows::Rows,
};

/// Rows a zone.
pub(super) const ZONE: usize = 512;

/// The lowest and the highest key, one pair a [`SortKey`]. Of no rows: the lowest is above the highest.
type Span = [(u128, u128); SortKey::ALL.len()];

const NOTHING: Span = [(u128::MAX, 0); SortKey::ALL.len()];

/// The spans of all zones.
#[derive(Debug, Default)]
pub(super) struct Zones {
    spans: Vec<Span>,
}

impl Zones {
    /// Takes in a row that is in the columns by now.
    pub(super) fn enter(&mut self, rows: &Rows, n: usize) {
        if self.spans.len() <= n / ZONE {
            self.spans.resize(n / ZONE + 1, NOTHING);
        }
        include(&mut self.spans[n / ZONE], rows, n);
    }

    /// Forgets a row that is still in the columns; true if its zone has to be read again after the change.
    pub(super) fn is_edge(&self, rows: &Rows, n: usize) -> bool {
        SortKey::ALL.iter().any(|sort| {
            let key = key(*sort, rows, n);
            let (low, high) = self.spans[n / ZONE][*sort as usize];
            key == low || key == high
        })
    }

    /// Reads a zone again.
    pub(super) fn renew(&mut self, rows: &Rows, n: usize) {
        let zone = n / ZONE;
        let mut span = NOTHING;
        for n in (zone * ZONE..rows.len().min((zone + 1) * ZONE)).filter(|n| rows.holds(*n)) {
            include(&mut span, rows, n);
        }
        self.spans[zone] = span;
    }

    /// The best and the worst rank of each zone that has rows, with the zone's number.
    pub(super) fn ranks(&self, order: Order) -> impl Iterator<Item = (u128, u128, usize)> {
        self.spans
            .iter()
            .enumerate()
            .filter_map(move |(zone, span)| {
                let (low, high) = span[order.sort as usize];
                let (best, worst) = match order.order {
                    SortOrder::Ascending => (low, high),
                    SortOrder::Descending => (high, low),
                };
                (low <= high).then(|| (order.rank(best), order.rank(worst), zone))
            })
    }
}

fn include(span: &mut Span, rows: &Rows, n: usize) {
    for (sort, (low, high)) in SortKey::ALL.iter().zip(span) {
        let key = key(*sort, rows, n);
        *low = key.min(*low);
        *high = key.max(*high);
    }
}
