//! What a group says of its findings.

use backend::{
    findings,
    testing::{Engine, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    finding::{
        ComplianceStatus, FailingResources, FindingFilter, FindingGroup, FindingList, Grouping,
    },
    time::Timestamp,
};
use rstest::rstest;

use crate::asks::viewer;

/// The one group that there is.
fn group(backend: &TestBackend, by: Grouping, filter: FindingFilter) -> FindingGroup {
    let ask = FindingList::first(filter, 200);
    let listing = findings::groups(backend, &viewer(), &ask, by).expect("groups");
    listing.page.rows.into_iter().next().expect("a group")
}

/// Accounts, regions, since when and how many by day.
fn told(group: &FindingGroup) -> (u64, u64, Timestamp, u32) {
    (
        group.accounts,
        group.regions,
        group.since,
        group.trend.iter().sum(),
    )
}

/// Where a control fails and since when is not told by checks that passed; only where nothing fails, by all.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_control_tells_where_and_since_when_it_fails(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let day = |back: i64| backend.now() - TimeDelta::days(back);
    let of = |n: u32, region: &str, back: i64, compliance: ComplianceStatus| {
        incoming(&format!("f{n}"), |finding| {
            finding.account = format!("{:012}", n % 3).as_str().into();
            finding.region = region.into();
            finding.resources[0].id = format!("r{n}").as_str().into();
            finding.compliance = Some(compliance);
            (finding.created, finding.updated) = (day(back), day(back));
        })
    };
    let all = vec![
        of(2, "eu-west-1", 9, ComplianceStatus::Passed),
        of(1, "us-east-1", 5, ComplianceStatus::Failed),
        of(3, "us-west-2", 1, ComplianceStatus::Passed),
        of(4, "us-east-1", 3, ComplianceStatus::Failed),
        of(5, "eu-west-1", 0, ComplianceStatus::Passed),
    ];
    backend.ingest(batch(all)).await;
    let control = group(&backend, Grouping::Control, FindingFilter::open());
    assert_eq!(
        (control.matching, control.resources),
        (5, Some(FailingResources { failing: 2, all: 5 }))
    );
    assert_eq!(told(&control), (1, 1, day(5), 2));
    let passed = FindingFilter {
        compliance: vec![ComplianceStatus::Passed],
        ..FindingFilter::open()
    };
    let passed = group(&backend, Grouping::Control, passed);
    assert_eq!(told(&passed), (2, 2, day(9), 3));
    let product = group(&backend, Grouping::Product, FindingFilter::open());
    assert_eq!(product.resources, None);
    assert_eq!(told(&product), (3, 3, day(9), 5));
}
