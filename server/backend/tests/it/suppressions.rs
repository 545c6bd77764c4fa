//! What a suppression hides, and what it leaves alone.

use backend::{
    findings,
    suppressions::{self, ChangeSuppression},
    testing::{Engine, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    finding::{Facet, Severity, Touch, WorkflowStatus},
    suppression::{SuppressionState, read_filter},
};
use rstest::rstest;

use crate::{
    asks::{analyst, count_of, history, id_of},
    suppression_asks::{get, keep_up, made, plan, reported, statuses, taken_in, with_people},
    touch_asks::{acted, ask, ben},
};

use WorkflowStatus::{New, Notified, Suppressed};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_rule_hides_what_it_matches_now_and_later(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let [one, other] = taken_in(&backend, ["one", "other"]).await;
    let number = made(&backend, "finding one", 30).await;
    assert_eq!(
        statuses(&backend, [one, other]),
        [Suppressed, New],
        "at once"
    );
    let told = history(&backend, one).await;
    assert_eq!(
        told,
        [["workflow", "NEW", "SUPPRESSED", "SUP-1"].map(str::to_owned)]
    );
    backend.clock.advance(TimeDelta::hours(1));
    let [later] = taken_in(&backend, ["one more"]).await;
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [later, other]), [Suppressed, New]);
    let kept = get(&backend, number).await;
    assert_eq!((kept.state, kept.hidden), (SuppressionState::On, 2));
    assert_eq!(kept.suppression.last_matched, Some(backend.now()));
    assert_eq!(count_of(&backend, Facet::Until, "month"), 2);
    let row = backend.board().row(one).expect("it is there");
    assert_eq!(row.suppression, Some(1));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_repeat_of_a_finding_does_not_end_it(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let [one] = taken_in(&backend, ["one"]).await;
    made(&backend, "finding one", 30).await;
    for days in 1..4 {
        let again = reported("one", 24 * days, |finding| {
            finding.description = format!("told for the {days}. time");
        });
        backend.ingest(batch(vec![again])).await;
        keep_up(&backend).await;
        assert_eq!(statuses(&backend, [one]), [Suppressed]);
    }
    assert_eq!(history(&backend, one).await.len(), 1, "nothing moved");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_somebody_shows_again_stays_shown(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let [one, two] = taken_in(&backend, ["one", "two"]).await;
    let number = made(&backend, "finding", 30).await;
    let shown = Touch {
        workflow: Some(Notified),
        ..Touch::default()
    };
    let act = acted(&backend, &ben(), ask(&backend, &[one], shown)).await;
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [one, two]), [Notified, Suppressed]);
    // Who takes that back finds it hidden by the same suppression, not for good.
    let undo = findings::undo(&backend, &ben(), act.id, None).await;
    undo.expect("it is undone");
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [one, two]), [Suppressed, Suppressed]);
    assert_eq!(get(&backend, number).await.hidden, 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_no_longer_matches_is_shown(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let [one, two] = taken_in(&backend, ["one", "two"]).await;
    let number = made(&backend, "severity:high", 30).await;
    let worse = reported("one", 1, |finding| finding.severity = Severity::Critical);
    backend.ingest(batch(vec![worse])).await;
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [one, two]), [New, Suppressed]);
    let narrower = ChangeSuppression {
        number,
        expected: get(&backend, number).await.suppression.version,
        filter: read_filter("severity:high -finding").expect("a query"),
        plan: plan(&backend, 30),
        address: None,
    };
    let changed = suppressions::change(&backend, &analyst(), narrower).await;
    changed.expect("it is changed");
    assert_eq!(statuses(&backend, [one, two]), [New, New], "at once");
    assert_eq!(get(&backend, number).await.hidden, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn many_are_hidden_part_by_part_whatever_stops_in_between(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let findings: Vec<_> = (0..1_300)
        .map(|n| incoming(&format!("f{n}"), |_| {}))
        .collect();
    let ids: Vec<_> = findings.iter().map(id_of).collect();
    backend.ingest(batch(findings)).await;
    let number = made(&backend, "control:EC2.13", 30).await;
    assert_eq!(
        get(&backend, number).await.hidden,
        1_000,
        "the first of them at once"
    );
    let backend = backend.restart().await;
    keep_up(&backend).await;
    assert_eq!(get(&backend, number).await.hidden, 1_300);
    let suppressed = ids
        .iter()
        .filter(|id| statuses(&backend, [**id]) == [Suppressed]);
    assert_eq!(suppressed.count(), 1_300);
    assert_eq!(
        count_of(&backend, Facet::Until, "month"),
        1_300,
        "ends are known after a start"
    );
}
