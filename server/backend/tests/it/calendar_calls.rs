//! Every verb of calendars, called once with something that exists nowhere.

use backend::{
    Backend, Error,
    calendar::{
        self, add_event, change_event, change_freeze, end_freeze, make_freeze, remove_event,
    },
};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    calendar::{CalendarState, FreezePlan, FreezeStrength, Window},
    id::{CalendarEventId, CalendarId, FreezeId},
    scope::Scope,
    version::Version,
};
use uuid::Uuid;

use crate::{
    authorization::not_called,
    calendar_asks::{calendar as plan, event, scope},
};

/// Calls a verb.
pub(crate) async fn call(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let (from, until) = (backend.now(), backend.now() + TimeDelta::hours(1));
    let places: [Scope; 1] = [scope("ec2")];
    match verb {
        "calendar::closed_between" => {
            let window = Window { from, until };
            let closed = calendar::closed_between(backend, by, window).await;
            closed.map(drop)
        }
        "calendar::freezes" => calendar::freezes(backend, by).await.map(drop),
        "calendar::freezes_between" => {
            let found = calendar::freezes_between(backend, by, from, until).await;
            found.map(drop)
        }
        "calendar::gate" => calendar::gate(backend, by, &places, from).await.map(drop),
        "calendar::gate_between" => {
            let window = Window { from, until };
            let gate = calendar::gate_between(backend, by, &places, window).await;
            gate.map(drop)
        }
        "calendar::held" => calendar::held(backend, by, &[]).await.map(drop),
        "calendar::list" => calendar::list(backend, by).await.map(drop),
        "calendar::state" => calendar::state(backend, by, from).await.map(drop),
        _ => call_change(backend, by, verb).await,
    }
}

async fn call_change(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let nothing = Uuid::from_u128(1);
    let calendar = (CalendarId(nothing), Version::FIRST);
    let no_event = (CalendarEventId(nothing), Version::FIRST);
    let no_freeze = (FreezeId(nothing), Version::FIRST);
    let open = plan("Shops", CalendarState::Open, "UTC");
    let once = event("Sale", "2026-11-24T12:00", "2026-11-24T13:00");
    let freeze = FreezePlan {
        name: "Close".to_owned(),
        strength: FreezeStrength::Hard,
        scope: Scope::default(),
        reason: "The books are closed".to_owned(),
        from: backend.now(),
        until: backend.now() + TimeDelta::hours(1),
    };
    match verb {
        "calendar::add" => calendar::add(backend, by, open, None).await.map(drop),
        "calendar::add_event" => add_event(backend, by, calendar.0, once, None)
            .await
            .map(drop),
        "calendar::change" => calendar::change(backend, by, calendar, open, None).await,
        "calendar::change_event" => change_event(backend, by, no_event, once, None).await,
        "calendar::change_freeze" => change_freeze(backend, by, no_freeze, freeze, None).await,
        "calendar::end_freeze" => end_freeze(backend, by, no_freeze, None).await,
        "calendar::make_freeze" => make_freeze(backend, by, freeze, None).await.map(drop),
        "calendar::remove" => calendar::remove(backend, by, calendar, None).await,
        "calendar::remove_event" => remove_event(backend, by, no_event, None).await,
        _ => not_called(verb),
    }
}
