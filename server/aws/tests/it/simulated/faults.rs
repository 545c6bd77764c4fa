//! What the sources make of failures.

use aws::{Accounts, Aggregation, AwsSettings, connect};
use backend::ports::FindingWindow;
use domain::{scope::AccountId, source::SourceFault};
use serde_json::{Value, json};
use simulator::Running;

use super::{PAYMENTS, control, own, settings, simulator};

async fn fault_of(simulator: &Running, effect: &Value) -> SourceFault {
    let sources = own(simulator).await;
    control::fault(simulator, "securityhub:GetFindings", effect).await;
    sources.findings[0]
        .page(FindingWindow::Everything, None)
        .await
        .expect_err("the fault is in force")
}

#[tokio::test]
async fn each_failure_is_named() {
    let simulator = simulator(10).await;
    assert_eq!(
        fault_of(&simulator, &json!({"kind": "access_denied"})).await,
        SourceFault::AccessDenied("securityhub:GetFindings".to_owned())
    );
    assert_eq!(
        fault_of(&simulator, &json!({"kind": "throttle"})).await,
        SourceFault::Throttled
    );
    for effect in [
        json!({"kind": "status", "code": 503}),
        json!({"kind": "reset"}),
        json!({"kind": "truncate"}),
    ] {
        let fault = fault_of(&simulator, &effect).await;
        assert!(
            matches!(fault, SourceFault::Unreachable(_)),
            "{effect}: {fault:?}"
        );
    }
}

#[tokio::test]
async fn a_failure_that_passes_is_retried() {
    let simulator = simulator(10).await;
    let sources = own(&simulator).await;
    for effect in [
        json!({"kind": "status", "code": 500}),
        json!({"kind": "throttle"}),
        json!({"kind": "reset"}),
    ] {
        control::fault_once(&simulator, "securityhub:GetFindings", &effect).await;
        let page = sources.findings[0]
            .page(FindingWindow::Everything, None)
            .await;
        assert!(page.is_ok(), "{effect}: {page:?}");
    }
}

#[tokio::test]
async fn a_role_that_refuses_is_what_is_missing() {
    let simulator = simulator(10).await;
    control::send(&simulator, "PUT", "external-id", &json!({"value": "right"})).await;
    let settings = AwsSettings {
        accounts: Accounts::Listed(vec![AccountId::from(PAYMENTS)]),
        external_id: Some("wrong".to_owned()),
        aggregation: Aggregation::None,
        ..settings(&simulator)
    };
    let sources = connect(&settings)
        .await
        .expect("the simulator says who we are");
    assert_eq!(
        sources.findings[0]
            .page(FindingWindow::Everything, None)
            .await,
        Err(SourceFault::AccessDenied("sts:AssumeRole".to_owned()))
    );
}

#[tokio::test]
async fn without_an_answer_there_is_no_identity() {
    let simulator = simulator(1).await;
    let settings = settings(&simulator);
    simulator.shutdown().await.expect("it ends");
    let fault = connect(&settings).await.err().expect("nobody answers");
    assert!(matches!(fault, SourceFault::Unreachable(_)), "{fault:?}");
}
