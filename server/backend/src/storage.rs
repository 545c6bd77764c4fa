//! Whether the database can be read and takes things in: a full disk answers every question and keeps nothing.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use domain::time::Timestamp;
use tokio::time::timeout;

use crate::{
    backend::Backend,
    error::{Error, Result},
    store::{events, trial_writes},
};

/// How long a look may take in each direction.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a look is good for: each one is a commit, and anybody may ask.
const GOOD_FOR: TimeDelta = TimeDelta::seconds(5);
/// Bytes of a trial, more than one page of either engine.
const TRIAL: [u8; 16 << 10] = [0x5a; 16 << 10];

/// What the database does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It answers and takes things in.
    Works,
    /// It answers, and refuses every write, for this reason.
    TakesNothing(String),
    /// It does not answer, for this reason.
    DoesNotAnswer(String),
}

/// What was seen last.
#[derive(Default)]
pub(crate) struct Seen(Mutex<Option<(Timestamp, Standing)>>);

impl Seen {
    fn get(&self) -> Option<(Timestamp, Standing)> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, at: Timestamp, standing: &Standing) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((at, standing.clone()));
    }
}

/// Looks now, unless somebody did a moment ago.
pub async fn look(backend: &Backend) -> Standing {
    let now = backend.now();
    match backend.seen_storage().get() {
        Some((at, standing)) if (now - at).abs() < GOOD_FOR => return standing,
        _ => {}
    }
    let standing = look_now(backend).await;
    backend.seen_storage().set(now, &standing);
    standing
}

/// What was seen when somebody last looked, without waiting for the database.
#[must_use]
pub fn last_seen(backend: &Backend) -> Standing {
    let seen = backend.seen_storage().get();
    seen.map_or(Standing::Works, |(_, standing)| standing)
}

async fn look_now(backend: &Backend) -> Standing {
    match timeout(PATIENCE, read(backend)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => return Standing::DoesNotAnswer(error.to_string()),
        Err(_) => return Standing::DoesNotAnswer("no answer in time".to_owned()),
    }
    match timeout(PATIENCE, write(backend)).await {
        Ok(Ok(())) => Standing::Works,
        Ok(Err(error)) => Standing::TakesNothing(error.to_string()),
        // Somebody else is writing for longer than that: what they come to is seen the next time.
        Err(_) => last_seen(backend),
    }
}

async fn read(backend: &Backend) -> Result<()> {
    let mut reader = backend.reader().await?;
    events::head(reader.conn()).await?;
    Ok(())
}

async fn write(backend: &Backend) -> Result<()> {
    let mut write = backend.write().await?;
    trial_writes::write(write.conn(), &TRIAL).await?;
    write.commit().await
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Database(sqlx::Error::Io(error))
    }
}
