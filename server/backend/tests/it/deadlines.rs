//! How long findings may stay open: kept with a fence, audited and told, and what each clock says as time goes on.

use backend::{
    Error, audit,
    findings::{self, kept_deadlines, set_deadlines},
    testing::{Engine, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    finding::{
        Deadlines, Due, Facet, FindingFilter, FindingList, IncomingFinding, Severity, SortKey,
        SortOrder, Touch, WorkflowStatus,
    },
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, count_of, id_of, listed, viewer},
    own_sql::OwnSql,
    touch_asks::{acted, ask},
};

fn limit(severity: Severity, days: Option<i64>) -> Deadlines {
    Deadlines::STANDARD.with(severity, days).expect("a limit")
}

/// What the index counts: overdue, soon, later, none.
fn stand(test: &TestBackend) -> [u64; 4] {
    let words = [Due::Overdue, Due::Soon, Due::Later, Due::NoClock];
    words.map(|due| count_of(test, Facet::Due, due.as_str()))
}

fn made(id: &str, severity: Severity) -> IncomingFinding {
    incoming(id, |finding| finding.severity = severity)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn limits_are_changed_audited_and_told(#[case] engine: Engine) {
    let Some(test) = TestBackend::new(engine).await else {
        return;
    };
    let kept = kept_deadlines(&test, &viewer())
        .await
        .expect("they are kept");
    assert_eq!(
        kept,
        (Deadlines::STANDARD, Version::FIRST),
        "a new database has ours"
    );
    let set = limit(Severity::High, Some(1))
        .with(Severity::Low, None)
        .expect("limits");
    set_deadlines(&test, &admin(), (Version::FIRST, set), Some("192.0.2.7"))
        .await
        .expect("they are set");
    let kept = kept_deadlines(&test, &viewer())
        .await
        .expect("they are kept");
    assert_eq!(kept, (set, Version::FIRST.next()));
    assert_eq!(
        findings::deadlines(&test, &viewer()).expect("known"),
        set,
        "lists go by it at once"
    );
    let entries = audit::list(&test, &admin(), None).await;
    let newest = entries.expect("the audit").rows.remove(0);
    assert_eq!(
        (
            newest.actor.as_str(),
            newest.action.as_str(),
            newest.detail.as_str()
        ),
        (
            "ada",
            "administer_deadlines",
            "findings may stay open: critical 7 days, high 1 day, medium 90 days, low without limit, informational \
             without limit; before: critical 7 days, high 30 days, medium 90 days, low 180 days, informational without limit"
        )
    );
    let mut own = OwnSql::of(&test).await;
    let told = own
        .column("SELECT kind FROM events ORDER BY seq DESC LIMIT 1")
        .await;
    assert_eq!(told, ["findings.deadlines_set"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_was_slower_or_may_not_changes_nothing(#[case] engine: Engine) {
    let Some(test) = TestBackend::new(engine).await else {
        return;
    };
    let set = limit(Severity::High, Some(1));
    let first = (Version::FIRST, set);
    set_deadlines(&test, &admin(), first, None)
        .await
        .expect("they are set");
    let late = set_deadlines(&test, &admin(), (Version::FIRST, Deadlines::STANDARD), None).await;
    assert!(
        matches!(&late, Err(Error::Conflict { by, .. }) if by == "ada"),
        "{late:?}"
    );
    let refused = set_deadlines(&test, &analyst(), (Version(2), Deadlines::STANDARD), None).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let again = test.restart().await;
    assert_eq!(
        findings::deadlines(&again, &viewer()).expect("known"),
        set,
        "it outlives the process"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_clock_runs_from_later_to_soon_to_overdue(#[case] engine: Engine) {
    let Some(test) = TestBackend::new(engine).await else {
        return;
    };
    // They were made two days before the clock of the tests begins.
    let all = [
        made("critical", Severity::Critical),
        made("high", Severity::High),
        made("info", Severity::Informational),
    ];
    test.ingest(batch(all.to_vec())).await;
    assert_eq!(stand(&test), [0, 0, 2, 1]);
    test.clock.advance(TimeDelta::days(4));
    assert_eq!(stand(&test), [0, 1, 1, 1], "the sixth day of seven is soon");
    test.clock.advance(TimeDelta::days(2) - TimeDelta::hours(1));
    assert_eq!(stand(&test), [1, 0, 1, 1], "midnight has passed");
    test.clock.advance(TimeDelta::days(30));
    assert_eq!(stand(&test), [2, 0, 0, 1]);
    assert_eq!(findings::overdue(&test, &viewer()).expect("a count"), 2);
    let over = FindingFilter {
        due: vec![Due::Overdue],
        ..FindingFilter::open()
    };
    let ask = FindingList {
        sort: SortKey::Due,
        order: SortOrder::Ascending,
        ..FindingList::first(over, 10)
    };
    let rows = findings::list(&test, &viewer(), &ask)
        .expect("a list")
        .page
        .rows;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    assert_eq!(
        ids,
        [id_of(&all[0]), id_of(&all[1])],
        "what was due first comes first"
    );
    let set = limit(Severity::High, Some(60));
    set_deadlines(&test, &admin(), (Version::FIRST, set), None)
        .await
        .expect("they are set");
    assert_eq!(
        stand(&test),
        [1, 0, 1, 1],
        "more days, and it is late no more"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn only_what_somebody_has_to_act_on_is_late(#[case] engine: Engine) {
    let Some(test) = TestBackend::new(engine).await else {
        return;
    };
    let all = ["a", "b", "c"].map(|id| made(id, Severity::Critical));
    test.ingest(batch(all.to_vec())).await;
    test.clock.advance(TimeDelta::days(30));
    assert_eq!(stand(&test), [3, 0, 0, 0]);
    let to = |workflow| Touch {
        workflow: Some(workflow),
        ..Touch::default()
    };
    let by: Actor = analyst();
    for (finding, workflow) in [
        (0, WorkflowStatus::Suppressed),
        (1, WorkflowStatus::Resolved),
        (2, WorkflowStatus::Notified),
    ] {
        let ids = [id_of(&all[finding])];
        acted(&test, &by, ask(&test, &ids, to(workflow))).await;
    }
    assert_eq!(
        stand(&test),
        [1, 0, 0, 2],
        "one rests, one is done, one is still open"
    );
    assert_eq!(findings::overdue(&test, &viewer()).expect("a count"), 1);
    let ids = [id_of(&all[0])];
    acted(&test, &by, ask(&test, &ids, to(WorkflowStatus::New))).await;
    assert_eq!(stand(&test)[0], 2, "it goes on from the day it was made");
    let late = FindingFilter {
        due: vec![Due::Overdue],
        ..FindingFilter::default()
    };
    assert_eq!(listed(&test, late).len(), 2);
}
