//! What AWS remembers of a finding, asked when somebody looks.

use std::sync::Arc;

use backend::{
    Error,
    findings::{AwsHistory, ask_histories_of, aws_history},
    ports::AwsChange,
    testing::{Engine, FakeHistory, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use domain::{id::FindingId, source::SourceFault};
use rstest::rstest;

use crate::asks::{id_of, viewer};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn it_is_asked_where_the_finding_was_read(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let finding = incoming("a", |_| {});
    let id = id_of(&finding);
    backend.ingest(batch(vec![finding])).await;
    let ask = async || {
        aws_history(&backend, &viewer(), id)
            .await
            .expect("an answer")
    };
    assert_eq!(ask().await, AwsHistory::NotConnected);
    let change = |minutes: i64| AwsChange {
        at: backend.now() - TimeDelta::minutes(minutes),
        by: "arn:aws:iam::111122223333:user/operator".to_owned(),
        field: Some("Workflow.Status".to_owned()),
        old: Some("NEW".to_owned()),
        new: Some("NOTIFIED".to_owned()),
    };
    let told = FakeHistory::new(Ok(vec![change(9), change(1), change(5)]));
    ask_histories_of(&backend, vec![Arc::new(told)]);
    assert_eq!(
        ask().await,
        AwsHistory::Told(vec![change(1), change(5), change(9)]),
        "newest first"
    );
    let fault = SourceFault::AccessDenied("securityhub:GetFindingHistory".to_owned());
    let refused = FakeHistory::new(Err(fault.clone()));
    ask_histories_of(&backend, vec![Arc::new(refused)]);
    assert_eq!(ask().await, AwsHistory::Unread(fault));
    let nowhere = FindingId(uuid::Uuid::from_u128(7));
    let missing = aws_history(&backend, &viewer(), nowhere).await;
    assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
}
