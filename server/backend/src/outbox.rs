//! What is to be sent to the world outside: kept with the change that causes it, sent by a worker, marked after that.
//!
//! A process that dies between sending and marking sends once more. What was told twice can be lived with.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    backend::{Backend, Write},
    changes::{self, Asks},
    error::Result,
    ports::{Mail, MailRoute, Notifier},
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

/// A mail as the outbox keeps it.
#[derive(Serialize, Deserialize)]
struct Job {
    #[serde(flatten)]
    mail: Mail,
    /// What it asks of its reader; nothing where it only tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asks: Option<Asks>,
}

/// Keeps a mail with the change that causes it, where there is a way for it. One that asks is sent only while its reader
/// is still waited for.
pub(crate) async fn add(write: &mut Write<'_>, mail: Mail, asks: Option<Asks>) -> Result<()> {
    if write.backend.mail() == MailRoute::None {
        return Ok(());
    }
    let now = write.now;
    let id = write.backend.ids().id(now);
    let payload = serde_json::to_value(Job { mail, asks }).unwrap_or_default();
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
        let done = send(backend, notifier, job.payload.0).await?;
        let mut write = backend.write().await?;
        let at = write.now;
        match done {
            Ok(how) => {
                store::sent(write.conn(), job.id, at).await?;
                sent += u64::from(how == Sent::HandedOver);
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

/// How a job was done with.
#[derive(PartialEq, Eq)]
enum Sent {
    HandedOver,
    /// What it asks for was decided, or taken back, while it waited.
    NobodyWaits,
}

/// Hands one mail over; the inner error is why it has to be tried again.
async fn send(
    backend: &Backend,
    notifier: &dyn Notifier,
    payload: Value,
) -> Result<std::result::Result<Sent, String>> {
    let job: Job = match serde_json::from_value(payload) {
        Ok(job) => job,
        Err(error) => return Ok(Err(error.to_string())),
    };
    if let Some(asks) = &job.asks
        && !changes::still_asks(backend.reader().await?.conn(), asks).await?
    {
        return Ok(Ok(Sent::NobodyWaits));
    }
    Ok(notifier.send(&job.mail).await.map(|()| Sent::HandedOver))
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
