//! What AWS remembers of a finding.

use aws::{Accounts, Aggregation, AwsSettings, connect};
use backend::ports::{AwsChange, FindingName, FindingUpdate, FindingWindow};
use domain::{
    finding::{IncomingFinding, RecordState, WorkflowStatus},
    scope::Region,
    source::SourceFault,
};
use serde_json::json;
use simulator::Running;

use super::{MANAGEMENT, control, own, settings, simulator};
use crate::paging::all;

async fn some_finding(simulator: &Running) -> (IncomingFinding, FindingName) {
    let sources = own(simulator).await;
    let (findings, _) = all(&*sources.findings[0], FindingWindow::Everything).await;
    let fits = |it: &IncomingFinding| {
        it.record_state == RecordState::Active && it.workflow == WorkflowStatus::New
    };
    let finding = findings.into_iter().rev().find(fits);
    let finding = finding.expect("most are new");
    let name = FindingName {
        product_arn: finding.product_arn.clone(),
        aws_finding_id: finding.aws_finding_id.clone(),
        account: finding.account.clone(),
        metadata_uid: None,
    };
    (finding, name)
}

#[tokio::test]
async fn it_tells_of_the_beginning_and_of_every_change_with_who_made_it() {
    let simulator = simulator(80).await;
    let sources = own(&simulator).await;
    let (finding, name) = some_finding(&simulator).await;
    let update = FindingUpdate {
        workflow: Some(WorkflowStatus::Notified),
        ..FindingUpdate::default()
    };
    let written = sources.writers[0].write(std::slice::from_ref(&name), &update);
    assert_eq!(written.await, Ok(Vec::new()));
    let told = sources.histories[0].history(&name).await;
    let told = told.expect("it is told");
    let created = AwsChange {
        at: finding.created,
        by: finding.product_arn.clone(),
        field: None,
        old: None,
        new: None,
    };
    assert!(told.contains(&created), "{told:?}");
    let changed = told
        .iter()
        .find(|it| it.field.as_deref() == Some("Workflow.Status"));
    let changed = changed.expect("it was moved");
    assert_eq!(
        (changed.old.as_deref(), changed.new.as_deref()),
        (Some("NEW"), Some("NOTIFIED"))
    );
    assert!(changed.by.contains(MANAGEMENT), "{}", changed.by);
}

/// More than one answer of AWS holds.
#[tokio::test]
async fn all_pages_are_read() {
    let simulator = simulator(40).await;
    let (finding, name) = some_finding(&simulator).await;
    let mut document: serde_json::Value = serde_json::from_str(&finding.document).expect("JSON");
    for turn in 0..130 {
        document["Title"] = format!("Title {turn}").into();
        control::send(&simulator, "PUT", "finding", &document).await;
    }
    let told = own(&simulator).await.histories[0].history(&name).await;
    let told = told.expect("it is told");
    let titles = told
        .iter()
        .filter(|it| it.field.as_deref() == Some("Title"));
    assert_eq!(titles.count(), 130);
}

#[tokio::test]
async fn a_finding_of_another_region_has_none_and_a_refusal_is_named() {
    let simulator = simulator(40).await;
    let (_, name) = some_finding(&simulator).await;
    let elsewhere = AwsSettings {
        accounts: Accounts::Own,
        aggregation: Aggregation::Region(Region::from("ap-southeast-2")),
        ..settings(&simulator)
    };
    let elsewhere = connect(&elsewhere).await.expect("it says who we are");
    assert_eq!(elsewhere.histories[0].history(&name).await, Ok(Vec::new()));
    let action = "securityhub:GetFindingHistory";
    control::fault(&simulator, action, &json!({"kind": "access_denied"})).await;
    assert_eq!(
        own(&simulator).await.histories[0].history(&name).await,
        Err(SourceFault::AccessDenied(action.to_owned()))
    );
}
