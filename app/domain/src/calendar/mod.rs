//! Change calendars and freezes: when a change may start, and what holds it.
//!
//! A calendar is open or closed by default, and its events turn that round: one that is open by default is closed during
//! each event, one that is closed by default is open during events alone. Events that overlap are one, their end does not
//! belong to them, and an advisory event only tells. Several calendars together are open while all of them are.
//!
//! Local times become instants through [`Zone`], which the caller brings: a time that a night skips is the moment at which
//! the skipped hour ends, a time that a night has twice is the first of the two. A weekly event keeps its local times.

mod code;
mod event;
mod freeze;
mod gate;
mod in_force;
mod state;
#[cfg(test)]
mod tests;
mod weekdays;
mod window;
mod zone;

pub use code::CalendarCode;
pub use event::{CalendarEvent, EventKind, EventPlan, MAX_WEEKLY, Recurrence};
pub use freeze::{Freeze, FreezePlan, FreezeStrength, touches};
pub use gate::{CalendarClosed, Gate, Meets, gate, next_free};
pub use in_force::{InForce, in_force, next_turn};
pub use state::{Calendar, CalendarPlan, CalendarState, HORIZON, StateAt, state_of_all};
pub use weekdays::Weekdays;
pub use window::{Window, union};
pub use zone::{Instants, Zone};

/// Most characters of a name or title.
pub const MAX_NAME: usize = 80;
/// Most characters of a reason.
pub const MAX_REASON: usize = 500;

/// The name without blanks around it.
fn name(text: &str, code: CalendarCode) -> Result<String, CalendarCode> {
    text_of(text, MAX_NAME, code)
}

fn text_of(text: &str, most: usize, code: CalendarCode) -> Result<String, CalendarCode> {
    let text = text.trim();
    let length = text.chars().count();
    let plain = !text.contains('\0');
    match (1..=most).contains(&length) && plain {
        true => Ok(text.to_owned()),
        false => Err(code),
    }
}
