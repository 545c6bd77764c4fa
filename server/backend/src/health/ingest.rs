//! Taking in what AWS Health says.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    health::{AffectedEntity, IncomingHealthEvent},
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
    ports::{HealthBatch, Reject},
    sources,
    store::{
        health::{self as store, EntityRow, HealthRow},
        sources as source_rows,
        text::storable_text,
    },
};

/// Entities of one event that are kept.
const ENTITIES: i64 = 100_000;

/// Bytes of an ARN and of an entity's value at most: AWS's own limit, and less than an index refuses.
const LONGEST: usize = 1_600;

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
    let bytes = Uuid::from_slice(&hash.as_bytes()[..16])
        .unwrap_or_default()
        .into_bytes();
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
    let mut changed = BTreeMap::<_, Vec<String>>::new();
    for event in &batch.events {
        if event.arn.len() > LONGEST {
            sources::keep_reject(&mut write, source_n, &without_name(event)).await?;
            continue;
        }
        if let Some(status) = keep(&mut write, event).await? {
            done.changed += 1;
            let of_status = changed.entry(status).or_default();
            of_status.push(event_id(&event.arn).to_string());
        } else {
            done.unchanged += 1;
        }
    }
    sources::keep_rejects(&mut write, source_n, &batch.rejects).await?;
    let (at, count) = (write.now, batch.events.len() as i64);
    let upto = read_up_to.map(|at| at.timestamp_micros());
    source_rows::advance(write.conn(), source_n, upto, at, count).await?;
    done.seq = tell(write, source, changed).await?;
    Ok(done)
}

/// An event for each status that what changed has now, so that who reads the log later knows it still; the answer is the
/// last of them.
async fn tell(
    mut write: Write<'_>,
    source: &SourceId,
    mut changed: BTreeMap<String, Vec<String>>,
) -> Result<Option<Seq>> {
    let Some((last, ids)) = changed.pop_last() else {
        let seq = write.take_seq().await?;
        let of = vec![source.to_string()];
        let told = write.finish(seq, Topic::Sources, "sources.answered", of);
        return told.await.map(|_| None);
    };
    for (status, ids) in changed {
        let (seq, kind) = (write.take_seq().await?, format!("health.{status}"));
        write.tell(seq, Topic::Health, &kind, ids).await?;
    }
    let (seq, kind) = (write.take_seq().await?, format!("health.{last}"));
    write.finish(seq, Topic::Health, &kind, ids).await.map(Some)
}

/// Keeps one event; the answer is the status that it has now, unless it is as it was.
async fn keep(write: &mut Write<'_>, event: &IncomingHealthEvent) -> Result<Option<String>> {
    let id = event_id(&event.arn);
    match store::find(write.conn(), id.0).await? {
        Some(kept) if kept.updated_at > event.updated => keep_older(write, kept, event).await,
        kept => keep_newer(write, id, kept, event).await,
    }
}

async fn keep_newer(
    write: &mut Write<'_>,
    id: HealthEventId,
    kept: Option<HealthRow>,
    event: &IncomingHealthEvent,
) -> Result<Option<String>> {
    let (known, hash, mut entities) = match kept {
        Some(kept) => {
            let others = others_entities(write, id, event).await?;
            (kept.accounts.0, kept.content_hash, others)
        }
        None => Default::default(),
    };
    let named = event
        .accounts
        .iter()
        .map(|account| storable_text(account.as_str()));
    let accounts: BTreeSet<String> = named.chain(known).collect();
    let row = HealthRow {
        content_hash: hash,
        ..row(id, event, accounts.into_iter().collect())
    };
    entities.extend(event.entities.iter().map(|one| entity(id.0, one)));
    let description = storable_text(&event.description);
    save(write, row, &description, each_once(entities)).await
}

/// A report that is older than what is kept says nothing of the event any more. Another account's view may be behind,
/// though: an account that nobody named yet is added with its entities.
async fn keep_older(
    write: &mut Write<'_>,
    mut kept: HealthRow,
    event: &IncomingHealthEvent,
) -> Result<Option<String>> {
    let id = kept.id;
    let named = event
        .accounts
        .iter()
        .map(|account| storable_text(account.as_str()));
    let new: BTreeSet<String> = named
        .filter(|account| !kept.accounts.0.contains(account))
        .collect();
    if new.is_empty() {
        return Ok(None);
    }
    let mut entities = store::entities(write.conn(), id, ENTITIES).await?;
    let told = event.entities.iter().map(|one| entity(id, one));
    entities.extend(told.filter(|one| new.contains(&one.account)));
    kept.accounts.0.extend(new);
    kept.accounts.0.sort();
    let description = store::last_text(write.conn(), id)
        .await?
        .unwrap_or_default();
    save(write, kept, &description, each_once(entities)).await
}

/// Writes an event; `row` still has the hash of what is kept.
async fn save(
    write: &mut Write<'_>,
    mut row: HealthRow,
    description: &str,
    entities: Vec<EntityRow>,
) -> Result<Option<String>> {
    let hash = content_hash(&row, description, &entities);
    if row.content_hash == hash {
        return Ok(None);
    }
    row.content_hash = hash;
    if store::upsert(write.conn(), &row).await? == 0 {
        // Another process took in a newer report since it was looked for.
        return Ok(None);
    }
    let (id, at) = (row.id, write.now);
    if store::last_text(write.conn(), id).await?.as_deref() != Some(description) {
        store::insert_text(write.conn(), id, at, description).await?;
    }
    store::replace_entities(write.conn(), id, &entities).await?;
    Ok(Some(row.status))
}

/// Entities of accounts that this report does not speak of: another account's view told of them.
async fn others_entities(
    write: &mut Write<'_>,
    id: HealthEventId,
    event: &IncomingHealthEvent,
) -> Result<Vec<EntityRow>> {
    let mut kept = store::entities(write.conn(), id.0, ENTITIES).await?;
    let spoken_of: HashSet<&str> = event
        .accounts
        .iter()
        .map(|account| account.as_str())
        .collect();
    kept.retain(|row| !row.account.is_empty() && !spoken_of.contains(row.account.as_str()));
    Ok(kept)
}

fn entity(event_id: Uuid, entity: &AffectedEntity) -> EntityRow {
    let key = |text: &str| storable_text(&text[..text.floor_char_boundary(LONGEST)]);
    let account = entity.account.as_ref().map(|account| key(account.as_str()));
    EntityRow {
        event_id,
        account: account.unwrap_or_default(),
        value: key(&entity.value),
        status: entity.status.as_str().to_owned(),
        updated_at: entity.updated,
    }
}

/// Each entity once, in one order: the first that is told of it holds.
fn each_once(mut entities: Vec<EntityRow>) -> Vec<EntityRow> {
    let mut seen = HashSet::new();
    entities.retain(|entity| seen.insert((entity.account.clone(), entity.value.clone())));
    entities.sort_by(|a, b| (&a.account, &a.value).cmp(&(&b.account, &b.value)));
    entities
}

/// An event whose ARN is none of AWS's.
fn without_name(event: &IncomingHealthEvent) -> Reject {
    Reject {
        external_id: None,
        reason: format!(
            "its ARN has {} bytes, more than AWS gives one",
            event.arn.len()
        ),
        document: serde_json::json!(event).to_string(),
    }
}

fn row(id: HealthEventId, event: &IncomingHealthEvent, accounts: Vec<String>) -> HealthRow {
    let pair = |(field, word): &(String, String)| (storable_text(field), storable_text(word));
    HealthRow {
        id: id.0,
        arn: storable_text(&event.arn),
        service: storable_text(&event.service),
        type_code: storable_text(&event.type_code),
        category: event.category.as_str().to_owned(),
        status: event.status.as_str().to_owned(),
        region: storable_text(event.region.as_str()),
        start_at: event.start,
        end_at: event.end,
        updated_at: event.updated,
        scope_code: storable_text(&event.scope_code),
        actionability: event.actionability.as_deref().map(storable_text),
        accounts: Json(accounts),
        unrecognised: Json(event.unrecognised.iter().map(pair).collect()),
        content_hash: Vec::new(),
        version: Version::FIRST.0,
    }
}

/// Everything that is kept of the event takes part, so that no change passes unseen; what another account's view told
/// of it too, so that two views in turn are no change.
fn content_hash(row: &HealthRow, description: &str, entities: &[EntityRow]) -> Vec<u8> {
    let micros = |at: Option<Timestamp>| at.map(|at| at.timestamp_micros());
    let entities: Vec<_> = entities
        .iter()
        .map(|one| {
            (
                &one.account,
                &one.value,
                &one.status,
                micros(one.updated_at),
            )
        })
        .collect();
    let content = serde_json::json!([
        [
            row.arn,
            row.service,
            row.type_code,
            row.category,
            row.status,
            row.region
        ],
        [
            micros(row.start_at),
            micros(row.end_at),
            micros(Some(row.updated_at))
        ],
        [row.scope_code, row.actionability],
        row.accounts.0,
        row.unrecognised.0,
        description,
        entities,
    ]);
    blake3::hash(content.to_string().as_bytes()).as_bytes()[..16].to_vec()
}
