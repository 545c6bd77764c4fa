//! What each checker sees: asked of AWS only while somebody looks, since AWS allows few such calls.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::Actor,
    endpoint::{CheckerObservation, ObservationKind},
    event::Topic,
    source::SourceFault,
    time::Timestamp,
};

use crate::{
    backend::{Backend, Write, authorize},
    error::{Error, Result},
    store::endpoints::{self as store, ObservationRow},
};

/// How long a look is good for: a page that stays open looks again.
const LOOKED: TimeDelta = TimeDelta::minutes(2);

/// How often AWS is asked for a row of the list, however often somebody reads it.
const GLANCED: TimeDelta = TimeDelta::minutes(1);

/// Bytes of Route 53's ids at most: what is longer came from no link of ours.
const LONGEST: usize = 64;

/// How closely somebody looks at a health check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// At its page: what checkers see now and why they last failed, as often as may be.
    Page,
    /// At its row in the list: what checkers see now, once a minute.
    Row,
}

/// Which checks somebody looks at, and since when. A hint that may be lost: a look comes again.
#[derive(Default)]
pub(crate) struct Wanted {
    looks: Mutex<HashMap<String, Timestamp>>,
    glances: Mutex<HashMap<String, Glance>>,
    /// Why AWS did not answer, where it did not when it was last asked.
    faults: Mutex<HashMap<String, SourceFault>>,
}

/// When a row was last read, and when AWS was last asked for it.
#[derive(Clone, Copy)]
struct Glance {
    at: Timestamp,
    asked_at: Option<Timestamp>,
}

impl Glance {
    fn is_due(&self, now: Timestamp) -> bool {
        now - self.at <= LOOKED && self.asked_at.is_none_or(|at| now - at >= GLANCED)
    }
}

impl Wanted {
    /// Somebody reads the rows of these checks.
    pub(super) fn glance(&self, ids: Vec<String>, now: Timestamp) {
        let mut glances = open(&self.glances);
        glances.retain(|_, glance| now - glance.at <= LOOKED);
        for id in ids {
            let asked_at = None;
            let glance = glances.entry(id).or_insert(Glance { at: now, asked_at });
            glance.at = now;
        }
    }

    /// Why AWS did not answer for a check when it was last asked; nothing where it did.
    pub(super) fn fault(&self, id: &str) -> Option<SourceFault> {
        open(&self.faults).get(id).cloned()
    }

    fn looked_at(&self, now: Timestamp) -> Vec<String> {
        let looks = open(&self.looks);
        let good = looks.iter().filter(|(_, at)| now - **at <= LOOKED);
        good.map(|(id, _)| id.clone()).collect()
    }

    fn glanced_at(&self, now: Timestamp) -> Vec<String> {
        let glances = open(&self.glances);
        let due = glances.iter().filter(|(_, glance)| glance.is_due(now));
        due.map(|(id, _)| id.clone()).collect()
    }

    /// AWS is asked for a row now: whether it answers or not, not again for a while.
    fn asks(&self, id: &str, now: Timestamp) {
        if let Some(glance) = open(&self.glances).get_mut(id) {
            glance.asked_at = Some(now);
        }
    }
}

fn open<T>(hints: &Mutex<T>) -> MutexGuard<'_, T> {
    hints.lock().unwrap_or_else(PoisonError::into_inner)
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
    let mut looks = open(&backend.wanted().looks);
    looks.retain(|_, at| now - *at <= LOOKED);
    looks.insert(id.to_owned(), now);
    Ok(())
}

/// The health checks of an account for which AWS is to be asked now, and how closely somebody looks.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn wanted(
    backend: &Backend,
    actor: &Actor,
    account: &str,
) -> Result<Vec<(String, Attention)>> {
    authorize(actor, Action::Ingest)?;
    let (hints, now) = (backend.wanted(), backend.now());
    let mut wanted = Vec::new();
    for id in hints.looked_at(now) {
        if is_kept(backend, account, &id).await? {
            wanted.push((id, Attention::Page));
        }
    }
    for id in hints.glanced_at(now) {
        let closer = wanted.iter().any(|(looked_at, _)| *looked_at == id);
        if !closer && is_kept(backend, account, &id).await? {
            hints.asks(&id, now);
            wanted.push((id, Attention::Row));
        }
    }
    Ok(wanted)
}

async fn is_kept(backend: &Backend, account: &str, id: &str) -> Result<bool> {
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), account, id).await?;
    Ok(row.is_some_and(|row| row.gone_at.is_none()))
}

/// Keeps what checkers answered, in place of what they answered before to the same question.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or when the database fails.
pub async fn observe(
    backend: &Backend,
    actor: &Actor,
    (account, id): (&str, &str),
    answers: &[(ObservationKind, Vec<CheckerObservation>)],
) -> Result<()> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let check = store::find(write.conn(), account, id)
        .await?
        .ok_or(Error::NotFound)?;
    let asked_at = write.now;
    for (kind, seen) in answers {
        let row = |seen: &CheckerObservation| ObservationRow {
            kind: kind.as_str().to_owned(),
            region: seen.region.clone(),
            address: seen.address.clone(),
            status: seen.status.clone(),
            checked_at: seen.checked_at,
            asked_at,
        };
        let rows: Vec<ObservationRow> = seen.iter().map(row).collect();
        store::replace_observations(write.conn(), check.n, kind.as_str(), &rows).await?;
    }
    tell(write, id).await
}

/// Keeps why AWS did not answer for a check, or that it did, for whoever looks at it until the process ends.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn answered(
    backend: &Backend,
    actor: &Actor,
    id: &str,
    fault: Option<SourceFault>,
) -> Result<()> {
    authorize(actor, Action::Ingest)?;
    let before = {
        let mut faults = open(&backend.wanted().faults);
        match fault.clone() {
            Some(fault) => faults.insert(id.to_owned(), fault),
            None => faults.remove(id),
        }
    };
    match before == fault {
        true => Ok(()),
        false => tell(backend.write().await?, id).await,
    }
}

async fn tell(mut write: Write<'_>, id: &str) -> Result<()> {
    let seq = write.take_seq().await?;
    let ids = vec![id.to_owned()];
    let written = write.finish(seq, Topic::Endpoints, "endpoints.observed", ids);
    written.await.map(drop)
}
