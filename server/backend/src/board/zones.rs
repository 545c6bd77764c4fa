//! The first and last key of every short run of rows, so that a page looks only at runs that may
//! hold a row of it.

use domain::finding::{SortKey, SortOrder};

use super::{
    order::{LAST_DUE, Order, key},
    rows::Rows,
};

/// Rows a zone.
pub(super) const ZONE: usize = 512;

/// The lowest and the highest key of a zone. Of no rows: the lowest is above the highest.
type Span = (u128, u128);

const NOTHING: Span = (u128::MAX, 0);

/// The spans of all zones, one column a [`SortKey`].
#[derive(Debug, Default)]
pub(super) struct Zones {
    spans: [Vec<Span>; SortKey::ALL.len()],
}

impl Zones {
    /// Takes in a row that is in the columns by now.
    pub(super) fn enter(&mut self, rows: &Rows, n: usize) {
        for (sort, spans) in SortKey::ALL.iter().zip(&mut self.spans) {
            if spans.len() <= n / ZONE {
                spans.resize(n / ZONE + 1, NOTHING);
            }
            include(&mut spans[n / ZONE], key(*sort, rows, n));
        }
    }

    /// Whether a row that is in the columns is at an end of its zone: then the zone has to be read
    /// again once the row has changed.
    pub(super) fn is_edge(&self, rows: &Rows, n: usize) -> bool {
        SortKey::ALL.iter().any(|sort| {
            let key = key(*sort, rows, n);
            let (low, high) = self.spans[*sort as usize][n / ZONE];
            key == low || key == high
        })
    }

    /// Reads the zone of a row again.
    pub(super) fn renew(&mut self, rows: &Rows, n: usize) {
        let zone = n / ZONE;
        let all = zone * ZONE..rows.len().min((zone + 1) * ZONE);
        for (sort, spans) in SortKey::ALL.iter().zip(&mut self.spans) {
            spans[zone] = NOTHING;
            for n in all.clone().filter(|n| rows.holds(*n)) {
                include(&mut spans[zone], key(*sort, rows, n));
            }
        }
    }

    /// The best and the worst rank of each zone that has rows, with the zone's number.
    pub(super) fn ranks(&self, order: Order) -> impl Iterator<Item = (u128, u128, usize)> {
        let spans = self.spans[order.sort as usize].iter();
        spans.enumerate().filter_map(move |(zone, (low, high))| {
            let high = match order.sort {
                SortKey::Due if low <= high => &LAST_DUE,
                _ => high,
            };
            let (best, worst) = match order.order {
                SortOrder::Ascending => (*low, *high),
                SortOrder::Descending => (*high, *low),
            };
            (low <= high).then(|| (order.rank(best), order.rank(worst), zone))
        })
    }
}

fn include((low, high): &mut Span, key: u128) {
    *low = key.min(*low);
    *high = key.max(*high);
}
