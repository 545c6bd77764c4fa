//! Change calendars and freezes: kept by administrators, asked by whoever starts or looks at a change.
//!
//! Nothing is deleted: what is removed or ended stays in its row, and the audit says what it was.

mod events;
mod freezes;
mod held;
mod keep;
pub(crate) mod load;
mod read;
mod rows;
mod zone;

pub use events::{add_event, change_event, remove_event};
pub use freezes::{change_freeze, end_freeze, make_freeze};
pub use held::{Held, held};
pub use keep::{add, change, remove};
pub use read::{
    CalendarStatus, Closure, closed_between, freezes, freezes_between, gate, gate_between, list,
    state,
};
pub use zone::TableZone;

use domain::{action::Action, actor::Actor, event::Topic, time::Timestamp};

use crate::{
    audit,
    backend::Write,
    error::{Error, Result},
};

/// Calendars that count.
const CALENDARS: i64 = 100;
/// Events of one calendar.
const EVENTS: i64 = 200;
/// Freezes in one answer.
pub(crate) const FREEZES: i64 = 500;

/// Says who was faster.
fn lost(by: &str, at: Timestamp) -> Error {
    Error::Conflict {
        by: by.to_owned(),
        at,
    }
}

/// Audits a change of calendars or freezes, tells of it and commits.
async fn finish(
    mut write: Write<'_>,
    (actor, address): (&Actor, Option<&str>),
    (subject, detail): (&str, &str),
    (kind, id): (&str, String),
) -> Result<()> {
    write
        .audit(audit::Entry {
            actor,
            action: Action::AdministerCalendars,
            subject,
            detail,
            address,
        })
        .await?;
    let seq = write.take_seq().await?;
    write
        .finish(seq, Topic::Calendar, kind, vec![id])
        .await
        .map(drop)
}
