//! The enabled standards and their controls.

use std::collections::BTreeSet;

use backend::ports::{FindingWindow, StandardsReading};
use domain::source::SourceFault;
use serde_json::json;

use super::{control, own, simulator};
use crate::paging::all;

fn on(reading: &StandardsReading, id: &str) -> BTreeSet<String> {
    let on = reading.associations.iter();
    let on = on.filter(|one| one.control == id && one.is_on);
    on.map(|one| one.standard.clone()).collect()
}

#[tokio::test]
async fn standards_and_controls_are_named_as_findings_name_them() {
    let simulator = simulator(200).await;
    let sources = own(&simulator).await;
    let reading = sources.standards[0].standards().await.expect("it is told");
    assert_eq!(
        sources.standards[0].source().account,
        sources.findings[0].source().account
    );
    let (findings, _) = all(&*sources.findings[0], FindingWindow::Everything).await;
    let enabled = reading.standards.iter().map(|one| one.standard.as_str());
    let enabled: BTreeSet<&str> = enabled.collect();
    let named = findings.iter().flat_map(|one| &one.standards);
    let named: BTreeSet<&str> = named.map(String::as_str).collect();
    assert!(!named.is_empty() && named.is_subset(&enabled), "{named:?}");
    for finding in &findings {
        let Some(id) = &finding.control else { continue };
        let told = reading.controls.iter().find(|one| one.id == *id);
        let told = told.expect("every control is told");
        assert_eq!(told.text.title, finding.title);
        assert!(told.is_on && told.text.remediation_url.starts_with("https://"));
        let standards: BTreeSet<String> = finding.standards.iter().cloned().collect();
        assert_eq!(on(&reading, id), standards, "{id}");
    }
}

#[tokio::test]
async fn what_is_switched_off_is_told_with_its_reason() {
    let simulator = simulator(10).await;
    let sources = own(&simulator).await;
    let reading = sources.standards[0].standards().await.expect("it is told");
    let off = reading.associations.iter().find(|one| !one.is_on);
    let off = off.expect("one is off");
    assert!(off.reason.is_some());
    let control = reading.controls.iter().find(|one| one.id == "IAM.9");
    assert!(!control.expect("it is defined").is_on);
    assert!(on(&reading, "IAM.9").is_empty());
}

#[tokio::test]
async fn each_call_that_is_refused_names_its_permission() {
    let simulator = simulator(10).await;
    for action in [
        "securityhub:GetEnabledStandards",
        "securityhub:ListSecurityControlDefinitions",
        "securityhub:BatchGetSecurityControls",
        "securityhub:ListStandardsControlAssociations",
    ] {
        let sources = own(&simulator).await;
        control::send(&simulator, "DELETE", "faults", &json!(null)).await;
        control::fault(&simulator, action, &json!({"kind": "access_denied"})).await;
        assert_eq!(
            sources.standards[0].standards().await,
            Err(SourceFault::AccessDenied(action.to_owned()))
        );
    }
}
