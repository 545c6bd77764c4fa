//! Taking in what AWS Health says.

use std::collections::{BTreeSet, HashSet};

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    health::IncomingHealthEvent,
    id::HealthEventId,
    source::SourceId,
    time::Timestamp,
    version::Version,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    backend::{Backend, Write, authorize},
    error::Result,
    ports::HealthBatch,
    sources,
    store::{
        health::{self as store, EntityRow, HealthRow},
        sources as source_rows,
    },
};

/// Entities of one event that are kept.
const ENTITIES: i64 = 100_000;

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HealthIngested {
    /// Events that were new or differ from what was kept.
    pub changed: u64,
    /// Events that are as they were.
    pub unchanged: u64,
    /// The batch's event, unless nothing changed.
    pub seq: Option<Seq>,
}

/// The id of an event, made from its ARN.
#[must_use]
pub fn event_id(arn: &str) -> HealthEventId {
    let hash = blake3::hash(arn.as_bytes());
    let bytes = Uuid::from_slice(&hash.as_bytes()[..16]).unwrap_or_default().into_bytes();
    HealthEventId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Takes in events with their texts and entities; everything of the batch is committed together.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn ingest(
    backend: &Backend,
    actor: &Actor,
    source: &SourceId,
    batch: &HealthBatch,
    read_up_to: Option<Timestamp>,
) -> Result<HealthIngested> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let source_n = sources::number(&mut write, source).await?;
    let mut done = HealthIngested::default();
    let mut subjects = Vec::new();
    for event in &batch.events {
        if keep(&mut write, event).await? {
            done.changed += 1;
            subjects.push(event_id(&event.arn).to_string());
        } else {
            done.unchanged += 1;
        }
    }
    for reject in &batch.rejects {
        sources::keep_reject(&mut write, source_n, reject).await?;
    }
    let (at, count) = (write.now, batch.events.len() as i64);
    let upto = read_up_to.map(|at| at.timestamp_micros());
    source_rows::advance(write.conn(), source_n, upto, at, count).await?;
    let seq = write.take_seq().await?;
    if subjects.is_empty() {
        write.finish(seq, Topic::Sources, "sources.answered", vec![source.to_string()]).await?;
    } else {
        done.seq = Some(write.finish(seq, Topic::Health, "health.ingested", subjects).await?);
    }
    Ok(done)
}

/// Keeps one event; `false` when it is as it was.
async fn keep(write: &mut Write<'_>, event: &IncomingHealthEvent) -> Result<bool> {
    let id = event_id(&event.arn);
    let kept = store::find(write.conn(), id.0).await?;
    let others = match &kept {
        Some(_) => others_entities(write, id, event).await?,
        None => Vec::new(),
    };
    let known: Vec<String> = kept.as_ref().map(|row| row.accounts.0.clone()).unwrap_or_default();
    let named = event.accounts.iter().map(|account| account.0.clone());
    let accounts: BTreeSet<String> = named.chain(known).collect();
    let row = row(id, event, accounts.into_iter().collect());
    if kept.is_some_and(|kept| kept.content_hash == row.content_hash) {
        return Ok(false);
    }
    store::upsert(write.conn(), &row).await?;
    let at = write.now;
    if store::last_text(write.conn(), id.0).await?.as_deref() != Some(&event.description) {
        store::insert_text(write.conn(), id.0, at, &event.description).await?;
    }
    let mut entities = others;
    let mut seen = HashSet::new();
    entities.extend(event.entities.iter().map(|entity| EntityRow {
        event_id: id.0,
        account: entity.account.as_ref().map(|account| account.0.clone()).unwrap_or_default(),
        value: entity.value.clone(),
        status: entity.status.as_str().to_owned(),
        updated_at: entity.updated,
    }));
    entities.retain(|entity| seen.insert((entity.account.clone(), entity.value.clone())));
    store::replace_entities(write.conn(), id.0, &entities).await?;
    Ok(true)
}

/// Entities of accounts that this report does not speak of: another account's view told of them.
async fn others_entities(
    write: &mut Write<'_>,
    id: HealthEventId,
    event: &IncomingHealthEvent,
) -> Result<Vec<EntityRow>> {
    let mut kept = store::entities(write.conn(), id.0, ENTITIES).await?;
    let spoken_of: HashSet<&str> = event.accounts.iter().map(|account| account.as_str()).collect();
    kept.retain(|row| !row.account.is_empty() && !spoken_of.contains(row.account.as_str()));
    Ok(kept)
}

fn row(id: HealthEventId, event: &IncomingHealthEvent, accounts: Vec<String>) -> HealthRow {
    let mut row = HealthRow {
        id: id.0,
        arn: event.arn.clone(),
        service: event.service.clone(),
        type_code: event.type_code.clone(),
        category: event.category.as_str().to_owned(),
        status: event.status.as_str().to_owned(),
        region: event.region.0.clone(),
        start_at: event.start,
        end_at: event.end,
        updated_at: event.updated,
        scope_code: event.scope_code.clone(),
        actionability: event.actionability.clone(),
        accounts: Json(accounts),
        unrecognised: Json(event.unrecognised.clone()),
        content_hash: Vec::new(),
        version: Version::FIRST.0,
    };
    // Everything that is kept of the event takes part, so that no change passes unseen.
    let content = serde_json::json!([event, row.accounts.0]).to_string();
    row.content_hash = blake3::hash(content.as_bytes()).as_bytes()[..16].to_vec();
    row
}
