//! Incidents that were declared, resolved and reopened.

use std::collections::HashMap;

use domain::{
    incident::TimelineKind,
    strip::{Link, LinkKind},
};
use uuid::Uuid;

use super::{LATEST, Look};
use crate::{
    error::Result,
    incidents::scopes_of,
    store::{
        db::Reader,
        incident_timeline as timeline,
        incidents::{self as store, IncidentRow},
    },
};

/// What of a timeline is told, with its words.
const TURNS: [(TimelineKind, &str); 3] = [
    (TimelineKind::Declared, "declared"),
    (TimelineKind::Resolved, "resolved"),
    (TimelineKind::Reopened, "reopened"),
];

pub(super) async fn gather(reader: &mut Reader, look: &mut Look) -> Result<()> {
    let mut turns = Vec::new();
    for (kind, word) in TURNS {
        let (kind, between) = (kind.as_str(), look.between());
        let entries = timeline::of_kind(reader.conn(), kind, between, LATEST).await?;
        look.read(LinkKind::Incident, entries.len(), LATEST);
        turns.extend(entries.into_iter().map(|entry| (entry, word)));
    }
    let mut ids: Vec<Uuid> = turns.iter().map(|(entry, _)| entry.incident_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    let rows = store::by_ids(reader.conn(), &ids).await?;
    let scopes = scopes_of(reader.conn(), &rows).await?;
    let rows: HashMap<Uuid, IncidentRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    for (entry, word) in turns {
        let Some(row) = rows.get(&entry.incident_id) else {
            continue;
        };
        let level = look.level_of_said(scopes.get(&row.id).map_or(&[][..], Vec::as_slice));
        let (number, title, by) = (row.number, &row.title, &entry.actor);
        let text = format!("INC-{number} {title}: {word} by {by}");
        look.add(
            entry.occurred_at,
            level,
            Link::to(LinkKind::Incident, row.id),
            text,
        );
    }
    Ok(())
}
