//! Forms of the settings that were refused because somebody was faster: what was left alone comes back as it is by now, so
//! that the form, sent again, takes nothing back.

use backend::{calendar, changes, testing::person};
use chrono::{NaiveDate, TimeDelta};
use domain::{
    actor::{Actor, Role},
    calendar::{
        CalendarPlan, CalendarState, EventKind, EventPlan, FreezePlan, FreezeStrength, Recurrence,
    },
    change::ApprovalLevel,
    version::Version,
};
use reqwest::Client;

use crate::{place::Place, refused_acts::post};

/// Two who administer: ida by her browser, ada by what she does.
async fn two() -> (Place, Client, Actor) {
    let place = Place::new().await;
    place.person("ida", &[Role::Admin]).await;
    let ida = place.sign_in("ida").await;
    (place, ida, person("ada", &[Role::Admin]))
}

async fn page(place: &Place, browser: &Client, address: &str) -> String {
    let shown = browser.get(place.at(address)).send().await;
    let shown = shown.expect("the server answers").text().await;
    shown.expect("text").replace("<!>", "")
}

/// The form of a page that sends this to that act.
fn form<'h>(html: &'h str, act: &str, of: &str) -> &'h str {
    let (act, of) = (
        format!("action=\"{act}\""),
        format!("name=\"of\" value=\"{of}\""),
    );
    let mut forms = html.split("<form").skip(1);
    let form = forms.find(|form| form.contains(&act) && form.contains(&of));
    let form = form.expect("a form").split("</form>").next();
    form.unwrap_or_default()
}

/// What a browser sends of the fields of one line and of all that is hidden, as the page has them.
fn fields(form: &str) -> Vec<(&str, &str)> {
    let inputs = form.split("<input").skip(1);
    let inputs = inputs.filter_map(|input| {
        let (input, _) = input.split_once('>')?;
        let said = |name: &str| {
            let (_, rest) = input.split_once(&format!(" {name}=\""))?;
            rest.split('"').next()
        };
        let sent = !input.contains("type=\"checkbox\"") || input.contains(" checked");
        Some((said("name")?, said("value").unwrap_or_default())).filter(|_| sent)
    });
    inputs.collect()
}

/// The same with another text in one of them.
fn with<'f>(fields: &[(&'f str, &'f str)], key: &str, text: &'f str) -> Vec<(&'f str, &'f str)> {
    let fields = fields.iter();
    let changed = fields.map(|(name, value)| (*name, if *name == key { text } else { value }));
    changed.collect()
}

fn one<'f>(fields: &[(&'f str, &'f str)], key: &str) -> Vec<&'f str> {
    let fields = fields.iter().filter(|(name, _)| *name == key);
    fields.map(|(_, value)| *value).collect()
}

const LEVELS: (&str, &str) = ("/settings/approvals", "/api/changes/set_level");

#[tokio::test]
async fn a_level_that_was_renamed_needs_as_many_as_somebody_else_said() {
    let (place, ida, ada) = two().await;
    let seen = page(&place, &ida, LEVELS.0).await;
    let first = fields(form(&seen, LEVELS.1, "1"));
    assert_eq!(one(&first, "needed"), ["1"]);
    let two_of = ApprovalLevel {
        name: "Security lead".to_owned(),
        needed: 2,
    };
    let set = changes::set_level(&place.backend, &ada, (1, Version::FIRST), two_of, None).await;
    set.expect("it is set");
    let html = post(&place, &ida, LEVELS, &with(&first, "name", "On call")).await;
    assert!(html.contains("Changed by ada at "), "{html}");
    let again = fields(form(&html, LEVELS.1, "1"));
    assert_eq!(one(&again, "name"), ["On call"], "what was typed");
    assert_eq!(one(&again, "needed"), ["2"], "what was left alone");
    post(&place, &ida, LEVELS, &again).await;
    let kept = changes::kept_levels(&place.backend, &ada).await;
    let level = kept.expect("the levels").swap_remove(0).level;
    assert_eq!((level.name.as_str(), level.needed), ("On call", 2));
}

#[tokio::test]
async fn a_freeze_that_was_renamed_lasts_as_long_as_somebody_else_said() {
    let (place, ida, ada) = two().await;
    let now = place.backend.now();
    let freeze = |strength, hours| FreezePlan {
        name: "Year end".to_owned(),
        strength,
        scope: "organization".parse().expect("a place"),
        reason: "The books are closed".to_owned(),
        from: now + TimeDelta::hours(1),
        until: now + TimeDelta::hours(hours),
    };
    let (backend, soft) = (&place.backend, freeze(FreezeStrength::Soft, 3));
    let id = calendar::make_freeze(backend, &ada, soft, None).await;
    let id = id.expect("a freeze");
    let (act, of) = (
        ("/settings/calendars", "/api/calendar/keep_freeze"),
        id.to_string(),
    );
    let seen = page(&place, &ida, act.0).await;
    let first = fields(form(&seen, act.1, &of));
    let (target, hard) = ((id, Version::FIRST), freeze(FreezeStrength::Hard, 6));
    let until = hard.until.format("%Y-%m-%dT%H:%M").to_string();
    let changed = calendar::change_freeze(backend, &ada, target, hard, None).await;
    changed.expect("changed");
    let mut renamed = with(&first, "name", "End of the year");
    renamed.push(("strength", "soft"));
    let html = post(&place, &ida, act, &renamed).await;
    assert!(html.contains("Changed by ada at "), "{html}");
    let form = form(&html, act.1, &of);
    let again = fields(form);
    assert_eq!(one(&again, "name"), ["End of the year"], "what was typed");
    assert_eq!(one(&again, "until"), [until], "what was left alone");
    assert!(form.contains("value=\"hard\" selected"), "{form}");
}

#[tokio::test]
async fn an_event_that_was_renamed_comes_on_the_days_that_somebody_else_said() {
    let (place, ida, ada) = two().await;
    let backend = &place.backend;
    let plan = CalendarPlan {
        name: "Shops".to_owned(),
        default: CalendarState::Open,
        zone: "UTC".to_owned(),
        scope: "organization".parse().expect("a place"),
    };
    let shops = calendar::add(backend, &ada, plan, None).await;
    let day = NaiveDate::from_ymd_opt(2030, 1, 7).expect("a day");
    let event = |days: &str| EventPlan {
        title: "Sale".to_owned(),
        kind: EventKind::Standard,
        starts: day.and_hms_opt(9, 0, 0).expect("a time"),
        ends: day.and_hms_opt(10, 0, 0).expect("a time"),
        recurrence: Recurrence::Weekly {
            days: days.parse().expect("days"),
            until: None,
        },
    };
    let shops = shops.expect("a calendar");
    let id = calendar::add_event(backend, &ada, shops, event("mon,fri"), None).await;
    let id = id.expect("an event");
    let (act, of) = (
        ("/settings/calendars", "/api/calendar/keep_event"),
        id.to_string(),
    );
    let seen = page(&place, &ida, act.0).await;
    let mut first = fields(form(&seen, act.1, &of));
    first.push(("kind", "standard"));
    assert_eq!(one(&first, "days[]"), ["mon", "fri"]);
    let target = (id, Version::FIRST);
    let changed = calendar::change_event(backend, &ada, target, event("mon,wed,fri"), None).await;
    changed.expect("changed");
    let html = post(&place, &ida, act, &with(&first, "title", "Big sale")).await;
    assert!(html.contains("Changed by ada at "), "{html}");
    let again = fields(form(&html, act.1, &of));
    assert_eq!(one(&again, "title"), ["Big sale"], "what was typed");
    assert_eq!(one(&again, "days[]"), ["mon", "wed", "fri"]);
    // Who takes all days away has touched them.
    first.retain(|(name, _)| *name != "days[]");
    let html = post(&place, &ida, act, &first).await;
    let none = fields(form(&html, act.1, &of));
    assert!(one(&none, "days[]").is_empty(), "{none:?}");
}
