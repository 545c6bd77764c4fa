//! Which changes lie ahead, and how many wait for somebody.

use std::collections::BTreeSet;

use domain::{
    action::Action,
    actor::Actor,
    calendar::Window,
    change::{ChangeKind, ChangeState},
    id::ChangeId,
    scope::Scope,
    time::Timestamp,
};

use super::rows::{ChangeSummary, summaries};
use crate::{
    backend::{Backend, authorize},
    calendar,
    error::Result,
    store::{changes as store, db::Conn},
};

/// Changes that were asked for and are not over, the next first: more than any house has at once.
const AHEAD: i64 = 5_000;

/// At most `limit` changes that were asked for, are not over and have their time between the two, the next first.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn upcoming(
    backend: &Backend,
    actor: &Actor,
    (from, to): (Timestamp, Timestamp),
    limit: u16,
) -> Result<Vec<ChangeSummary>> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let kept = &backend.kept().changes_ahead;
    let ahead = kept.get(&mut reader, read_ahead).await?;
    let meets = |one: &&ChangeSummary| {
        one.starts_at < to && (one.ends_at > from || one.state == ChangeState::Running)
    };
    let met = ahead.iter().filter(meets).take(usize::from(limit));
    Ok(met.cloned().collect())
}

async fn read_ahead(mut conn: Conn<'_>) -> Result<Vec<ChangeSummary>> {
    let rows = store::ahead(conn.again(), AHEAD).await?;
    summaries(conn, rows).await
}

/// At most `limit` changes that were asked for, over or not, that have their time between the two, the first first.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn between(
    backend: &Backend,
    actor: &Actor,
    (from, to): (Timestamp, Timestamp),
    limit: u16,
) -> Result<Vec<ChangeSummary>> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let rows = store::between(reader.conn(), (from, to), i64::from(limit)).await?;
    summaries(reader.conn(), rows).await
}

/// Those of some changes that are approved and have not begun, and that a closed calendar or a hard freeze keeps from
/// starting when their time comes, or now where it has. An emergency is kept by nothing.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn blocked(
    backend: &Backend,
    actor: &Actor,
    changes: &[ChangeSummary],
) -> Result<BTreeSet<ChangeId>> {
    authorize(actor, Action::ReadFloor)?;
    let now = backend.now();
    let waits = changes.iter().filter(|one| {
        let approved = matches!(one.state, ChangeState::Approved | ChangeState::Scheduled);
        approved && one.kind != ChangeKind::Emergency && now < one.ends_at
    });
    let (ids, asks): (Vec<ChangeId>, Vec<(&[Scope], Window)>) = waits
        .map(|one| {
            let window = Window {
                from: one.starts_at.max(now),
                until: one.ends_at,
            };
            (one.id, (one.targets.as_slice(), window))
        })
        .unzip();
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let held = calendar::held(backend, actor, &asks).await?;
    let blocked = ids.into_iter().zip(held);
    let blocked = blocked.filter(|(_, held)| !held.at_start.is_open());
    Ok(blocked.map(|(id, _)| id).collect())
}

/// The changes that were asked for with this link, the last first and at most fifty.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn naming(backend: &Backend, actor: &Actor, link: &str) -> Result<Vec<ChangeSummary>> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let rows = store::naming(reader.conn(), link).await?;
    summaries(reader.conn(), rows).await
}

/// The actor's own changes that go on only with them, the next start first and at most fifty: drafts, what was sent back,
/// what may start now, and what runs and has no end yet.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn needing(backend: &Backend, actor: &Actor) -> Result<Vec<ChangeSummary>> {
    authorize(actor, Action::ReadFloor)?;
    let Actor::Person(person) = actor else {
        return Ok(Vec::new());
    };
    let mut reader = backend.reader().await?;
    let rows = store::list_needing(reader.conn(), person.id.0, backend.now()).await?;
    summaries(reader.conn(), rows).await
}

/// How many changes wait for a decision of this actor: none for who may not decide.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn waiting_for(backend: &Backend, actor: &Actor) -> Result<u64> {
    authorize(actor, Action::ReadFloor)?;
    let Actor::Person(person) = actor else {
        return Ok(0);
    };
    if !actor.may(Action::DecideChanges) {
        return Ok(0);
    }
    let mut reader = backend.reader().await?;
    let count = store::count_waiting_for(reader.conn(), person.id.0).await?;
    Ok(count.unsigned_abs())
}

/// How many changes wait for a decision of anybody.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn waiting(backend: &Backend, actor: &Actor) -> Result<u64> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    Ok(store::count_waiting(reader.conn()).await?.unsigned_abs())
}
