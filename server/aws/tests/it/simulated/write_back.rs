//! What is written over findings in Security Hub.

use backend::ports::{FindingName, FindingUpdate, FindingWindow, Unwritten, WrittenNote};
use domain::{
    finding::{IncomingFinding, RecordState, Severity, VerificationState, WorkflowStatus},
    source::SourceFault,
};
use serde_json::json;
use simulator::{Limits, Options, Pace, Running, serve};

use super::{control, now, own, simulator};
use crate::paging::all;

const ACTION: &str = "securityhub:BatchUpdateFindings";

fn name(finding: &IncomingFinding) -> FindingName {
    FindingName {
        product_arn: finding.product_arn.clone(),
        aws_finding_id: finding.aws_finding_id.clone(),
        account: finding.account.clone(),
        metadata_uid: finding.metadata_uid.clone(),
    }
}

async fn findings(simulator: &Running) -> Vec<IncomingFinding> {
    let sources = own(simulator).await;
    let (findings, _) = all(&*sources.findings[0], FindingWindow::Everything).await;
    let active = findings.into_iter();
    active
        .filter(|it| it.record_state == RecordState::Active)
        .collect()
}

fn resolved() -> FindingUpdate {
    FindingUpdate {
        workflow: Some(WorkflowStatus::Resolved),
        ..FindingUpdate::default()
    }
}

#[tokio::test]
async fn what_is_written_stands_there_and_who_is_not_found_is_named() {
    let simulator = simulator(40).await;
    let writer = own(&simulator).await.writers.remove(0);
    let before = findings(&simulator).await.remove(0);
    let missing = FindingName {
        aws_finding_id: "nowhere".to_owned(),
        ..name(&before)
    };
    let update = FindingUpdate {
        workflow: Some(WorkflowStatus::Notified),
        severity: Some(Severity::Critical),
        verification: Some(VerificationState::FalsePositive),
        note: Some(WrittenNote {
            text: "Ours.".to_owned(),
            by: "ana".to_owned(),
        }),
    };
    let left = writer
        .write(&[name(&before), missing.clone()], &update)
        .await;
    let unwritten = Unwritten {
        name: missing,
        code: "FindingNotFound".to_owned(),
        message: "The finding was not found".to_owned(),
    };
    assert_eq!(left, Ok(vec![unwritten]));
    let after = findings(&simulator).await;
    let after = after.iter().find(|it| name(it) == name(&before));
    let after = after.expect("it is still there");
    assert_eq!(after.workflow, WorkflowStatus::Notified);
    assert_eq!(after.severity, Severity::Critical);
    assert_eq!(after.verification, VerificationState::FalsePositive);
    let note = after.note.as_ref().expect("a note");
    assert_eq!(
        (note.text.as_str(), note.updated_by.as_str()),
        ("Ours.", "ana")
    );
    assert_eq!(after.updated, before.updated, "AWS does not move its date");
}

#[tokio::test]
async fn what_is_not_asked_for_stays() {
    let simulator = simulator(40).await;
    let writer = own(&simulator).await.writers.remove(0);
    let before = findings(&simulator).await.remove(0);
    let left = writer.write(&[name(&before)], &resolved()).await;
    assert_eq!(left, Ok(Vec::new()));
    let after = findings(&simulator).await;
    let after = after.iter().find(|it| name(it) == name(&before));
    let after = after.expect("it is still there");
    let expected = IncomingFinding {
        workflow: WorkflowStatus::Resolved,
        document: after.document.clone(),
        ..before
    };
    assert_eq!(after, &expected);
}

#[tokio::test]
async fn a_refusal_is_named() {
    let simulator = simulator(40).await;
    let writer = own(&simulator).await.writers.remove(0);
    let names = [name(&findings(&simulator).await[0])];
    control::fault(&simulator, ACTION, &json!({"kind": "access_denied"})).await;
    assert_eq!(
        writer.write(&names, &resolved()).await,
        Err(SourceFault::AccessDenied(ACTION.to_owned()))
    );
    control::fault(&simulator, ACTION, &json!({"kind": "throttle"})).await;
    assert_eq!(
        writer.write(&names, &resolved()).await,
        Err(SourceFault::Throttled)
    );
    let many = vec![names[0].clone(); 101];
    let refused = writer.write(&many, &resolved()).await;
    assert!(matches!(refused, Err(SourceFault::Unreachable(_))));
}

/// AWS takes 10 a second and 30 at once; we never use what is at once, so that all of them pass.
#[tokio::test]
async fn many_batches_are_never_refused_for_their_speed() {
    let options = Options {
        findings: 40,
        pace: Pace::Still,
        limits: Limits::On,
        ..Options::at(now())
    };
    let simulator = serve(options).await.expect("loopback is free");
    let writer = own(&simulator).await.writers.remove(0);
    let names = [name(&findings(&simulator).await[0])];
    for _ in 0..35 {
        let left = writer.write(&names, &resolved()).await;
        assert_eq!(left, Ok(Vec::new()));
    }
    let counters = control::send(&simulator, "GET", "counters", &json!(null)).await;
    let counters: serde_json::Value = serde_json::from_str(&counters).expect("JSON");
    assert_eq!(counters["requests"][ACTION], 35, "none was sent twice");
}
