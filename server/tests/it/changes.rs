//! What pages say of changes, as the server sends them: how they stand, what holds them, and what a picked place hides.

use backend::{
    calendar,
    changes::{self, Decide, Target},
    people, strip,
    testing::{batch, incoming, person},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, PersonActor, Role},
    calendar::{FreezePlan, FreezeStrength},
    change::{ChangeKind, Decision, Plan, Revision},
};
use reqwest::Client;

use crate::{mail::hire, place::Place};

/// A page without its marks.
async fn page(place: &Place, browser: &Client, path: &str) -> String {
    let answer = browser.get(place.at(path)).send().await;
    let html = answer.expect("an answer").text().await.expect("text");
    html.replace("<!>", "")
}

/// A browser that looks at one account, or at everything.
async fn looks_at(place: &Place, browser: &Client, account: &str) {
    let form = [("account", account), ("region", "")];
    place.post(browser, "/api/scope/choose", &form).await;
}

/// A change that began a minute ago.
fn plan(place: &Place, title: &str, target: &str) -> Plan {
    let now = place.backend.now();
    Plan {
        title: title.to_owned(),
        description: "Swap its group".to_owned(),
        kind: ChangeKind::Standard,
        targets: vec![target.parse().expect("a place")],
        starts_at: now - TimeDelta::minutes(1),
        ends_at: now + TimeDelta::minutes(57),
        rollback: "Put it back".to_owned(),
        links: Vec::new(),
    }
}

async fn asked(place: &Place, by: &Actor, plan: Plan) -> Target<'static> {
    let made = changes::request(&place.backend, by, plan, None).await;
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

async fn approved(place: &Place, by: &Actor, (target, plan): (Target<'static>, &Plan)) {
    let about = changes::about(target.id, plan);
    let shown = strip::show(&place.backend, by, &about, 1).await;
    let yes = Decide {
        target,
        revision: Revision::FIRST,
        decision: Decision::Approve,
        comment: "go on",
        shown: &shown.expect("a strip").sealed,
    };
    let done = changes::decide(&place.backend, by, yes).await;
    done.expect("approved");
}

#[tokio::test]
async fn what_comes_next_says_how_it_stands() {
    let place = Place::new().await;
    let ana = hire(&place.backend, "ana", Role::Analyst).await;
    let jo = hire(&place.backend, "jo", Role::Approver).await;
    asked(&place, &ana, plan(&place, "Waiting", "111122223333")).await;
    let other = plan(&place, "Let through", "111122223333");
    let target = asked(&place, &ana, other.clone()).await;
    approved(&place, &jo, (target, &other)).await;
    place.person("vera", &[Role::Viewer]).await;
    let browser = place.sign_in("vera").await;
    for (path, waits) in [("/", "waits for approval · "), ("/wall", "waits · ")] {
        let html = page(&place, &browser, path).await;
        for stands in [waits, "not started · "] {
            assert!(html.contains(stands), "{path}: {stands}: {html}");
        }
        assert!(
            html.contains("57 min left") && !html.contains("until in"),
            "{path}: {html}"
        );
    }
    freeze(&place).await;
    for path in ["/", "/wall"] {
        let html = page(&place, &browser, path).await;
        let held = html.contains("blocked · ") && !html.contains("not started · ");
        assert!(held, "{path}: {html}");
    }
}

#[tokio::test]
async fn an_empty_form_says_which_kinds_can_be_completed() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let ana = place.sign_in("ana").await;
    let nobody = page(&place, &ana, "/changes/new").await;
    assert!(nobody.contains("It cannot be completed."), "{nobody}");
    hire(&place.backend, "jo", Role::Approver).await;
    let one = page(&place, &ana, "/changes/new").await;
    assert!(
        one.contains("Only a Standard change can be completed."),
        "{one}"
    );
    hire(&place.backend, "bo", Role::Approver).await;
    let two = page(&place, &ana, "/changes/new").await;
    assert!(!two.contains("can be completed."), "{two}");
}

#[tokio::test]
async fn the_form_of_a_standard_change_asks_for_its_level_alone() {
    let place = Place::new().await;
    place.person("ana", &[Role::Analyst]).await;
    let found = people::find_by_name(&place.backend, &Actor::Console, "ana").await;
    let (id, _) = found.expect("people").expect("she is there");
    let ana = Actor::Person(PersonActor {
        id,
        name: "ana".to_owned(),
        roles: vec![Role::Analyst],
    });
    hire(&place.backend, "jo", Role::Approver).await;
    let plan = plan(&place, "Standard", "111122223333");
    let made = changes::request(&place.backend, &ana, plan, None).await;
    let (id, _) = made.expect("a draft");
    let browser = place.sign_in("ana").await;
    let html = page(&place, &browser, &format!("/changes/{id}/edit")).await;
    assert!(html.contains("Approvals, 0 of 1"), "{html}");
    assert!(!html.contains("completed"), "{html}");
}

#[tokio::test]
async fn who_only_reads_is_not_told_to_act() {
    let place = Place::new().await;
    let ana = hire(&place.backend, "ana", Role::Analyst).await;
    let jo = hire(&place.backend, "jo", Role::Approver).await;
    let plan = plan(&place, "Runs", "111122223333");
    let target = asked(&place, &ana, plan.clone()).await;
    approved(&place, &jo, (target, &plan)).await;
    let again = Target {
        expected: target.expected.next(),
        ..target
    };
    let started = changes::start(&place.backend, &ana, again, "").await;
    started.expect("started");
    place.person("vera", &[Role::Viewer]).await;
    place.person("amy", &[Role::Analyst]).await;
    let path = format!("/changes/{}", target.id);
    for (who, said) in [
        ("vera", "It runs. Whoever does it says how it ended."),
        ("amy", "It runs. Say how it ended."),
    ] {
        let browser = place.sign_in(who).await;
        let html = page(&place, &browser, &path).await;
        assert!(html.contains(said), "{who}: {html}");
        assert!(html.contains("all levels are complete"), "{who}: {html}");
    }
}

/// That nothing holds an emergency is said even where no reason of the strip says so.
#[tokio::test]
async fn an_emergency_says_that_no_calendar_holds_it() {
    let place = Place::new().await;
    let ana = hire(&place.backend, "ana", Role::Analyst).await;
    hire(&place.backend, "jo", Role::Approver).await;
    hire(&place.backend, "li", Role::Approver).await;
    place.person("vera", &[Role::Viewer]).await;
    let browser = place.sign_in("vera").await;
    let said = "closed calendars and freezes do not hold its start";
    for (kind, says) in [(ChangeKind::Standard, false), (ChangeKind::Emergency, true)] {
        let plan = Plan {
            kind,
            ..plan(&place, kind.as_str(), "111122223333")
        };
        let target = asked(&place, &ana, plan).await;
        let html = page(&place, &browser, &format!("/changes/{}", target.id)).await;
        assert_eq!(html.contains(said), says, "{kind:?}: {html}");
    }
}

/// Makes a hard freeze of the account that holds now.
async fn freeze(place: &Place) {
    let now = place.backend.now();
    let freeze = FreezePlan {
        name: "Quarter close".to_owned(),
        strength: FreezeStrength::Hard,
        scope: "111122223333".parse().expect("a place"),
        reason: "The books are closed".to_owned(),
        from: now,
        until: now + TimeDelta::hours(3),
    };
    let ada = person("ada", &[Role::Admin]);
    let made = calendar::make_freeze(&place.backend, &ada, freeze, None).await;
    made.expect("a freeze");
}

#[tokio::test]
async fn an_approved_change_says_what_holds_its_start() {
    let place = Place::new().await;
    let ana = hire(&place.backend, "ana", Role::Analyst).await;
    let jo = hire(&place.backend, "jo", Role::Approver).await;
    let plan = plan(&place, "Let through", "111122223333");
    let target = asked(&place, &ana, plan.clone()).await;
    approved(&place, &jo, (target, &plan)).await;
    place.person("bo", &[Role::Analyst]).await;
    let browser = place.sign_in("bo").await;
    let path = format!("/changes/{}", target.id);
    let free = page(&place, &browser, &path).await;
    assert!(free.contains("It is approved and may start."), "{free}");
    freeze(&place).await;
    let held = page(&place, &browser, &path).await;
    let said = "It is approved, but the freeze Quarter close holds its start until ";
    assert!(
        held.contains(said) && !held.contains("and may start"),
        "{held}"
    );
    let button = "<button name=\"what\" value=\"start\" class=\"button\">Start as soon as it may";
    assert!(held.contains(button), "{held}");
}

#[tokio::test]
async fn a_picked_account_narrows_the_lists_and_they_say_so() {
    let place = Place::new().await;
    let ana = hire(&place.backend, "ana", Role::Analyst).await;
    hire(&place.backend, "jo", Role::Approver).await;
    asked(&place, &ana, plan(&place, "Near by", "111122223333")).await;
    asked(&place, &ana, plan(&place, "Far away", "444455556666")).await;
    let far = incoming("far", |one| {
        one.title = "Far finding".to_owned();
        one.account = "444455556666".into();
    });
    let near = incoming("near", |one| one.title = "Near finding".to_owned());
    place.backend.ingest(batch(vec![near, far])).await;
    place.person("max", &[Role::Approver]).await;
    let browser = place.sign_in("max").await;
    looks_at(&place, &browser, "111122223333").await;
    let all = page(&place, &browser, "/changes?tab=all").await;
    assert!(
        all.contains("Near by") && !all.contains("Far away"),
        "{all}"
    );
    assert!(
        all.contains("Only changes in 111122223333 are listed"),
        "{all}"
    );
    let waiting = page(&place, &browser, "/changes?tab=waiting").await;
    assert!(
        waiting.contains("Far away") && !waiting.contains("Only changes in"),
        "{waiting}"
    );
    let findings = page(&place, &browser, "/findings?by=flat").await;
    assert!(findings.contains("Near finding") && !findings.contains("Far finding"));
    assert!(findings.contains("Remove account "), "a chip: {findings}");
    let asked = page(&place, &browser, "/findings?by=flat&account=444455556666").await;
    assert!(
        asked.contains("Far finding"),
        "the address says where: {asked}"
    );
}
