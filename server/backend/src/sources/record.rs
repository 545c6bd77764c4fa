//! Writing down what a source answered.

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    source::{SourceFault, SourceId},
    time::{Timestamp, from_micros},
};

use super::number;
use crate::{
    backend::{Backend, Write, authorize},
    error::Result,
    store::{sources as store, text::storable_text},
};

/// Where to read on: the update time up to which the source was read, and whether its first full read is done.
///
/// # Errors
/// When the database fails.
pub async fn resume_at(
    backend: &Backend,
    id: &SourceId,
) -> Result<(Option<Timestamp>, Option<Timestamp>)> {
    let row = store::find(backend.reader().await?.conn(), id).await?;
    Ok(row.map_or((None, None), |row| {
        (row.read_up_to.map(from_micros), row.cold_done_at)
    }))
}

/// The source exists and is polled every `interval_s` seconds.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn register(
    backend: &Backend,
    actor: &Actor,
    id: &SourceId,
    interval_s: i64,
) -> Result<()> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let n = number(&mut write, id).await?;
    store::register(write.conn(), n, interval_s).await?;
    announce(write, "sources.registered", id).await.map(drop)
}

/// Only these are polled from now on: what another configuration read is no blind source of this one.
///
/// # Errors
/// As [`register`].
pub async fn keep_only(backend: &Backend, actor: &Actor, polled: &[SourceId]) -> Result<()> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let at = write.now;
    let polled: Vec<(&str, &str, &str)> = polled
        .iter()
        .map(|id| (id.kind.as_str(), id.account.as_str(), id.region.as_str()))
        .collect();
    for row in store::list(write.conn()).await? {
        if !polled.contains(&(&row.kind, &row.account, &row.region)) {
            store::retire(write.conn(), row.n, at).await?;
        }
    }
    let seq = write.take_seq().await?;
    write
        .finish(seq, Topic::Sources, "sources.registered", Vec::new())
        .await
        .map(drop)
}

/// The source gave a good answer that held no page of its own.
///
/// # Errors
/// As [`register`].
pub async fn answered(backend: &Backend, actor: &Actor, id: &SourceId) -> Result<()> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let n = number(&mut write, id).await?;
    let at = write.now;
    store::answered(write.conn(), n, at).await?;
    announce(write, "sources.answered", id).await.map(drop)
}

/// The source gave no usable answer.
///
/// # Errors
/// As [`register`].
pub async fn failed(
    backend: &Backend,
    actor: &Actor,
    id: &SourceId,
    fault: &SourceFault,
) -> Result<()> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let n = number(&mut write, id).await?;
    let at = write.now;
    store::failed(write.conn(), n, at, &storable_fault(fault)).await?;
    announce(write, "sources.failed", id).await.map(drop)
}

/// What a source says of its fault is text from outside.
fn storable_fault(fault: &SourceFault) -> SourceFault {
    match fault {
        SourceFault::AccessDenied(action) => SourceFault::AccessDenied(storable_text(action)),
        SourceFault::NotEnabled(what) => SourceFault::NotEnabled(storable_text(what)),
        SourceFault::Unreachable(why) => SourceFault::Unreachable(storable_text(why)),
        SourceFault::NoSupportPlan | SourceFault::Throttled => fault.clone(),
    }
}

/// The source's first full read is complete.
///
/// # Errors
/// As [`register`].
pub async fn cold_done(backend: &Backend, actor: &Actor, id: &SourceId) -> Result<()> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let n = number(&mut write, id).await?;
    let at = write.now;
    store::cold_done(write.conn(), n, at).await?;
    announce(write, "sources.cold_done", id).await.map(drop)
}

async fn announce(mut write: Write<'_>, kind: &str, id: &SourceId) -> Result<Seq> {
    let seq = write.take_seq().await?;
    write
        .finish(seq, Topic::Sources, kind, vec![id.to_string()])
        .await
}
