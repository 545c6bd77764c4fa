//! Changes that the policy refused: every one is answered, and of those that one person repeats one a minute is
//! written down, so that a loop cannot fill the disk.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::TimeDelta;
use domain::{action::Action, actor::Actor, id::PersonId, time::Timestamp};

use super::Entry;
use crate::{
    backend::Backend,
    error::{Error, Result},
};

/// Between two entries for the same person and act.
const APART: TimeDelta = TimeDelta::minutes(1);

/// What was written down within the last minute: at most one entry a person and act.
#[derive(Default)]
pub(crate) struct Refusals(Mutex<HashMap<(PersonId, Action), Timestamp>>);

impl Refusals {
    /// Whether this one is to be written down, which the next ones then are not.
    fn is_first(&self, person: PersonId, action: Action, now: Timestamp) -> bool {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        written.retain(|_, at| (now - *at).abs() < APART);
        let first = !written.contains_key(&(person, action));
        written.entry((person, action)).or_insert(now);
        first
    }
}

/// The first line of every verb by which people change something: as [`crate::backend::authorize`], and a refusal is
/// audited. Nobody in particular leaves no entry: there is no end to strangers.
pub(crate) async fn authorize_change(
    backend: &Backend,
    actor: &Actor,
    action: Action,
    (subject, address): (&str, Option<&str>),
) -> Result<()> {
    if actor.may(action) {
        return Ok(());
    }
    if let Actor::Person(person) = actor
        && backend
            .refusals()
            .is_first(person.id, action, backend.now())
    {
        let entry = Entry {
            actor,
            action,
            subject: &as_typed(subject),
            detail: "their roles do not allow it",
            address,
        };
        let mut write = backend.write().await?;
        write.audit_refusal(entry).await?;
        write.commit().await?;
    }
    Err(Error::Forbidden)
}

/// What somebody typed who had no right to, as far as the audit keeps it.
pub(crate) fn as_typed(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(64).collect()
}
