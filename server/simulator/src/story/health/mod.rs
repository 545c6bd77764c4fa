//! The Health events that the story tells. Type codes are AWS's, what is said about them is ours.
//!
//! `staged` are those the story needs, `everyday` fills the log around them, `telling` gives both their shape.

mod everyday;
mod staged;
mod telling;

use super::Story;
use super::dice::Dice;
use crate::health::HealthEvent;
use chrono::{DateTime, Duration, Utc};
use telling::Telling;

/// The type code of the open issue that gets news as time passes.
const ISSUE: &str = "AWS_EC2_OPERATIONAL_ISSUE";

/// The type code of the lifecycle event whose resources are dealt with one by one.
const LIFECYCLE: &str = "AWS_LAMBDA_PLANNED_LIFECYCLE_EVENT";

/// How long a description may grow; the oldest news go first.
const LINES: usize = 24;

/// The most events there are; the oldest closed ones are forgotten above it.
const MOST: usize = 80;

/// The events at the start.
pub(crate) fn at_start(story: &Story) -> Vec<HealthEvent> {
    let mut events = Telling::new(story, 0).staged();
    let mut telling = Telling::new(story, 100);
    events.extend((0..18).map(|at| telling.past(at)));
    events.extend((0..6).map(|at| telling.notice(story.start() - Duration::hours(9 * (at + 1)))));
    events
}

/// What a tick does: news about the open issue, a resource dealt with, now and then a new notice.
pub(crate) fn tick(events: &mut Vec<HealthEvent>, story: &Story) {
    let mut dice = Dice::of(story.seed(), &["health"], story.ticks());
    if story.ticks().is_multiple_of(5)
        && let Some(issue) = events
            .iter_mut()
            .find(|event| event.type_code == ISSUE && event.status == "open")
    {
        tell(issue, dice.one(&NEWS), story.now());
    }
    if story.ticks().is_multiple_of(7) {
        resolve(events, story.now());
    }
    if story.ticks().is_multiple_of(30) {
        events.push(Telling::new(story, 1000 + story.ticks()).notice(story.now()));
    }
    while events.len() > MOST {
        let oldest = (0..events.len())
            .filter(|at| events[*at].category == "accountNotification")
            .min_by_key(|at| events[*at].updated);
        let Some(oldest) = oldest else { return };
        events.swap_remove(oldest);
    }
}

const NEWS: [&str; 5] = [
    "Error rates keep falling. Launches of new instances may still take longer than usual.",
    "Half of the affected hosts are back. We go on with the rest.",
    "We found the switch that loses packets and are taking it out of service.",
    "Volumes attached to affected instances may still answer slowly.",
    "Instances in other zones are not affected. Where you can, shift load away from this zone.",
];

fn tell(event: &mut HealthEvent, news: &str, at: DateTime<Utc>) {
    let mut lines: Vec<&str> = event.description.lines().collect();
    let line = format!("[{}] {news}", at.format("%H:%M UTC"));
    lines.push(&line);
    let from = lines.len().saturating_sub(LINES);
    event.description = lines[from..].join("\n");
    event.updated = at;
}

fn resolve(events: &mut [HealthEvent], at: DateTime<Utc>) {
    let Some(event) = events.iter_mut().find(|event| event.type_code == LIFECYCLE) else {
        return;
    };
    let mut entities = event
        .affected
        .iter_mut()
        .flat_map(|affected| &mut affected.entities);
    if let Some(entity) = entities.find(|entity| entity.status == "PENDING") {
        entity.status = "RESOLVED";
        entity.updated = at;
        event.updated = at;
    }
}
