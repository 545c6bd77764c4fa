//! My work as the server sends it.

use backend::testing::{batch, incoming};
use chrono::TimeDelta;
use domain::{actor::Role, finding::Severity};
use reqwest::Client;

use crate::place::Place;

async fn page(place: &Place, browser: &Client, address: &str) -> String {
    let shown = browser.get(place.at(address)).send().await;
    let shown = shown.expect("the server answers").text().await;
    shown.expect("text").replace("<!>", "")
}

/// What nobody has is overdue wherever it is: the page says the same as the rail, and its list has as many.
#[tokio::test]
async fn my_work_is_not_narrowed_to_what_is_looked_at() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let finding = incoming("late", |finding| finding.severity = Severity::Critical);
    place.backend.ingest(batch(vec![finding])).await;
    place.backend.clock.advance(TimeDelta::days(25));
    let ana = place.sign_in("ana").await;
    let pick = [("account", "444455556666"), ("region", "")];
    place.post(&ana, "/api/scope/choose", &pick).await;
    let html = page(&place, &ana, "/work").await;
    assert!(html.contains("1 finding is overdue and nobody's"), "{html}");
    let (before, _) = html.split_once(">Take some</a>").expect("its list");
    let (_, list) = before.rsplit_once("href=\"").expect("an address");
    let list = list
        .split('"')
        .next()
        .expect("its end")
        .replace("&amp;", "&");
    let html = page(&place, &ana, &list).await;
    assert_eq!(html.matches("class=\"cover").count(), 1, "{html}");
}
