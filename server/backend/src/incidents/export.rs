//! An incident as a text that leaves the house.

use std::fmt::Write as _;

use domain::{
    actor::Actor,
    id::IncidentId,
    incident::{LinkKind, TimelineEntry},
    time::{Timestamp, from_micros},
};
use uuid::Uuid;

use super::{
    IncidentDetail, get,
    rows::{self, name},
};
use crate::{backend::Backend, error::Result, store::incident_timeline as timeline};

/// Entries that are read at once.
const AT_ONCE: i64 = 1_000;

/// An incident as Markdown, with the name of its file.
///
/// # Errors
/// [`crate::Error::Forbidden`], or [`crate::Error::NotFound`].
pub async fn export(backend: &Backend, actor: &Actor, id: IncidentId) -> Result<(String, String)> {
    let mut incident = get(backend, actor, id).await?;
    incident.timeline = whole(backend, id).await?;
    let file = format!("{}.md", name(incident.summary.number));
    Ok((file, written(&incident)))
}

/// Every entry, by when things happened: what leaves the house is the whole record, however long a page would be.
async fn whole(backend: &Backend, id: IncidentId) -> Result<Vec<TimelineEntry>> {
    let mut reader = backend.reader().await?;
    let mut after = (from_micros(0), Uuid::nil());
    let mut entries = Vec::new();
    loop {
        let rows = timeline::next(reader.conn(), id.0, after, AT_ONCE).await?;
        let Some(last) = rows.last() else {
            break;
        };
        after = (last.recorded_at, last.id);
        for row in rows {
            entries.push(rows::entry(row)?);
        }
    }
    // Of what happened at one instant, the first written stands first.
    entries.sort_by_key(|entry: &TimelineEntry| entry.occurred_at);
    Ok(entries)
}

fn written(incident: &IncidentDetail) -> String {
    let summary = &incident.summary;
    let mut text = format!("# {}: {}\n\n", name(summary.number), plain(&summary.title));
    let end = summary.resolved_at.map_or("open".to_owned(), instant);
    let commander = summary.commander.as_deref().unwrap_or("nobody");
    // Writing into a String cannot fail.
    let _ = writeln!(text, "* {}", summary.impact.words());
    let _ = writeln!(text, "* Declared: {}", instant(summary.opened_at));
    let _ = writeln!(text, "* Resolved: {end}");
    let _ = writeln!(text, "* Commander: {}", plain(commander));
    for scope in &summary.scopes {
        let _ = writeln!(text, "* Touches: {}", plain(&scope.to_string()));
    }
    for link in &incident.links {
        let kind = match link.kind {
            LinkKind::Finding => "finding",
            LinkKind::Health => "AWS Health event",
            LinkKind::Endpoint => "endpoint",
        };
        let (label, target) = (plain(&link.label), plain(&link.target));
        let _ = writeln!(text, "* Linked: {kind} {label} ({target})");
    }
    if !incident.text.is_empty() {
        let _ = write!(text, "\n## Summary\n\n{}\n", plain(&incident.text));
    }
    text.push_str("\n## Timeline\n\n");
    incident
        .timeline
        .iter()
        .for_each(|one| entry(&mut text, one));
    text
}

fn entry(text: &mut String, entry: &TimelineEntry) {
    let said = plain(&entry.text).replace('\n', "\n  ");
    let (at, actor) = (instant(entry.occurred_at), plain(&entry.actor));
    let _ = write!(text, "* {at}, {actor}, {}: {said}", entry.kind);
    if entry.recorded_at != entry.occurred_at {
        let _ = write!(text, " (recorded {})", instant(entry.recorded_at));
    }
    text.push('\n');
}

fn instant(at: Timestamp) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// The text with every character that Markdown would read as more than itself taken literally.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&'
        ) {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_wrote_becomes_markup() {
        assert_eq!(plain("<b> [x](y) *z*"), "\\<b\\> \\[x\\](y) \\*z\\*");
    }
}
