//! A file of findings is uploaded: what the page says of it, and of what it cannot take.

use domain::actor::Role;
use reqwest::Client;
use serde_json::json;

use crate::{
    import_command::{asff, gzip},
    place::Place,
};

const EDGE: &str = "an-edge-that-no-file-has";

/// A form with a file, as a browser writes it (RFC 7578).
pub(crate) fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    [
        head.as_bytes(),
        bytes,
        format!("\r\n--{EDGE}--\r\n").as_bytes(),
    ]
    .concat()
}

/// Sends a form; status and page, without what marks its parts for the browser.
pub(crate) async fn upload(place: &Place, browser: &Client, form: Vec<u8>) -> (u16, String) {
    let sent = browser
        .post(place.at("/findings/import"))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header(
            "content-type",
            format!("multipart/form-data; boundary={EDGE}"),
        )
        .body(form)
        .send();
    let answer = sent.await.expect("the server answers");
    let status = answer.status().as_u16();
    // The marks of parts that may change.
    let page = answer.text().await.expect("text").replace("<!>", "");
    (status, page)
}

async fn floor(upload_mib: u32) -> (Place, Client) {
    let place = Place::with(|settings| settings.server.upload_mib = upload_mib).await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    (place, browser)
}

fn has(page: &str, word: &str, count: u64) {
    let wanted = format!("<dt>{word}</dt><dd>{count}</dd>");
    assert!(page.contains(&wanted), "{wanted} in {page}");
}

#[tokio::test]
async fn the_page_says_what_came_in_and_the_first_that_were_rejected() {
    let (place, ana) = floor(256).await;
    let page = ana.get(place.at("/findings/import")).send().await;
    let page = page
        .expect("the server answers")
        .text()
        .await
        .expect("text");
    assert!(page.contains("At most 256 MiB."), "{page}");
    let bad = "{\"Id\":\"bad\",\"ProductArn\":\"p\"}\n".repeat(60);
    let lines = format!("{}\n{bad}{}\n", asff("a"), asff("b"));
    let (status, page) = upload(&place, &ana, form("f.gz", &gzip(lines.as_bytes()))).await;
    assert_eq!(status, 200);
    has(&page, "Read", 62);
    has(&page, "New", 2);
    has(&page, "Rejected", 60);
    let list = place.backend.board().at(1).expect("the first finding");
    let way = format!(
        "<a href=\"/findings/{}\" class=\"cover name\">Finding a</a>",
        list.id
    );
    assert!(page.contains(&way), "{way} in {page}");
    assert!(
        page.contains("AwsAccountId is missing") && page.contains("and 10 more"),
        "{page}"
    );
    let list = ana
        .get(place.at("/findings?by=flat&sort=came"))
        .send()
        .await;
    let list = list
        .expect("the server answers")
        .text()
        .await
        .expect("text");
    assert!(list.contains("Finding a") && list.contains("Finding b"));
    let (_, page) = upload(
        &place,
        &ana,
        form("f.json", asff("a").to_string().as_bytes()),
    )
    .await;
    has(&page, "As they were", 1);
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_in_one_sentence() {
    let (place, ana) = floor(1).await;
    let large = format!("{}\n", asff("a")).repeat(10_000);
    let cut = json!([asff("a"), asff("b")]).to_string();
    for (name, bytes, status, sentence) in [
        ("", "", 422, "Choose a file first."),
        (
            "empty.json",
            "",
            200,
            "There are no findings in the file: it is empty.",
        ),
        (
            "table.csv",
            "a,b\n",
            422,
            "The file cannot be read: it is no JSON: it begins with",
        ),
        (
            "cut.json",
            &cut[..cut.len() - 9],
            422,
            "The file cannot be read: it ends in the middle",
        ),
        (
            "large.json",
            large.as_str(),
            413,
            "The file is larger than 1 MiB.",
        ),
    ] {
        let (answered, page) = upload(&place, &ana, form(name, bytes.as_bytes())).await;
        assert_eq!(answered, status, "{name}: {page}");
        assert!(page.contains(sentence), "{sentence} in {page}");
    }
    let no_form = place.post(&ana, "/findings/import", &[("file", "x")]).await;
    assert_eq!(no_form.status(), 422);
}

#[tokio::test]
async fn only_analysts_and_administrators_bring_files() {
    let place = Place::new().await;
    for role in Role::ALL {
        place.person(role.as_str(), &[*role]).await;
        let browser = place.sign_in(role.as_str()).await;
        let may = matches!(role, Role::Analyst | Role::Admin);
        let expected = if may { 200 } else { 403 };
        let page = browser.get(place.at("/findings/import")).send().await;
        assert_eq!(
            page.expect("the server answers").status(),
            expected,
            "{role}"
        );
        let file = asff(role.as_str()).to_string();
        let (status, page) = upload(&place, &browser, form("f.json", file.as_bytes())).await;
        assert_eq!(status, expected, "{role}");
        assert_eq!(page.contains("What came in"), may, "{role}");
    }
    assert_eq!(place.backend.board().len(), 2);
    let (status, _) = upload(&place, &place.browser(), form("f.json", b"{}")).await;
    assert_eq!(status, 302, "a stranger is led to sign in");
    assert_eq!(place.backend.board().len(), 2);
}
