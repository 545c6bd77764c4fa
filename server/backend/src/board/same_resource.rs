//! The findings that name a resource of one finding, in whatever place.

use domain::{
    finding::{FindingSummary, SortKey, SortOrder, Standpoint},
    id::FindingId,
};

use super::{order::Order, scan::in_order, state::State};

/// Other findings of the resources of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SameResource {
    /// The worst of them, the last changed first of those that are equally bad.
    pub findings: Vec<FindingSummary>,
    /// How many there are.
    pub total: u64,
}

/// At most `most` of the others that name one of the resources of a finding; nothing for a finding that is not there.
pub(super) fn same_resource(
    state: &State,
    id: FindingId,
    from: Standpoint,
    most: usize,
) -> Option<SameResource> {
    let n = state.rows.find(id)? as usize;
    let lists = &state.rows.resources;
    let naming = state.words.resources.naming_one_of(lists[n]);
    if naming.is_empty() {
        return Some(SameResource::default());
    }
    let order = Order {
        sort: SortKey::Severity,
        order: SortOrder::Descending,
        deadlines: from.deadlines,
    };
    let mut ranks = in_order(state.rows.len(), |part| {
        let others = part.filter(|at| naming.has(lists[*at]) && *at != n);
        others.map(|at| order.rank_of(&state.rows, at)).collect()
    });
    let total = ranks.len() as u64;
    if ranks.len() > most {
        ranks.select_nth_unstable(most);
        ranks.truncate(most);
    }
    ranks.sort_unstable();
    let findings = ranks.iter().map(|rank| state.summary(order.row(*rank)));
    Some(SameResource {
        findings: findings.collect(),
        total,
    })
}
