//! Calendars that are closed and freezes that hold at some time of the change: at its start, which they hold, or after it,
//! which is worth a word. Which of them is said by [`Meets`], as the start will find it.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    calendar::{CalendarClosed, Freeze, FreezeStrength, Meets, Window},
    scope::{MatchLevel, Scope},
    strip::{Cause, Fact, Gates, Grade, Link, LinkKind, Place},
    time::Timestamp,
};

use super::About;
use crate::{backend::Backend, calendar, error::Result};

pub(super) async fn gather(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
) -> Result<Vec<Fact>> {
    // Where the start has come and nobody has started it, it would start now.
    let start = about.from.max(backend.now());
    let window = Window {
        from: start,
        until: about.until.max(start + TimeDelta::microseconds(1)),
    };
    let gate = calendar::gate_between(backend, actor, about.targets, window).await?;
    let freezes = gate.hard.into_iter().chain(gate.soft);
    let freezes = freezes.map(|freeze| of_freeze(freeze, about, start));
    let closed = gate.closed_calendars.into_iter();
    let closed = closed.map(|calendar| of_calendar(calendar, about, start));
    Ok(closed.chain(freezes).collect())
}

/// How near a place is that was decided to concern the change: the matcher only says how near.
fn near(about: &About<'_>, scope: &Scope) -> Place {
    let near = |target: &Scope| target.meets(scope);
    let level = about.targets.iter().filter_map(near).max();
    Place::Near(level.unwrap_or(MatchLevel::Organization))
}

fn of_calendar(calendar: CalendarClosed, about: &About<'_>, start: Timestamp) -> Fact {
    let meets = Meets::of(calendar.closed_at, start);
    let closes = match meets {
        Meets::AtStart => "is closed at the start",
        Meets::Later => "closes after the start",
    };
    Fact {
        cause: Cause::Calendar,
        grade: Grade::Closed,
        place: near(about, &calendar.scope),
        title: format!("The calendar {} {closes}", calendar.name),
        since: calendar.since,
        until: calendar.opens_at,
        meets,
        count: 1,
        newest: None,
        link: Link::to(LinkKind::Calendar, calendar.id),
    }
}

fn of_freeze(freeze: Freeze, about: &About<'_>, start: Timestamp) -> Fact {
    let meets = Meets::of(freeze.from, start);
    let name = freeze.called();
    let (grade, what) = match (freeze.strength, meets) {
        (FreezeStrength::Hard, Meets::AtStart) => {
            let does = match about.gates {
                Gates::Bind => "holds the start",
                Gates::Ignored => "is in force at the start",
            };
            (Grade::Hard, format!("Freeze {name} {does}"))
        }
        (FreezeStrength::Hard, Meets::Later) => {
            (Grade::Hard, format!("Freeze {name} begins after the start"))
        }
        (FreezeStrength::Soft, _) => (Grade::Soft, format!("Soft freeze {name}")),
    };
    Fact {
        cause: Cause::Freeze,
        grade,
        place: near(about, &freeze.scope),
        title: format!("{what}: {}", freeze.reason),
        since: Some(freeze.from),
        until: Some(freeze.until),
        meets,
        count: 1,
        newest: None,
        link: Link::to(LinkKind::Freeze, freeze.id),
    }
}
