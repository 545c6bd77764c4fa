//! The audit: who did what, when, and whether it was allowed. Entries are added and read, never changed.

mod list;
mod refusals;

use domain::{action::Action, actor::Actor, time::Timestamp};
use uuid::Uuid;

pub use list::{AuditEntry, list};
pub(crate) use refusals::{Refusals, as_typed, authorize_change};

use crate::{
    error::Result,
    store::{
        audit::{AuditRow, insert},
        db::Conn,
    },
};

/// Whether an act was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was.
    Done,
    /// It was refused.
    Refused,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// What an entry says.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// What, by the policy's word.
    pub action: Action,
    /// To what: a name or an id.
    pub subject: &'a str,
    /// One plain sentence, without secrets.
    pub detail: &'a str,
    /// The network address it came from, if it came from the network.
    pub address: Option<&'a str>,
}

pub(crate) async fn append(
    conn: Conn<'_>,
    id: Uuid,
    at: Timestamp,
    outcome: Outcome,
    entry: Entry<'_>,
) -> Result<()> {
    let person_id = match entry.actor {
        Actor::Person(person) => Some(person.id.0),
        Actor::Worker(_) | Actor::Console | Actor::Display { .. } | Actor::Anonymous => None,
    };
    let row = AuditRow {
        id,
        at,
        actor: entry.actor.label().to_owned(),
        person_id,
        action: entry.action.as_str().to_owned(),
        subject: entry.subject.to_owned(),
        outcome: outcome.as_str().to_owned(),
        detail: entry.detail.to_owned(),
        address: entry.address.map(str::to_owned),
    };
    Ok(insert(conn, &row).await?)
}
