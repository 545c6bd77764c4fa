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
use crate::{
    backend::Backend,
    changes::{self, ChangeSummary},
    error::Result,
    store::incident_timeline as timeline,
};

/// Entries that are read at once.
const AT_ONCE: i64 = 1_000;

/// An incident as Markdown, with the name of its file.
///
/// # Errors
/// [`crate::Error::Forbidden`], or [`crate::Error::NotFound`].
pub async fn export(backend: &Backend, actor: &Actor, id: IncidentId) -> Result<(String, String)> {
    let mut incident = get(backend, actor, id).await?;
    incident.timeline = whole(backend, id).await?;
    let asked = changes::naming(backend, actor, &format!("/incidents/{id}")).await?;
    let file = format!("{}.md", name(incident.summary.number));
    Ok((file, written(&incident, &asked)))
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

fn written(incident: &IncidentDetail, asked: &[ChangeSummary]) -> String {
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
    for change in asked {
        let (title, state) = (
            plain(&change.title),
            change.state.as_str().replace('_', " "),
        );
        let _ = writeln!(text, "* Linked: CHG-{} {title} ({state})", change.number);
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

/// The text with everything that Markdown would read as more than itself taken literally, and its lines kept.
fn plain(text: &str) -> String {
    let lines: Vec<String> = text.trim_end().lines().map(plain_line).collect();
    let mut plain = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        plain.push_str(line);
        match lines.get(at + 1) {
            // A line that ends a paragraph, or is none, is broken by what follows.
            Some(next) if !line.is_empty() && !next.is_empty() => plain.push_str("\\\n"),
            Some(_) => plain.push('\n'),
            None => {}
        }
    }
    plain
}

fn plain_line(line: &str) -> String {
    // Four spaces would make code of it.
    let line = line.trim();
    let mut plain = String::with_capacity(line.len());
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - number.len();
    for (at, c) in line.char_indices() {
        let begins = match c {
            '-' | '+' | '=' => at == 0,
            '.' | ')' => at == digits && at > 0,
            _ => false,
        };
        let always = matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&'
        );
        if begins || always {
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
        let typed = "Root cause\n===\n- one\n1. two\n    code\n\nsince 9.30 - or later";
        let lines = [
            "Root cause\\",
            "\\===\\",
            "\\- one\\",
            "1\\. two\\",
            "code",
            "",
            "since 9.30 - or later",
        ];
        assert_eq!(plain(typed), lines.join("\n"));
    }
}
