//! Calendars that are closed and freezes that hold at some time of the change.

use domain::{
    actor::Actor,
    calendar::{CalendarClosed, Freeze, FreezeStrength, Window},
    scope::{MatchLevel, Scope},
    strip::{Cause, Fact, Grade, Link, LinkKind, Place},
};

use super::About;
use crate::{backend::Backend, calendar, error::Result};

pub(super) async fn gather(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
) -> Result<Vec<Fact>> {
    let window = Window {
        from: about.from,
        until: about.until,
    };
    let gate = calendar::gate_between(backend, actor, about.targets, window).await?;
    let freezes = gate.hard.into_iter().chain(gate.soft);
    let freezes = freezes.map(|freeze| of_freeze(freeze, about));
    let closed = gate.closed_calendars.into_iter().map(of_calendar);
    Ok(closed.chain(freezes).collect())
}

fn of_calendar(calendar: CalendarClosed) -> Fact {
    Fact {
        cause: Cause::Calendar,
        grade: Grade::Closed,
        place: Place::Near(MatchLevel::Organization),
        title: format!("The calendar {} is closed", calendar.name),
        since: Some(calendar.closed_at),
        until: calendar.opens_at,
        count: 1,
        newest: None,
        link: Link::to(LinkKind::Calendar, calendar.id),
    }
}

/// The calendar has decided that the freeze concerns the change; the matcher only says how near it is.
fn of_freeze(freeze: Freeze, about: &About<'_>) -> Fact {
    let near = |target: &Scope| target.meets(&freeze.scope);
    let level = about.targets.iter().filter_map(near).max();
    let (grade, word) = match freeze.strength {
        FreezeStrength::Hard => (Grade::Hard, "Freeze"),
        FreezeStrength::Soft => (Grade::Soft, "Soft freeze"),
    };
    Fact {
        cause: Cause::Freeze,
        grade,
        place: Place::Near(level.unwrap_or(MatchLevel::Organization)),
        title: format!("{word} {}: {}", freeze.name, freeze.reason),
        since: Some(freeze.from),
        until: Some(freeze.until),
        count: 1,
        newest: None,
        link: Link::to(LinkKind::Freeze, freeze.id),
    }
}
