//! Groups of the list over HTTP.

use backend::{
    findings::finding_id,
    testing::{batch, incoming},
};
use domain::{actor::Role, id::FindingId};
use reqwest::Client;

use crate::{functions::call, place::Place};

async fn page(place: &Place, browser: &Client, path: &str) -> String {
    let page = browser.get(place.at(path)).send().await;
    let page = page.expect("the server answers").text().await;
    // A debug build marks where a text ends.
    page.expect("text").replace("<!>", "")
}

/// A finding that is suppressed without an end, and one that is not hidden.
async fn floor() -> (Place, Client, [FindingId; 2]) {
    let place = Place::new().await;
    let findings = ["a", "b"].map(|id| incoming(id, |_| {}));
    let ids = findings.each_ref().map(|finding| {
        let (account, product) = (finding.account.as_str(), &finding.product_arn);
        finding_id(account, product, &finding.aws_finding_id)
    });
    place.backend.ingest(batch(findings.into())).await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    let (as_of, hidden) = (
        place.backend.board().as_of().0.to_string(),
        ids[0].to_string(),
    );
    let form = [
        ("ids[]", hidden.as_str()),
        ("as_of", &as_of),
        ("workflow", "SUPPRESSED"),
        ("reason", "Meant to be so."),
    ];
    assert_eq!(
        call(&place, &browser, "/api/findings/act", &form).await,
        200
    );
    (place, browser, ids)
}

/// What is suppressed without an end is a group whose key is empty.
#[tokio::test]
async fn a_group_whose_key_is_empty_opens_is_a_list_and_is_acted_on() {
    let (place, browser, [hidden, open]) = floor().await;
    let rows = |html: &str, id: FindingId| html.matches(&format!("data-id=\"{id}\"")).count();
    let list = "/findings?workflow=SUPPRESSED&by=suppression";
    let shut = page(&place, &browser, list).await;
    assert!(shut.contains("Without an end"), "{shut}");
    assert_eq!(rows(&shut, hidden), 0);
    let opened = page(&place, &browser, &format!("{list}&open=")).await;
    assert!(opened.contains(r#"aria-expanded="true""#), "{opened}");
    assert_eq!(rows(&opened, hidden), 1);

    let inside = "/findings?workflow=any&by=flat&within=&of=suppression";
    let inside = page(&place, &browser, inside).await;
    assert_eq!((rows(&inside, hidden), rows(&inside, open)), (1, 0));
    assert!(
        inside.contains("<b>Without an end</b>"),
        "its chip names it: {inside}"
    );

    let as_of = place.backend.board().as_of().0.to_string();
    let form = [
        ("scope", "group"),
        ("query", "workflow=SUPPRESSED&by=suppression&open="),
        ("as_of", &as_of),
        ("workflow", "NEW"),
    ];
    assert_eq!(
        call(&place, &browser, "/api/findings/act", &form).await,
        200
    );
    let row = place.backend.board().row(hidden).expect("it is there");
    assert_eq!(row.workflow.as_str(), "NEW");
}

/// A row says what is wrong where its group does not say it.
#[tokio::test]
async fn a_finding_of_an_account_is_called_by_its_title() {
    let (place, browser, [_, open]) = floor().await;
    let row = place.backend.board().row(open).expect("it is there");
    let title = format!(">{}</a>", row.title);
    let by_account = format!("/findings?by=account&open={}", row.account);
    let html = page(&place, &browser, &by_account).await;
    assert!(html.contains(&title), "{html}");
    let key = row.control.clone().unwrap_or_else(|| row.title.clone());
    let by_control = format!("/findings?open={}", key.replace(' ', "%20"));
    let html = page(&place, &browser, &by_control).await;
    assert_eq!(
        html.matches(&format!("data-id=\"{open}\"")).count(),
        1,
        "{html}"
    );
    assert!(!html.contains(&title), "its group says it: {html}");
}
