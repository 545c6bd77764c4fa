//! A page of findings with all facets.

use domain::{
    finding::{FindingList, FindingListing, Standpoint},
    id::FindingId,
    page::{MAX_PAGE, Page},
};

use super::{
    facet_values::facet_counts,
    first_rows::first_rows,
    fold::index,
    order::{BadCursor, Order},
    selection::Selection,
    state::State,
};

/// How many rows a page may have.
pub(super) fn rows_a_page(ask: &FindingList) -> usize {
    ask.limit.clamp(1, MAX_PAGE).into()
}

/// The page that is asked for.
pub(super) fn list(
    state: &State,
    ask: &FindingList,
    from: Standpoint,
) -> Result<FindingListing, BadCursor> {
    let order = order(ask, from);
    let after = ask.after.as_deref().map(|text| order.parse(text));
    let selection = Selection::of(ask, from, state);
    let limit = rows_a_page(ask);
    let mut ranks = first_rows(state, &selection, order, after.transpose()?, limit + 1);
    let more = ranks.len() > limit;
    ranks.truncate(limit);
    let last = ranks.last().filter(|_| more);
    let next = last.map(|rank| order.cursor(*rank));
    let rows = ranks.iter().map(|rank| state.summary(order.row(*rank)));
    Ok(FindingListing {
        page: Page {
            rows: rows.collect(),
            next,
        },
        total: selection.total,
        facets: facet_counts(state, &ask.filter, &selection),
        as_of: state.seq,
    })
}

/// Where one finding stands in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The finding before it.
    pub previous: Option<FindingId>,
    /// The finding after it.
    pub next: Option<FindingId>,
    /// Its place from 1 and how many there are, where it is in the list.
    pub place: Option<(u64, u64)>,
}

/// The findings before and after one in the order that is asked for, whether or not it is in the list.
pub(super) fn neighbours(
    state: &State,
    id: FindingId,
    ask: &FindingList,
    from: Standpoint,
) -> Neighbours {
    let Some(n) = state.rows.find(id) else {
        return Neighbours::default();
    };
    let order = order(ask, from);
    let here = order.rank_of(&state.rows, n as usize);
    let (mut before, mut after) = (None, None);
    let (mut earlier, mut all, mut is_in) = (0, 0, false);
    Selection::of(ask, from, state).visit(state, 0, state.rows.len(), |n| {
        let rank = order.rank_of(&state.rows, n);
        all += 1;
        if rank < here {
            earlier += 1;
            before = before.max(Some(rank));
        } else if rank > here {
            after = Some(after.map_or(rank, |after: u128| after.min(rank)));
        } else {
            is_in = true;
        }
    });
    let id = |rank: Option<u128>| rank.map(|rank| state.rows.id[order.row(rank)]);
    Neighbours {
        previous: id(before),
        next: id(after),
        place: is_in.then_some((earlier + 1, all)),
    }
}

/// The row numbers of all findings that are asked for, in the order in which they came.
pub(super) fn numbers(state: &State, ask: &FindingList, from: Standpoint) -> Vec<u32> {
    let mut numbers = Vec::new();
    Selection::of(ask, from, state).visit(state, 0, state.rows.len(), |n| {
        numbers.push(index(n));
    });
    numbers
}

/// How many of the findings that are asked for came after a row number.
pub(super) fn came_after(state: &State, ask: &FindingList, from: Standpoint, n: u32) -> u64 {
    let first = n as usize + 1;
    let mut count = 0;
    let selection = Selection::of(ask, from, state);
    selection.visit(state, first / 64 * 64, state.rows.len(), |at| {
        count += u64::from(at >= first);
    });
    count
}

const fn order(ask: &FindingList, from: Standpoint) -> Order {
    Order {
        sort: ask.sort,
        order: ask.order,
        deadlines: from.deadlines,
    }
}
