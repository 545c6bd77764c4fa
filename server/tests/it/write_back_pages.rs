//! What pages say of write-back, and the switch, as a browser without scripts has them.

use std::sync::Arc;

use backend::{
    findings::ask_histories_of,
    ports::AwsChange,
    testing::{FakeHistory, FakeWriter, batch, incoming, source},
    write_back::send_due,
};
use chrono::TimeDelta;
use domain::{actor::Role, source::SourceFault};
use reqwest::Client;

use crate::place::{Place, location};

async fn page(place: &Place, browser: &Client, path: &str) -> String {
    let answer = browser.get(place.at(path)).send().await;
    let text = answer.expect("the server answers").text().await;
    text.expect("text")
}

/// A server with one finding, an administrator and an analyst; the address of the finding.
async fn floor() -> (Place, Client, Client, String) {
    let place = Place::new().await;
    let finding = incoming("a", |_| {});
    let id = backend::findings::finding_id(
        finding.account.as_str(),
        &finding.product_arn,
        &finding.aws_finding_id,
    );
    place.backend.ingest(batch(vec![finding])).await;
    place.person("ada", &[Role::Admin]).await;
    place.person("ana", &[Role::Analyst]).await;
    let (admin, analyst) = (place.sign_in("ada").await, place.sign_in("ana").await);
    (place, admin, analyst, id.to_string())
}

async fn switch(place: &Place, browser: &Client, account: &str, to: &str) -> String {
    let form = [("account", account), ("to", to)];
    let answer = place.post(browser, "/api/sources/write_back", &form).await;
    assert_eq!(answer.status(), 302);
    location(&answer)
}

async fn decide(place: &Place, browser: &Client, id: &str, to: &str) {
    let form = [("ids[]", id), ("as_of", "1000"), ("workflow", to)];
    let answer = place.post(browser, "/api/findings/act", &form).await;
    assert_eq!(answer.status(), 302);
    assert!(
        !location(&answer).contains("__err"),
        "{}",
        location(&answer)
    );
}

#[tokio::test]
async fn an_account_is_switched_and_switched_back() {
    let (place, admin, analyst, id) = floor().await;
    let settings = page(&place, &admin, "/settings/sources").await;
    assert!(settings.contains("Every account is only observed"));
    let led = switch(&place, &admin, "111122223333", "write_back").await;
    assert_eq!(led, "/settings/sources");
    decide(&place, &analyst, &id, "NOTIFIED").await;
    let settings = page(&place, &admin, "/settings/sources").await;
    assert!(settings.contains("1 waiting, 0 not taken"), "{settings}");
    let stale = switch(&place, &admin, "111122223333", "observe_only").await;
    assert!(stale.contains("__err"), "{stale}");
    let refused = page(
        &place,
        &admin,
        &stale.replace("/sign-in", "/settings/sources"),
    )
    .await;
    assert!(refused.contains("1 waiting"), "nothing has changed");
    switch(&place, &admin, "111122223333 1", "observe_only").await;
    let settings = page(&place, &admin, "/settings/sources").await;
    assert!(settings.contains("Every account is only observed"));
    let none = switch(&place, &admin, "", "write_back").await;
    assert!(none.contains("__err"), "{none}");
}

#[tokio::test]
async fn a_finding_says_that_aws_was_not_told_and_why() {
    let (place, admin, analyst, id) = floor().await;
    switch(&place, &admin, "111122223333", "write_back").await;
    let address = format!("/findings/{id}");
    let told = page(&place, &analyst, &address).await;
    assert!(!told.contains("Security Hub is about to be told"));
    decide(&place, &analyst, &id, "NOTIFIED").await;
    let told = page(&place, &analyst, &address).await;
    assert!(told.contains("Security Hub is about to be told"), "{told}");
    let writer = FakeWriter::new();
    let denied = SourceFault::AccessDenied("securityhub:BatchUpdateFindings".to_owned());
    writer.fail(Some(denied));
    let sent = send_due(&place.backend, &writer, &[source()]).await;
    assert_eq!(sent.expect("the database works"), 0);
    let told = page(&place, &analyst, &address).await;
    for words in [
        "Security Hub was not told (AccessDenied): access denied to securityhub:BatchUpdateFindings.",
        "next try at 12:00 UTC",
        "Notified",
    ] {
        assert!(told.contains(words), "{words} in {told}");
    }
    writer.fail(None);
    place.backend.clock.advance(TimeDelta::minutes(1));
    let sent = send_due(&place.backend, &writer, &[source()]).await;
    assert_eq!(sent.expect("the database works"), 1);
    let told = page(&place, &analyst, &address).await;
    assert!(!told.contains("Security Hub was not told"), "{told}");
}

#[tokio::test]
async fn what_aws_remembers_is_read_only_when_it_is_asked_for() {
    let (place, _, analyst, id) = floor().await;
    let change = AwsChange {
        at: place.backend.now() - TimeDelta::minutes(5),
        by: "arn:aws:iam::111122223333:user/<b>operator".to_owned(),
        field: Some("Workflow.Status".to_owned()),
        old: Some("NEW".to_owned()),
        new: Some("NOTIFIED".to_owned()),
    };
    ask_histories_of(
        &place.backend,
        vec![Arc::new(FakeHistory::new(Ok(vec![change])))],
    );
    let address = format!("/findings/{id}?tab=history");
    let history = page(&place, &analyst, &address).await;
    assert!(
        !history.contains("in AWS, user"),
        "a page does not wait for AWS"
    );
    assert!(history.contains("Ask AWS what it remembers"));
    let history = page(&place, &analyst, &format!("{address}&ask=aws")).await;
    assert!(
        history.contains("Workflow.Status: New to Notified"),
        "{history}"
    );
    assert!(
        history.contains("in AWS, user/&lt;b&gt;operator"),
        "{history}"
    );
    let fault = SourceFault::AccessDenied("securityhub:GetFindingHistory".to_owned());
    ask_histories_of(&place.backend, vec![Arc::new(FakeHistory::new(Err(fault)))]);
    let history = page(&place, &analyst, &format!("{address}&ask=aws")).await;
    assert!(
        history.contains("AWS refuses securityhub:GetFindingHistory"),
        "{history}"
    );
    ask_histories_of(&place.backend, Vec::new());
    let history = page(&place, &analyst, &format!("{address}&ask=aws")).await;
    assert!(
        history.contains("AWS has not been reached yet"),
        "{history}"
    );
}
