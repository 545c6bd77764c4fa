//! The rules of calendars and freezes, with zones that never change their clocks. Nights on which clocks are changed are
//! tried where the tables of zones are known, in `backend`.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    id::{CalendarEventId, CalendarId, FreezeId},
    scope::Scope,
    time::{Timestamp, from_micros},
    version::Version,
};

/// So many minutes east of Greenwich, always.
struct East(i64);

impl Zone for East {
    fn instants(&self, local: NaiveDateTime) -> Instants {
        Instants::One((local - TimeDelta::minutes(self.0)).and_utc())
    }

    fn local(&self, at: Timestamp) -> NaiveDateTime {
        at.naive_utc() + TimeDelta::minutes(self.0)
    }
}

/// Tuesday, 2026-11-24T12:00:00Z.
fn noon() -> Timestamp {
    from_micros(1_795_521_600_000_000)
}

fn minute(n: i64) -> Timestamp {
    noon() + TimeDelta::minutes(n)
}

fn event(kind: EventKind, (from, until): (i64, i64)) -> CalendarEvent {
    CalendarEvent {
        id: CalendarEventId(Uuid::nil()),
        version: Version::FIRST,
        plan: EventPlan {
            title: "Till close".to_owned(),
            kind,
            starts: minute(from).naive_utc(),
            ends: minute(until).naive_utc(),
            recurrence: Recurrence::Once,
        },
    }
}

fn calendar(default: CalendarState, events: Vec<CalendarEvent>) -> Calendar {
    Calendar {
        id: CalendarId(Uuid::nil()),
        version: Version::FIRST,
        plan: CalendarPlan {
            name: "Shops".to_owned(),
            default,
            zone: "UTC".to_owned(),
            scope: Scope::default(),
        },
        events,
    }
}

fn scope(line: &str) -> Scope {
    line.parse().expect("a scope")
}

fn freeze(line: &str, strength: FreezeStrength, (from, until): (i64, i64)) -> Freeze {
    Freeze {
        id: FreezeId(Uuid::nil()),
        version: Version::FIRST,
        name: "Quarter close".to_owned(),
        strength,
        scope: scope(line),
        reason: "The books are closed".to_owned(),
        from: minute(from),
        until: minute(until),
        created_by: "ada".to_owned(),
        ended_at: None,
    }
}

fn windows() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0_i64..300, 1_i64..60), 0..8).prop_map(|all| {
        all.into_iter()
            .map(|(from, long)| (from, from + long))
            .collect()
    })
}

proptest! {
    /// What a strip says of the start and what the start meets are one: nothing blocks on the strip that would let the
    /// change start, and nothing holds the start that the strip merely warns of.
    #[test]
    fn what_meets_the_start_is_what_holds_it(
        events in windows(), open in any::<bool>(), freezes in windows(), start in 0_i64..300, long in 1_i64..200,
    ) {
        let default = if open { CalendarState::Open } else { CalendarState::Closed };
        let events = events.into_iter().map(|one| event(EventKind::Standard, one));
        let shops = calendar(default, events.collect());
        let freezes = freezes.into_iter().enumerate();
        let freezes: Vec<Freeze> = freezes
            .map(|(n, one)| Freeze {
                id: FreezeId(Uuid::from_u128(n as u128)),
                ..freeze("organization", FreezeStrength::Hard, one)
            })
            .collect();
        let of = |from, until| {
            let calendars: [(&Calendar, &dyn Zone); 1] = [(&shops, &East(0))];
            gate(&calendars, freezes.clone(), &[scope("111122223333")], Window { from, until })
        };
        let start = minute(start);
        let (whole, at_start) = (of(start, start + TimeDelta::minutes(long)), of(start, start + TimeDelta::microseconds(1)));
        let meets = |from| Meets::of(from, start) == Meets::AtStart;
        let closed = whole.closed_calendars.iter().filter(|one| meets(one.closed_at)).count();
        prop_assert_eq!(closed, at_start.closed_calendars.len());
        let hard: Vec<Freeze> = whole.hard.into_iter().filter(|one| meets(one.from)).collect();
        prop_assert_eq!(hard, at_start.hard);
    }

    #[test]
    fn a_union_has_the_same_instants_and_no_seams(windows in windows()) {
        let window = |(from, until): (i64, i64)| Window { from: minute(from), until: minute(until) };
        let all: Vec<Window> = windows.into_iter().map(window).collect();
        let united = union(all.clone());
        prop_assert!(united.windows(2).all(|pair| pair[0].until < pair[1].from));
        for n in -1..400 {
            let within = |some: &[Window]| some.iter().any(|window| window.contains(minute(n)));
            prop_assert_eq!(within(&all), within(&united));
        }
    }

    #[test]
    fn the_other_default_is_the_other_state(events in windows(), advisory in windows(), at in 0_i64..300) {
        let events = events.into_iter().map(|one| event(EventKind::Standard, one));
        let advisory = advisory.into_iter().map(|one| event(EventKind::Advisory, one));
        let all: Vec<CalendarEvent> = events.chain(advisory).collect();
        let during = all.iter().any(|one| {
            one.plan.kind == EventKind::Standard
                && one.plan.starts <= minute(at).naive_utc()
                && minute(at).naive_utc() < one.plan.ends
        });
        let open = calendar(CalendarState::Open, all.clone()).state_at(&East(0), minute(at));
        let closed = calendar(CalendarState::Closed, all).state_at(&East(0), minute(at));
        prop_assert_eq!(open.state == CalendarState::Closed, during);
        prop_assert_eq!(closed.state == CalendarState::Open, during);
        prop_assert_eq!(open.next, closed.next);
    }

    #[test]
    fn several_are_open_while_all_are_and_change_when_that_does(
        one in windows(), other in windows(), minutes in prop::sample::select(vec![0_i64, 330, -210]), at in 0_i64..300,
    ) {
        let local = |all: Vec<(i64, i64)>| all.into_iter().map(|(from, until)| event(EventKind::Standard, (from, until)));
        let first = calendar(CalendarState::Open, local(one).collect());
        let second = calendar(CalendarState::Open, local(other).collect());
        let (utc, east) = (East(0), East(minutes));
        let both: [(&Calendar, &dyn Zone); 2] = [(&first, &utc), (&second, &east)];
        let open = |n: i64| {
            let alone = |(calendar, zone): (&Calendar, &dyn Zone)| calendar.state_at(zone, minute(n)).state;
            both.iter().all(|one| alone(*one) == CalendarState::Open)
        };
        let said = state_of_all(&both, minute(at));
        prop_assert_eq!(said.state == CalendarState::Open, open(at));
        let flip = (at + 1..1_000).find(|n| open(*n) != open(at));
        prop_assert_eq!(said.next, flip.map(minute));
    }
}

#[test]
fn an_end_does_not_belong_to_its_event() {
    let calendar = calendar(
        CalendarState::Open,
        vec![
            event(EventKind::Standard, (0, 60)),
            event(EventKind::Standard, (60, 90)),
        ],
    );
    let at = |n| calendar.state_at(&East(0), minute(n));
    assert_eq!(
        at(0),
        StateAt {
            state: CalendarState::Closed,
            next: Some(minute(90))
        }
    );
    assert_eq!(
        at(90),
        StateAt {
            state: CalendarState::Open,
            next: None
        }
    );
}

#[test]
fn a_weekly_event_begins_on_its_days_until_its_last() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    let mut weekly = event(EventKind::Standard, (0, 120));
    weekly.plan.recurrence = Recurrence::Weekly {
        days: [Weekday::Tue, Weekday::Fri].into_iter().collect(),
        until: Some(day + TimeDelta::days(10)),
    };
    let range = Window {
        from: noon() - TimeDelta::days(30),
        until: noon() + TimeDelta::days(30),
    };
    let begins: Vec<i64> = weekly
        .plan
        .occurrences(&East(0), range)
        .iter()
        .map(|window| (window.from - noon()).num_days())
        .collect();
    assert_eq!(begins, [0, 3, 7, 10]);
    let always = calendar(CalendarState::Closed, vec![]);
    assert_eq!(
        always.state_at(&East(0), noon()),
        StateAt {
            state: CalendarState::Closed,
            next: None
        }
    );
}

#[test]
fn what_misses_a_rule_says_which() {
    let fault = |change: fn(&mut EventPlan)| {
        let mut plan = event(EventKind::Standard, (0, 60)).plan;
        change(&mut plan);
        plan.checked().err()
    };
    let weekly = |days| Recurrence::Weekly { days, until: None };
    assert_eq!(fault(|_| ()), None);
    assert_eq!(
        fault(|plan| plan.title = " ".to_owned()),
        Some(CalendarCode::Name)
    );
    assert_eq!(
        fault(|plan| plan.ends = plan.starts),
        Some(CalendarCode::EndsFirst)
    );
    assert_eq!(
        fault(|plan| plan.ends += TimeDelta::days(400)),
        Some(CalendarCode::TooLong)
    );
    let mut plan = event(EventKind::Standard, (0, 60)).plan;
    plan.recurrence = weekly(Weekdays::default());
    assert_eq!(plan.clone().checked(), Err(CalendarCode::NoDay));
    plan.recurrence = weekly([Weekday::Mon].into_iter().collect());
    plan.ends += TimeDelta::days(7);
    assert_eq!(plan.clone().checked(), Err(CalendarCode::WeekTooLong));
    let days: Weekdays = "mon,sun".parse().expect("days");
    assert_eq!(days.to_string(), "mon,sun");
    assert_eq!("mon,moon".parse::<Weekdays>(), Err(CalendarCode::NoDay));
}

#[test]
fn a_freeze_that_holds_keeps_its_beginning_and_ends_once() {
    let held = freeze("rds", FreezeStrength::Hard, (-60, 60));
    let plan = |from, until| FreezePlan {
        name: "Longer".to_owned(),
        strength: FreezeStrength::Soft,
        scope: Scope::default(),
        reason: "More to do".to_owned(),
        from: minute(from),
        until: minute(until),
    };
    assert_eq!(
        held.clone().changed(plan(-30, 90), noon()),
        Err(CalendarCode::Begun)
    );
    assert_eq!(
        held.clone().changed(plan(-60, 0), noon()),
        Err(CalendarCode::EndsFirst)
    );
    let longer = held
        .clone()
        .changed(plan(-60, 90), noon())
        .expect("it lasts longer");
    assert_eq!(
        (longer.until, longer.strength),
        (minute(90), FreezeStrength::Soft)
    );
    let ended = held.ended(noon()).expect("it ends");
    assert!(ended.until == noon() && ended.is_over(noon()));
    assert_eq!(ended.ended(noon()), Err(CalendarCode::Ended));
    let ahead = freeze("rds", FreezeStrength::Hard, (10, 20))
        .ended(noon())
        .expect("it never begins");
    let whole = Window {
        from: minute(-100),
        until: minute(100),
    };
    assert!(!ahead.holds(&[scope("rds")], whole));
}

#[test]
fn a_freeze_holds_what_lies_in_its_place() {
    let instance = "arn:aws:ec2:us-east-1:111122223333:instance/i-1";
    for (frozen, place, expected) in [
        ("organization", instance, true),
        ("111122223333", instance, true),
        ("111122223333 us-east-1 ec2", instance, true),
        ("111122223333 eu-west-1", instance, false),
        ("111122223333 rds", instance, false),
        ("444455556666", instance, false),
        ("111122223333 global", instance, true),
        (instance, "111122223333 ec2", true),
        (
            instance,
            "arn:aws:ec2:us-east-1:111122223333:instance/i-2",
            false,
        ),
        ("ec2", "111122223333 us-east-1", true),
        ("arn:aws:s3:::ledger", "arn:aws:s3:::ledger/2026", true),
    ] {
        let held = freeze(frozen, FreezeStrength::Hard, (0, 60));
        let window = |from, until| Window {
            from: minute(from),
            until: minute(until),
        };
        assert_eq!(
            held.holds(&[scope(place)], window(30, 90)),
            expected,
            "{frozen} and {place}"
        );
        assert!(!held.holds(&[scope(place)], window(60, 90)), "it has ended");
    }
}

#[test]
fn a_calendar_says_since_when_it_is_closed() {
    let (day, year) = (24 * 60, 365 * 24 * 60);
    let since = |default, events: &[(i64, i64)]| {
        let events = events.iter().map(|one| event(EventKind::Standard, *one));
        calendar(default, events.collect()).closed_since(&East(0), noon())
    };
    let (open, closed) = (CalendarState::Open, CalendarState::Closed);
    for (default, events, expected) in [
        (open, vec![(-30, 60)], Some(-30)),
        (open, vec![(-30 * day, 60)], Some(-30 * day)),
        (open, vec![(-90, -60), (-60, 10)], Some(-90)),
        (open, vec![(0, 10)], Some(0)),
        (open, vec![(-90, 0)], None),
        (open, vec![(-2 * year, 60)], None),
        (closed, vec![(-90, -60)], Some(-60)),
        (closed, vec![], None),
    ] {
        assert_eq!(since(default, &events), expected.map(minute), "{events:?}");
    }
}

#[test]
fn a_gate_names_what_holds_and_lets_warnings_pass() {
    let closed = calendar(
        CalendarState::Open,
        vec![event(EventKind::Standard, (0, 60))],
    );
    let elsewhere = Calendar {
        plan: CalendarPlan {
            scope: scope("eu-west-1"),
            ..closed.plan.clone()
        },
        ..closed.clone()
    };
    let place = [scope("111122223333 us-east-1")];
    let window = Window {
        from: minute(30),
        until: minute(40),
    };
    let freezes = vec![
        freeze("us-east-1", FreezeStrength::Hard, (35, 50)),
        freeze("rds", FreezeStrength::Soft, (0, 50)),
    ];
    let calendars: [(&Calendar, &dyn Zone); 2] = [(&closed, &East(0)), (&elsewhere, &East(0))];
    let shut = gate(&calendars, freezes.clone(), &place, window);
    assert_eq!(shut.closed_calendars.len(), 1);
    assert_eq!(shut.closed_calendars[0].opens_at, Some(minute(60)));
    assert_eq!(shut.closed_calendars[0].closed_at, minute(30));
    assert_eq!(shut.closed_calendars[0].since, Some(minute(0)));
    assert_eq!(
        shut.because(),
        "the calendar Shops, the freeze Quarter close"
    );
    assert!(!shut.is_open());
    let mut named = shut.clone();
    named.hard[0].name = "Year end freeze".to_owned();
    assert!(
        named.because().ends_with("the freeze Year end"),
        "the word is said once"
    );
    let warned = gate(
        &[],
        freezes,
        &place,
        Window {
            from: minute(0),
            until: minute(10),
        },
    );
    assert!(warned.is_open() && warned.soft.len() == 1 && warned.hard.is_empty());
}

#[test]
fn the_next_free_time_lies_behind_all_that_is_in_the_way() {
    let closed = calendar(
        CalendarState::Open,
        vec![
            event(EventKind::Standard, (0, 60)),
            event(EventKind::Standard, (100, 160)),
        ],
    );
    let calendars: [(&Calendar, &dyn Zone); 1] = [(&closed, &East(0))];
    let freezes = [freeze("rds", FreezeStrength::Hard, (50, 70))];
    let window = |from, until| Window {
        from: minute(from),
        until: minute(until),
    };
    let free = |long: i64| next_free(&calendars, &freezes, &[scope("rds")], window(30, 30 + long));
    assert_eq!(free(30), Some(window(70, 100)));
    assert_eq!(
        free(31),
        Some(window(160, 191)),
        "it does not fit between them"
    );
    let never = calendar(CalendarState::Closed, Vec::new());
    assert_eq!(
        next_free(&[(&never, &East(0))], &[], &[scope("rds")], window(0, 10)),
        None
    );
}
