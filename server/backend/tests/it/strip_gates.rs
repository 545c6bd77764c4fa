//! Incidents, calendars and freezes on the decision strip: what blocks a change, what only warns, and what an emergency
//! ignores.

use backend::{
    calendar::{self, add, add_event, make_freeze},
    incidents::{self, Declare},
    strip::{self, About},
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{
    calendar::{CalendarPlan, CalendarState, FreezePlan, FreezeStrength},
    incident::Impact,
    scope::{MatchLevel, Scope},
    strip::{Bearing, Cause, Difference, Gates, Grade, StripVerdict},
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, viewer},
    calendar_asks::{calendar as plan, event},
    incidents::{by_hand, declare, target},
    strip::{INSTANCE, about, all_live, strip, told},
};

async fn freeze(backend: &TestBackend, strength: FreezeStrength, place: &str, hours: (i64, i64)) {
    let plan = FreezePlan {
        name: "Quarter".to_owned(),
        strength,
        scope: place.parse().expect("a scope"),
        reason: "The books are closed".to_owned(),
        from: backend.now() + TimeDelta::hours(hours.0),
        until: backend.now() + TimeDelta::hours(hours.1),
    };
    let made = make_freeze(backend, &admin(), plan, None).await;
    made.expect("a freeze");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_soft_freeze_warns_and_a_hard_one_blocks(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    freeze(&backend, FreezeStrength::Hard, "444455556666", (0, 9)).await;
    freeze(&backend, FreezeStrength::Hard, "111122223333", (3, 9)).await;
    let clear = strip(&backend, INSTANCE).await;
    assert_eq!(clear.verdict, StripVerdict::Clear, "{clear:?}");
    assert!(clear.quiet.contains(&Cause::Freeze) && clear.quiet.contains(&Cause::Calendar));
    freeze(&backend, FreezeStrength::Soft, "organization", (0, 9)).await;
    let warned = strip(&backend, INSTANCE).await;
    let soft = "Soft freeze Quarter: The books are closed";
    let soft = (Cause::Freeze, MatchLevel::Organization, soft);
    assert_eq!(
        (warned.verdict, told(&warned)),
        (StripVerdict::Caution, vec![soft])
    );
    freeze(&backend, FreezeStrength::Hard, "111122223333", (1, 9)).await;
    let blocked = strip(&backend, INSTANCE).await;
    let hard = "Freeze Quarter holds the start: The books are closed";
    let hard = (Cause::Freeze, MatchLevel::Account, hard);
    assert_eq!(blocked.verdict, StripVerdict::Blocked);
    assert_eq!(told(&blocked), [hard, soft]);
    assert!(!blocked.is_worse_than(&warned).is_empty());
    let until = backend.now() + TimeDelta::hours(9);
    assert_eq!(blocked.reasons[0].until, Some(until));
    let targets: [Scope; 1] = [INSTANCE.parse().expect("a scope")];
    let emergency = About {
        gates: Gates::Ignored,
        ..about(&backend, &targets)
    };
    let seen = strip::compute(&backend, &viewer(), &emergency).await;
    let title = "Freeze Quarter is in force at the start: The books are closed";
    assert_eq!(
        told(&seen.expect("a strip"))[0].2,
        title,
        "an emergency is held by none"
    );
}

/// The strip and the start go by one rule: what holds the start blocks, what begins after it warns, and a start that
/// nobody has made moves on with the clock.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_comes_after_the_start_warns_as_the_start_will_find_it(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let targets: [Scope; 1] = [INSTANCE.parse().expect("a scope")];
    let about = About {
        until: backend.now() + TimeDelta::hours(9),
        ..about(&backend, &targets)
    };
    freeze(&backend, FreezeStrength::Hard, "111122223333", (2, 4)).await;
    let mut shown = Vec::new();
    for (hour, verdict, title) in [
        (
            0,
            StripVerdict::Caution,
            "Freeze Quarter begins after the start: The books are closed",
        ),
        (
            2,
            StripVerdict::Blocked,
            "Freeze Quarter holds the start: The books are closed",
        ),
        (4, StripVerdict::Clear, ""),
    ] {
        let late = TimeDelta::hours(hour) - (backend.now() - about.from + TimeDelta::hours(1));
        backend.clock.advance(late);
        all_live(&backend).await;
        let seen = strip::compute(&backend, &viewer(), &about).await;
        let seen = seen.expect("a strip");
        let titles = seen.reasons.iter().map(|reason| reason.title.as_str());
        assert_eq!(
            (seen.verdict, titles.collect::<String>().as_str()),
            (verdict, title)
        );
        let start = about.from.max(backend.now());
        let gate = calendar::gate(&backend, &viewer(), &targets, start).await;
        let held = !gate.expect("a gate").is_open();
        assert_eq!(held, verdict == StripVerdict::Blocked, "hour {hour}");
        shown.push(seen);
    }
    let worse = shown[1].is_worse_than(&shown[0]);
    let [Difference::Verdict(..), Difference::Graver(..)] = &worse[..] else {
        panic!("{worse:?}");
    };
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_emergency_ignores_a_closed_calendar_and_says_so(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let closed = plan("Office hours", CalendarState::Closed, "UTC");
    let added = add(&backend, &admin(), closed, None).await;
    added.expect("a calendar");
    let targets: [Scope; 1] = [INSTANCE.parse().expect("a scope")];
    let normal = about(&backend, &targets);
    let emergency = About {
        gates: Gates::Ignored,
        ..normal
    };
    for (about, verdict, bearing) in [
        (normal, StripVerdict::Blocked, Bearing::Counts),
        (emergency, StripVerdict::Caution, Bearing::Ignored),
    ] {
        let seen = strip::compute(&backend, &viewer(), &about).await;
        let seen = seen.expect("a strip");
        assert_eq!((seen.verdict, seen.reasons.len()), (verdict, 1), "{seen:?}");
        let reason = &seen.reasons[0];
        assert_eq!((reason.grade, reason.bearing), (Grade::Closed, bearing));
        assert_eq!(reason.since, None, "it never was open");
        assert_eq!(
            reason.title,
            "The calendar Office hours is closed at the start"
        );
    }
}

/// A calendar of a place that is closed once.
async fn closes(backend: &TestBackend, name: &str, place: &str, (starts, ends): (&str, &str)) {
    let plan = CalendarPlan {
        scope: place.parse().expect("a scope"),
        ..plan(name, CalendarState::Open, "UTC")
    };
    let id = add(backend, &admin(), plan, None).await;
    let closes = event(name, starts, ends);
    let added = add_event(backend, &admin(), id.expect("a calendar"), closes, None).await;
    added.expect("an event");
}

/// It says of itself where it holds and since when it is closed, which may be long before the change begins.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_closed_calendar_says_its_place_and_its_age(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    // It is noon, and the change begins at one o'clock.
    let (since_yesterday, later) = (
        ("2026-11-23T10:00", "2026-11-24T18:00"),
        ("2026-11-24T13:30", "2026-11-24T14:00"),
    );
    closes(&backend, "Sale", "111122223333", since_yesterday).await;
    closes(&backend, "Dinner", "us-east-1 ec2", later).await;
    let seen = strip(&backend, INSTANCE).await;
    let minutes = |n: i64| Some(backend.now() + TimeDelta::minutes(n));
    let told = seen.reasons.iter().map(|one| {
        let title = one.title.as_str();
        (title, one.level, one.since, one.until)
    });
    let sale = "The calendar Sale is closed at the start";
    let dinner = "The calendar Dinner closes after the start";
    let expected = [
        (sale, MatchLevel::Account, minutes(-26 * 60), minutes(360)),
        (dinner, MatchLevel::Organization, minutes(90), minutes(120)),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_open_incident_speaks_for_its_place(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let at = |place: &str| vec![place.parse().expect("a scope")];
    let ask = Declare {
        scopes: at("444455556666"),
        ..by_hand("Elsewhere", Impact::Critical)
    };
    declare(&backend, ask).await;
    assert_eq!(strip(&backend, INSTANCE).await.verdict, StripVerdict::Clear);
    let ask = Declare {
        scopes: at(INSTANCE),
        ..by_hand("A miner on the ledger", Impact::Major)
    };
    let here = declare(&backend, ask).await;
    let seen = strip(&backend, INSTANCE).await;
    let title = "INC-2 is open, impact 2: A miner on the ledger";
    assert_eq!(
        told(&seen),
        [(Cause::Incident, MatchLevel::Resource, title)]
    );
    assert_eq!(seen.reasons[0].grade, Grade::Impact2);
    let state = target(&backend, here.id).await;
    let resolved = incidents::resolve(&backend, &analyst(), state).await;
    resolved.expect("resolved");
    assert_eq!(strip(&backend, INSTANCE).await.verdict, StripVerdict::Clear);
}
