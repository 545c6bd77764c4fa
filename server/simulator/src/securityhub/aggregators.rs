//! ListFindingAggregators: AWS keeps at most one, of the administrator, and names it to whoever asks in any region.

use crate::caller::Caller;
use crate::story::accounts::{HOME, MANAGEMENT};
use crate::wire::Tree;

/// The administrator's aggregator; a member has none of its own.
pub(crate) fn list_finding_aggregators(caller: &Caller) -> Tree {
    let arn = format!(
        "arn:aws:securityhub:{HOME}:{MANAGEMENT}:finding-aggregator/5c1f0d3e-0000-4000-8000-000000000001"
    );
    let aggregator = Tree::Map(vec![("FindingAggregatorArn", Tree::text(arn))]);
    let list = match caller.administers() {
        true => vec![aggregator],
        false => Vec::new(),
    };
    Tree::Map(vec![("FindingAggregators", Tree::List("member", list))])
}
