//! Calendars and freezes are kept, gate what starts, and nothing of them is lost.

use backend::{
    Error, audit,
    calendar::{
        self, add_event, change_event, change_freeze, end_freeze, make_freeze, remove_event,
    },
    testing::{Engine, TestBackend, person},
};
use chrono::{TimeDelta, Weekday};
use domain::{
    actor::Role,
    calendar::{
        CalendarCode, CalendarState, EventKind, FreezeStrength, Recurrence, StateAt, Window,
    },
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
    let page = audit::list(backend, &admin(), None)
        .await
        .expect("the audit");
    page.rows.into_iter().map(|entry| entry.detail).collect()
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
    let id = calendar::add(&backend, &admin(), nights, None)
        .await
        .expect("added");
    let mut weekly = event("Maintenance", "2026-11-23T22:00", "2026-11-24T04:00");
    weekly.recurrence = Recurrence::Weekly {
        days: [Weekday::Mon, Weekday::Wed].into_iter().collect(),
        until: "2027-01-31".parse().ok(),
    };
    add_event(&backend, &admin(), id, weekly.clone(), None)
        .await
        .expect("an event");
    let mut told = event("Audit week", "2026-11-24T00:00", "2026-11-28T00:00");
    told.kind = EventKind::Advisory;
    add_event(&backend, &admin(), id, told.clone(), None)
        .await
        .expect("another");
    let all = calendar::list(&backend, &viewer())
        .await
        .expect("calendars");
    let [kept] = all.as_slice() else {
        panic!("{all:?}")
    };
    assert_eq!(kept.calendar.plan.name, "Nights");
    let plans: Vec<_> = kept
        .calendar
        .events
        .iter()
        .map(|event| event.plan.clone())
        .collect();
    assert_eq!(plans, [weekly, told]);
    // Noon in UTC is 13:00 in Berlin; on Wednesday it opens at 22:00 there.
    let opens = backend.now() + TimeDelta::hours(33);
    assert_eq!(
        kept.now,
        StateAt {
            state: CalendarState::Closed,
            next: Some(opens)
        }
    );
    assert_eq!(
        calendar::state(&backend, &viewer(), opens)
            .await
            .expect("a state")
            .state,
        CalendarState::Open
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_closed_calendar_shuts_the_gate_until_it_opens(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut east = plan("Shops", CalendarState::Open, "UTC");
    east.scope = scope("us-east-1");
    let id = calendar::add(&backend, &admin(), east, None)
        .await
        .expect("added");
    let sale = event("Sale", "2026-11-24T11:00", "2026-11-24T14:00");
    let sale = add_event(&backend, &admin(), id, sale, None)
        .await
        .expect("an event");
    let here = [scope("111122223333 us-east-1")];
    let gate = calendar::gate(&backend, &viewer(), &here, backend.now())
        .await
        .expect("a gate");
    assert_eq!(gate.closed_calendars.len(), 1);
    assert_eq!(
        gate.closed_calendars[0].opens_at,
        Some(backend.now() + TimeDelta::hours(2))
    );
    let there = [scope("111122223333 eu-west-1")];
    assert!(
        calendar::gate(&backend, &viewer(), &there, backend.now())
            .await
            .expect("a gate")
            .is_open()
    );
    let longer = event("Sale", "2026-11-24T11:00", "2026-11-24T18:00");
    change_event(&backend, &admin(), (sale, Version::FIRST), longer, None)
        .await
        .expect("longer");
    let later = Window {
        from: backend.now() + TimeDelta::hours(4),
        until: backend.now() + TimeDelta::hours(9),
    };
    let gate = calendar::gate_between(&backend, &viewer(), &here, later)
        .await
        .expect("a gate");
    assert_eq!(gate.because(), "the calendar Shops");
    remove_event(&backend, &admin(), (sale, Version(2)), None)
        .await
        .expect("removed");
    assert!(
        calendar::gate(&backend, &viewer(), &here, backend.now())
            .await
            .expect("a gate")
            .is_open()
    );
    let details = said(&backend).await;
    assert!(details[0].starts_with("event removed: Sale"), "{details:?}");
    let kept = OwnSql::of(&backend)
        .await
        .column("SELECT title FROM calendar_events")
        .await;
    assert_eq!(kept, ["Sale"]);
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
    let id = make_freeze(&backend, &admin(), hard.clone(), None)
        .await
        .expect("made");
    let soft = freeze(&backend, FreezeStrength::Soft, (1, 30));
    make_freeze(&backend, &admin(), soft, None)
        .await
        .expect("made");
    let place = [scope("111122223333 us-east-1 rds")];
    let gate = calendar::gate(&backend, &viewer(), &place, backend.now())
        .await
        .expect("a gate");
    assert!(!gate.is_open() && gate.soft.is_empty());
    assert_eq!(
        (gate.hard[0].created_by.as_str(), gate.hard[0].id),
        ("ada", id)
    );
    let day = Window {
        from: backend.now(),
        until: backend.now() + TimeDelta::days(1),
    };
    let gate = calendar::gate_between(&backend, &viewer(), &place, day)
        .await
        .expect("a gate");
    assert_eq!((gate.hard.len(), gate.soft.len()), (1, 1));
    backend.clock.advance(TimeDelta::minutes(30));
    end_freeze(&backend, &admin(), (id, Version::FIRST), None)
        .await
        .expect("ended");
    assert!(
        calendar::gate(&backend, &viewer(), &place, backend.now())
            .await
            .expect("a gate")
            .is_open()
    );
    let again = end_freeze(&backend, &admin(), (id, Version(2)), None).await;
    assert!(
        matches!(again, Err(Error::Calendar(CalendarCode::Ended))),
        "{again:?}"
    );
    let held = calendar::freezes_between(&backend, &viewer(), hard.from, day.until)
        .await
        .expect("both");
    let ends: Vec<_> = held.iter().map(|freeze| freeze.until).collect();
    assert_eq!(
        ends,
        [
            backend.now(),
            backend.now() + TimeDelta::minutes(29 * 60 + 30)
        ]
    );
    assert_eq!(
        calendar::freezes(&backend, &viewer())
            .await
            .expect("those ahead")
            .len(),
        1
    );
    let details = said(&backend).await;
    assert!(
        details[0].contains("2026-11-24 14:00:00 UTC, because: The books are closed"),
        "{details:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn lost_races_and_broken_rules_change_nothing(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let shops = || plan("Shops", CalendarState::Open, "UTC");
    let moon = calendar::add(
        &backend,
        &admin(),
        plan("Moon", CalendarState::Open, "Moon/Crater"),
        None,
    )
    .await;
    assert!(
        matches!(moon, Err(Error::Calendar(CalendarCode::Zone))),
        "{moon:?}"
    );
    let id = calendar::add(&backend, &admin(), shops(), None)
        .await
        .expect("added");
    let stores = plan("Stores", CalendarState::Open, "UTC");
    calendar::change(&backend, &admin(), (id, Version::FIRST), stores, None)
        .await
        .expect("changed");
    let eve = person("eve", &[Role::Admin]);
    let late = calendar::change(&backend, &eve, (id, Version::FIRST), shops(), None).await;
    assert!(
        matches!(&late, Err(Error::Conflict { by, .. }) if by == "ada"),
        "{late:?}"
    );
    let backwards = event("Sale", "2026-11-24T14:00", "2026-11-24T11:00");
    let refused = add_event(&backend, &admin(), id, backwards, None).await;
    assert!(
        matches!(refused, Err(Error::Calendar(CalendarCode::EndsFirst))),
        "{refused:?}"
    );
    calendar::remove(&backend, &admin(), (id, Version(2)), None)
        .await
        .expect("removed");
    let sale = event("Sale", "2026-11-24T11:00", "2026-11-24T14:00");
    let gone = add_event(&backend, &admin(), id, sale, None).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    assert!(
        calendar::list(&backend, &viewer())
            .await
            .expect("calendars")
            .is_empty()
    );
    let past = make_freeze(
        &backend,
        &admin(),
        freeze(&backend, FreezeStrength::Hard, (-2, -1)),
        None,
    )
    .await;
    assert!(
        matches!(past, Err(Error::Calendar(CalendarCode::EndsFirst))),
        "{past:?}"
    );
    let ahead = freeze(&backend, FreezeStrength::Hard, (1, 2));
    let made = make_freeze(&backend, &admin(), ahead.clone(), None)
        .await
        .expect("made");
    change_freeze(
        &backend,
        &admin(),
        (made, Version::FIRST),
        freeze(&backend, FreezeStrength::Soft, (1, 9)),
        None,
    )
    .await
    .expect("changed");
    let late = end_freeze(&backend, &eve, (made, Version::FIRST), None).await;
    assert!(
        matches!(&late, Err(Error::Conflict { by, .. }) if by == "ada"),
        "{late:?}"
    );
    let kept = OwnSql::of(&backend)
        .await
        .column("SELECT name FROM calendars")
        .await;
    assert_eq!(kept, ["Stores"], "what is removed stays");
}
