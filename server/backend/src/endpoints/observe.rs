//! What each checker sees: asked of AWS only while somebody looks, since AWS allows few such calls.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::TimeDelta;
use domain::{
    action::Action, actor::Actor, endpoint::CheckerObservation, event::Topic, time::Timestamp,
};

use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::endpoints::{self as store, ObservationRow},
};

/// How long a look is good for: a page that stays open looks again.
const LOOKED: TimeDelta = TimeDelta::minutes(2);

/// Bytes of Route 53's ids at most: what is longer came from no link of ours.
const LONGEST: usize = 64;

/// Which checks somebody looks at, and since when. A hint that may be lost: a look comes again.
#[derive(Default)]
pub(crate) struct Wanted {
    looks: Mutex<HashMap<String, Timestamp>>,
}

/// Somebody looks at a health check.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn look(backend: &Backend, actor: &Actor, id: &str) -> Result<()> {
    authorize(actor, Action::ReadFloor)?;
    if id.len() > LONGEST || id.contains('\0') {
        return Ok(());
    }
    let now = backend.now();
    let mut looks = backend
        .wanted()
        .looks
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    looks.retain(|_, at| now - *at <= LOOKED);
    looks.insert(id.to_owned(), now);
    Ok(())
}

/// The health checks of an account that somebody looks at.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn wanted(backend: &Backend, actor: &Actor, account: &str) -> Result<Vec<String>> {
    authorize(actor, Action::Ingest)?;
    let now = backend.now();
    let ids: Vec<String> = {
        let looks = backend
            .wanted()
            .looks
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        looks
            .iter()
            .filter(|(_, at)| now - **at <= LOOKED)
            .map(|(id, _)| id.clone())
            .collect()
    };
    let mut wanted = Vec::new();
    for id in ids {
        let mut reader = backend.reader().await?;
        if store::find(reader.conn(), account, &id)
            .await?
            .is_some_and(|row| row.gone_at.is_none())
        {
            wanted.push(id);
        }
    }
    Ok(wanted)
}

/// Keeps what checkers see now, and why they last failed.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or when the database fails.
pub async fn observe(
    backend: &Backend,
    actor: &Actor,
    (account, id): (&str, &str),
    now: &[CheckerObservation],
    last_failures: &[CheckerObservation],
) -> Result<()> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let check = store::find(write.conn(), account, id)
        .await?
        .ok_or(Error::NotFound)?;
    let asked_at = write.now;
    let row = |kind: &str, seen: &CheckerObservation| ObservationRow {
        kind: kind.to_owned(),
        region: seen.region.clone(),
        address: seen.address.clone(),
        status: seen.status.clone(),
        checked_at: seen.checked_at,
        asked_at,
    };
    let mut rows: Vec<ObservationRow> = now.iter().map(|seen| row("now", seen)).collect();
    rows.extend(last_failures.iter().map(|seen| row("last_failure", seen)));
    store::replace_observations(write.conn(), check.n, &rows).await?;
    let seq = write.take_seq().await?;
    write
        .finish(
            seq,
            Topic::Endpoints,
            "endpoints.observed",
            vec![id.to_owned()],
        )
        .await
        .map(drop)
}
