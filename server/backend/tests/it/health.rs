//! AWS Health: events with their texts and entities, told by one account or by several.

use backend::{
    Error, floor,
    health::{self, HealthIngested, HealthSummary, event_id},
    ports::HealthBatch,
    sources::rejects,
    testing::{Engine, TestBackend, source},
};
use chrono::TimeDelta;
use domain::{
    health::{AffectedEntity, EntityStatus, HealthCategory, HealthStatus, IncomingHealthEvent},
    id::HealthEventId,
    scope::Scope,
    source::{SourceId, SourceKind},
};
use rstest::rstest;

use crate::{
    asks::{admin, viewer, worker},
    strip::{strip, told},
};

fn entity(account: &str, value: &str, status: EntityStatus) -> AffectedEntity {
    AffectedEntity {
        value: value.to_owned(),
        account: Some(account.into()),
        status,
        updated: None,
    }
}

/// An open issue in one account with one impaired instance.
pub(crate) fn issue(backend: &TestBackend, account: &str) -> IncomingHealthEvent {
    IncomingHealthEvent {
        arn: "arn:aws:health:us-east-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/1".to_owned(),
        service: "EC2".to_owned(),
        type_code: "AWS_EC2_OPERATIONAL_ISSUE".to_owned(),
        category: HealthCategory::Issue,
        status: HealthStatus::Open,
        region: "us-east-1".into(),
        start: Some(backend.now() - TimeDelta::hours(1)),
        end: None,
        updated: backend.now(),
        scope_code: "ACCOUNT_SPECIFIC".to_owned(),
        actionability: None,
        description: "We are looking into it.".to_owned(),
        accounts: vec![account.into()],
        entities: vec![entity(
            account,
            &format!("i-{account}"),
            EntityStatus::Impaired,
        )],
        unrecognised: Vec::new(),
    }
}

pub(crate) async fn take_in(
    backend: &TestBackend,
    account: &str,
    event: IncomingHealthEvent,
) -> HealthIngested {
    let source = SourceId {
        kind: SourceKind::Health,
        account: account.into(),
        ..source()
    };
    let batch = HealthBatch {
        events: vec![event],
        rejects: Vec::new(),
    };
    let done = health::ingest(backend, &worker(), &source, &batch, Some(backend.now())).await;
    done.expect("the batch goes in")
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_text_of_an_event_is_kept(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let first = issue(&backend, "1");
    assert_eq!(take_in(&backend, "1", first.clone()).await.changed, 1);
    let again = take_in(&backend, "1", first.clone()).await;
    assert_eq!((again.changed, again.unchanged, again.seq), (0, 1, None));
    backend.clock.advance(TimeDelta::minutes(5));
    let mut later = issue(&backend, "1");
    later.description = "It is over.".to_owned();
    (later.status, later.end) = (HealthStatus::Closed, Some(backend.now()));
    later.entities[0].status = EntityStatus::Resolved;
    assert!(take_in(&backend, "1", later.clone()).await.seq.is_some());
    let found = health::get(&backend, &viewer(), event_id(&first.arn))
        .await
        .expect("it is kept");
    assert_eq!(found.summary.status, HealthStatus::Closed);
    assert_eq!(found.entities, later.entities);
    let texts: Vec<_> = found
        .texts
        .iter()
        .map(|text| text.description.as_str())
        .collect();
    assert_eq!(texts, ["It is over.", "We are looking into it."]);
    let listed = health::list(&backend, &viewer()).await.expect("a list");
    assert_eq!(listed, [found.summary]);
    let missing = health::get(&backend, &viewer(), HealthEventId(uuid::Uuid::nil())).await;
    assert!(matches!(missing, Err(Error::NotFound)));
}

/// What is over never pushes out what goes on or lies ahead, however much of it there is and however old the rest.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_over_pushes_nothing_out(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let account = "111122223333";
    let with = |n: usize, status: HealthStatus, minutes: i64| IncomingHealthEvent {
        arn: format!("arn:aws:health:us-east-1::event/EC2/{status}/{n}"),
        status,
        updated: backend.now() - TimeDelta::minutes(minutes),
        ..issue(&backend, account)
    };
    let open = with(0, HealthStatus::Open, 90);
    let ahead = IncomingHealthEvent {
        category: HealthCategory::ScheduledChange,
        start: Some(backend.now() + TimeDelta::minutes(90)),
        ..with(0, HealthStatus::Upcoming, 80)
    };
    let mut events = vec![open.clone(), ahead.clone()];
    events.extend((0..501).map(|n| with(n, HealthStatus::Closed, 1)));
    let batch = HealthBatch {
        events,
        rejects: Vec::new(),
    };
    let health = SourceId {
        kind: SourceKind::Health,
        ..source()
    };
    let done = health::ingest(&backend, &worker(), &health, &batch, None).await;
    done.expect("the batch goes in");
    let listed = health::list(&backend, &viewer()).await.expect("a list");
    assert_eq!(listed.len(), 502, "500 of those that are over");
    let of = |listed: &[HealthSummary]| -> Vec<String> {
        let under_way = listed
            .iter()
            .filter(|one| one.status != HealthStatus::Closed);
        under_way.map(|one| one.arn.clone()).collect()
    };
    assert_eq!(of(&listed), [ahead.arn.clone(), open.arn.clone()]);
    let seen = floor::open(&backend, &viewer(), &Scope::default()).await;
    assert_eq!(of(&seen.expect("the floor").events), [open.arn, ahead.arn]);
    let seen = strip(&backend, "111122223333 us-east-1 ec2").await;
    assert_eq!(told(&seen).len(), 2, "{seen:?}");
}

/// Without an organization each account tells of its own part of one event.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn two_accounts_tell_of_one_event(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    for account in ["1", "2"] {
        assert_eq!(
            take_in(&backend, account, issue(&backend, account))
                .await
                .changed,
            1
        );
    }
    for account in ["1", "2", "1"] {
        let again = take_in(&backend, account, issue(&backend, account)).await;
        assert_eq!(
            (again.changed, again.seq),
            (0, None),
            "the same in turn is no change"
        );
    }
    let id = event_id(&issue(&backend, "1").arn);
    let found = health::get(&backend, &viewer(), id)
        .await
        .expect("it is kept");
    assert_eq!(found.summary.accounts, ["1".into(), "2".into()]);
    let impaired = |account: &str| entity(account, &format!("i-{account}"), EntityStatus::Impaired);
    assert_eq!(found.entities, [impaired("1"), impaired("2")]);
    let mut better = issue(&backend, "2");
    better.entities[0].status = EntityStatus::Resolved;
    assert_eq!(take_in(&backend, "2", better.clone()).await.changed, 1);
    let mut entities = health::get(&backend, &viewer(), id)
        .await
        .expect("it is kept")
        .entities;
    entities.sort_by(|a, b| a.value.cmp(&b.value));
    assert_eq!(entities, [impaired("1"), better.entities[0].clone()]);
}

/// Pages and views overlap, so a report may come after one that AWS made later.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_older_report_does_not_win(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let older = issue(&backend, "1");
    backend.clock.advance(TimeDelta::minutes(5));
    let mut newer = issue(&backend, "1");
    (newer.status, newer.end) = (HealthStatus::Closed, Some(backend.now()));
    newer.description = "It is over.".to_owned();
    newer.entities[0].status = EntityStatus::Resolved;
    assert_eq!(take_in(&backend, "1", newer.clone()).await.changed, 1);
    let late = take_in(&backend, "1", older.clone()).await;
    assert_eq!((late.changed, late.unchanged, late.seq), (0, 1, None));
    let found = health::get(&backend, &viewer(), event_id(&newer.arn))
        .await
        .expect("it is kept");
    assert_eq!(found.summary.status, HealthStatus::Closed);
    assert_eq!(
        (found.summary.updated, found.summary.end),
        (newer.updated, newer.end)
    );
    assert_eq!(found.entities, newer.entities);
    assert_eq!(
        found.texts.len(),
        1,
        "the text before was never the last one"
    );
    let mut equal = newer.clone();
    equal.actionability = Some("ACTION_REQUIRED".to_owned());
    assert_eq!(take_in(&backend, "1", equal).await.changed, 1);
}

/// Another account's view that is behind still tells of that account.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_older_report_adds_an_account_that_nobody_named(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let older = issue(&backend, "2");
    backend.clock.advance(TimeDelta::minutes(5));
    let mut newer = issue(&backend, "1");
    newer.status = HealthStatus::Closed;
    take_in(&backend, "1", newer.clone()).await;
    assert_eq!(take_in(&backend, "2", older.clone()).await.changed, 1);
    for event in [&newer, &older] {
        let again = take_in(&backend, "1", event.clone()).await;
        assert_eq!((again.changed, again.unchanged), (0, 1));
    }
    let found = health::get(&backend, &viewer(), event_id(&newer.arn))
        .await
        .expect("it is kept");
    assert_eq!(found.summary.status, HealthStatus::Closed);
    assert_eq!(found.summary.accounts, ["1".into(), "2".into()]);
    let entities = [newer.entities, older.entities].concat();
    assert_eq!(found.entities, entities);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn hostile_texts_stop_nothing(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let long: String = (0..4_000_u32)
        .filter_map(|n| char::from_u32(0x4e00 + n * 5))
        .collect();
    for text in ["nul\0nul", "'; --", &long] {
        let mut event = issue(&backend, "1");
        event.arn = format!("arn:{}", &text[..text.floor_char_boundary(1_000)]);
        event.service = text.to_owned();
        event.type_code = text.to_owned();
        event.region = text.into();
        event.scope_code = text.to_owned();
        event.actionability = Some(text.to_owned());
        event.description = text.to_owned();
        event.accounts = vec!["1".into()];
        event.entities[0].value = text.to_owned();
        event.unrecognised = vec![("status".to_owned(), text.to_owned())];
        assert_eq!(take_in(&backend, "1", event.clone()).await.changed, 1);
        assert_eq!(take_in(&backend, "1", event.clone()).await.unchanged, 1);
        let found = health::get(&backend, &viewer(), event_id(&event.arn))
            .await
            .expect("kept");
        assert_eq!(found.summary.service, text.replace('\0', "\u{fffd}"));
        assert_eq!(found.summary.entities.total, 1);
    }
    let mut nameless = issue(&backend, "1");
    nameless.arn = long;
    let done = take_in(&backend, "1", nameless).await;
    assert_eq!((done.changed, done.unchanged), (0, 0));
    let (kept, _) = rejects(&backend, &admin())
        .await
        .expect("an admin sees them");
    assert!(kept[0].reason.contains("ARN"), "{}", kept[0].reason);
}
