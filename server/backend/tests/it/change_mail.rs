//! Who gets mail of a change, and when none is written or sent.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use backend::{
    calendar::add,
    changes, outbox,
    people::PersonChange,
    ports::{Mail, MailRoute, Notifier},
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{
    calendar::CalendarState,
    change::{ChangeKind, Decision, Plan},
};
use rstest::rstest;

use crate::{
    asks::admin,
    calendar_asks::calendar,
    change_asks::{Crew, approve, asked, crew, plan, say, set, start, target},
};

/// A mail server that keeps what it is given while it is up.
#[derive(Default)]
struct Post {
    is_down: AtomicBool,
    got: Mutex<Vec<Mail>>,
}

#[async_trait]
impl Notifier for Post {
    async fn send(&self, mail: &Mail) -> Result<(), String> {
        if self.is_down.load(Ordering::SeqCst) {
            return Err("nobody is there".to_owned());
        }
        let mut got = self.got.lock().unwrap_or_else(PoisonError::into_inner);
        got.push(mail.clone());
        Ok(())
    }
}

impl Post {
    /// To whom mail went since somebody asked last, with its subject up to the title.
    async fn news(&self, backend: &TestBackend) -> Vec<String> {
        outbox::send_due(backend, self).await.expect("the outbox");
        let mut got = self.got.lock().unwrap_or_else(PoisonError::into_inner);
        let line = |mail: Mail| {
            let (to, _) = mail.to.split_once('@').unwrap_or_default();
            let (what, _) = mail.subject.split_once(": ").unwrap_or_default();
            format!("{to}: {what}")
        };
        let mut news: Vec<String> = got.drain(..).map(line).collect();
        news.sort();
        news
    }
}

/// The crew, each with an address.
async fn reached(backend: &TestBackend) -> Crew {
    let crew = crew(backend).await;
    for name in ["ana", "jo", "bo", "lu"] {
        let mail = PersonChange::SetMail(format!("{name}@example.com"));
        set(backend, name, mail).await;
    }
    crew
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn each_level_is_asked_in_turn_and_who_asked_is_told_the_end(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (crew, post) = (reached(&backend).await, Post::default());
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    let first = "CHG-1 waits for your approval (Security lead)";
    let asks = ["bo", "jo", "lu"].map(|name| format!("{name}: {first}"));
    assert_eq!(post.news(&backend).await, asks);
    approve(&backend, &crew.jo, id).await;
    let second = "CHG-1 waits for your approval (Change manager)";
    let asks = ["bo", "lu"].map(|name| format!("{name}: {second}"));
    assert_eq!(post.news(&backend).await, asks, "nobody decides twice");
    let back = say(&backend, &crew.bo, id, Decision::RequestChanges).await;
    back.expect("sent back");
    assert_eq!(post.news(&backend).await, ["ana: CHG-1 came back to you"]);
    let now = target(&backend, id).await;
    let again = changes::submit(&backend, &crew.ana, now).await;
    again.expect("asked again");
    assert_eq!(post.news(&backend).await.len(), 3);
    let no = say(&backend, &crew.lu, id, Decision::Reject).await;
    no.expect("rejected");
    assert_eq!(post.news(&backend).await, ["ana: CHG-1 was rejected"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_held_is_told_to_who_can_let_it_start(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (crew, post) = (reached(&backend).await, Post::default());
    let closed = calendar("Office hours", CalendarState::Closed, "UTC");
    add(&backend, &admin(), closed, None).await.expect("added");
    let standard = Plan {
        kind: ChangeKind::Standard,
        ..plan(backend.now())
    };
    let id = asked(&backend, &crew.jo, standard).await;
    approve(&backend, &crew.bo, id).await;
    post.news(&backend).await;
    start(&backend, &crew.ana, id).await.expect("it is held");
    let asks = "CHG-1 waits for a calendar, or for somebody who overrides it";
    let told = "CHG-1 is held by a calendar or a freeze";
    let expected = [
        format!("bo: {asks}"),
        format!("jo: {told}"),
        format!("lu: {asks}"),
    ];
    assert_eq!(post.news(&backend).await, expected);
}

/// On the day on which a mail server is set up nobody gets the mail of the days before.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn without_a_mail_server_none_is_written(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (crew, post) = (reached(&backend).await, Post::default());
    let backend = backend.restart_with(MailRoute::None).await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    let backend = backend.restart_with(MailRoute::Carried).await;
    assert!(post.news(&backend).await.is_empty());
    approve(&backend, &crew.jo, id).await;
    assert_eq!(
        post.news(&backend).await.len(),
        2,
        "what comes after is told"
    );
}

/// Mail that could not be sent asks nobody for what was decided meanwhile; what it tells stays true.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_decided_meanwhile_is_not_asked_for(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (crew, post) = (reached(&backend).await, Post::default());
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    post.is_down.store(true, Ordering::SeqCst);
    assert!(post.news(&backend).await.is_empty());
    approve(&backend, &crew.jo, id).await;
    post.is_down.store(false, Ordering::SeqCst);
    backend.clock.advance(TimeDelta::seconds(20));
    let asks = post.news(&backend).await;
    let jo = asks.iter().filter(|line| line.starts_with("jo"));
    assert_eq!(jo.count(), 0, "jo has decided: {asks:?}");
    let id = {
        let other = asked(&backend, &crew.ana, plan(backend.now())).await;
        post.is_down.store(true, Ordering::SeqCst);
        post.news(&backend).await;
        other
    };
    let no = say(&backend, &crew.bo, id, Decision::Reject).await;
    no.expect("rejected");
    post.is_down.store(false, Ordering::SeqCst);
    backend.clock.advance(TimeDelta::seconds(20));
    assert_eq!(post.news(&backend).await, ["ana: CHG-2 was rejected"]);
    backend.clock.advance(TimeDelta::hours(1));
    assert!(
        post.news(&backend).await.is_empty(),
        "they are not tried again"
    );
}
