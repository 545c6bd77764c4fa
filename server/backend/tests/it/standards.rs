//! Scores of standards: what they follow from, by account, and on the days before; on both engines.

use backend::{
    Backend, Error, findings,
    findings::ChangeWorkflow,
    ports::StandardsReading,
    sources, standards,
    standards::{StandardDetail, Standards},
    testing::{Engine, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    finding::{ComplianceStatus, IncomingFinding, RecordState, WorkflowStatus},
    scope::{AccountId, Region, Scope},
    standard::{ControlStatus, Score},
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{analyst, id_of, viewer, worker},
    standard_asks::{CIS, FSBP, association, hub, off, reading},
};

use ComplianceStatus::{Failed, NotAvailable, Passed};

const HERE: &str = "111122223333";
const THERE: &str = "444455556666";
const SLUG: &str = "aws-foundational-security-best-practices-v1.0.0";

/// A finding of a control of the first standard, in an account.
fn check(account: &str, control: &str, result: ComplianceStatus) -> IncomingFinding {
    let id = format!("{account}-{control}-{result}");
    incoming(&id, |finding| {
        finding.account = account.into();
        finding.control = Some(control.to_owned());
        finding.title = format!("What {control} wants");
        finding.compliance = Some(result);
        finding.standards = vec![FSBP.to_owned()];
    })
}

async fn list(backend: &Backend) -> Standards {
    let all = standards::list(backend, &viewer(), &Scope::default()).await;
    all.expect("they are told")
}

async fn get(backend: &Backend, account: Option<&AccountId>) -> StandardDetail {
    let found = standards::get(backend, &viewer(), &Scope::default(), (SLUG, account)).await;
    found.expect("it is told")
}

async fn keep(backend: &Backend) -> u64 {
    let kept = standards::keep_score(backend, &worker()).await;
    kept.expect("it is kept")
}

fn statuses(found: &StandardDetail) -> Vec<(&str, ControlStatus)> {
    let controls = found.controls.iter().map(|one| &one.judged);
    controls.map(|one| (one.id.as_str(), one.status)).collect()
}

fn percent(score: Option<Score>) -> Option<u8> {
    score.map(Score::percent)
}

/// The overall score of the last days, today last.
async fn days<const N: usize>(backend: &Backend) -> [Option<u8>; N] {
    let days = list(backend).await.overall.days;
    let last = days[days.len() - N..].iter();
    let last: Vec<Option<u8>> = last.map(|one| percent(one.score)).collect();
    last.try_into().expect("as many")
}

async fn move_to(backend: &Backend, finding: &IncomingFinding, to: WorkflowStatus) {
    let ask = ChangeWorkflow {
        id: id_of(finding),
        expected: Version::FIRST,
        to,
        address: None,
    };
    let moved = findings::change_workflow(backend, &analyst(), ask).await;
    moved.expect("it is moved");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_status_follows_from_findings_and_from_what_is_switched_on(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut told = reading(&["A.1", "A.2", "A.3", "A.4", "A.5"]);
    off(&mut told, "A.5", "Covered elsewhere");
    let taken = standards::take_in(&backend, &worker(), &hub(HERE), &told).await;
    assert!(taken.expect("taken in"));
    let archived = incoming("old", |finding| {
        *finding = check(HERE, "A.4", Failed);
        finding.record_state = RecordState::Archived;
    });
    let checks = vec![
        check(HERE, "A.1", Failed),
        check(HERE, "A.1", Passed),
        check(HERE, "A.2", NotAvailable),
        check(HERE, "A.3", Passed),
        check(HERE, "A.5", Failed),
        archived,
    ];
    backend.ingest(batch(checks)).await;
    let found = get(&backend, None).await;
    assert_eq!(
        statuses(&found),
        [
            ("A.1", ControlStatus::Failed),
            ("A.2", ControlStatus::Unknown),
            ("A.3", ControlStatus::Passed),
            ("A.4", ControlStatus::NoData),
            ("A.5", ControlStatus::Disabled),
        ]
    );
    assert_eq!(percent(found.standing.whole.counts.score()), Some(33));
    let [first, .., last] = found.controls.as_slice() else {
        panic!("five controls")
    };
    let text = first.text.as_ref().expect("AWS told it");
    assert_eq!(
        (text.title.as_str(), text.severity.as_str()),
        ("A.1 is so", "HIGH")
    );
    assert_eq!(last.off_because.as_deref(), Some("Covered elsewhere"));
    let all = list(&backend).await;
    assert!(all.is_told);
    assert_eq!(all.computed_at, backend.now());
    let gone = standards::get(&backend, &viewer(), &Scope::default(), ("none", None)).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn suppressing_what_fails_moves_the_score_and_the_day(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let failing = check(HERE, "A.1", Failed);
    let checks = vec![
        failing.clone(),
        check(HERE, "A.1", Passed),
        check(HERE, "A.2", Passed),
    ];
    backend.ingest(batch(checks)).await;
    assert!(keep(&backend).await > 0);
    assert_eq!(days(&backend).await, [Some(50)]);
    assert_eq!(keep(&backend).await, 0, "nothing moved since");
    move_to(&backend, &failing, WorkflowStatus::Suppressed).await;
    assert_eq!(days(&backend).await, [Some(100)], "at once");
    assert!(keep(&backend).await > 0);
    backend.clock.advance(TimeDelta::days(1));
    assert_eq!(
        days(&backend).await,
        [Some(100), Some(100)],
        "the last computation of a day is that day's"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn each_day_keeps_its_score_and_a_silent_one_is_a_gap(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let failing = check(HERE, "A.1", Failed);
    backend
        .ingest(batch(vec![failing.clone(), check(HERE, "A.2", Passed)]))
        .await;
    keep(&backend).await;
    backend.clock.advance(TimeDelta::days(1));
    assert_eq!(keep(&backend).await, 0, "nothing was heard of for a day");
    backend.clock.advance(TimeDelta::days(1));
    backend
        .ingest(batch(vec![check(HERE, "A.3", Passed)]))
        .await;
    keep(&backend).await;
    move_to(&backend, &failing, WorkflowStatus::Suppressed).await;
    backend.clock.advance(TimeDelta::minutes(16));
    keep(&backend).await;
    let second = backend.second().await;
    assert_eq!(days(&second).await, [Some(50), None, Some(100)]);
    assert_eq!(list(&second).await.overall.days.len(), 30);
    second.clock.advance(TimeDelta::days(30));
    assert_eq!(
        days(&second).await,
        [None, Some(100)],
        "they go on leaving the list"
    );
}

/// Looks at one region of two, and at one account of two.
async fn narrowed(backend: &Backend, there: AccountId) {
    let in_region = Scope {
        region: Some(Region("us-east-1".to_owned())),
        ..Scope::default()
    };
    let within = standards::list(backend, &viewer(), &in_region).await;
    let within = within.expect("it is told");
    assert_eq!(percent(within.overall.whole.counts.score()), Some(100));
    assert!(
        within.overall.days.is_empty(),
        "no days are kept of a region"
    );
    let of_account = standards::list(backend, &viewer(), &Scope::of_account(there)).await;
    let of_account = of_account.expect("it is told");
    assert_eq!(of_account.accounts.len(), 1);
    let last = of_account
        .overall
        .days
        .last()
        .and_then(|one| percent(one.score));
    assert_eq!(last, Some(50));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn accounts_stand_by_themselves_and_a_scope_narrows(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let elsewhere = incoming("elsewhere", |finding| {
        *finding = check(THERE, "A.2", Failed);
        finding.region = "eu-west-1".into();
        finding.aws_finding_id = "elsewhere".to_owned();
    });
    let checks = vec![
        check(HERE, "A.1", Passed),
        check(HERE, "A.2", Passed),
        check(THERE, "A.1", Passed),
        elsewhere,
    ];
    backend.ingest(batch(checks)).await;
    keep(&backend).await;
    let all = list(&backend).await;
    let of = |account: &str| percent(all.accounts[account].0.counts.score());
    assert_eq!((of(HERE), of(THERE)), (Some(100), Some(50)));
    assert_eq!(
        percent(all.accounts[THERE].1[FSBP].counts.score()),
        Some(50)
    );
    assert_eq!(percent(all.overall.whole.counts.score()), Some(50));
    let there = AccountId(THERE.to_owned());
    let found = get(&backend, Some(&there)).await;
    let [_, second] = found.controls.as_slice() else {
        panic!("two controls")
    };
    assert_eq!(
        (second.judged.checks.failed, second.judged.checks.total()),
        (1, 1)
    );
    let today = |account: &AccountId| {
        let of = found.accounts.iter().find(|one| one.account == *account);
        of.and_then(|one| percent(one.days.last()?.score))
    };
    assert_eq!(today(&there), Some(50));
    narrowed(&backend, there).await;
}

async fn take_in(backend: &Backend, told: &StandardsReading) -> bool {
    let taken = standards::take_in(backend, &worker(), &hub(HERE), told).await;
    taken.expect("taken in")
}

/// Before AWS said anything.
async fn only_findings(backend: &Backend) {
    let untold = list(backend).await;
    assert!(!untold.is_told);
    assert_eq!(untold.standards[0].id, FSBP, "findings name it");
    assert_eq!(untold.standards[0].subscription, None);
    let by_findings = get(backend, None).await;
    assert_eq!(
        by_findings.controls[0].title.as_deref(),
        Some("What A.1 wants")
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_aws_said_holds_until_it_says_otherwise_and_for_what_is_polled(
    #[case] engine: Engine,
) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    backend
        .ingest(batch(vec![check(HERE, "A.1", Passed)]))
        .await;
    only_findings(&backend).await;
    let mut told = reading(&["A.1", "A.2"]);
    told.associations.push(association(CIS, "A.2"));
    told.controls[1].text.title = "torn\0 in two".to_owned();
    let other = backend.second().await;
    assert!(take_in(&backend, &told).await);
    assert!(!take_in(&backend, &told).await, "the same again");
    for process in [&backend, &other] {
        let all = list(process).await;
        assert!(all.is_told);
        assert_eq!(
            all.standards[0].whole.counts.no_data, 1,
            "a process learns what another took in"
        );
        assert_eq!(
            all.standards[0].subscription.as_ref().map(|one| one.places),
            Some(1)
        );
    }
    told.standards[0].state = "INCOMPLETE".to_owned();
    told.standards[0].reason = Some("INTERNAL_ERROR".to_owned());
    assert!(take_in(&backend, &told).await);
    let all = list(&other).await;
    let troubled = &all.standards[0]
        .subscription
        .as_ref()
        .expect("it is enabled")
        .troubled;
    assert_eq!(troubled.len(), 1);
    let polled = [backend::testing::source()];
    let kept = sources::keep_only(&backend, &worker(), &polled).await;
    kept.expect("it is polled no more");
    assert!(!list(&other).await.is_told);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_control_that_is_on_in_one_account_is_not_disabled_for_another_that_has_it_off(
    #[case] engine: Engine,
) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let on = reading(&["A.1"]);
    let mut switched_off = reading(&["A.1"]);
    off(&mut switched_off, "A.1", "not ours");
    for (account, told) in [(HERE, &on), (THERE, &switched_off)] {
        let taken = standards::take_in(&backend, &worker(), &hub(account), told).await;
        taken.expect("taken in");
    }
    let checks = vec![check(HERE, "A.1", Passed), check(THERE, "A.1", Failed)];
    backend.ingest(batch(checks)).await;
    let found = get(&backend, None).await;
    assert_eq!(statuses(&found), [("A.1", ControlStatus::Passed)]);
    let there = AccountId(THERE.to_owned());
    let in_it = get(&backend, Some(&there)).await;
    assert_eq!(statuses(&in_it), [("A.1", ControlStatus::Disabled)]);
}
