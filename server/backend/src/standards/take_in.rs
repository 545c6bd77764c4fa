//! Taking in what Security Hub says of its standards.

use std::collections::{HashMap, HashSet};

use domain::{action::Action, actor::Actor, event::Topic, source::SourceId};

use super::known::{OFF, ON, READY, UPDATING};
use crate::{
    backend::{Backend, Write, authorize},
    error::Result,
    ports::{SecurityControl, StandardsReading},
    sources,
    store::{
        counters, sources as source_rows,
        standards::{self as store, ControlRow, EnabledRow, TextRow},
        text::storable_text,
    },
};

/// Puts what a source says now in the place of what it said before; the answer is whether anything differs.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn take_in(
    backend: &Backend,
    actor: &Actor,
    source: &SourceId,
    reading: &StandardsReading,
) -> Result<bool> {
    authorize(actor, Action::Ingest)?;
    let mut write = backend.write().await?;
    let source_n = sources::number(&mut write, source).await?;
    let (enabled, controls) = rows(source_n, source, reading);
    let is_same = store::enabled_of(write.conn(), source_n).await? == enabled
        && store::controls_of(write.conn(), source_n).await? == controls;
    if !is_same {
        store::replace(write.conn(), source_n, &enabled, &controls).await?;
    }
    let differs = keep_texts(&mut write, reading).await? || !is_same;
    if differs {
        counters::take(write.conn(), "standards", 1).await?;
    }
    let (at, records) = (write.now, reading.controls.len() as i64);
    source_rows::advance(write.conn(), source_n, None, at, records).await?;
    let seq = write.take_seq().await?;
    let (topic, kind) = match differs {
        true => (Topic::Standards, "standards.changed"),
        false => (Topic::Sources, "sources.answered"),
    };
    let subjects = vec![source.to_string()];
    write.finish(seq, topic, kind, subjects).await?;
    Ok(differs)
}

/// The rows of a reading, in the order in which the store gives them back.
fn rows(
    source_n: i64,
    source: &SourceId,
    reading: &StandardsReading,
) -> (Vec<EnabledRow>, Vec<ControlRow>) {
    let account = source.account.as_str();
    let standards = reading.standards.iter().map(|one| EnabledRow {
        source_n,
        account: account.to_owned(),
        standard: storable_text(&one.standard),
        state: storable_text(&one.state),
        reason: one.reason.as_deref().map(storable_text),
    });
    let mut enabled: Vec<EnabledRow> = standards.collect();
    enabled.sort_by(|a, b| a.standard.cmp(&b.standard));
    enabled.dedup_by(|a, b| a.standard == b.standard);
    let off = |control: &&SecurityControl| !control.is_on;
    let off = reading.controls.iter().filter(off);
    let off: HashSet<&str> = off.map(|control| control.id.as_str()).collect();
    let associations = reading.associations.iter().map(|one| ControlRow {
        source_n,
        account: account.to_owned(),
        standard: storable_text(&one.standard),
        control: storable_text(&one.control),
        status: match one.is_on && !off.contains(one.control.as_str()) {
            true => ON,
            false => OFF,
        }
        .to_owned(),
        reason: one.reason.as_deref().map(storable_text),
    });
    let mut controls: Vec<ControlRow> = associations.collect();
    controls.sort_by(|a, b| (&a.standard, &a.control).cmp(&(&b.standard, &b.control)));
    controls.dedup_by(|a, b| (&a.standard, &a.control) == (&b.standard, &b.control));
    (enabled, controls)
}

/// Keeps what controls are; the answer is whether anything differs.
async fn keep_texts(write: &mut Write<'_>, reading: &StandardsReading) -> Result<bool> {
    let kept = store::texts(write.conn()).await?.into_iter();
    let kept: HashMap<String, TextRow> = kept.map(|row| (row.control.clone(), row)).collect();
    let mut differs = false;
    for control in &reading.controls {
        let row = TextRow {
            control: storable_text(&control.id),
            title: storable_text(&control.text.title),
            description: storable_text(&control.text.description),
            severity: storable_text(&control.text.severity),
            remediation_url: storable_text(&control.text.remediation_url),
            update_status: match control.text.is_updating {
                true => UPDATING,
                false => READY,
            }
            .to_owned(),
        };
        if kept.get(&row.control) != Some(&row) {
            store::keep_text(write.conn(), &row).await?;
            differs = true;
        }
    }
    Ok(differs)
}
