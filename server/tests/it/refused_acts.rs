//! Acts that are refused because somebody was faster: the page says who and when, and what was written is still there, even
//! where nothing can be done any more.

use backend::{
    calendar,
    changes::{self, Decide, Target},
    incidents::{self, Declare, IncidentTarget},
    people::{self, PersonChange},
    strip,
    testing::person,
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    calendar::{FreezePlan, FreezeStrength},
    change::{ApprovalLevel, ChangeKind, Decision, Plan, Revision},
    id::{ChangeId, IncidentId},
    incident::Impact,
    version::Version,
};
use reqwest::{Client, header};

use crate::{
    mail::hire,
    place::{Place, location},
};

/// Posts a form from a page; the answer is the page that it leads back to.
pub(crate) async fn post(
    place: &Place,
    browser: &Client,
    (page, act): (&str, &str),
    form: &[(&str, &str)],
) -> String {
    let sent = browser
        .post(place.at(act))
        .header("sec-fetch-site", "same-origin");
    let sent = sent
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, place.at(page));
    let answer = sent.form(form).send().await.expect("the server answers");
    let back = location(&answer);
    assert!(back.starts_with(page), "{back}");
    let shown = browser
        .get(place.at(&back))
        .send()
        .await
        .expect("an answer");
    shown.text().await.expect("text").replace("<!>", "")
}

fn plan(place: &Place) -> Plan {
    let now = place.backend.now();
    Plan {
        title: "Isolate i-1".to_owned(),
        description: "Swap its group".to_owned(),
        kind: ChangeKind::Standard,
        targets: vec!["111122223333".parse().expect("a place")],
        starts_at: now - TimeDelta::minutes(1),
        ends_at: now + TimeDelta::minutes(57),
        rollback: "Put it back".to_owned(),
        links: Vec::new(),
    }
}

async fn asked(place: &Place, by: &Actor) -> Target<'static> {
    let made = changes::request(&place.backend, by, plan(place), None).await;
    let (id, expected) = made.expect("a draft");
    let target = Target {
        id,
        expected,
        address: None,
    };
    let done = changes::submit(&place.backend, by, target).await;
    done.expect("asked");
    Target {
        expected: expected.next(),
        ..target
    }
}

async fn decided(place: &Place, by: &Actor, target: Target<'static>, decision: Decision) {
    let plan = plan(place);
    let about = changes::about(target.id, &plan);
    let shown = strip::show(&place.backend, by, &about, 1).await;
    let said = Decide {
        target,
        revision: Revision::FIRST,
        decision,
        comment: "seen",
        shown: &shown.expect("a strip").sealed,
    };
    let done = changes::decide(&place.backend, by, said).await;
    done.expect("decided");
}

/// Jo's comment on the revision that they were shown, too late; the answer is the page.
async fn too_late(place: &Place, browser: &Client, id: ChangeId) -> String {
    let page = format!("/changes/{id}");
    let (id, comment) = (id.to_string(), "The group is the wrong one");
    let form = [
        ("id", id.as_str()),
        ("expected_version", "2"),
        ("revision", "1"),
        ("decision", "reject"),
        ("comment", comment),
        ("shown", ""),
    ];
    let html = post(place, browser, (&page, "/api/changes/decide"), &form).await;
    assert!(html.contains(comment), "the comment is kept: {html}");
    assert!(html.contains("Yours was not applied"), "{html}");
    html
}

#[tokio::test]
async fn a_decision_that_came_too_late_says_who_was_faster() {
    let place = Place::new().await;
    let ana = hire(&place.backend, "ana", Role::Analyst).await;
    let bo = hire(&place.backend, "bo", Role::Approver).await;
    place.person("jo", &[Role::Approver]).await;
    let jo = place.sign_in("jo").await;
    let rejected = asked(&place, &ana).await;
    decided(&place, &bo, rejected, Decision::Reject).await;
    let html = too_late(&place, &jo, rejected.id).await;
    assert!(html.contains("bo rejected it, revision 1 at "), "{html}");
    assert!(
        !html.contains("/api/changes/decide"),
        "nothing is left to decide: {html}"
    );
    let (_, rung) = html.split_once("rejected: </span>").expect("a rung");
    let rung = rung.split("</li>").next().unwrap_or_default();
    assert!(
        rung.contains("1 Security lead") && rung.contains("bo rejected, "),
        "{rung}"
    );
    let approved = asked(&place, &ana).await;
    decided(&place, &bo, approved, Decision::Approve).await;
    let html = too_late(&place, &jo, approved.id).await;
    assert!(html.contains("bo approved it"), "{html}");
    let withdrawn = asked(&place, &ana).await;
    let done = changes::withdraw(&place.backend, &ana, withdrawn, "").await;
    done.expect("withdrawn");
    let html = too_late(&place, &jo, withdrawn.id).await;
    assert!(html.contains("ana withdrew it"), "{html}");
}

#[tokio::test]
async fn a_comment_without_end_is_refused_and_kept() {
    let place = Place::new().await;
    let ana = hire(&place.backend, "ana", Role::Analyst).await;
    place.person("jo", &[Role::Approver]).await;
    let jo = place.sign_in("jo").await;
    let target = asked(&place, &ana).await;
    let (page, id) = (format!("/changes/{}", target.id), target.id.to_string());
    let comment = "long ".repeat(401);
    let form = [
        ("id", id.as_str()),
        ("expected_version", "2"),
        ("revision", "1"),
        ("decision", "reject"),
        ("comment", comment.trim()),
        ("shown", ""),
    ];
    let html = post(&place, &jo, (&page, "/api/changes/decide"), &form).await;
    assert!(
        html.contains("A comment has at most 2000 characters."),
        "{html}"
    );
    assert!(html.contains(comment.trim()), "it is kept: {html}");
}

/// An incident of ana's; its page, and its id for a form.
async fn incident(place: &Place, ana: &Actor) -> (IncidentTarget<'static>, String) {
    let ask = Declare {
        title: "Checkout is slow",
        summary: "",
        impact: Impact::Major,
        scopes: Vec::new(),
        from: None,
        address: None,
    };
    let id: IncidentId = incidents::declare(&place.backend, ana, ask)
        .await
        .expect("declared")
        .id;
    let target = IncidentTarget {
        id,
        expected: Version::FIRST,
        address: None,
    };
    (target, format!("/incidents/{id}"))
}

#[tokio::test]
async fn what_was_written_about_an_incident_outlives_its_form() {
    let place = Place::new().await;
    let bo = person("bo", &[Role::Analyst]);
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let (target, page) = incident(&place, &bo).await;
    let done = incidents::resolve(&place.backend, &bo, target).await;
    done.expect("resolved");
    let id = target.id.to_string();
    let edit = [
        ("id", id.as_str()),
        ("expected_version", "1"),
        ("title", "Checkout is down"),
        ("summary", "Customers in Europe cannot pay."),
    ];
    let html = post(&place, &ana, (&page, "/api/incidents/change"), &edit).await;
    for kept in [
        "Changed by bo at ",
        "Checkout is down",
        "Customers in Europe cannot pay.",
    ] {
        assert!(html.contains(kept), "{kept}: {html}");
    }
    assert!(html.contains("Open it again to change it."), "{html}");
    let again = IncidentTarget {
        expected: Version(2),
        ..target
    };
    let done = incidents::reopen(&place.backend, &bo, again, "It came back").await;
    done.expect("opened again");
    let reopen = [
        ("id", id.as_str()),
        ("expected_version", "2"),
        ("reason", "It was never over."),
    ];
    let html = post(&place, &ana, (&page, "/api/incidents/reopen"), &reopen).await;
    for kept in ["Changed by bo at ", "It was never over."] {
        assert!(html.contains(kept), "{kept}: {html}");
    }
}

/// A level that nobody could complete is said before anybody is asked, and at the button that asks.
#[tokio::test]
async fn a_level_that_nobody_can_complete_is_said_on_the_page() {
    let place = Place::new().await;
    let ada = person("ada", &[Role::Admin]);
    hire(&place.backend, "jo", Role::Approver).await;
    let many = ApprovalLevel {
        name: "Security lead".to_owned(),
        needed: 3,
    };
    let set = changes::set_level(&place.backend, &ada, (1, Version::FIRST), many, None).await;
    set.expect("three of one");
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let shown = ana
        .get(place.at("/changes/new"))
        .send()
        .await
        .expect("an answer");
    let html = shown.text().await.expect("text");
    let said = "Security lead needs 3, and 1 can approve it. It cannot be completed.";
    assert!(html.contains(said), "{html}");
    let at = |minutes: i64| {
        let at = place.backend.now() + TimeDelta::minutes(minutes);
        at.format("%Y-%m-%dT%H:%M").to_string()
    };
    let (starts, ends) = (at(1), at(60));
    let form = [
        ("title", "Isolate i-1"),
        ("description", "Swap its group"),
        ("kind", "standard"),
        ("targets", "111122223333"),
        ("starts_at", starts.as_str()),
        ("ends_at", ends.as_str()),
        ("rollback", "Put it back"),
        ("then", "submit"),
    ];
    let html = post(&place, &ana, ("/changes/", "/api/changes/save"), &form).await;
    assert!(
        html.contains("There are not enough people who could approve it"),
        "{html}"
    );
    assert!(html.contains("What you wrote is kept as a draft"), "{html}");
    assert!(html.contains("Swap its group"), "{html}");
}

/// Pages of the settings name who was faster too, and believe no name that anybody else wrote into the address.
#[tokio::test]
async fn a_form_of_the_settings_says_who_was_faster() {
    let place = Place::new().await;
    place.person("ida", &[Role::Admin]).await;
    let ida = place.sign_in("ida").await;
    let level = |needed| ApprovalLevel {
        name: "Security lead".to_owned(),
        needed,
    };
    let ada = person("ada", &[Role::Admin]);
    let set = changes::set_level(&place.backend, &ada, (1, Version::FIRST), level(2), None).await;
    set.expect("it is set");
    let form = [
        ("of", "1"),
        ("expected_version", "1"),
        ("name", "On call"),
        ("needed", "3"),
    ];
    let page = "/settings/approvals";
    let html = post(&place, &ida, (page, "/api/changes/set_level"), &form).await;
    assert!(html.contains("Changed by ada at "), "{html}");
    assert!(html.contains("On call"), "what was typed is kept: {html}");
    let sent = ida.post(place.at("/api/changes/set_level"));
    let sent = sent
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html");
    let sent = sent
        .header(header::REFERER, place.at(page))
        .form(&form)
        .send()
        .await;
    let back = location(&sent.expect("an answer")).replace(".ada", ".eve");
    assert!(back.contains(".eve"), "{back}");
    let html = ida.get(place.at(&back)).send().await.expect("an answer");
    let html = html.text().await.expect("text");
    assert!(!html.contains("eve at"), "{html}");
    assert!(html.contains("It was changed meanwhile"), "{html}");
}

/// So does a form that keeps nothing of what was typed.
#[tokio::test]
async fn a_change_of_an_account_says_who_was_faster() {
    let place = Place::new().await;
    place.person("ida", &[Role::Admin]).await;
    place.person("vera", &[Role::Viewer]).await;
    let ida = place.sign_in("ida").await;
    let ada = person("ada", &[Role::Admin]);
    let vera = people::find_by_name(&place.backend, &ada, "vera").await;
    let vera = vera.expect("people").expect("she is there");
    let mail = PersonChange::SetMail("vera@example.com".to_owned());
    let set = people::change(&place.backend, &ada, vera, mail, None).await;
    set.expect("an address");
    let (id, version) = (vera.0.to_string(), vera.1.0.to_string());
    let form = [
        ("id", id.as_str()),
        ("expected_version", version.as_str()),
        ("what", "disable"),
    ];
    let page = "/settings/people";
    let html = post(&place, &ida, (page, "/api/people/change"), &form).await;
    assert!(html.contains("Changed by ada at "), "{html}");
}

/// The same person has the form of a request open twice: what was left alone in the slower one is what the faster one made.
#[tokio::test]
async fn a_request_that_was_left_alone_in_part_shows_what_holds_by_now() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let draft = [
        ("title", "Isolate i-1"),
        ("description", "Swap its group"),
        ("kind", "standard"),
        ("targets", "111122223333"),
        ("starts_at", "2030-01-02T10:00"),
        ("ends_at", "2030-01-02T11:00"),
        ("rollback", "Put it back"),
    ];
    let made = place.post(&ana, "/api/changes/save", &draft).await;
    let page = location(&made);
    let id = page.strip_prefix("/changes/").expect("its page").to_owned();
    let edit = format!("{page}/edit");
    let form = ana.get(place.at(&edit)).send().await.expect("an answer");
    let form = form.text().await.expect("text");
    let (_, was) = form.split_once("name=\"was\" value=\"").expect("a field");
    let was = was.split('"').next().unwrap_or_default();
    let with = |key: &str, text: &'static str| {
        let changed = draft.map(|(name, value)| match name == key {
            true => (name, text),
            false => (name, value),
        });
        let fence = [("id", id.as_str()), ("expected_version", "1"), ("was", was)];
        [&fence[..], &changed].concat()
    };
    let later = with("ends_at", "2030-01-02T12:00");
    place.post(&ana, "/api/changes/save", &later).await;
    let words = with("description", "Swap both groups");
    let html = post(&place, &ana, (&edit, "/api/changes/save"), &words).await;
    assert!(html.contains("Yours was not applied"), "{html}");
    assert!(html.contains("Swap both groups"), "what was typed: {html}");
    assert!(
        html.contains("2030-01-02T12:00") && !html.contains("2030-01-02T11:00"),
        "what was left alone: {html}"
    );
}

fn freeze_of_all(name: &str, from: domain::time::Timestamp) -> FreezePlan {
    FreezePlan {
        name: name.to_owned(),
        strength: FreezeStrength::Hard,
        scope: "organization".parse().expect("a place"),
        reason: "The books are closed".to_owned(),
        from,
        until: from + TimeDelta::hours(3),
    }
}

/// An end that was refused is said at its button, in a fold that is open.
#[tokio::test]
async fn a_freeze_that_is_not_ended_says_so_at_its_button() {
    let place = Place::new().await;
    place.person("ida", &[Role::Admin]).await;
    let ida = place.sign_in("ida").await;
    let (ada, now) = (person("ada", &[Role::Admin]), place.backend.now());
    let freeze = |name| freeze_of_all(name, now);
    let mut ids = Vec::new();
    for name in ["Year end", "Quarter end"] {
        let made = calendar::make_freeze(&place.backend, &ada, freeze(name), None).await;
        ids.push(made.expect("a freeze"));
    }
    let seen = (ids[1], Version::FIRST);
    let changed = calendar::change_freeze(&place.backend, &ada, seen, freeze("Quarter"), None);
    changed.await.expect("changed");
    let end = |of| [("of", of), ("expected_version", "1"), ("what", "freeze")];
    let page = ("/settings/calendars", "/api/calendar/end");
    let (here, gone) = (ids[1].to_string(), "00000000-0000-7000-8000-000000000000");
    let html = post(&place, &ida, page, &end(&here)).await;
    let (above, at) = html.split_once("Change Quarter").expect("its fold");
    let said = "Changed by ada at ";
    assert!(at.contains(said) && !above.contains(said), "{html}");
    assert_eq!(html.matches(said).count(), 1, "{html}");
    assert!(
        above.ends_with("<span>") && above.contains("<details open"),
        "{html}"
    );
    let html = post(&place, &ida, page, &end(gone)).await;
    let (above, _) = html.split_once("Change calendars").expect("the page");
    assert!(above.contains("It is not there any more."), "{html}");
}

/// A freeze that is over by now has no form on the page any more: why it was not kept stands above all.
#[tokio::test]
async fn a_freeze_that_is_over_is_not_kept_without_a_word() {
    let place = Place::new().await;
    place.person("ida", &[Role::Admin]).await;
    let ida = place.sign_in("ida").await;
    let (ada, now) = (person("ada", &[Role::Admin]), place.backend.now());
    let freeze = freeze_of_all("Quarter end", now);
    let made = calendar::make_freeze(&place.backend, &ada, freeze, None).await;
    let id = made.expect("a freeze");
    let ended = calendar::end_freeze(&place.backend, &ada, (id, Version::FIRST), None).await;
    ended.expect("ended");
    let id = id.to_string();
    let form = [
        ("of", id.as_str()),
        ("expected_version", "1"),
        ("name", "Quarter, longer"),
        ("strength", "hard"),
        ("scope", ""),
        ("reason", "The books are closed"),
        ("from", "2026-11-24T12:00"),
        ("until", "2026-11-25T12:00"),
    ];
    let page = ("/settings/calendars", "/api/calendar/keep_freeze");
    let html = post(&place, &ida, page, &form).await;
    let (above, _) = html.split_once("Change calendars").expect("the page");
    assert!(above.contains("role=\"alert\""), "{html}");
}
