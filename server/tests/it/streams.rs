//! `/events`: following the log over HTTP.

use std::time::Duration;

use backend::{
    people::{self, PersonChange},
    testing::{batch, incoming},
};
use chrono::TimeDelta;
use domain::actor::{Actor, Role};
use reqwest::{Client, Response};
use tokio::time::timeout;

use crate::place::Place;

/// The longest that a test waits for something that must come.
const PATIENCE: Duration = Duration::from_secs(20);

async fn open(place: &Place, browser: &Client, after: Option<i64>) -> Response {
    let mut request = browser.get(place.at("/events?topics=findings"));
    if let Some(after) = after {
        request = request.header("last-event-id", after.to_string());
    }
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    answer
}

/// Reads until `wanted` came; the answer is everything up to then.
async fn until(stream: &mut Response, wanted: &str) -> String {
    let mut seen = String::new();
    let reading = async {
        while !seen.contains(wanted) {
            let chunk = stream
                .chunk()
                .await
                .expect("the stream holds")
                .expect("the stream goes on");
            seen.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    assert!(
        timeout(PATIENCE, reading).await.is_ok(),
        "{wanted:?} never came"
    );
    seen
}

/// Reads to the end, which comes before the next sign of life: a stream that is due for both looks at its session first,
/// and the server does not compile with a look that is as seldom as a stream may outlive its session.
async fn ended(mut stream: Response) {
    let mut seen = String::new();
    let reading = async {
        while let Ok(Some(chunk)) = stream.chunk().await {
            seen.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    assert!(
        timeout(PATIENCE, reading).await.is_ok(),
        "the stream was never ended"
    );
    assert!(!seen.contains("heartbeat"), "it went on: {seen}");
}

/// A stream whose first sign of life has come.
async fn opened(place: &Place, browser: &Client) -> Response {
    let mut stream = open(place, browser, None).await;
    until(&mut stream, "event: heartbeat").await;
    stream
}

#[tokio::test]
async fn a_stranger_gets_no_stream() {
    let place = Place::new().await;
    let answer = place
        .browser()
        .get(place.at("/events?topics=findings"))
        .send()
        .await;
    assert_eq!(answer.expect("an answer").status(), 401);
}

#[tokio::test]
async fn a_commit_is_told_and_a_stream_resumes_where_it_was() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let mut stream = open(&place, &browser, None).await;
    until(&mut stream, "event: heartbeat").await;
    let first = place
        .backend
        .ingest(batch(vec![incoming("a", |_| {})]))
        .await
        .seq
        .expect("an event");
    let told = until(&mut stream, "\"topic\":\"findings\"").await;
    assert!(
        told.contains(&format!("id: {}", first.0))
            && told.contains(&format!("\"seq\":{}", first.0)),
        "{told}"
    );
    drop(stream);
    let second = place
        .backend
        .ingest(batch(vec![incoming("b", |_| {})]))
        .await
        .seq
        .expect("an event");
    let mut again = open(&place, &browser, Some(first.0)).await;
    let told = until(&mut again, "\"topic\":\"findings\"").await;
    assert!(told.contains(&format!("id: {}", second.0)), "{told}");
}

#[tokio::test]
async fn a_position_of_another_database_is_told_to_begin_anew() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let mut stream = open(&place, &browser, Some(1_000_000)).await;
    until(&mut stream, "event: resync").await;
}

#[tokio::test]
async fn signing_out_ends_open_streams() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let mut streams = Vec::new();
    for _ in 0..10 {
        streams.push(opened(&place, &browser).await);
    }
    place
        .post(&browser, "/api/people/sign_out_everywhere", &[])
        .await;
    for stream in streams {
        ended(stream).await;
    }
}

#[tokio::test]
async fn disabling_a_person_ends_their_streams_and_no_others() {
    let place = Place::new().await;
    place.person("root", &[Role::Admin]).await;
    for name in ["ana", "ben"] {
        place.person(name, &[Role::Analyst]).await;
    }
    let (ana, ben) = (place.sign_in("ana").await, place.sign_in("ben").await);
    let stream = opened(&place, &ana).await;
    let mut other = opened(&place, &ben).await;
    let found = people::find_by_name(&place.backend, &Actor::Console, "ana").await;
    let found = found.expect("an answer").expect("ana is there");
    people::change(
        &place.backend,
        &Actor::Console,
        found,
        PersonChange::Disable,
        None,
    )
    .await
    .expect("ana is disabled");
    ended(stream).await;
    place
        .backend
        .ingest(batch(vec![incoming("a", |_| {})]))
        .await;
    until(&mut other, "\"topic\":\"findings\"").await;
}

/// No event tells that a session was not used for too long: the stream finds out by looking.
#[tokio::test]
async fn a_session_that_ends_by_itself_ends_its_stream() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let stream = opened(&place, &browser).await;
    place.backend.clock.advance(TimeDelta::hours(13));
    ended(stream).await;
}
