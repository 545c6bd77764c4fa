//! Security Hub V2: read in its own format, written to by its own numbers, and the same findings as CSPM's.

use std::collections::{BTreeSet, HashSet};

use aws::{
    Accounts, Action, AwsSettings, Sources, connect,
    permissions::{Standing, Writes, probe},
};
use backend::{
    findings::finding_id,
    ports::{FindingName, FindingUpdate, FindingWindow, WrittenNote},
};
use domain::{
    finding::{IncomingFinding, Plane, RecordState, Severity, WorkflowStatus},
    id::FindingId,
    source::SourceFault,
};
use serde_json::json;
use simulator::Running;

use super::{MANAGEMENT, control, settings, simulator};
use crate::paging::all;

const READS: &str = "securityhub:GetFindingsV2";
const WRITES: &str = "securityhub:BatchUpdateFindingsV2";

fn reading(simulator: &Running, planes: &[Plane]) -> AwsSettings {
    AwsSettings {
        accounts: Accounts::Own,
        planes: planes.to_vec(),
        ..settings(simulator)
    }
}

/// What is read of some planes.
pub(super) async fn sources(simulator: &Running, planes: &[Plane]) -> Sources {
    let connected = connect(&reading(simulator, planes)).await;
    connected.expect("the simulator says who we are")
}

async fn findings(simulator: &Running) -> Vec<IncomingFinding> {
    let sources = sources(simulator, &[Plane::V2]).await;
    let (findings, rejects) = all(&*sources.findings[0], FindingWindow::Everything).await;
    assert!(rejects.is_empty(), "{:?}", rejects.first());
    findings
}

/// One that its provider reports.
async fn open_finding(simulator: &Running) -> IncomingFinding {
    let is_open = |one: &IncomingFinding| one.record_state == RecordState::Active;
    let found = findings(simulator).await.into_iter().find(is_open);
    found.expect("one is open")
}

/// Which finding it is, in whichever plane.
pub(super) fn id(finding: &IncomingFinding) -> FindingId {
    let account = finding.account.as_str();
    finding_id(account, &finding.product_arn, &finding.aws_finding_id)
}

fn name(finding: &IncomingFinding) -> FindingName {
    FindingName {
        product_arn: finding.product_arn.clone(),
        aws_finding_id: finding.aws_finding_id.clone(),
        account: finding.account.clone(),
        metadata_uid: finding.metadata_uid.clone(),
    }
}

#[tokio::test]
async fn it_is_a_source_of_its_own_read_oldest_update_first() {
    let simulator = simulator(650).await;
    let both = sources(&simulator, &[Plane::Cspm, Plane::V2]).await;
    let named: Vec<String> = both
        .findings
        .iter()
        .map(|feed| feed.source().to_string())
        .collect();
    let expected = ["security_hub", "security_hub_v2"];
    assert_eq!(
        named,
        expected.map(|kind| format!("{kind}/{MANAGEMENT}/us-east-1"))
    );
    let read = findings(&simulator).await;
    assert!(read.len() > 200, "{}", read.len());
    assert!(read.is_sorted_by_key(|it| it.updated));
    for one in &read {
        assert_eq!(one.plane, Plane::V2);
        assert!(one.metadata_uid.is_some() && one.product_arn.contains(":productv2/"));
        assert!(one.unrecognised.is_empty(), "only AWS's words: {one:?}");
    }
    let (cspm, _) = all(&*both.findings[0], FindingWindow::Everything).await;
    let cspm: HashSet<FindingId> = cspm.iter().map(id).collect();
    let shared = read.iter().filter(|one| cspm.contains(&id(one))).count();
    assert!(shared > 200, "{shared} of {} are CSPM's too", read.len());
}

#[tokio::test]
async fn a_window_begins_at_its_instant() {
    let simulator = simulator(300).await;
    let everything = findings(&simulator).await;
    let since = everything[everything.len() - 20].updated;
    let expected: HashSet<_> = everything
        .iter()
        .filter(|it| it.updated >= since)
        .map(|it| it.metadata_uid.clone())
        .collect();
    let feed = sources(&simulator, &[Plane::V2]).await.findings.remove(0);
    let (recent, _) = all(&*feed, FindingWindow::UpdatedSince(since)).await;
    let got: HashSet<_> = recent.iter().map(|it| it.metadata_uid.clone()).collect();
    assert_eq!(got, expected);
}

#[tokio::test]
async fn what_is_written_stands_there_and_who_is_not_found_is_named() {
    let simulator = simulator(80).await;
    let writer = sources(&simulator, &[Plane::V2]).await.writers.remove(0);
    let before = open_finding(&simulator).await;
    let missing = FindingName {
        metadata_uid: Some("nowhere".to_owned()),
        ..name(&before)
    };
    let update = FindingUpdate {
        workflow: Some(WorkflowStatus::Notified),
        severity: Some(Severity::Critical),
        verification: None,
        note: Some(WrittenNote {
            text: "Ours.".to_owned(),
            by: "ana".to_owned(),
        }),
    };
    let names = [name(&before), missing.clone()];
    let left = writer.write(&names, &update).await;
    let left = left.expect("it is let through");
    let codes: Vec<_> = left
        .iter()
        .map(|one| (&one.name, one.code.as_str()))
        .collect();
    assert_eq!(codes, [(&missing, "ResourceNotFoundException")]);
    let after = findings(&simulator).await;
    let after = after.iter().find(|one| id(one) == id(&before));
    let after = after.expect("it is still there");
    assert_eq!(after.workflow, WorkflowStatus::Notified);
    assert_eq!(after.severity, Severity::Critical);
    assert_eq!(
        after.note.as_ref().map(|note| note.text.as_str()),
        Some("Ours.")
    );
    assert_eq!(after.updated, before.updated, "AWS does not move its date");
}

#[tokio::test]
async fn without_v2s_own_id_it_is_named_by_account_product_and_id() {
    let simulator = simulator(80).await;
    let writer = sources(&simulator, &[Plane::V2]).await.writers.remove(0);
    let before = open_finding(&simulator).await;
    let by_ids = FindingName {
        metadata_uid: None,
        ..name(&before)
    };
    let gone = FindingName {
        aws_finding_id: "nowhere".to_owned(),
        ..by_ids.clone()
    };
    let resolved = FindingUpdate {
        workflow: Some(WorkflowStatus::Resolved),
        ..FindingUpdate::default()
    };
    let left = writer.write(&[by_ids, gone.clone()], &resolved).await;
    let left = left.expect("it is let through");
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].name, gone);
    let after = findings(&simulator).await;
    let after = after.iter().find(|one| id(one) == id(&before));
    assert_eq!(
        after.map(|one| one.workflow),
        Some(WorkflowStatus::Resolved)
    );
}

#[tokio::test]
async fn a_refusal_names_the_permission_that_both_planes_share() {
    let simulator = simulator(40).await;
    let mut sources = sources(&simulator, &[Plane::V2]).await;
    let (feed, writer) = (sources.findings.remove(0), sources.writers.remove(0));
    let names = [name(&findings(&simulator).await[0])];
    let update = FindingUpdate {
        workflow: Some(WorkflowStatus::Resolved),
        ..FindingUpdate::default()
    };
    control::fault(&simulator, READS, &json!({"kind": "access_denied"})).await;
    let denied = SourceFault::AccessDenied("securityhub:GetFindings".to_owned());
    assert_eq!(
        feed.page(FindingWindow::Everything, None).await,
        Err(denied)
    );
    control::fault(&simulator, READS, &json!({"kind": "throttle"})).await;
    let read = feed.page(FindingWindow::Everything, None).await;
    assert_eq!(read, Err(SourceFault::Throttled));
    control::fault(&simulator, WRITES, &json!({"kind": "access_denied"})).await;
    let denied = SourceFault::AccessDenied("securityhub:BatchUpdateFindings".to_owned());
    assert_eq!(writer.write(&names, &update).await, Err(denied));
}

#[tokio::test]
async fn where_v2_is_not_enabled_it_says_so_and_cspm_is_as_ever() {
    let simulator = simulator(40).await;
    let both = sources(&simulator, &[Plane::Cspm, Plane::V2]).await;
    control::fault(&simulator, READS, &json!({"kind": "not_enabled"})).await;
    let off = SourceFault::NotEnabled("Security Hub V2".to_owned());
    let read = both.findings[1].page(FindingWindow::Everything, None).await;
    assert_eq!(read, Err(off));
    let (cspm, _) = all(&*both.findings[0], FindingWindow::Everything).await;
    assert_eq!(cspm.len(), 40);
}

/// With V2 alone CSPM need not be switched on: nothing of it is asked.
#[tokio::test]
async fn only_what_is_read_is_tried() {
    let simulator = simulator(10).await;
    for (operation, action) in [
        (READS, Action::GetFindings),
        (WRITES, Action::BatchUpdateFindings),
    ] {
        control::fault(&simulator, operation, &json!({"kind": "access_denied"})).await;
        let report = probe(&reading(&simulator, &[Plane::V2]), Writes::Findings).await;
        let report = report.expect("the simulator says who we are");
        let denied: BTreeSet<Action> = report
            .iter()
            .filter(|it| it.standing == Standing::Denied)
            .map(|it| it.action)
            .collect();
        assert_eq!(denied, BTreeSet::from([action]));
    }
    let counters = control::send(&simulator, "GET", "counters", &json!(null)).await;
    for cspm in ["GetFindings\"", "GetFindingHistory", "GetEnabledStandards"] {
        assert!(!counters.contains(cspm), "{cspm}: {counters}");
    }
}
