//! Calendars on the nights on which clocks are changed, against a scan of every minute that knows nothing of windows.

use backend::calendar::TableZone;
use chrono::{
    DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;
use domain::{
    calendar::{
        Calendar, CalendarEvent, CalendarState, EventKind, EventPlan, Instants, Recurrence,
        StateAt, Weekdays, Zone,
    },
    id::{CalendarEventId, CalendarId},
    time::Timestamp,
    version::Version,
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::calendar_asks::{calendar as plan, local};

/// Zones with the days around a change of their clocks: both directions in both hemispheres' habits, a half hour, none.
const NIGHTS: &[(&str, &str)] = &[
    ("Europe/Berlin", "2026-03-28"),
    ("Europe/Berlin", "2026-10-24"),
    ("America/New_York", "2026-03-07"),
    ("America/New_York", "2026-10-31"),
    ("Australia/Lord_Howe", "2026-04-04"),
    ("Australia/Lord_Howe", "2026-10-03"),
    ("Asia/Kolkata", "2026-03-28"),
    ("UTC", "2026-03-28"),
];

fn zone(name: &str) -> TableZone {
    TableZone::named(name).expect("a zone")
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn calendar(default: CalendarState, zone: &str, plans: Vec<EventPlan>) -> Calendar {
    let events = plans.into_iter().map(|plan| CalendarEvent {
        id: CalendarEventId(Uuid::nil()),
        version: Version::FIRST,
        plan,
    });
    Calendar {
        id: CalendarId(Uuid::nil()),
        version: Version::FIRST,
        plan: plan("Nights", default, zone),
        events: events.collect(),
    }
}

/// The instant of a local time as the tables say it: the first of two, or the first minute after a gap.
fn plainly(tz: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    let mut at = local;
    loop {
        match tz.from_local_datetime(&at).earliest() {
            Some(found) => return found.to_utc(),
            None => at += TimeDelta::minutes(1),
        }
    }
}

/// Whether an event takes place at an instant: tried for every day on which it may have begun.
fn takes_place(tz: Tz, event: &EventPlan, at: Timestamp) -> bool {
    let length = event.ends - event.starts;
    let today = at.with_timezone(&tz).date_naive();
    let days = (-10..=1).map(|n| today + TimeDelta::days(n));
    let begins = |day: &NaiveDate| match event.recurrence {
        Recurrence::Once => *day == event.starts.date(),
        Recurrence::Weekly { days, until } => {
            days.contains(day.weekday())
                && *day >= event.starts.date()
                && until.is_none_or(|until| *day <= until)
        }
    };
    days.filter(begins).any(|day| {
        let starts = day.and_time(event.starts.time());
        plainly(tz, starts) <= at && at < plainly(tz, starts + length)
    })
}

fn is_open(tz: Tz, calendar: &Calendar, at: Timestamp) -> bool {
    let mut standard = calendar
        .events
        .iter()
        .filter(|event| event.plan.kind == EventKind::Standard);
    let during = standard.any(|event| takes_place(tz, &event.plan, at));
    during == (calendar.plan.default == CalendarState::Closed)
}

fn events(day: NaiveDate) -> impl Strategy<Value = Vec<EventPlan>> {
    let one = (
        0_i64..3,
        0_u32..288,
        1_i64..600,
        any::<bool>(),
        0_u8..128,
        any::<bool>(),
    );
    let one = one.prop_map(move |(later, begin, long, advisory, days, weekly)| {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(begin * 300, 0).expect("a time");
        let starts = (day + TimeDelta::days(later) - TimeDelta::days(if weekly { 8 } else { 0 }))
            .and_time(time);
        let chosen: Weekdays = (0_u8..7)
            .filter(|n| days & (1 << n) != 0)
            .filter_map(|n| Weekday::try_from(n).ok())
            .collect();
        EventPlan {
            title: "Event".to_owned(),
            kind: if advisory {
                EventKind::Advisory
            } else {
                EventKind::Standard
            },
            starts,
            ends: starts + TimeDelta::minutes(long * 5),
            recurrence: match weekly {
                true => Recurrence::Weekly {
                    days: chosen,
                    until: (days % 3 == 0).then_some(day + TimeDelta::days(1)),
                },
                false => Recurrence::Once,
            },
        }
    });
    prop::collection::vec(one, 0..4)
}

fn cases() -> impl Strategy<Value = (&'static str, NaiveDate, Vec<EventPlan>, bool)> {
    prop::sample::select(NIGHTS).prop_flat_map(|(name, day)| {
        let day: NaiveDate = day.parse().expect("a day");
        (Just(name), Just(day), events(day), any::<bool>())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_state_and_its_end_are_those_of_a_scan((name, day, events, open) in cases(), begin in 0_i64..2_880) {
        let tz: Tz = name.parse().expect("a zone");
        let default = if open { CalendarState::Open } else { CalendarState::Closed };
        let calendar = calendar(default, name, events);
        let at = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(begin);
        let said = calendar.state_at(&zone(name), at);
        let now = is_open(tz, &calendar, at);
        prop_assert_eq!(said.state == CalendarState::Open, now);
        // A day and a half of minutes holds the night; what lies beyond it is not scanned.
        let end = at + TimeDelta::minutes(2_160);
        let minutes = (1..=2_160).map(|n| at + TimeDelta::minutes(n));
        let flip = minutes.into_iter().find(|minute| is_open(tz, &calendar, *minute) != now);
        prop_assert_eq!(said.next.filter(|next| *next <= end), flip);
    }

    #[test]
    fn a_clock_shows_what_an_instant_was_made_of((name, day, ..) in cases(), begin in 0_i64..4_320) {
        let zone = zone(name);
        let shown = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(begin);
        match zone.instants(shown) {
            Instants::One(at) => prop_assert_eq!(zone.local(at), shown),
            Instants::Overlap { first, second } => {
                prop_assert!(first < second);
                prop_assert_eq!((zone.local(first), zone.local(second)), (shown, shown));
            }
            Instants::Gap { ends } => {
                prop_assert!(zone.local(ends) > shown && zone.local(ends - TimeDelta::microseconds(1)) < shown);
            }
        }
    }
}

fn one_night(name: &str, starts: &str, ends: &str) -> Calendar {
    let plan = EventPlan {
        title: "Night".to_owned(),
        kind: EventKind::Standard,
        starts: local(starts),
        ends: local(ends),
        recurrence: Recurrence::Once,
    };
    calendar(CalendarState::Open, name, vec![plan])
}

#[test]
fn an_event_in_a_gap_begins_when_the_gap_ends() {
    for (name, starts, ends, closes, opens) in [
        (
            "Europe/Berlin",
            "2026-03-29T02:30",
            "2026-03-29T04:00",
            "2026-03-29T01:00:00Z",
            "2026-03-29T02:00:00Z",
        ),
        (
            "America/New_York",
            "2026-03-08T02:30",
            "2026-03-08T04:00",
            "2026-03-08T07:00:00Z",
            "2026-03-08T08:00:00Z",
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-04T02:10",
            "2026-10-04T03:00",
            "2026-10-03T15:30:00Z",
            "2026-10-03T16:00:00Z",
        ),
    ] {
        let calendar = one_night(name, starts, ends);
        let before = calendar.state_at(&zone(name), instant(closes) - TimeDelta::hours(1));
        assert_eq!(
            before,
            StateAt {
                state: CalendarState::Open,
                next: Some(instant(closes))
            },
            "{name}"
        );
        let during = calendar.state_at(&zone(name), instant(closes));
        assert_eq!(
            during,
            StateAt {
                state: CalendarState::Closed,
                next: Some(instant(opens))
            },
            "{name}"
        );
    }
}

#[test]
fn an_event_in_an_overlap_takes_the_first_of_both_times() {
    for (name, starts, ends, closes, opens) in [
        (
            "Europe/Berlin",
            "2026-10-25T02:30",
            "2026-10-25T04:00",
            "2026-10-25T00:30:00Z",
            "2026-10-25T03:00:00Z",
        ),
        (
            "America/New_York",
            "2026-11-01T01:30",
            "2026-11-01T03:00",
            "2026-11-01T05:30:00Z",
            "2026-11-01T08:00:00Z",
        ),
        (
            "Europe/Berlin",
            "2026-10-25T01:00",
            "2026-10-25T02:30",
            "2026-10-24T23:00:00Z",
            "2026-10-25T00:30:00Z",
        ),
    ] {
        let calendar = one_night(name, starts, ends);
        let during = calendar.state_at(&zone(name), instant(closes));
        assert_eq!(
            during,
            StateAt {
                state: CalendarState::Closed,
                next: Some(instant(opens))
            },
            "{name}"
        );
    }
}

#[test]
fn a_weekly_event_keeps_its_local_times() {
    let mut plan = one_night("Europe/Berlin", "2026-03-20T22:00", "2026-03-21T06:00")
        .events
        .remove(0)
        .plan;
    plan.recurrence = Recurrence::Weekly {
        days: [Weekday::Fri, Weekday::Sat].into_iter().collect(),
        until: None,
    };
    let range = domain::calendar::Window {
        from: instant("2026-03-20T00:00:00Z"),
        until: instant("2026-03-31T00:00:00Z"),
    };
    let nights: Vec<(String, i64)> = plan
        .occurrences(&zone("Europe/Berlin"), range)
        .iter()
        .map(|night| {
            (
                night.from.to_rfc3339(),
                (night.until - night.from).num_hours(),
            )
        })
        .collect();
    let expected = [
        ("2026-03-20T21:00:00+00:00", 8),
        ("2026-03-21T21:00:00+00:00", 8),
        ("2026-03-27T21:00:00+00:00", 8),
        ("2026-03-28T21:00:00+00:00", 7),
    ];
    let nights: Vec<(&str, i64)> = nights
        .iter()
        .map(|(from, hours)| (from.as_str(), *hours))
        .collect();
    assert_eq!(nights, expected);
}

#[test]
fn an_unknown_zone_is_refused() {
    for name in ["Europe/Atlantis", "", "+02:00"] {
        assert!(TableZone::named(name).is_err(), "{name}");
    }
}
