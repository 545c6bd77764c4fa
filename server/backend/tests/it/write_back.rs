//! What people here decide reaches AWS, and holds here whatever AWS answers.

use backend::{
    Backend, audit,
    findings::{self, ChangeWorkflow, change_workflow},
    ports::{FindingName, FindingUpdate, FindingWriter, Unwritten, WrittenNote},
    testing::{Engine, FakeWriter, TestBackend, batch, incoming, source},
    write_back::{SwitchAccount, WriteBackStanding, list, places_due, send_due, switch},
};
use chrono::TimeDelta;
use domain::{
    finding::{
        ComplianceStatus, IncomingFinding, Severity, Touch, VerificationState, WorkflowStatus,
        WriteBackMode, WriteBackState,
    },
    id::{BulkActId, FindingId},
    scope::AccountId,
    source::{SourceFault, SourceId},
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, detail, history, id_of},
    own_sql::OwnSql,
    touch_asks::{acted, ask, held},
};

use WorkflowStatus::{New, Notified, Resolved, Suppressed};

pub(crate) async fn turn(backend: &Backend, to: WriteBackMode, expected: Option<i64>) {
    let ask = SwitchAccount {
        account: &source().account,
        expected: expected.map(Version),
        to,
        address: None,
    };
    switch(backend, &admin(), ask)
        .await
        .expect("it is switched");
}

/// A backend that writes back, with these findings.
pub(crate) async fn writing(engine: Engine, ids: &[&str]) -> Option<TestBackend> {
    let backend = TestBackend::new(engine).await?;
    turn(&backend, WriteBackMode::WriteBack, None).await;
    let findings = ids.iter().map(|id| incoming(id, |_| {}));
    backend.ingest(batch(findings.collect())).await;
    Some(backend)
}

pub(crate) fn id(name: &str) -> FindingId {
    id_of(&incoming(name, |_| {}))
}

pub(crate) fn aws_id(name: &str) -> String {
    incoming(name, |_| {}).aws_finding_id
}

pub(crate) async fn decide(backend: &Backend, id: FindingId, to: WorkflowStatus) {
    let ask = ChangeWorkflow {
        id,
        expected: detail(backend, id).await.summary.version,
        to,
        address: None,
    };
    let done = change_workflow(backend, &analyst(), ask).await;
    done.expect("it changes");
}

pub(crate) async fn report(
    backend: &TestBackend,
    name: &str,
    change: impl FnOnce(&mut IncomingFinding),
) {
    backend.ingest(batch(vec![incoming(name, change)])).await;
}

/// One turn of the worker.
pub(crate) async fn send(backend: &Backend, writer: &dyn FindingWriter) -> u64 {
    let due = places_due(backend, &[source()]).await;
    if due.expect("the database works").is_empty() {
        return 0;
    }
    let sent = send_due(backend, writer, &[source()]).await;
    sent.expect("the database works")
}

pub(crate) async fn workflow(backend: &Backend, id: FindingId) -> WorkflowStatus {
    detail(backend, id).await.summary.workflow
}

pub(crate) async fn standing(backend: &Backend, id: FindingId) -> Option<WriteBackStanding> {
    detail(backend, id).await.write_back.into_iter().next()
}

pub(crate) fn status(to: WorkflowStatus) -> FindingUpdate {
    FindingUpdate {
        workflow: Some(to),
        ..FindingUpdate::default()
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_account_is_only_observed_until_somebody_switches_it(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let writer = FakeWriter::new();
    report(&backend, "a", |_| {}).await;
    decide(&backend, id("a"), Notified).await;
    assert_eq!(send(&backend, &writer).await, 0);
    assert_eq!(standing(&backend, id("a")).await, None);
    turn(&backend, WriteBackMode::WriteBack, None).await;
    assert_eq!(send(&backend, &writer).await, 0);
    assert_eq!(writer.calls(), [], "what was decided before is not sent");
    decide(&backend, id("a"), Resolved).await;
    assert_eq!(send(&backend, &writer).await, 1);
    assert_eq!(writer.calls(), [(1, status(Resolved))]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_decision_waits_is_told_once_and_is_forgotten_when_it_has_settled(
    #[case] engine: Engine,
) {
    let Some(backend) = writing(engine, &["a"]).await else {
        return;
    };
    let writer = FakeWriter::new();
    decide(&backend, id("a"), Notified).await;
    let waits = standing(&backend, id("a")).await.expect("it waits");
    assert_eq!((waits.state, waits.attempts), (WriteBackState::Waiting, 0));
    assert_eq!(send(&backend, &writer).await, 1);
    assert_eq!(standing(&backend, id("a")).await, None, "AWS has it");
    assert_eq!(send(&backend, &writer).await, 0, "once");
    report(&backend, "a", |finding| finding.workflow = Notified).await;
    backend.clock.advance(TimeDelta::minutes(10));
    assert_eq!(send(&backend, &writer).await, 0);
    let mut own = OwnSql::of(&backend).await;
    assert_eq!(own.number("SELECT COUNT(*) FROM write_backs").await, 0);
    let told = [["workflow", "NEW", "NOTIFIED", "ana"].map(str::to_owned)];
    assert_eq!(
        history(&backend, id("a")).await,
        told,
        "no move of AWS's own"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn equal_decisions_go_together_a_hundred_at_a_time(#[case] engine: Engine) {
    let names: Vec<String> = (0..103).map(|n| format!("f{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(backend) = writing(engine, &names).await else {
        return;
    };
    let writer = FakeWriter::new();
    for name in &names {
        decide(&backend, id(name), Notified).await;
    }
    decide(&backend, id("f7"), Resolved).await;
    assert_eq!(send(&backend, &writer).await, 103);
    let mut calls: Vec<_> = writer.calls();
    calls.sort_by_key(|(count, _)| *count);
    let expected = [
        (1, status(Resolved)),
        (2, status(Notified)),
        (100, status(Notified)),
    ];
    assert_eq!(calls, expected, "the last decision on f7 counts");
    assert_eq!(writer.known(&aws_id("f7")), status(Resolved));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_aws_did_not_take_says_why_and_is_tried_again_later(#[case] engine: Engine) {
    let Some(backend) = writing(engine, &["a", "b"]).await else {
        return;
    };
    let writer = FakeWriter::new();
    writer.miss(&[&aws_id("b")]);
    decide(&backend, id("a"), Notified).await;
    decide(&backend, id("b"), Notified).await;
    assert_eq!(send(&backend, &writer).await, 1);
    assert_eq!(standing(&backend, id("a")).await, None);
    let refused = standing(&backend, id("b")).await.expect("it is refused");
    assert_eq!(refused.state, WriteBackState::Refused);
    assert_eq!(
        (refused.code.as_str(), refused.fault.as_str()),
        ("FindingNotFound", "The finding was not found")
    );
    assert_eq!(refused.next_at, backend.now() + TimeDelta::seconds(30));
    writer.calls();
    backend.clock.advance(TimeDelta::seconds(29));
    send(&backend, &writer).await;
    assert_eq!(writer.calls(), [], "not yet");
    backend.clock.advance(TimeDelta::seconds(1));
    send(&backend, &writer).await;
    assert_eq!(writer.calls(), [(1, status(Notified))]);
    let refused = standing(&backend, id("b")).await.expect("still refused");
    assert_eq!(refused.attempts, 2);
    assert_eq!(refused.next_at, backend.now() + TimeDelta::seconds(60));
    writer.miss(&[]);
    backend.clock.advance(TimeDelta::seconds(60));
    assert_eq!(send(&backend, &writer).await, 1);
    assert_eq!(standing(&backend, id("b")).await, None);
    assert_eq!(writer.known(&aws_id("b")), status(Notified));
}

/// A writer during whose call somebody decides again.
struct Meanwhile<'b> {
    backend: &'b Backend,
    inner: FakeWriter,
}

#[async_trait::async_trait]
impl FindingWriter for Meanwhile<'_> {
    fn source(&self) -> &SourceId {
        self.inner.source()
    }

    async fn write(
        &self,
        findings: &[FindingName],
        update: &FindingUpdate,
    ) -> Result<Vec<Unwritten>, SourceFault> {
        let answer = self.inner.write(findings, update).await;
        if update.workflow == Some(Notified) {
            decide(self.backend, id("a"), Resolved).await;
        }
        answer
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_answer_to_an_older_decision_does_not_end_a_newer_one(#[case] engine: Engine) {
    let Some(backend) = writing(engine, &["a"]).await else {
        return;
    };
    let inner = FakeWriter::new();
    let writer = Meanwhile {
        backend: &backend,
        inner,
    };
    decide(&backend, id("a"), Notified).await;
    send(&backend, &writer).await;
    let waits = standing(&backend, id("a")).await.expect("the newer waits");
    assert_eq!(waits.state, WriteBackState::Waiting);
    // AWS reports what it was told first: that undoes nothing.
    report(&backend, "a", |finding| finding.workflow = Notified).await;
    assert_eq!(workflow(&backend, id("a")).await, Resolved);
    send(&backend, &writer).await;
    assert_eq!(writer.inner.known(&aws_id("a")), status(Resolved));
    assert_eq!(standing(&backend, id("a")).await, None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_report_from_before_the_write_undoes_nothing_and_a_later_change_in_aws_wins(
    #[case] engine: Engine,
) {
    let Some(backend) = writing(engine, &["a"]).await else {
        return;
    };
    let writer = FakeWriter::new();
    decide(&backend, id("a"), Notified).await;
    send(&backend, &writer).await;
    backend.clock.advance(TimeDelta::minutes(9));
    report(&backend, "a", |finding| finding.title = "Old".to_owned()).await;
    assert_eq!(workflow(&backend, id("a")).await, Notified);
    let elsewhere = |finding: &mut IncomingFinding| {
        finding.title = "Old".to_owned();
        finding.workflow = Suppressed;
    };
    report(&backend, "a", elsewhere).await;
    assert_eq!(
        workflow(&backend, id("a")).await,
        Notified,
        "it may be older"
    );
    backend.clock.advance(TimeDelta::minutes(2));
    send(&backend, &writer).await;
    report(&backend, "a", elsewhere).await;
    assert_eq!(
        workflow(&backend, id("a")).await,
        Suppressed,
        "now it is not"
    );
    let newest = &history(&backend, id("a")).await[0];
    assert_eq!(newest[3], "findings");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_a_check_decides_takes_the_place_of_what_waits(#[case] engine: Engine) {
    let Some(backend) = writing(engine, &["a"]).await else {
        return;
    };
    let writer = FakeWriter::new();
    decide(&backend, id("a"), Notified).await;
    report(&backend, "a", |finding| {
        finding.compliance = Some(ComplianceStatus::Passed)
    })
    .await;
    assert_eq!(workflow(&backend, id("a")).await, Resolved);
    assert_eq!(standing(&backend, id("a")).await, None);
    send(&backend, &writer).await;
    assert_eq!(writer.calls(), [], "AWS resolves it by itself");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_switches_back_to_observing_drops_what_waits_and_keeps_what_was_decided(
    #[case] engine: Engine,
) {
    let Some(backend) = writing(engine, &["a"]).await else {
        return;
    };
    let writer = FakeWriter::new();
    decide(&backend, id("a"), Notified).await;
    turn(&backend, WriteBackMode::ObserveOnly, Some(1)).await;
    send(&backend, &writer).await;
    assert_eq!(writer.calls(), []);
    assert_eq!(standing(&backend, id("a")).await, None);
    assert_eq!(workflow(&backend, id("a")).await, Notified);
    let entry = audit::list(&backend, &admin(), None)
        .await
        .expect("the audit");
    let entry = &entry.rows[0];
    assert_eq!(
        (
            entry.actor.as_str(),
            entry.action.as_str(),
            entry.subject.as_str()
        ),
        ("ada", "administer_sources", "111122223333")
    );
    assert!(
        entry.detail.contains("1 waiting dropped"),
        "{}",
        entry.detail
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_switch_that_somebody_else_moved_is_a_conflict(#[case] engine: Engine) {
    let Some(backend) = writing(engine, &[]).await else {
        return;
    };
    let account = AccountId::from("111122223333");
    for expected in [None, Some(Version(7))] {
        let ask = SwitchAccount {
            account: &account,
            expected,
            to: WriteBackMode::ObserveOnly,
            address: None,
        };
        let refused = switch(&backend, &admin(), ask).await;
        assert!(
            matches!(&refused, Err(backend::Error::Conflict { by, .. }) if by == "ada"),
            "{refused:?}"
        );
    }
    let accounts = list(&backend, &admin()).await.expect("a list");
    let [one] = accounts.as_slice() else {
        panic!("one account is known: {accounts:?}");
    };
    assert_eq!(
        (&one.account, one.mode),
        (&account, WriteBackMode::WriteBack)
    );
    assert_eq!(one.version, Some(Version(1)));
}

/// A finding whose source is polled no more goes to the place that is nearest, and never nowhere.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_finding_has_a_place_to_be_written_to(#[case] engine: Engine) {
    let Some(backend) = writing(engine, &["a"]).await else {
        return;
    };
    let place = |account: &str, region: &str| SourceId {
        account: account.into(),
        region: region.into(),
        ..source()
    };
    let writer = FakeWriter::new();
    decide(&backend, id("a"), Notified).await;
    let among = [place("999900001111", "eu-west-1"), source()];
    let sent = send_due(&backend, &writer, &among).await;
    assert_eq!(sent.expect("the database works"), 1, "where it was read");
    decide(&backend, id("a"), New).await;
    let elsewhere = [place("999900001111", "eu-west-1"), place("2", "eu-west-1")];
    let sent = send_due(&backend, &writer, &elsewhere).await;
    assert_eq!(
        sent.expect("the database works"),
        0,
        "the first is another's"
    );
}

/// What AWS lets a customer write beside the status, and its way back.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn severity_verification_and_note_are_told_too_and_held_against_older_reports(
    #[case] engine: Engine,
) {
    let Some(backend) = writing(engine, &["a"]).await else {
        return;
    };
    let writer = FakeWriter::new();
    let touch = Touch {
        severity: Some(Severity::Low),
        verification: Some(VerificationState::FalsePositive),
        note: Some("Ours.".to_owned()),
        ..Touch::default()
    };
    let asked = ask(&backend, &[id("a")], touch);
    let act = acted(&backend, &analyst(), asked).await;
    report(&backend, "a", |finding| {
        finding.title = "Waiting".to_owned()
    })
    .await;
    send(&backend, &writer).await;
    let note = WrittenNote {
        text: "Ours.".to_owned(),
        by: "ana".to_owned(),
    };
    let told = FindingUpdate {
        severity: Some(Severity::Low),
        verification: Some(VerificationState::FalsePositive),
        note: Some(note),
        ..FindingUpdate::default()
    };
    assert_eq!(writer.calls(), [(1, told)]);
    report(&backend, "a", |finding| {
        finding.title = "Written".to_owned()
    })
    .await;
    let [_, severity, verification, _, _] = held(&backend, id("a")).await;
    assert_eq!(
        [severity.as_str(), &verification],
        ["LOW", "FALSE_POSITIVE"]
    );
    taken_back(&backend, &writer, act.id).await;
}

/// What was told is told back, except a note.
async fn taken_back(backend: &TestBackend, writer: &FakeWriter, act: BulkActId) {
    let undone = findings::undo(backend, &analyst(), act, None).await;
    assert!(undone.is_ok(), "{undone:?}");
    send(backend, writer).await;
    let back = FindingUpdate {
        severity: Some(Severity::High),
        verification: Some(VerificationState::Unknown),
        ..FindingUpdate::default()
    };
    assert_eq!(writer.calls(), [(1, back)], "a note stays said");
    backend.clock.advance(TimeDelta::minutes(11));
    send(backend, writer).await;
    report(backend, "a", |finding| {
        finding.severity = Severity::Critical
    })
    .await;
    let [_, severity, ..] = held(backend, id("a")).await;
    assert_eq!(severity, "CRITICAL", "AWS moved it last");
}

/// An act on many is queued in a few statements, and only what AWS may be told of it.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_act_on_many_is_told_in_batches(#[case] engine: Engine) {
    let names: Vec<String> = (0..620).map(|n| format!("f{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(backend) = writing(engine, &names).await else {
        return;
    };
    let writer = FakeWriter::new();
    let ids: Vec<FindingId> = names.iter().map(|name| id(name)).collect();
    let tagged = Touch {
        add_tags: domain::finding::tags("seen").expect("a tag"),
        ..Touch::default()
    };
    acted(&backend, &analyst(), ask(&backend, &ids, tagged)).await;
    assert_eq!(send(&backend, &writer).await, 0, "AWS has no tags of ours");
    let notified = Touch {
        workflow: Some(Notified),
        ..Touch::default()
    };
    acted(&backend, &analyst(), ask(&backend, &ids, notified)).await;
    assert_eq!(send(&backend, &writer).await, 620);
    let counts: Vec<usize> = writer.calls().iter().map(|(count, _)| *count).collect();
    assert_eq!(counts, [100, 100, 100, 100, 100, 100, 20]);
}
