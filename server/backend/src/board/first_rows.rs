//! The first rows of an order without sorting all of them.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{order::Order, selection::Selection, state::State, zones::ZONE};

/// The ranks of the first `limit` admitted rows that come after the rank `after`, in order.
pub(super) fn first_rows(
    state: &State,
    selection: &Selection<'_>,
    order: Order,
    after: Option<u128>,
    limit: usize,
) -> Vec<u128> {
    let after = after.unwrap_or(0);
    let zones = state.zones.ranks(order);
    let zones = zones.filter(|(_, worst, _)| *worst > after);
    let mut zones: BinaryHeap<_> = zones.map(|(best, _, zone)| Reverse((best, zone))).collect();
    let mut first: BinaryHeap<u128> = BinaryHeap::with_capacity(limit + 1);
    let mut bound = u128::MAX;
    while let Some(Reverse((best, zone))) = zones.pop() {
        if best >= bound {
            break;
        }
        selection.visit(state, zone * ZONE, (zone + 1) * ZONE, |n| {
            let rank = order.rank_of(&state.rows, n);
            if rank > after && rank < bound {
                first.push(rank);
                if first.len() > limit {
                    first.pop();
                    bound = first.peek().copied().unwrap_or(bound);
                }
            }
        });
    }
    first.into_sorted_vec()
}
