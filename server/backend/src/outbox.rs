//! What is to be sent to the world outside: kept with the change that causes it, sent by a worker, marked after that.
//!
//! A process that dies between sending and marking sends once more. What was told twice can be lived with.

use chrono::TimeDelta;

use crate::{
    backend::{Backend, Write},
    error::Result,
    ports::{Mail, Notifier},
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

/// Keeps a mail with the change that causes it.
pub(crate) async fn add(write: &mut Write<'_>, mail: &Mail) -> Result<()> {
    let now = write.now;
    let id = write.backend.ids().id(now);
    let payload = serde_json::to_value(mail).unwrap_or_default();
    Ok(store::insert(write.conn(), id, (MAIL, &payload), now).await?)
}

/// Sends what is due, the longest due first. A mail is marked only after it was handed over; one that was not is tried
/// again later, each time a bit later. The answer is how many were handed over.
///
/// # Errors
/// When the database fails.
pub async fn send_due(backend: &Backend, notifier: &dyn Notifier) -> Result<u64> {
    let now = backend.now();
    let window = (now, now - TRIED_FOR);
    let jobs = store::due(backend.reader().await?.conn(), MAIL, window, AT_ONCE).await?;
    let mut sent = 0;
    for job in jobs {
        let mail: std::result::Result<Mail, _> = serde_json::from_value(job.payload.0);
        let done = match mail {
            Ok(mail) => notifier.send(&mail).await,
            Err(error) => Err(error.to_string()),
        };
        let mut write = backend.write().await?;
        let at = write.now;
        match done {
            Ok(()) => {
                store::sent(write.conn(), job.id, at).await?;
                sent += 1;
            }
            Err(fault) => {
                let short: String = fault.chars().take(300).collect();
                tracing::warn!(fault = short, "a mail was not sent and is tried again");
                store::failed(write.conn(), job.id, at + pause(job.attempts), &short).await?;
            }
        }
        write.commit().await?;
    }
    Ok(sent)
}

/// How long to wait after so many tries.
fn pause(attempts: i64) -> TimeDelta {
    let doubled = u32::try_from(attempts).unwrap_or(0).min(10);
    (TimeDelta::seconds(10) * 2_i32.pow(doubled)).min(LONGEST_PAUSE)
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
