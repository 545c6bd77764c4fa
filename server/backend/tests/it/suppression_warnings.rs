//! The owner of a suppression is warned before its end.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use backend::{
    outbox,
    people::{self, PersonChange},
    ports::{Mail, Notifier},
    suppressions::{self, ChangeSuppression},
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::suppression::read_filter;
use rstest::rstest;

use crate::{
    asks::{admin, analyst},
    suppression_asks::{get, keep_up, made, plan, with_people},
};

/// Keeps what it is given.
#[derive(Default)]
struct Post(Mutex<Vec<Mail>>);

impl Post {
    fn got(&self) -> Vec<Mail> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl Notifier for Post {
    async fn send(&self, mail: &Mail) -> Result<(), String> {
        let mut got = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        got.push(mail.clone());
        Ok(())
    }
}

/// Ana has an address for mail.
async fn reached(backend: &TestBackend) {
    let ana = people::find_by_name(backend, &admin(), "ana").await;
    let ana = ana.expect("people").expect("she is there");
    let mail = PersonChange::SetMail("ana@example.com".to_owned());
    let told = people::change(backend, &admin(), ana, mail, None).await;
    told.expect("she has an address");
}

/// The worker looks twice, and mail goes out.
async fn a_day(backend: &TestBackend, post: &Post) {
    keep_up(backend).await;
    keep_up(backend).await;
    let sent = outbox::send_due(backend, post).await;
    sent.expect("it is sent");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn its_owner_is_warned_once_before_each_end(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    reached(&backend).await;
    let number = made(&backend, "control:EC2.13", 7).await;
    let post = Post::default();
    let mut counts = Vec::new();
    for _ in 0..6 {
        a_day(&backend, &post).await;
        let ending = suppressions::ending(&backend, &analyst()).await;
        counts.push((post.got().len(), ending.expect("a count")));
        backend.clock.advance(TimeDelta::days(1));
    }
    assert_eq!(counts, [(0, 0), (0, 0), (0, 0), (0, 0), (1, 1), (1, 1)]);
    let mail = post.got().remove(0);
    let subject = &mail.subject;
    assert!(subject.starts_with("SUP-1 ends on "), "{subject}");
    let place = (mail.to.as_str(), mail.path.as_str());
    assert_eq!(place, ("ana@example.com", "/suppressions/1"));
    let prolonged = ChangeSuppression {
        number,
        expected: get(&backend, number).await.suppression.version,
        filter: read_filter("control:EC2.13").expect("a query"),
        plan: plan(&backend, 2),
        address: None,
    };
    let done = suppressions::change(&backend, &analyst(), prolonged).await;
    done.expect("it is prolonged");
    a_day(&backend, &post).await;
    assert_eq!(post.got().len(), 2, "another end, another word");
}
