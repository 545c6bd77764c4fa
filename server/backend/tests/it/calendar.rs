//! Calendars and freezes are kept, gate what starts, and nothing of them is lost.

use backend::{
    Error, audit,
    calendar::{
        self, Closure, add_event, change_event, change_freeze, end_freeze, held, make_freeze,
        remove_event,
    },
    testing::{Engine, TestBackend, person},
};
use chrono::{TimeDelta, Weekday};
use domain::{
    actor::{Actor, Role},
    calendar::{
        CalendarCode, CalendarState, EventKind, FreezeStrength, Gate, Recurrence, StateAt, Window,
    },
    id::CalendarId,
    time::Timestamp,
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{admin, viewer},
    calendar_asks::{calendar as plan, event, freeze, scope},
    own_sql::OwnSql,
};

/// What the audit says was done, newest first.
async fn said(backend: &TestBackend) -> Vec<String> {
    let page = audit::list(backend, &admin(), None).await;
    let rows = page.expect("the audit").rows;
    rows.into_iter().map(|entry| entry.detail).collect()
}

/// What stands in the way of a place now.
async fn gate(backend: &TestBackend, place: &str) -> Gate {
    let found = calendar::gate(backend, &viewer(), &[scope(place)], backend.now()).await;
    found.expect("a gate")
}

/// A calendar that is open by default, in UTC.
async fn shops(backend: &TestBackend, place: &str) -> CalendarId {
    let mut shops = plan("Shops", CalendarState::Open, "UTC");
    shops.scope = scope(place);
    let id = calendar::add(backend, &admin(), shops, None).await;
    id.expect("added")
}

/// So many hours after the test's now.
fn hours(backend: &TestBackend, n: i64) -> Timestamp {
    backend.now() + TimeDelta::hours(n)
}

fn eve() -> Actor {
    person("eve", &[Role::Admin])
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_calendar_is_read_as_it_was_written(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let nights = plan(" Nights ", CalendarState::Closed, "Europe/Berlin");
    let id = calendar::add(&backend, &admin(), nights, None).await;
    let id = id.expect("added");
    let mut weekly = event("Maintenance", "2026-11-23T22:00", "2026-11-24T04:00");
    weekly.recurrence = Recurrence::Weekly {
        days: [Weekday::Mon, Weekday::Wed].into_iter().collect(),
        until: "2027-01-31".parse().ok(),
    };
    let mut told = event("Audit week", "2026-11-24T00:00", "2026-11-28T00:00");
    told.kind = EventKind::Advisory;
    for event in [&weekly, &told] {
        let added = add_event(&backend, &admin(), id, event.clone(), None).await;
        added.expect("an event");
    }
    let all = calendar::list(&backend, &viewer())
        .await
        .expect("calendars");
    let kept = &all[0];
    assert_eq!((all.len(), kept.calendar.plan.name.as_str()), (1, "Nights"));
    let events = kept.calendar.events.iter();
    let plans: Vec<_> = events.map(|event| event.plan.clone()).collect();
    assert_eq!(plans, [weekly, told]);
    // Noon in UTC is 13:00 in Berlin; on Wednesday it opens at 22:00 there.
    let (state, opens) = (CalendarState::Closed, hours(&backend, 33));
    assert_eq!(
        kept.now,
        StateAt {
            state,
            next: Some(opens)
        }
    );
    let then = calendar::state(&backend, &viewer(), opens).await;
    assert_eq!(then.expect("a state").state, CalendarState::Open);
}

/// Two of one name could not be told apart where one of them holds a change.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_name_is_one_calendars(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let of = |name: &str| plan(name, CalendarState::Open, "UTC");
    let add = async |name| calendar::add(&backend, &admin(), of(name), None).await;
    let shops = add("Shops").await.expect("added");
    let nights = add("Nights").await.expect("added");
    let taken = |done: Result<CalendarId, Error>| match done {
        Err(Error::Calendar(code)) => assert_eq!(code, CalendarCode::NameTaken),
        other => panic!("{other:?}"),
    };
    taken(add(" shops ").await);
    let change = async |id, version, name| {
        let seen = (id, version);
        calendar::change(&backend, &admin(), seen, of(name), None)
            .await
            .map(|()| id)
    };
    taken(change(nights, Version::FIRST, "Shops").await);
    let same = change(nights, Version::FIRST, "nights").await;
    same.expect("its own name, written another way");
    let gone = calendar::remove(&backend, &admin(), (shops, Version::FIRST), None).await;
    gone.expect("removed");
    let second = Version::FIRST.next();
    let freed = change(nights, second, "Shops").await;
    freed.expect("nobody's any more");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_closed_calendar_shuts_the_gate_of_its_place(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = shops(&backend, "us-east-1").await;
    let sale = event("Sale", "2026-11-24T11:00", "2026-11-24T14:00");
    let sale = add_event(&backend, &admin(), id, sale, None).await;
    let sale = sale.expect("an event");
    let shut = gate(&backend, "111122223333 us-east-1").await;
    assert_eq!(shut.because(), "the calendar Shops");
    assert_eq!(shut.closed_calendars[0].opens_at, Some(hours(&backend, 2)));
    assert!(gate(&backend, "111122223333 eu-west-1").await.is_open());
    let longer = event("Sale", "2026-11-24T11:00", "2026-11-24T18:00");
    let changed = change_event(&backend, &admin(), (sale, Version::FIRST), longer, None).await;
    changed.expect("longer");
    let shut = gate(&backend, "us-east-1").await;
    assert_eq!(shut.closed_calendars[0].opens_at, Some(hours(&backend, 6)));
    let removed = remove_event(&backend, &admin(), (sale, Version(2)), None).await;
    removed.expect("removed");
    assert!(gate(&backend, "us-east-1").await.is_open());
    let details = said(&backend).await;
    assert!(details[0].starts_with("event removed: Sale"), "{details:?}");
    let mut own = OwnSql::of(&backend).await;
    assert_eq!(
        own.column("SELECT title FROM calendar_events").await,
        ["Sale"]
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn freezes_hold_in_their_place_and_time(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let hard = freeze(&backend, FreezeStrength::Hard, (-1, 2));
    let day = hours(&backend, 24);
    let id = make_freeze(&backend, &admin(), hard, None)
        .await
        .expect("made");
    let soft = freeze(&backend, FreezeStrength::Soft, (1, 30));
    make_freeze(&backend, &admin(), soft, None)
        .await
        .expect("made");
    let shut = gate(&backend, "111122223333 rds").await;
    assert!(!shut.is_open() && shut.soft.is_empty());
    assert_eq!(
        (shut.hard[0].created_by.as_str(), shut.hard[0].id),
        ("ada", id)
    );
    let places = [scope("111122223333 us-east-1 rds")];
    let window = Window {
        from: backend.now(),
        until: day,
    };
    let during = calendar::gate_between(&backend, &viewer(), &places, window).await;
    let during = during.expect("a gate");
    assert_eq!((during.hard.len(), during.soft.len()), (1, 1));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_in_the_way_is_said_with_the_next_free_time(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let hard = freeze(&backend, FreezeStrength::Hard, (1, 3));
    make_freeze(&backend, &admin(), hard, None)
        .await
        .expect("made");
    let window = |from, until| Window {
        from: hours(&backend, from),
        until: hours(&backend, until),
    };
    let (here, there) = ([scope("111122223333")], [scope("444455556666")]);
    let asks = [
        (&here[..], window(2, 4)),
        (&here[..], window(0, 2)),
        (&there[..], window(0, 9)),
    ];
    let held = held(&backend, &viewer(), &asks).await.expect("what holds");
    assert!(!held[0].at_start.is_open() && !held[1].during.is_open());
    assert!(held[1].at_start.is_open() && held[2].during.is_open());
    let free: Vec<_> = held.iter().map(|held| held.free).collect();
    assert_eq!(free, [Some(window(3, 5)), Some(window(3, 5)), None]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_lost_race_says_who_was_faster(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = shops(&backend, "organization").await;
    let stores = || plan("Stores", CalendarState::Open, "UTC");
    let seen = (id, Version::FIRST);
    let first = calendar::change(&backend, &admin(), seen, stores(), None).await;
    first.expect("changed");
    let late = calendar::change(&backend, &eve(), seen, stores(), None).await;
    assert!(
        matches!(&late, Err(Error::Conflict { by, .. }) if by == "ada"),
        "{late:?}"
    );
    let ahead = |until| freeze(&backend, FreezeStrength::Soft, (1, until));
    let made = make_freeze(&backend, &admin(), ahead(2), None)
        .await
        .expect("made");
    let seen = (made, Version::FIRST);
    let first = change_freeze(&backend, &admin(), seen, ahead(9), None).await;
    first.expect("changed");
    let late = end_freeze(&backend, &eve(), seen, None).await;
    assert!(
        matches!(&late, Err(Error::Conflict { by, .. }) if by == "ada"),
        "{late:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_misses_a_rule_changes_nothing_and_what_is_removed_stays(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let moon = plan("Moon", CalendarState::Open, "Moon/Crater");
    let moon = calendar::add(&backend, &admin(), moon, None).await;
    assert!(
        matches!(moon, Err(Error::Calendar(CalendarCode::Zone))),
        "{moon:?}"
    );
    let id = shops(&backend, "organization").await;
    let backwards = event("Sale", "2026-11-24T14:00", "2026-11-24T11:00");
    let refused = add_event(&backend, &admin(), id, backwards, None).await;
    assert!(
        matches!(refused, Err(Error::Calendar(CalendarCode::EndsFirst))),
        "{refused:?}"
    );
    let past = freeze(&backend, FreezeStrength::Hard, (-2, -1));
    let past = make_freeze(&backend, &admin(), past, None).await;
    assert!(
        matches!(past, Err(Error::Calendar(CalendarCode::EndsFirst))),
        "{past:?}"
    );
    let removed = calendar::remove(&backend, &admin(), (id, Version::FIRST), None).await;
    removed.expect("removed");
    let sale = event("Sale", "2026-11-24T11:00", "2026-11-24T14:00");
    let gone = add_event(&backend, &admin(), id, sale, None).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    let left = calendar::list(&backend, &viewer())
        .await
        .expect("calendars");
    assert!(left.is_empty());
    let mut own = OwnSql::of(&backend).await;
    assert_eq!(own.column("SELECT name FROM calendars").await, ["Shops"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_freeze_that_is_ended_held_until_then(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let hard = freeze(&backend, FreezeStrength::Hard, (-1, 2));
    let (from, day) = (hard.from, hours(&backend, 24));
    let id = make_freeze(&backend, &admin(), hard, None)
        .await
        .expect("made");
    backend.clock.advance(TimeDelta::minutes(30));
    let ended = end_freeze(&backend, &admin(), (id, Version::FIRST), None).await;
    ended.expect("ended");
    assert!(gate(&backend, "111122223333").await.is_open());
    let again = end_freeze(&backend, &admin(), (id, Version(2)), None).await;
    assert!(
        matches!(again, Err(Error::Calendar(CalendarCode::Ended))),
        "{again:?}"
    );
    let found = calendar::freezes_between(&backend, &viewer(), from, day).await;
    let ends: Vec<_> = found
        .expect("one")
        .iter()
        .map(|freeze| freeze.until)
        .collect();
    assert_eq!(ends, [backend.now()]);
    let ahead = calendar::freezes(&backend, &viewer()).await;
    assert_eq!(ahead.expect("those ahead").len(), 0);
    let details = said(&backend).await;
    let planned = "2026-11-24 14:00:00 UTC, because: The books are closed";
    assert!(details[0].contains(planned), "{details:?}");
}

/// What a calendar says of the time before it was made held nobody up.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_calendar_closes_nothing_before_it_was_made(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let made = backend.now();
    let closed = plan("Office hours", CalendarState::Closed, "UTC");
    let added = calendar::add(&backend, &admin(), closed, None).await;
    added.expect("a calendar");
    let month = Window {
        from: made - TimeDelta::days(30),
        until: hours(&backend, 24),
    };
    let told = async |window| {
        let closed = calendar::closed_between(&backend, &viewer(), window).await;
        let all = closed.expect("the calendars").into_iter();
        all.flat_map(|(_, closures)| closures).collect::<Vec<_>>()
    };
    let since = Closure {
        from: Some(made),
        until: None,
    };
    assert_eq!(told(month).await, [since]);
    let before = Window {
        until: made,
        ..month
    };
    assert_eq!(told(before).await, []);
    let days_on = |days| Window {
        from: made + TimeDelta::days(days),
        until: made + TimeDelta::days(days + 28),
    };
    assert_eq!(told(days_on(90)).await, [since]);
    let long_since = Closure {
        from: None,
        until: None,
    };
    assert_eq!(told(days_on(500)).await, [long_since]);
}

/// The edge of what was asked about is neither the beginning nor the end of what is closed across it.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_closed_has_its_own_beginning_and_end(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let office = plan("Office hours", CalendarState::Closed, "UTC");
    let added = calendar::add(&backend, &admin(), office, None).await;
    let id = added.expect("a calendar");
    let made = backend.now();
    let day = made.date_naive();
    let at = |days: i64, hour| (day + TimeDelta::days(days)).and_hms_opt(hour, 0, 0);
    for days in [3, 40] {
        let day = day + TimeDelta::days(days);
        let open = event("Office", &format!("{day}T08:00"), &format!("{day}T18:00"));
        let added = add_event(&backend, &admin(), id, open, None).await;
        added.expect("an event");
    }
    let utc = |days, hour| at(days, hour).expect("a time").and_utc();
    let window = Window {
        from: utc(10, 0),
        until: utc(20, 0),
    };
    let told = async |window| {
        let closed = calendar::closed_between(&backend, &viewer(), window).await;
        let all = closed.expect("the calendars").into_iter();
        all.flat_map(|(_, closures)| closures).collect::<Vec<_>>()
    };
    let across = Closure {
        from: Some(utc(3, 18)),
        until: Some(utc(40, 8)),
    };
    assert_eq!(told(window).await, [across]);
    let window = Window {
        until: utc(40, 8),
        ..window
    };
    assert_eq!(told(window).await, [across]);
    let last = Closure {
        from: Some(utc(40, 18)),
        until: None,
    };
    let window = Window {
        until: utc(50, 0),
        ..window
    };
    assert_eq!(told(window).await, [across, last]);
}
