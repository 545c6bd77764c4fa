//! A file of findings is uploaded: what the page says of it, and of what it cannot take.

use backend::testing::person;
use domain::{action::Action, actor::Role};
use reqwest::Client;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    import_command::{asff, gzip},
    place::{PASSWORD, Place, set_cookie},
    views::answer,
    write_back::eventually,
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

/// What somebody else wrote takes no more room than it is worth.
#[tokio::test]
async fn what_is_rejected_is_told_in_few_words() {
    let (place, ana) = floor(256).await;
    let long = "i".repeat(3_000);
    let bad = json!({"Id": long, "ProductArn": "p"});
    let other = json!({"a": 1, "b\u{202e}": 1, "c": 1, "d": 1, "e": 1, "f": 1});
    let lines = format!("[{},{bad},{{}},{other}]", asff("a"));
    let (_, page) = upload(&place, &ana, form("f.json", lines.as_bytes())).await;
    has(&page, "Rejected", 3);
    let cut = format!("<span class=\"under id\">{}…</span>", &long[..200]);
    assert!(page.contains(&cut), "{page}");
    for told in [
        "an empty object is no finding, event or health check",
        "the object is no finding, event or health check: its fields are a, b\\u{202e}, c, d and 2 more",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    place.person("ada", &[Role::Admin]).await;
    let ada = place.sign_in("ada").await;
    let kept = ada.get(place.at("/settings/sources")).send().await;
    let kept = kept.expect("the server answers").text().await;
    assert!(kept.expect("text").replace("<!>", "").contains(&cut));
}

/// Each plane has a spelling of its own for the type of a resource.
#[tokio::test]
async fn a_resource_that_both_planes_name_is_one() {
    let (place, ana) = floor(256).await;
    let arn = "arn:aws:lambda:eu-west-1:210987654321:function:pay";
    let mut cspm = asff("cspm");
    cspm["Resources"] = json!([{"Id": arn, "Type": "AwsLambdaFunction"}]);
    let v2 = json!({
        "class_uid": 2004, "severity_id": 4, "cloud": {"account": {"uid": "210987654321"}, "region": "eu-west-1"},
        "finding_info": {"uid": "v2", "title": "Finding v2", "created_time": 1_772_352_000_000_u64},
        "metadata": {"product": {"uid": "arn:aws:securityhub:eu-west-1::productv2/aws/inspector"}, "uid": "u"},
        "resources": [{"uid": arn, "type": "AWS::Lambda::Function"}],
    });
    let lines = format!("{cspm}\n{v2}\n");
    let (_, page) = upload(&place, &ana, form("f.ndjson", lines.as_bytes())).await;
    has(&page, "New", 2);
    let board = place.backend.board();
    for (n, other) in [(1, "Finding v2"), (2, "Finding cspm")] {
        let id = board.at(n).expect("a finding").id;
        let same = [("id", &*id.to_string())];
        let same = answer(&place, &ana, "/api/findings/same_resource", &same).await;
        assert!(same.to_string().contains(other), "{other} in {same}");
    }
    let by_resource = [("query", "by=resource")];
    let listing = answer(&place, &ana, "/api/findings/listing", &by_resource).await;
    let groups = &listing["listed"]["Groups"][0]["page"]["rows"];
    assert_eq!(groups.as_array().map(Vec::len), Some(1), "{groups}");
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

/// A stranger announces a file and sends nothing of it: who waits for it to come would never answer.
#[tokio::test]
async fn of_a_strangers_file_no_byte_is_waited_for() {
    let place = Place::new().await;
    let host = place.base.trim_start_matches("http://");
    // More than the limit, and less.
    for length in [1_u64 << 40, 1 << 20] {
        let mut stranger = TcpStream::connect(host).await.expect("the server listens");
        let head = format!(
            "POST /findings/import HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\n\
             Content-Type: multipart/form-data; boundary={EDGE}\r\nContent-Length: {length}\r\n\r\n"
        );
        stranger
            .write_all(head.as_bytes())
            .await
            .expect("it is sent");
        let mut answer = [0; 12];
        stranger.read_exact(&mut answer).await.expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 302");
    }
}

/// Whoever is signed in and may not is refused as early, and that stands in the audit once.
#[tokio::test]
async fn a_refused_upload_is_audited() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let vera = place.sign_in("vera").await;
    for _ in 0..2 {
        let (status, _) = upload(&place, &vera, form("f.json", b"{}")).await;
        assert_eq!(status, 403);
    }
    assert_eq!(
        told_of_imports(&place).await,
        ["their roles do not allow it"]
    );
}

/// The details of what the audit has of imports, the last first.
async fn told_of_imports(place: &Place) -> Vec<String> {
    let entries = backend::audit::list(&place.backend, &person("ada", &[Role::Admin]), None).await;
    let entries = entries.expect("the audit").rows.into_iter();
    let of_files = entries.filter(|entry| entry.action == Action::ImportFindings.as_str());
    of_files.map(|entry| entry.detail).collect()
}

#[tokio::test]
async fn an_import_that_dies_is_audited_with_what_came_in() {
    let (place, ana) = floor(256).await;
    let lines: String = (0..3_000)
        .map(|n| format!("{}\n", asff(&format!("f{n}"))))
        .collect();
    // The disk is full until a write has failed.
    place.backend.limit_pages(1).await;
    let (status, page) = upload(&place, &ana, form("f.ndjson", lines.as_bytes())).await;
    assert_eq!(status, 503, "{page}");
    let told = told_of_imports(&place).await;
    // Of the pages that were under way together one may have come in.
    let inserted = told[0].split(' ').find_map(|word| word.parse::<u64>().ok());
    let kept = inserted.expect("a count");
    assert!(kept < 3_000, "{told:?}");
    let mut tries = 0;
    while place.backend.board().len() < kept && tries < 200 {
        tries += 1;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(place.backend.board().len(), kept, "as many as it tells of");
    let detail = format!(
        "findings of a file: {kept} inserted, 0 updated, 0 unchanged, 0 rejected; then it broke off"
    );
    assert_eq!(told, [detail]);
}

/// How far a file is says the page while it still comes, to whoever may bring files.
#[tokio::test]
async fn the_page_says_how_far_a_file_is_that_still_comes() {
    let (place, ana) = floor(256).await;
    let lines = format!("{}\n{}\n", asff("a"), asff("b"));
    let whole = form("slow.ndjson", lines.as_bytes());
    let signed_in = place.browser();
    let answer = place
        .submit_sign_in(&signed_in, ("ana", PASSWORD), "/findings")
        .await;
    let cookie = set_cookie(&answer);
    let cookie = cookie.split(';').next().unwrap_or_default();
    let host = place.base.trim_start_matches("http://");
    let head = format!(
        "POST /findings/import HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Accept: text/html\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: multipart/form-data; boundary={EDGE}\r\n\r\n",
        whole.len()
    );
    let (first, rest) = whole.split_at(whole.len() - 40);
    let mut slow = TcpStream::connect(host).await.expect("the server listens");
    for part in [head.as_bytes(), first] {
        slow.write_all(part).await.expect("it is sent");
    }
    let shows = async || {
        let page = ana.get(place.at("/findings/import")).send().await.ok()?;
        let page = page.text().await.ok()?;
        page.contains("On its way in").then_some(page)
    };
    let page = eventually("it is shown", shows).await;
    for said in ["slow.ndjson", "ana, since ", "<progress ", " records read"] {
        assert!(page.contains(said), "{said} in {page}");
    }
    slow.write_all(rest).await.expect("it is sent");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.contains("What came in"), "{answer}");
    assert_eq!(shows().await, None);
}
