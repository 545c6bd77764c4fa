//! Who asks in these tests, and what they ask again and again.

use backend::{
    Backend,
    findings::{self, FindingDetail},
    testing::person,
};
use domain::{
    actor::{Actor, Role},
    finding::{Facet, FindingFilter, FindingList, FindingSummary, IncomingFinding},
    id::FindingId,
};

pub(crate) fn viewer() -> Actor {
    person("vera", &[Role::Viewer])
}

pub(crate) fn analyst() -> Actor {
    person("ana", &[Role::Analyst])
}

pub(crate) fn admin() -> Actor {
    person("ada", &[Role::Admin])
}

pub(crate) fn worker() -> Actor {
    Actor::Worker("findings".to_owned())
}

pub(crate) fn id_of(finding: &IncomingFinding) -> FindingId {
    findings::finding_id(
        finding.account.as_str(),
        &finding.product_arn,
        &finding.aws_finding_id,
    )
}

/// One finding whole, as a viewer sees it.
pub(crate) async fn detail(backend: &Backend, id: FindingId) -> FindingDetail {
    let found = findings::get(backend, &viewer(), id).await;
    found.expect("the finding is kept")
}

/// The fields that changed on a finding, with before, after and who, newest first.
pub(crate) async fn history(backend: &Backend, id: FindingId) -> Vec<[String; 4]> {
    let text = |text: Option<String>| text.unwrap_or_default();
    let changes = detail(backend, id).await.history.into_iter();
    changes
        .map(|change| {
            [
                change.field,
                text(change.old),
                text(change.new),
                change.actor,
            ]
        })
        .collect()
}

/// The first 200 findings that the filter admits.
pub(crate) fn listed(backend: &Backend, filter: FindingFilter) -> Vec<FindingSummary> {
    let ask = FindingList::first(filter, 200);
    let listing = findings::list(backend, &viewer(), &ask).expect("a list");
    listing.page.rows
}

/// The titles of the findings that hold every word of the text.
pub(crate) fn titles_with(backend: &Backend, text: &str) -> Vec<String> {
    let filter = FindingFilter {
        text: text.to_owned(),
        ..FindingFilter::default()
    };
    let mut titles: Vec<String> = listed(backend, filter)
        .into_iter()
        .map(|row| row.title)
        .collect();
    titles.sort();
    titles
}

/// The count beside one value of a facet, nothing chosen.
pub(crate) fn count_of(backend: &Backend, facet: Facet, value: &str) -> u64 {
    let ask = FindingList::first(FindingFilter::default(), 1);
    let listing = findings::list(backend, &viewer(), &ask).expect("a list");
    let counts = listing
        .facets
        .into_iter()
        .find(|counts| counts.facet == facet);
    let values = counts.expect("every facet is counted").values;
    values
        .into_iter()
        .find(|count| count.value == value)
        .map_or(0, |count| count.count)
}
