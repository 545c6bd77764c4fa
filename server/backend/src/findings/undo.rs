//! Somebody takes an act on findings back, soon after it: each field is as it was, where nobody changed the finding since.

use std::collections::HashSet;

use domain::{
    actor::Actor,
    finding::{TouchRule, undo as until},
    id::BulkActId,
};
use sqlx::types::Json;

use super::touch::{begin, may, named, new, person};
use crate::{
    backend::Backend,
    error::{Error, Result},
    store::bulk_acts::{self, ActRow, ChunkRow},
};

/// Takes an act of the actor back; the answer is the act that does so. Notes stay.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Touch`] when it is somebody else's, has not ended, ended more
/// than ten minutes ago, changed nothing but notes or was taken back already.
pub async fn undo(
    backend: &Backend,
    actor: &Actor,
    id: BulkActId,
    address: Option<&str>,
) -> Result<BulkActId> {
    may(backend, actor, None, (&id.to_string(), address)).await?;
    let person = person(actor)?;
    let mut write = backend.write().await?;
    let undone = bulk_acts::find(write.conn(), id.0).await?;
    let undone = undone.ok_or(Error::NotFound)?;
    if undone.person_id != person.id.0 {
        return Err(TouchRule::NotYours.into());
    }
    if bulk_acts::undone_by(write.conn(), id.0).await?.is_some() {
        return Err(TouchRule::AlreadyUndone.into());
    }
    until(undone.finished_at, write.now)?;
    let skipped = bulk_acts::skipped(write.conn(), id.0).await?;
    let skipped: HashSet<i64> = skipped.into_iter().collect();
    let chunks = bulk_acts::changed(write.conn(), id.0).await?;
    let chunks: Vec<ChunkRow> = chunks
        .into_iter()
        .map(|chunk| ChunkRow {
            ns: Json(without(chunk.ns.0, &skipped)),
            undone_seq: chunk.seq,
            seq: None,
            ..chunk
        })
        .collect();
    let total: usize = chunks.iter().map(|chunk| chunk.ns.0.len()).sum();
    if total == 0 || !undone.touch.0.can_be_undone() {
        return Err(TouchRule::NothingDone.into());
    }
    let touch = undone.touch.0;
    let act = ActRow {
        total: total as i64,
        undoes: Some(id.0),
        ..new(&write, person, touch, (undone.target, None))
    };
    begin(
        write,
        actor,
        (&act, &chunks, &[]),
        (&named(total, None), address),
    )
    .await
}

fn without(ns: Vec<i64>, skipped: &HashSet<i64>) -> Vec<i64> {
    ns.into_iter().filter(|n| !skipped.contains(n)).collect()
}
