//! Acts on findings over HTTP: as a tool calls them, and as a plain form sends them.

use backend::{
    findings::finding_id,
    testing::{batch, incoming, person},
};
use domain::{actor::Role, id::FindingId};
use reqwest::Client;
use serde_json::Value;

use crate::{
    functions::call,
    place::{Place, location},
};

const ACT: &str = "/api/findings/act";

/// A place with two findings and an analyst who is signed in.
async fn floor() -> (Place, Client, Vec<FindingId>) {
    let place = Place::new().await;
    let findings: Vec<_> = ["a", "b"].map(|id| incoming(id, |_| {})).into();
    let id = |finding: &domain::finding::IncomingFinding| {
        let (account, product) = (finding.account.as_str(), &finding.product_arn);
        finding_id(account, product, &finding.aws_finding_id)
    };
    let ids = findings.iter().map(id).collect();
    place.backend.ingest(batch(findings)).await;
    place.person("ana", &[Role::Analyst]).await;
    let browser = place.sign_in("ana").await;
    (place, browser, ids)
}

fn workflow(place: &Place, id: FindingId) -> String {
    let row = place.backend.board().row(id).expect("it is there");
    row.workflow.to_string()
}

/// The answer of a function to a tool.
async fn answer(place: &Place, browser: &Client, path: &str, form: &[(&str, &str)]) -> Value {
    let answer = browser
        .post(place.at(path))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .form(form)
        .send()
        .await
        .expect("the server answers");
    answer.json().await.expect("JSON")
}

#[tokio::test]
async fn a_tool_acts_reads_and_undoes() {
    let (place, browser, ids) = floor().await;
    let as_of = place.backend.board().as_of().0.to_string();
    let both = format!("{},{}", ids[0], ids[1]);
    let form = [
        ("ids[]", both.as_str()),
        ("as_of", &as_of),
        ("workflow", "SUPPRESSED"),
        ("add_tags", "pci"),
        ("reason", "Meant to be so."),
    ];
    let id = answer(&place, &browser, ACT, &form).await;
    assert_eq!(id["is_nothing"], false);
    let id = id["id"].as_str().expect("an id").to_owned();
    assert_eq!(workflow(&place, ids[1]), "SUPPRESSED");
    let read = "/api/findings/bulk_act";
    let act = answer(&place, &browser, read, &[("id", &id)]).await;
    assert_eq!(
        (&act["total"], &act["done"]),
        (&2.into(), &2.into()),
        "{act}"
    );
    assert!(act["undoable_until"].is_string(), "{act}");
    let undo = "/api/findings/undo";
    assert_eq!(call(&place, &browser, undo, &[("id", &id)]).await, 200);
    assert_eq!(workflow(&place, ids[1]), "NEW");
    assert_eq!(call(&place, &browser, undo, &[("id", &id)]).await, 409);
    place.person("ben", &[Role::Analyst]).await;
    let ben = place.sign_in("ben").await;
    assert_eq!(call(&place, &ben, undo, &[("id", &id)]).await, 403);
    assert_eq!(call(&place, &ben, read, &[("id", &id)]).await, 200);
    assert_eq!(call(&place, &ben, read, &[("id", "nothing")]).await, 404);
}

#[tokio::test]
async fn what_cannot_be_read_or_meant_has_a_code() {
    let (place, browser, ids) = floor().await;
    let one = ids[0].to_string();
    let good = [
        ("ids[]", one.as_str()),
        ("as_of", "9"),
        ("workflow", "NOTIFIED"),
    ];
    for (field, value, code) in [
        ("ids[]", "nothing", "Id"),
        ("ids[]", "", "NothingChosen"),
        ("as_of", "", "Id"),
        ("workflow", "LOUD", "Choice"),
        ("workflow", "", "NothingTouched"),
        ("workflow", "RESOLVED", "ReasonMissing"),
        ("severity", "LOUD", "Choice"),
        ("verification", "LOUD", "Choice"),
        ("assign", "everybody", "Choice"),
        ("assign", "to", "Name"),
        ("add_tags", "<b>", "\"TagMalformed"),
        ("remove_tags", "<b>", "RemovedTagMalformed"),
        ("link", "TKT-7", "LinkMalformed"),
        ("link", "INC-7", "LinkUnknown"),
        ("scope", "all", "Choice"),
        ("scope", "group", "Choice"),
        ("until_on", "2099-01-31", "EndUnused"),
    ] {
        let others = good.iter().filter(|(name, _)| *name != field);
        let form: Vec<_> = others.copied().chain([(field, value)]).collect();
        assert_eq!(
            call(&place, &browser, ACT, &form).await,
            422,
            "{field}={value}"
        );
        let told = answer(&place, &browser, ACT, &form).await.to_string();
        assert!(told.contains(code), "{field}={value}: {told}");
    }
    let note = "x".repeat(513);
    let form = [("ids[]", one.as_str()), ("as_of", "9"), ("note", &note)];
    let told = answer(&place, &browser, ACT, &form).await.to_string();
    assert!(told.contains("NoteTooLong"), "{told}");
    assert_eq!(workflow(&place, ids[0]), "NEW");
    place.person("vera", &[Role::Viewer]).await;
    let vera = place.sign_in("vera").await;
    assert_eq!(call(&place, &vera, ACT, &good).await, 403);
    assert_eq!(call(&place, &place.browser(), ACT, &good).await, 401);
}

/// A list of nothing, and one whose query is none: without its query it would be a list of everything.
#[tokio::test]
async fn a_list_that_has_nothing_changes_nothing() {
    let (place, browser, ids) = floor().await;
    for (query, code) in [
        ("account=999999999999", "NothingMatches"),
        ("q=severity%3Aloud", "QueryUnreadable"),
    ] {
        let matching = [
            ("scope", "matching"),
            ("query", query),
            ("as_of", "9"),
            ("workflow", "NOTIFIED"),
        ];
        let told = answer(&place, &browser, ACT, &matching).await.to_string();
        assert!(told.contains(code), "{query}: {told}");
    }
    assert_eq!(workflow(&place, ids[0]), "NEW");
}

#[tokio::test]
async fn a_plain_form_is_led_on_and_keeps_what_was_typed() {
    let (place, browser, ids) = floor().await;
    let as_of = place.backend.board().as_of().0.to_string();
    let (one, other) = (ids[0].to_string(), ids[1].to_string());
    let page = place.at("/findings?by=flat");
    let send = |reason: &'static str| {
        let form = [
            ("ids[]", one.clone()),
            ("ids[]", other.clone()),
            ("as_of", as_of.clone()),
            ("workflow", "SUPPRESSED".to_owned()),
            ("note", "Not ours".to_owned()),
            ("query", "by=flat&severity=HIGH".to_owned()),
            ("reason", reason.to_owned()),
        ];
        browser
            .post(place.at(ACT))
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("referer", &page)
            .form(&form)
            .send()
    };
    let refused = send("").await.expect("the server answers");
    let back = location(&refused);
    assert!(back.starts_with("/findings?by=flat&"), "{back}");
    for kept in ["note=Not%20ours", "workflow=SUPPRESSED", &one, "__err="] {
        assert!(back.contains(kept), "{kept} in {back}");
    }
    assert_eq!(workflow(&place, ids[0]), "NEW");
    let done = send("It is a test").await.expect("the server answers");
    let page = location(&done);
    assert!(page.starts_with("/findings/acts/"), "{page}");
    assert_eq!(workflow(&place, ids[1]), "SUPPRESSED");
    let said = text(&place, &browser, &page).await;
    for words in ["Workflow became Suppressed", "Noted: Not ours", LIST_BACK] {
        assert!(said.contains(words), "{words} in {said}");
    }
    is_undone(&place, &browser, &page).await;
}

/// The page of an undo says what was undone, and leads back to the same list.
async fn is_undone(place: &Place, browser: &Client, page: &str) {
    let (path, _) = page.split_once('?').expect("a list");
    let id = path.rsplit('/').next().expect("an id");
    let undone = browser
        .post(place.at("/api/findings/undo"))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .form(&[("id", id), ("list", "by=flat&severity=HIGH")])
        .send();
    let page = location(&undone.await.expect("the server answers"));
    let said = text(place, browser, &page).await;
    for words in ["Undone", "Workflow became Suppressed", LIST_BACK] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("Noted"), "a note stays: {said}");
}

/// The way from an act to the list that it was done in.
const LIST_BACK: &str = "href=\"/findings?severity=HIGH&amp;by=flat\"";

async fn text(place: &Place, browser: &Client, path: &str) -> String {
    let page = browser.get(place.at(path)).send().await;
    let page = page.expect("the server answers").text().await;
    page.expect("a page")
}

/// What an old link says of where its page begins may be wrong: the way on keeps what it filters by.
#[tokio::test]
async fn a_page_that_is_none_leads_to_the_first_of_its_list() {
    let (place, browser, _) = floor().await;
    let said = text(
        &place,
        &browser,
        "/findings?by=flat&severity=HIGH&after=nonsense",
    )
    .await;
    assert!(said.contains("First page of this list"), "{said}");
    let way = "href=\"/findings?by=flat&amp;severity=HIGH\"";
    assert!(said.contains(way), "{said}");
}

#[tokio::test]
async fn a_number_leads_to_what_is_called_by_it() {
    let (place, browser, _) = floor().await;
    let declare = [("title", "Port 22"), ("impact", "3")];
    let declared = browser
        .post(place.at("/api/incidents/declare"))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .form(&declare)
        .send();
    let page = location(&declared.await.expect("the server answers"));
    let go = async |name: &str| {
        let answer = browser.get(place.at(&format!("/go/{name}"))).send().await;
        location(&answer.expect("the server answers"))
    };
    assert_eq!(go("inc-1").await, page);
    assert_eq!(go("INC-2").await, "/incidents/INC-2");
    assert_eq!(go("CHG-1").await, "/changes/CHG-1");
    assert_eq!(go("x").await, "/incidents/none");
}

/// All of a list, with the values as its page reads them.
#[tokio::test]
async fn all_of_a_list_are_those_that_its_page_shows() {
    let (place, browser, ids) = floor().await;
    let as_of = place.backend.board().as_of().0.to_string();
    let form = [
        ("scope", "matching"),
        ("query", "by=flat&severity=HIGH&q=sg-a"),
        ("as_of", &as_of),
        ("assign", "claim"),
    ];
    assert_eq!(call(&place, &browser, ACT, &form).await, 200);
    let assignee = |id| place.backend.board().row(id).and_then(|row| row.assignee);
    assert_eq!(assignee(ids[0]).as_deref(), Some("ana"));
    assert_eq!(assignee(ids[1]), None);
}

/// The form says which finding was the last when its page was read: what comes then is no part of all of the list.
#[tokio::test]
async fn all_of_a_list_are_those_that_were_there_when_it_was_read() {
    let (place, browser, ids) = floor().await;
    let list = text(&place, &browser, "/findings?by=flat&severity=HIGH").await;
    let value = |name: &str| {
        let (_, rest) = list.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let (as_of, last) = (
        value("as_of").expect("it is sent"),
        value("last").expect("and so is it"),
    );
    let late = incoming("late", |finding| finding.title = "It came late".to_owned());
    place.backend.ingest(batch(vec![late])).await;
    let form = [
        ("scope", "matching"),
        ("query", "by=flat&severity=HIGH"),
        ("as_of", &as_of),
        ("last", &last),
        ("workflow", "NOTIFIED"),
    ];
    let sent = browser
        .post(place.at(ACT))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .form(&form)
        .send();
    let page = location(&sent.await.expect("the server answers"));
    let said = text(&place, &browser, &page).await;
    for words in ["1 left out", "came after the list was read", "It came late"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert_eq!(workflow(&place, ids[0]), "NOTIFIED");
    let row = place.backend.board().at(place.backend.board().last());
    assert_eq!(row.expect("it is there").workflow.as_str(), "NEW");
    let wrong = [("scope", "matching"), ("as_of", "9"), ("last", "x")];
    assert_eq!(call(&place, &browser, ACT, &wrong).await, 422);
}

#[tokio::test]
async fn a_claim_alone_sends_nothing_else_of_the_form() {
    let (place, browser, ids) = floor().await;
    let (one, as_of) = (
        ids[0].to_string(),
        place.backend.board().as_of().0.to_string(),
    );
    let form = [
        ("ids[]", one.as_str()),
        ("as_of", &as_of),
        ("workflow", "RESOLVED"),
        ("add_tags", "pci"),
        ("reason", "for another act"),
        ("only", "claim"),
    ];
    assert_eq!(call(&place, &browser, ACT, &form).await, 200);
    let row = place.backend.board().row(ids[0]).expect("it is there");
    assert_eq!(row.assignee.as_deref(), Some("ana"));
    assert_eq!(workflow(&place, ids[0]), "NEW");
}

#[tokio::test]
async fn nobody_who_is_not_here_gets_a_finding_and_what_was_typed_is_kept() {
    let (place, browser, ids) = floor().await;
    let (one, as_of) = (
        ids[0].to_string(),
        place.backend.board().as_of().0.to_string(),
    );
    let list = "/findings?by=flat";
    let answer = browser
        .post(place.at(ACT))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("referer", place.at(list))
        .form(&[
            ("ids[]", one.as_str()),
            ("as_of", &as_of),
            ("assign", "to"),
            ("assignee", "nemo"),
            ("note", "please look"),
        ])
        .send();
    let answer = answer.await.expect("the server answers");
    let page = browser.get(place.at(&location(&answer))).send().await;
    let page = page.expect("a page").text().await.expect("text");
    for kept in [
        "Nobody here has this sign-in name.",
        "value=\"nemo\"",
        "value=\"please look\"",
        "<option value=\"ana\"></option>",
    ] {
        assert!(page.contains(kept), "{kept} in {page}");
    }
    let row = place.backend.board().row(ids[0]).expect("it is there");
    assert_eq!(row.assignee, None);
}

#[tokio::test]
async fn findings_are_suppressed_until_a_day() {
    let (place, browser, ids) = floor().await;
    let (one, as_of) = (
        ids[0].to_string(),
        place.backend.board().as_of().0.to_string(),
    );
    let day = (place.backend.now() + chrono::TimeDelta::days(11)).format("%Y-%m-%d");
    let send = async |day: &str| {
        let form = [
            ("ids[]", one.as_str()),
            ("as_of", &as_of),
            ("workflow", "SUPPRESSED"),
            ("until", "30"),
            ("until_on", day),
            ("reason", "accepted"),
        ];
        call(&place, &browser, ACT, &form).await
    };
    assert_eq!(send("next week").await, 422);
    assert_eq!(send("2001-02-03").await, 422, "a day that has passed");
    assert_eq!(workflow(&place, ids[0]), "NEW");
    assert_eq!(send(&day.to_string()).await, 200);
    let all = backend::suppressions::list(&place.backend, &person("vera", &[Role::Viewer])).await;
    let kept = all.expect("suppressions")[0].suppression.until;
    assert_eq!(kept.format("%Y-%m-%d").to_string(), day.to_string());
}

#[tokio::test]
async fn a_name_that_is_typed_is_meant() {
    let (place, browser, ids) = floor().await;
    let (one, as_of) = (
        ids[0].to_string(),
        place.backend.board().as_of().0.to_string(),
    );
    let send = async |assign: &str| {
        let form = [
            ("ids[]", one.as_str()),
            ("as_of", &as_of),
            ("assign", assign),
            ("assignee", "ana"),
            ("note", "hers"),
        ];
        call(&place, &browser, ACT, &form).await
    };
    assert_eq!(send("nobody").await, 422, "one of both cannot be meant");
    assert_eq!(send("claim").await, 422);
    assert_eq!(send("").await, 200);
    let row = place.backend.board().row(ids[0]).expect("it is there");
    assert_eq!(row.assignee.as_deref(), Some("ana"));
}

#[tokio::test]
async fn a_page_or_an_open_group_is_acted_on() {
    let (place, browser, ids) = floor().await;
    let as_of = place.backend.board().as_of().0.to_string();
    let title = place.backend.board().row(ids[0]).expect("it is there");
    let open = title.control.unwrap_or(title.title);
    let query = format!("open={}", open.replace(' ', "%20"));
    let send = async |scope: &str, page: &str, tag: &str| {
        let form = [
            ("scope", scope),
            ("page", page),
            ("query", &query),
            ("as_of", &as_of),
            ("add_tags", tag),
        ];
        let id = answer(&place, &browser, ACT, &form).await;
        let id = id["id"].as_str().expect("an id").to_owned();
        let read = "/api/findings/bulk_act";
        answer(&place, &browser, read, &[("id", &id)]).await["done"].clone()
    };
    let page = format!("{},{}", ids[0], ids[1]);
    assert_eq!(send("page", &page, "paged").await, 2);
    assert_eq!(send("group", "", "grouped").await, 2);
}
