//! How incidents are said.

use domain::{
    incident::{LinkKind, TimelineKind},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::{IncidentEntryView, IncidentLine},
    components::Avatar,
    format,
};

/// How long it lasts, ticking while it is open.
pub(super) fn lasting(line: &IncidentLine, now: Timestamp) -> AnyView {
    let opened = line.opened_at;
    match line.resolved_at {
        Some(end) => format::stopwatch(end - opened).into_any(),
        None => {
            let lasts = format::stopwatch(now - opened);
            view! { <span data-lasts=format::machine(opened)>{lasts}</span> }.into_any()
        }
    }
}

/// Who leads the work; that nobody does is said once.
pub(super) fn commander(name: Option<String>) -> AnyView {
    match name {
        Some(name) => view! { <Avatar name=Some(name.clone())/>{name} }.into_any(),
        None => {
            view! { <span class="avatar s20 none" aria-hidden="true"></span>"Nobody" }.into_any()
        }
    }
}

/// Its name, and the first of what it touches.
pub(super) fn under(line: &IncidentLine) -> String {
    match line.places.split_first() {
        None => line.name.clone(),
        Some((first, [])) => format!("{} · {first}", line.name),
        Some((first, more)) => format!("{} · {first} and {} more", line.name, more.len()),
    }
}

/// What an entry's icon is.
pub(super) const fn entry_icon(kind: TimelineKind) -> &'static str {
    match kind {
        TimelineKind::Declared => "i-flag",
        TimelineKind::Note | TimelineKind::Title | TimelineKind::Summary => "i-note",
        TimelineKind::Impact => "i-incidents",
        TimelineKind::Commander => "i-user",
        TimelineKind::Resolved => "i-check",
        TimelineKind::Reopened => "i-undo",
        TimelineKind::Finding | TimelineKind::Linked | TimelineKind::Unlinked => "i-findings",
        TimelineKind::Health => "i-health",
        TimelineKind::Endpoint => "i-endpoints",
        TimelineKind::Change => "i-changes",
        TimelineKind::Scope => "i-pin",
    }
}

/// The kind of entry that tells of a linked thing.
pub(super) const fn of_link(kind: LinkKind) -> TimelineKind {
    match kind {
        LinkKind::Finding => TimelineKind::Finding,
        LinkKind::Health => TimelineKind::Health,
        LinkKind::Endpoint => TimelineKind::Endpoint,
    }
}

/// What an entry of the story is headed.
pub(super) fn headline(entry: &IncidentEntryView) -> String {
    let words = match entry.kind {
        TimelineKind::Declared => "declared the incident",
        TimelineKind::Note => "noted",
        TimelineKind::Title => "changed the title",
        TimelineKind::Summary => "changed the summary",
        TimelineKind::Impact => "changed the impact",
        TimelineKind::Commander => "changed the commander",
        TimelineKind::Scope => "changed what it touches",
        TimelineKind::Linked => "linked findings",
        TimelineKind::Unlinked => "took links back",
        TimelineKind::Resolved => "resolved the incident",
        TimelineKind::Reopened => "opened it again",
        TimelineKind::Finding
        | TimelineKind::Health
        | TimelineKind::Endpoint
        | TimelineKind::Change => "attached",
    };
    format!("{} {words}", entry.actor)
}
