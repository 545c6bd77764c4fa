//! How a suppression ends: by its time, switched off, undone; and what becomes of the findings.

use backend::{
    findings, suppressions,
    testing::{Engine, TestBackend, batch},
};
use chrono::TimeDelta;
use domain::{
    finding::{ComplianceStatus, Skip, SkipKind, Touch, WorkflowStatus},
    id::FindingId,
    suppression::SuppressionState,
};
use rstest::rstest;

use crate::{
    asks::{analyst, detail},
    suppression_asks::{get, keep_up, made, reported, statuses, taken_in, with_people},
    touch_asks::{acted, ask, ben, counts},
};

use WorkflowStatus::{New, Notified, Resolved, Suppressed};

async fn moved(backend: &TestBackend, id: FindingId, to: WorkflowStatus) {
    let touch = Touch {
        workflow: Some(to),
        ..Touch::default()
    };
    acted(backend, &ben(), ask(backend, &[id], touch)).await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn at_its_end_each_finding_is_as_nobody_had_hidden_it(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let ids = taken_in(&backend, ["a", "b", "c", "d"]).await;
    moved(&backend, ids[1], Notified).await;
    let number = made(&backend, "finding", 7).await;
    assert_eq!(statuses(&backend, ids), [Suppressed; 4]);
    // One passes meanwhile, and AWS resolves another: neither shows it while it is hidden.
    let passed = reported("c", 1, |finding| {
        finding.compliance = Some(ComplianceStatus::Passed);
    });
    let resolved = reported("d", 1, |finding| finding.workflow = Resolved);
    backend.ingest(batch(vec![passed, resolved])).await;
    backend
        .clock
        .advance(TimeDelta::days(7) - TimeDelta::seconds(1));
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, ids), [Suppressed; 4], "a second before");
    backend.clock.advance(TimeDelta::seconds(1));
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, ids), [New, Notified, Resolved, Resolved]);
    let kept = get(&backend, number).await;
    assert_eq!((kept.state, kept.hidden), (SuppressionState::Ended, 0));
    assert_eq!(kept.suppression.ended_at, Some(backend.now()));
    let last = detail(&backend, ids[0]).await.history.remove(0);
    assert_eq!(
        (last.actor.as_str(), last.reason.as_deref()),
        ("SUP-1", Some("its time is over"))
    );
    // What comes after its end is not hidden.
    let [later] = taken_in(&backend, ["later"]).await;
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [later]), [New]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn switched_off_it_shows_and_switched_on_it_hides_again(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let ids = taken_in(&backend, ["one", "two"]).await;
    let number = made(&backend, "finding", 30).await;
    let chosen = hidden_for(&backend, 30);
    let [three] = taken_in(&backend, ["3"]).await;
    // Two rules for one finding: the first keeps it.
    acted(&backend, &ben(), ask(&backend, &[three], chosen)).await;
    for (number, its, shown) in [(number, ids.to_vec(), New), (2, vec![three], Suppressed)] {
        for (on, expected) in [(false, shown), (true, Suppressed)] {
            let version = get(&backend, number).await.suppression.version;
            let (ana, target) = (analyst(), (number, version));
            let done = suppressions::switch(&backend, &ana, target, on, None).await;
            done.expect("it is switched");
            keep_up(&backend).await;
            for id in &its {
                assert_eq!(statuses(&backend, [*id]), [expected], "SUP-{number} {on}");
            }
            let by = get(&backend, number).await.off_by;
            assert_eq!(by.as_deref(), (!on).then_some(ana.label()));
            if expected == New {
                let last = detail(&backend, its[0]).await.history.remove(0);
                let said = format!("switched off by {}", ana.label());
                assert_eq!(last.reason, Some(said));
            }
        }
    }
}

/// What hides findings for so many days.
fn hidden_for(backend: &TestBackend, days: i64) -> Touch {
    Touch {
        workflow: Some(Suppressed),
        until: Some(backend.now() + TimeDelta::days(days)),
        ..Touch::default()
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn chosen_findings_are_hidden_until_a_time_or_until_it_is_undone(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let [one, two] = taken_in(&backend, ["one", "two"]).await;
    let hide = |days| hidden_for(&backend, days);
    let act = acted(&backend, &ben(), ask(&backend, &[one, two], hide(1))).await;
    keep_up(&backend).await;
    let made = get(&backend, 1).await;
    assert_eq!((made.hidden, made.suppression.filter.is_none()), (2, true));
    assert_eq!(
        (
            made.suppression.owner.as_str(),
            made.suppression.reason.as_str()
        ),
        ("ben", "it is a test")
    );
    findings::undo(&backend, &ben(), act.id, None)
        .await
        .expect("it is undone");
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [one, two]), [New, New]);
    assert_eq!(
        get(&backend, 1).await.state,
        SuppressionState::Ended,
        "nothing is left of it"
    );
    acted(&backend, &ben(), ask(&backend, &[two], hide(2))).await;
    backend.clock.advance(TimeDelta::days(2));
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [one, two]), [New, New]);
    assert_eq!(get(&backend, 2).await.state, SuppressionState::Ended);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_hidden_already_keeps_its_end_and_is_left_out_with_the_name_of_its_suppression(
    #[case] engine: Engine,
) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let [one, two] = taken_in(&backend, ["one", "two"]).await;
    let hide = |days| hidden_for(&backend, days);
    acted(&backend, &ben(), ask(&backend, &[one], hide(1))).await;
    keep_up(&backend).await;
    let again = acted(&backend, &ben(), ask(&backend, &[one, two], hide(9))).await;
    assert_eq!(counts(&again), (1, vec![(SkipKind::Suppressed, 1)]));
    let left_out = again.first_skipped.first().map(|one| one.why.clone());
    assert_eq!(left_out, Some(Skip::Suppressed("SUP-1".to_owned())));
    let in_vain = acted(&backend, &ben(), ask(&backend, &[one, two], hide(30))).await;
    assert_eq!(counts(&in_vain), (0, vec![(SkipKind::Suppressed, 2)]));
    keep_up(&backend).await;
    let listed = suppressions::list(&backend, &analyst())
        .await
        .expect("suppressions");
    let numbers: Vec<i64> = listed.iter().map(|one| one.suppression.number).collect();
    assert_eq!(numbers, [1, 2], "what never hid anything is no suppression");
    backend.clock.advance(TimeDelta::days(1));
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [one, two]), [New, Suppressed]);
}

/// What is shown again next stands on top, and what hides nothing any more at the end.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_ends_first_is_listed_first(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let off = made(&backend, "control:EC2.1", 3).await;
    let late = made(&backend, "control:EC2.2", 30).await;
    let soon = made(&backend, "control:EC2.3", 4).await;
    let over = made(&backend, "control:EC2.4", 1).await;
    let over_last = made(&backend, "control:EC2.5", 2).await;
    let version = get(&backend, off).await.suppression.version;
    let switched = suppressions::switch(&backend, &ben(), (off, version), false, None).await;
    switched.expect("it is switched off");
    for _ in 0..2 {
        backend.clock.advance(TimeDelta::days(1));
        keep_up(&backend).await;
    }
    let listed = suppressions::list(&backend, &analyst()).await;
    let listed = listed.expect("suppressions").into_iter();
    let numbers: Vec<i64> = listed.map(|one| one.suppression.number).collect();
    assert_eq!(numbers, [soon, late, off, over_last, over]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_another_rule_matches_too_stays_hidden(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let [one, two] = taken_in(&backend, ["one", "two"]).await;
    moved(&backend, one, Notified).await;
    let short = made(&backend, "finding", 1).await;
    let long = made(&backend, "finding one", 9).await;
    backend.clock.advance(TimeDelta::days(1));
    keep_up(&backend).await;
    assert_eq!(statuses(&backend, [one, two]), [Suppressed, New]);
    let hidden = [
        get(&backend, short).await.hidden,
        get(&backend, long).await.hidden,
    ];
    assert_eq!(hidden, [0, 1]);
    let workflows = detail(&backend, one).await.history.into_iter();
    let moves = workflows
        .filter(|change| change.field == "workflow")
        .count();
    assert_eq!(moves, 2, "it was never shown in between");
    backend.clock.advance(TimeDelta::days(8));
    keep_up(&backend).await;
    assert_eq!(
        statuses(&backend, [one, two]),
        [Notified, New],
        "as before all of it"
    );
}
