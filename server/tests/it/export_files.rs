//! Findings leave over HTTP as files: the list of the address, and what is refused.

use std::collections::HashMap;

use domain::actor::Role;
use reqwest::header;
use serde_json::{Value, json};

use crate::{
    import_command::asff,
    place::{Place, location},
    uploads::{form, upload},
};

#[tokio::test]
async fn a_list_leaves_as_each_file_and_comes_back_unchanged() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    place.person("vera", &[Role::Viewer]).await;
    let (ana, vera) = (place.sign_in("ana").await, place.sign_in("vera").await);
    let mut low = asff("low");
    low["Severity"]["Label"] = "LOW".into();
    let lines = format!("{}\n{low}\n", asff("high"));
    upload(&place, &ana, form("f.ndjson", lines.as_bytes())).await;
    let get = |path: String| vera.get(place.at(&path)).send();
    for (ending, kind) in [
        ("csv", "text/csv; charset=utf-8"),
        ("ndjson", "application/x-ndjson"),
        ("json", "application/json"),
    ] {
        let answer = get(format!("/findings/export.{ending}?severity=LOW")).await;
        let answer = answer.expect("the server answers");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], kind);
        let named = answer.headers()[header::CONTENT_DISPOSITION].to_str();
        let named = named.expect("text").to_owned();
        assert!(named.ends_with(&format!(".{ending}\"")), "{named}");
        let text = answer.text().await.expect("text");
        assert!(
            text.contains("Finding low") && !text.contains("Finding high"),
            "{text}"
        );
        let all = get(format!("/findings/export.{ending}")).await;
        let all = all.expect("the server answers").text().await.expect("text");
        assert!(all.contains("Finding low") && all.contains("Finding high"));
        if ending != "csv" {
            let (status, page) = upload(&place, &ana, form("again", all.as_bytes())).await;
            assert_eq!(status, 200);
            assert!(page.contains("<dt>As they were</dt><dd>2</dd>"), "{page}");
        }
    }
}

/// Security Hub V2 and other tools report in OCSF.
#[tokio::test]
async fn what_came_as_ocsf_leaves_as_asff_and_comes_back_unchanged() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let ocsf = |id: &str, product: &str| {
        json!({
            "class_uid": 2004, "severity_id": 4, "cloud": {"account": {"uid": "210987654321"}, "region": "eu-west-1"},
            "finding_info": {"uid": id, "title": format!("Finding {id}"), "created_time": 1_772_352_000_000_u64},
            "metadata": {"product": {"uid": product, "name": "Inspector"}, "uid": "u"},
            "resources": [{"uid": "box", "type": "AWS::S3::Bucket"}],
        })
    };
    let v2 = ocsf(
        "v2",
        "arn:aws:securityhub:eu-west-1::productv2/aws/inspector",
    );
    let lines = format!("{}\n{v2}\n{}\n", asff("cspm"), ocsf("other", "scanner"));
    upload(&place, &ana, form("f.ndjson", lines.as_bytes())).await;
    let get = async |ending: &str| {
        let path = place.at(&format!("/findings/export.{ending}"));
        let answer = ana.get(path).send().await.expect("the server answers");
        answer.text().await.expect("text")
    };
    let text = get("json").await;
    let list: Value = serde_json::from_str(&text).expect("JSON");
    let findings = list["Findings"].as_array().expect("a list");
    let products: HashMap<_, _> = findings
        .iter()
        .map(|one| {
            assert_eq!(one["SchemaVersion"], "2018-10-08", "{one}");
            assert!(one.get("metadata").is_none(), "{one}");
            let told = |key: &str| one[key].as_str().expect("text");
            (told("Id"), told("ProductArn"))
        })
        .collect();
    let arn = |product: &str| format!("arn:aws:securityhub:eu-west-1::product/aws/{product}");
    let (config, inspector) = (arn("config"), arn("inspector"));
    let expected = [
        ("cspm", &*config),
        ("v2", &*inspector),
        ("other", "scanner"),
    ];
    assert_eq!(products, HashMap::from(expected));
    let (_, page) = upload(&place, &ana, form("again", text.as_bytes())).await;
    assert!(page.contains("<dt>As they were</dt><dd>3</dd>"), "{page}");
    assert!(get("ndjson").await.contains(&v2.to_string()), "as it came");
}

#[tokio::test]
async fn a_file_follows_what_the_browser_looks_at_and_strangers_get_none() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let mut other = asff("other");
    other["AwsAccountId"] = "111122223333".into();
    let lines = format!("{}\n{other}\n", asff("own"));
    upload(&place, &ana, form("f.ndjson", lines.as_bytes())).await;
    let pick = [("account", "111122223333"), ("region", "")];
    place.post(&ana, "/api/scope/choose", &pick).await;
    let csv = ana.get(place.at("/findings/export.csv")).send().await;
    let csv = csv.expect("the server answers").text().await.expect("text");
    assert!(
        csv.contains("Finding other") && !csv.contains("Finding own"),
        "{csv}"
    );
    let stranger = place
        .browser()
        .get(place.at("/findings/export.csv"))
        .send()
        .await;
    assert_eq!(stranger.expect("the server answers").status(), 403);
}

#[tokio::test]
async fn a_query_that_cannot_be_read_gives_no_file_of_everything() {
    let place = Place::new().await;
    place.person("vera", &[Role::Viewer]).await;
    let vera = place.sign_in("vera").await;
    for ending in ["csv", "ndjson", "json"] {
        let path = format!("/findings/export.{ending}?q=severity:loud");
        let answer = vera.get(place.at(&path)).send().await;
        let answer = answer.expect("the server answers");
        assert_eq!(answer.status(), 422, "{ending}");
        let said = answer.text().await.expect("text");
        assert!(
            said.starts_with(
                "The query of this list cannot be read at loud, so there is no file of it. severity: knows"
            ),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_value_or_a_view_that_nobody_knows_gives_no_file_of_everything() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let mut low = asff("low");
    low["Severity"]["Label"] = "LOW".into();
    let lines = format!("{}\n{low}\n", asff("high"));
    upload(&place, &ana, form("f.ndjson", lines.as_bytes())).await;
    let get = async |query: &str| {
        let path = place.at(&format!("/findings/export.csv?{query}"));
        let answer = ana.get(path).send().await.expect("the server answers");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    };
    let (status, text) = get("severity=low").await;
    assert_eq!(status, 200, "in any case: {text}");
    assert!(text.contains("Finding low") && !text.contains("Finding high"));
    let nobody = "view=01900000-0000-7000-8000-000000000001";
    for (query, said) in [
        (
            "severity=loud",
            "The query of this list cannot be read at loud, so there is no file of it. severity: knows ",
        ),
        (
            "severity=LOW&-workflow=gone",
            "The query of this list cannot be read at gone",
        ),
        (nobody, "This view does not exist or is not shared with you"),
        (
            "view=mine",
            "This view does not exist or is not shared with you",
        ),
    ] {
        let (status, text) = get(query).await;
        assert_eq!(status, 422, "{query}: {text}");
        assert!(text.starts_with(said), "{query}: {text}");
    }
    let (status, text) = get(&format!("{nobody}&severity=LOW")).await;
    assert_eq!(status, 200, "it says itself what it is: {text}");
    assert!(!text.contains("Finding high"), "{text}");
}

#[tokio::test]
async fn a_browser_in_which_nobody_is_signed_in_is_led_to_sign_in_and_then_to_the_page_of_the_file()
{
    let place = Place::new().await;
    let browser = place.browser();
    let id = "01900000-0000-7000-8000-000000000001";
    for (file, page) in [
        (
            format!("/incidents/{id}/export.md"),
            format!("/incidents/{id}"),
        ),
        (
            "/findings/export.csv?severity=HIGH".to_owned(),
            "/findings?severity=HIGH".to_owned(),
        ),
    ] {
        let answer = browser.get(place.at(&file)).header("accept", "text/html");
        let answer = answer.send().await.expect("the server answers");
        assert_eq!(answer.status(), 302, "{file}");
        let to = location(&answer);
        let query = app::query::Query::parse(to.strip_prefix("/sign-in").unwrap_or_default());
        assert_eq!(query.get("return_to"), Some(page.as_str()), "{to}");
        let bare = browser.get(place.at(&file)).send().await;
        assert_eq!(bare.expect("the server answers").status(), 403, "{file}");
    }
}
