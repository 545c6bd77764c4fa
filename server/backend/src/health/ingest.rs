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
    ports::{HealthBatch, Reject},
    sources,
    store::{
        health::{self as store, EntityRow, HealthRow},
        sources as source_rows,
        text::storable,
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
    let mut subjects = Vec::new();
    for event in &batch.events {
        if event.arn.len() > LONGEST {
            sources::keep_reject(&mut write, source_n, &without_name(event)).await?;
            continue;
        }
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
        write
            .finish(
                seq,
                Topic::Sources,
                "sources.answered",
                vec![source.to_string()],
            )
            .await?;
    } else {
        done.seq = Some(
            write
                .finish(seq, Topic::Health, "health.ingested", subjects)
                .await?,
        );
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
    let known: Vec<String> = kept
        .as_ref()
        .map(|row| row.accounts.0.clone())
        .unwrap_or_default();
    let named = event
        .accounts
        .iter()
        .map(|account| storable_text(account.as_str()));
    let accounts: BTreeSet<String> = named.chain(known).collect();
    let entities = entities(id, event, others);
    let row = row(id, event, accounts.into_iter().collect(), &entities);
    if kept.is_some_and(|kept| kept.content_hash == row.content_hash) {
        return Ok(false);
    }
    store::upsert(write.conn(), &row).await?;
    let at = write.now;
    let description = storable_text(&event.description);
    if store::last_text(write.conn(), id.0).await?.as_ref() != Some(&description) {
        store::insert_text(write.conn(), id.0, at, &description).await?;
    }
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
    let spoken_of: HashSet<&str> = event
        .accounts
        .iter()
        .map(|account| account.as_str())
        .collect();
    kept.retain(|row| !row.account.is_empty() && !spoken_of.contains(row.account.as_str()));
    Ok(kept)
}

/// The entities that are to be kept: the report's and `others`, each once.
fn entities(
    id: HealthEventId,
    event: &IncomingHealthEvent,
    others: Vec<EntityRow>,
) -> Vec<EntityRow> {
    let key = |text: &str| storable_text(&text[..text.floor_char_boundary(LONGEST)]);
    let mut entities = others;
    entities.extend(event.entities.iter().map(|entity| {
        EntityRow {
            event_id: id.0,
            account: entity
                .account
                .as_ref()
                .map(|account| key(account.as_str()))
                .unwrap_or_default(),
            value: key(&entity.value),
            status: entity.status.as_str().to_owned(),
            updated_at: entity.updated,
        }
    }));
    let mut seen = HashSet::new();
    entities.retain(|entity| seen.insert((entity.account.clone(), entity.value.clone())));
    entities.sort_by(|a, b| (&a.account, &a.value).cmp(&(&b.account, &b.value)));
    entities
}

fn storable_text(text: &str) -> String {
    storable(text).into_owned()
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

fn row(
    id: HealthEventId,
    event: &IncomingHealthEvent,
    accounts: Vec<String>,
    entities: &[EntityRow],
) -> HealthRow {
    let pair = |(field, word): &(String, String)| (storable_text(field), storable_text(word));
    let mut row = HealthRow {
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
    };
    // Everything that is kept of the event takes part, so that no change passes unseen; what another account's view
    // told of it too, so that two views in turn are no change.
    let (own, touched) = (Vec::new(), Vec::new());
    let event = IncomingHealthEvent {
        accounts: own,
        entities: touched,
        ..event.clone()
    };
    let entities: Vec<_> = entities
        .iter()
        .map(|entity| {
            (
                &entity.account,
                &entity.value,
                &entity.status,
                entity.updated_at,
            )
        })
        .collect();
    let content = serde_json::json!([event, row.accounts.0, entities]).to_string();
    row.content_hash = blake3::hash(content.as_bytes()).as_bytes()[..16].to_vec();
    row
}
