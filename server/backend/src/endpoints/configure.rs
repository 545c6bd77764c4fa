//! Taking in the list of an account's health checks.

use std::collections::HashSet;

use domain::{
    action::Action,
    actor::Actor,
    endpoint::{EndpointStatus, HealthCheck},
    event::Topic,
    source::SourceId,
    time::Timestamp,
};
use sqlx::types::Json;

use super::{check, set_check};
use crate::{
    backend::{Backend, Write, authorize},
    error::Result,
    sources,
    store::{
        counters,
        endpoints::{self as store, CheckRow},
        sources as source_rows,
    },
};

/// Keeps the list of the source's account; one that is no longer in it is gone. The answer is how many changed.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn configure(
    backend: &Backend,
    actor: &Actor,
    source: &SourceId,
    checks: &[HealthCheck],
) -> Result<u64> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let source_n = sources::number(&mut write, source).await?;
    let now = write.now;
    let (mut changed, mut gone) = (Vec::new(), Vec::new());
    for new in checks {
        match store::find(write.conn(), new.account.as_str(), &new.id).await? {
            Some(row) if row.gone_at.is_none() && check(&row)? == *new => {}
            Some(mut row) => {
                set_check(&mut row, new);
                store::configure(write.conn(), &row).await?;
                changed.push(new.id.clone());
            }
            None => {
                let n = counters::take(write.conn(), "health_check", 1).await?;
                store::insert(write.conn(), &unread(n, new, now)).await?;
                changed.push(new.id.clone());
            }
        }
    }
    let listed: HashSet<&str> = checks.iter().map(|check| check.id.as_str()).collect();
    for row in store::list(write.conn()).await? {
        if row.account == source.account.as_str() && !listed.contains(row.id.as_str()) {
            store::gone(write.conn(), row.n, now).await?;
            gone.push(row.id);
        }
    }
    source_rows::advance(write.conn(), source_n, None, now, checks.len() as i64).await?;
    let count = (changed.len() + gone.len()) as u64;
    tell(write, changed, gone).await?;
    Ok(count)
}

/// An event for those that were listed anew or otherwise, and one for those that are listed no longer.
async fn tell(mut write: Write<'_>, changed: Vec<String>, gone: Vec<String>) -> Result<()> {
    let kinds = [("endpoints.configured", changed), ("endpoints.gone", gone)];
    let mut told = kinds.into_iter().filter(|(_, ids)| !ids.is_empty());
    let Some((mut kind, mut ids)) = told.next() else {
        let seq = write.take_seq().await?;
        let answered = write.finish(seq, Topic::Sources, "sources.answered", Vec::new());
        return answered.await.map(drop);
    };
    for (next, more) in told {
        let seq = write.take_seq().await?;
        write.tell(seq, Topic::Endpoints, kind, ids).await?;
        (kind, ids) = (next, more);
    }
    let seq = write.take_seq().await?;
    let written = write.finish(seq, Topic::Endpoints, kind, ids);
    written.await.map(drop)
}

/// A check that nobody has read yet: unknown, which is not healthy.
fn unread(n: i64, new: &HealthCheck, now: Timestamp) -> CheckRow {
    let mut row = CheckRow {
        n,
        account: new.account.0.clone(),
        id: new.id.clone(),
        name: None,
        kind: None,
        target: String::new(),
        enabled: String::new(),
        inverted: String::new(),
        interval_s: None,
        failure_threshold: None,
        children: Json(Vec::new()),
        health_threshold: None,
        unrecognised: Json(Vec::new()),
        status: EndpointStatus::Unknown.as_str().to_owned(),
        status_since: now,
        percent_healthy: None,
        first_byte_us: None,
        measured_at: None,
        gone_at: None,
    };
    set_check(&mut row, new);
    row
}
