//! What is to be sent to the world outside: kept with the change that causes it, sent by a worker, marked after that.
//!
//! A process that dies between sending and marking sends once more. What was told twice can be lived with.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    backend::{Backend, Write},
    error::Result,
    store::outbox as store,
};

/// The kind of jobs that are mail.
const MAIL: &str = "mail";
/// Mail that could not be sent for so long helps nobody any more.
const TRIED_FOR: TimeDelta = TimeDelta::days(3);
/// How long jobs are kept, sent or not.
const KEPT_FOR: TimeDelta = TimeDelta::days(30);
/// Between two tries at most.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);
/// Jobs given out at once.
const AT_ONCE: i64 = 50;

/// One mail to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text, without the link.
    pub body: String,
    /// The page to read on, as a path of this server.
    pub path: String,
}

/// A mail that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailJob {
    id: Uuid,
    attempts: i64,
    /// What is to be sent.
    pub mail: Mail,
}

/// Keeps a mail with the change that causes it.
pub(crate) async fn add(write: &mut Write<'_>, mail: &Mail) -> Result<()> {
    let now = write.now;
    let id = write.backend.ids().id(now);
    let payload = serde_json::to_value(mail).unwrap_or_default();
    Ok(store::insert(write.conn(), id, (MAIL, &payload), now).await?)
}

/// Mail that is to be sent now, the longest due first.
///
/// # Errors
/// When the database fails.
pub async fn due_mail(backend: &Backend) -> Result<Vec<MailJob>> {
    let now = backend.now();
    let window = (now, now - TRIED_FOR);
    let mut reader = backend.reader().await?;
    let rows = store::due(reader.conn(), MAIL, window, AT_ONCE).await?;
    let job = |row: store::JobRow| {
        let mail = serde_json::from_value(row.payload.0).ok()?;
        Some(MailJob {
            id: row.id,
            attempts: row.attempts,
            mail,
        })
    };
    Ok(rows.into_iter().filter_map(job).collect())
}

/// Marks a mail as sent: only after it was.
///
/// # Errors
/// When the database fails.
pub async fn mail_sent(backend: &Backend, job: &MailJob) -> Result<()> {
    let mut write = backend.write().await?;
    let now = write.now;
    store::sent(write.conn(), job.id, now).await?;
    write.commit().await
}

/// Writes down that a mail was not sent and why; it is tried again later, each time a bit later.
///
/// # Errors
/// When the database fails.
pub async fn mail_failed(backend: &Backend, job: &MailJob, fault: &str) -> Result<()> {
    let mut write = backend.write().await?;
    let doubled = u32::try_from(job.attempts).unwrap_or(0).min(10);
    let pause = (TimeDelta::seconds(10) * 2_i32.pow(doubled)).min(LONGEST_PAUSE);
    let again_at = write.now + pause;
    let short: String = fault.chars().take(300).collect();
    store::failed(write.conn(), job.id, again_at, &short).await?;
    write.commit().await
}

/// Forgets jobs that nobody will ask about.
///
/// # Errors
/// When the database fails.
pub async fn prune(backend: &Backend) -> Result<()> {
    let mut write = backend.write().await?;
    let before = write.now - KEPT_FOR;
    store::prune(write.conn(), before).await?;
    write.commit().await
}
