//! A report meets what people here chose: the rules are the domain's, here they go through store, history and index.

use backend::{
    findings::{self, ChangeWorkflow, assign, change_workflow},
    testing::{Engine, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    finding::{
        ComplianceStatus, FindingFilter, FindingList, Grouping, IncomingFinding, RecordState,
        Severity, Touch, VerificationState, WorkflowStatus, tags,
    },
    id::FindingId,
    person::PersonName,
};
use rstest::rstest;

use crate::{
    asks::{analyst, detail, history, id_of},
    touch_asks::{acted, ask, held},
};

async fn report(backend: &TestBackend, change: impl FnOnce(&mut IncomingFinding)) -> FindingId {
    let finding = incoming("a", change);
    let id = id_of(&finding);
    backend.ingest(batch(vec![finding])).await;
    id
}

async fn choose(backend: &TestBackend, id: FindingId, to: WorkflowStatus) {
    let ask = ChangeWorkflow {
        id,
        expected: detail(backend, id).await.summary.version,
        to,
        address: None,
    };
    let seq = change_workflow(backend, &analyst(), ask)
        .await
        .expect("it changes");
    assert!(seq.is_some(), "{to} is another status");
}

async fn workflow(backend: &TestBackend, id: FindingId) -> WorkflowStatus {
    detail(backend, id).await.summary.workflow
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_local_choice_survives_reports_until_the_check_passes(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = report(&backend, |_| {}).await;
    choose(&backend, id, WorkflowStatus::Notified).await;
    report(&backend, |finding| {
        finding.description = "Again.".to_owned()
    })
    .await;
    assert_eq!(workflow(&backend, id).await, WorkflowStatus::Notified);
    report(&backend, |finding| {
        finding.compliance = Some(ComplianceStatus::Passed)
    })
    .await;
    assert_eq!(workflow(&backend, id).await, WorkflowStatus::Resolved);
    report(&backend, |_| {}).await;
    assert_eq!(
        workflow(&backend, id).await,
        WorkflowStatus::New,
        "it fails again"
    );
    let reasons: Vec<_> = detail(&backend, id)
        .await
        .history
        .into_iter()
        .filter(|change| change.field == "workflow")
        .map(|change| change.reason)
        .collect();
    let reason = |text: &str| Some(text.to_owned());
    assert_eq!(reasons, [reason("fails_again"), reason("passed"), None]);
}

/// AWS moves its own status along with the check: that is its rule and nobody's change; another move with it is somebody's.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_move_that_comes_with_its_cause_is_told_with_it(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let passes_as = async |workflow: WorkflowStatus| {
        report(&backend, |finding| {
            finding.compliance = Some(ComplianceStatus::Passed);
            finding.workflow = workflow;
        })
        .await
    };
    let id = report(&backend, |_| {}).await;
    passes_as(WorkflowStatus::Resolved).await;
    report(&backend, |_| {}).await;
    passes_as(WorkflowStatus::Notified).await;
    let told = detail(&backend, id).await.history.into_iter();
    let told = told.filter(|change| change.field == "workflow");
    let told: Vec<_> = told.filter_map(|one| one.new.zip(one.reason)).collect();
    let moves = [
        ("NOTIFIED", "changed_in_aws"),
        ("NEW", "fails_again"),
        ("RESOLVED", "passed"),
    ];
    assert_eq!(told, moves.map(|(to, why)| (to.to_owned(), why.to_owned())));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_suppressed_here_stays_so(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = report(&backend, |_| {}).await;
    choose(&backend, id, WorkflowStatus::Suppressed).await;
    report(&backend, |finding| {
        finding.workflow = WorkflowStatus::Notified
    })
    .await;
    report(&backend, |finding| {
        finding.compliance = Some(ComplianceStatus::Passed)
    })
    .await;
    assert_eq!(workflow(&backend, id).await, WorkflowStatus::Suppressed);
    let reported = detail(&backend, id).await.reported;
    assert_eq!(
        reported.workflow,
        WorkflowStatus::New,
        "AWS's own word is kept beside it"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_made_in_aws_wins_when_it_is_the_later_one(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = report(&backend, |_| {}).await;
    choose(&backend, id, WorkflowStatus::Notified).await;
    report(&backend, |finding| {
        finding.workflow = WorkflowStatus::Resolved
    })
    .await;
    assert_eq!(workflow(&backend, id).await, WorkflowStatus::Resolved);
    let newest = &history(&backend, id).await[0];
    assert_eq!(
        newest,
        &["workflow", "NOTIFIED", "RESOLVED", "findings"].map(str::to_owned)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_archived_finding_that_comes_back_is_new_and_keeps_its_owner(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = report(&backend, |_| {}).await;
    choose(&backend, id, WorkflowStatus::Resolved).await;
    let ana = PersonName::parse("ana").expect("a name");
    let ask = backend::findings::Assign {
        id,
        expected: detail(&backend, id).await.summary.version,
        to: Some(&ana),
        address: None,
    };
    assign(&backend, &analyst(), ask).await.expect("it is hers");
    report(&backend, |finding| {
        finding.record_state = RecordState::Archived
    })
    .await;
    report(&backend, |_| {}).await;
    let summary = detail(&backend, id).await.summary;
    assert_eq!(
        (summary.record_state, summary.workflow),
        (RecordState::Active, WorkflowStatus::New)
    );
    assert_eq!(summary.assignee.as_deref(), Some("ana"));
    let newest = &detail(&backend, id).await.history;
    let reopened = newest.iter().find(|change| change.field == "workflow");
    assert_eq!(
        reopened.and_then(|change| change.reason.as_deref()),
        Some("active_again")
    );
}

/// An override holds until AWS's own severity moves; what AWS moved is what holds then, and that is told with why.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_people_hold_survives_reports_until_aws_moves_it(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = report(&backend, |_| {}).await;
    let touch = Touch {
        severity: Some(Severity::Low),
        verification: Some(VerificationState::FalsePositive),
        add_tags: tags("pci").expect("a tag"),
        ..Touch::default()
    };
    acted(&backend, &analyst(), ask(&backend, &[id], touch)).await;
    report(&backend, |finding| finding.title = "Again".to_owned()).await;
    let held_on = held(&backend, id).await;
    assert_eq!(held_on, ["NEW", "LOW", "FALSE_POSITIVE", "", "pci"]);
    report(&backend, |finding| {
        finding.severity = Severity::Critical;
        finding.verification = VerificationState::TruePositive;
    })
    .await;
    let moved = held(&backend, id).await;
    assert_eq!(moved, ["NEW", "CRITICAL", "TRUE_POSITIVE", "", "pci"]);
    let changes = detail(&backend, id).await.history;
    let by_aws: Vec<_> = changes[..2]
        .iter()
        .map(|change| (change.field.as_str(), change.reason.as_deref()))
        .collect();
    assert_eq!(
        by_aws,
        [
            ("severity", Some("changed_in_aws")),
            ("verification", Some("changed_in_aws"))
        ]
    );
}

/// AWS takes our word over: nothing moves, and from then on AWS's moves count.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_override_that_aws_took_over_is_awss_own(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = report(&backend, |_| {}).await;
    let touch = Touch {
        severity: Some(Severity::Low),
        ..Touch::default()
    };
    acted(&backend, &analyst(), ask(&backend, &[id], touch)).await;
    report(&backend, |finding| finding.severity = Severity::Low).await;
    assert_eq!(detail(&backend, id).await.history.len(), 1);
    report(&backend, |_| {}).await;
    assert_eq!(detail(&backend, id).await.summary.severity, Severity::High);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_finding_that_fails_again_is_open_since_then(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let made = incoming("a", |_| {}).created;
    let day = |days: i64| made + TimeDelta::days(days);
    let since = async |updated: i64, change: fn(&mut IncomingFinding)| {
        let id = report(&backend, |finding| {
            finding.updated = day(updated);
            change(finding);
        })
        .await;
        let list = FindingList::first(FindingFilter::default(), 1);
        let groups = findings::groups(&backend, &analyst(), &list, Grouping::Control);
        let groups = groups.expect("groups");
        let since = detail(&backend, id).await.summary.open_since;
        assert_eq!(groups.page.rows[0].since, since, "the group tells the same");
        since
    };
    assert_eq!(since(0, |_| {}).await, made);
    let touched = since(2, |finding| finding.created += TimeDelta::days(1)).await;
    assert_eq!(
        touched, made,
        "a later CreatedAt of the same finding begins nothing"
    );
    let passes =
        |finding: &mut IncomingFinding| finding.compliance = Some(ComplianceStatus::Passed);
    assert_eq!(since(10, passes).await, made);
    assert_eq!(since(20, |_| {}).await, day(20), "it fails again");
    assert_eq!(since(30, |_| {}).await, day(20), "and still does");
    since(40, |finding| finding.record_state = RecordState::Archived).await;
    assert_eq!(since(50, |_| {}).await, day(50), "it is active again");
}
