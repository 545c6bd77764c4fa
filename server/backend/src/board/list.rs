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
        facets: facet_counts(&state.words, &ask.filter, &selection),
        as_of: state.seq,
    })
}

/// The findings before and after one in the order that is asked for, whether or not it is in the list.
pub(super) fn neighbours(
    state: &State,
    id: FindingId,
    ask: &FindingList,
    from: Standpoint,
) -> (Option<FindingId>, Option<FindingId>) {
    let Some(n) = state.rows.find(id) else {
        return (None, None);
    };
    let order = order(ask, from);
    let here = order.rank_of(&state.rows, n as usize);
    let (mut before, mut after) = (None, None);
    Selection::of(ask, from, state).visit(state, 0, state.rows.len(), |n| {
        let rank = order.rank_of(&state.rows, n);
        if rank < here {
            before = before.max(Some(rank));
        } else if rank > here {
            after = Some(after.map_or(rank, |after: u128| after.min(rank)));
        }
    });
    let id = |rank: Option<u128>| rank.map(|rank| state.rows.id[order.row(rank)]);
    (id(before), id(after))
}

/// The row numbers of all findings that are asked for, in the order in which they came.
pub(super) fn numbers(state: &State, ask: &FindingList, from: Standpoint) -> Vec<u32> {
    let mut numbers = Vec::new();
    Selection::of(ask, from, state).visit(state, 0, state.rows.len(), |n| {
        numbers.push(index(n));
    });
    numbers
}

const fn order(ask: &FindingList, from: Standpoint) -> Order {
    Order {
        sort: ask.sort,
        order: ask.order,
        deadlines: from.deadlines,
    }
}
