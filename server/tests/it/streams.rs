//! `/events`: following the log over HTTP.

use std::time::Duration;

use backend::testing::{batch, incoming};
use domain::actor::Role;
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

async fn ended(mut stream: Response) {
    let reading = async { while let Ok(Some(_)) = stream.chunk().await {} };
    assert!(
        timeout(PATIENCE, reading).await.is_ok(),
        "the stream was never ended"
    );
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
        let mut stream = open(&place, &browser, None).await;
        until(&mut stream, "event: heartbeat").await;
        streams.push(stream);
    }
    place
        .post(&browser, "/api/people/sign_out_everywhere", &[])
        .await;
    for stream in streams {
        ended(stream).await;
    }
}
