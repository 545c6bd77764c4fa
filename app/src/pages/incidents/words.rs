//! How incidents are said.

use chrono::TimeDelta;
use domain::{
    incident::{LinkKind, TimelineKind},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::{IncidentEntryView, IncidentLine},
    components::ticking,
};

/// How long it lasts, ticking while it is open.
pub(super) fn lasting(line: &IncidentLine, now: Timestamp) -> AnyView {
    let opened = line.opened_at;
    match line.resolved_at {
        Some(end) => stopwatch(end - opened).into_any(),
        None => {
            let now = ticking(now);
            (move || stopwatch(now() - opened)).into_any()
        }
    }
}

/// A duration to the second, for one that is watched: `37:12`, `2:07:00`, `3 d 4:00`.
pub(super) fn stopwatch(lasts: TimeDelta) -> String {
    let seconds = lasts.num_seconds().max(0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes}:{:02}", seconds % 60),
        (0, hours) => format!("{hours}:{minutes:02}:{:02}", seconds % 60),
        (days, hours) => format!("{days} d {hours}:{minutes:02}"),
    }
}

/// Its name, and the first of what it touches.
pub(super) fn under(line: &IncidentLine) -> String {
    match line.scopes.split_first() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopwatch_shows_what_moves() {
        for (seconds, text) in [
            (-1, "0:00"),
            (2_232, "37:12"),
            (7_620, "2:07:00"),
            (86_400 * 3 + 14_400, "3 d 4:00"),
        ] {
            assert_eq!(stopwatch(TimeDelta::seconds(seconds)), text);
        }
    }
}
