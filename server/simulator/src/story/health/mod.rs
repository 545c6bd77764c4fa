//! The Health events that the story tells. Type codes are AWS's, what is said about them is ours.
//!
//! `staged` are those the story needs, `everyday` fills the log around them, `telling` gives both their shape.

mod everyday;
mod staged;
mod telling;

use super::Story;
use crate::health::HealthEvent;
use chrono::{DateTime, Duration, Utc};
use telling::Telling;

/// The type code of the open issue that gets news as time passes.
const ISSUE: &str = "AWS_EC2_OPERATIONAL_ISSUE";

/// The type code of the lifecycle event whose resources are dealt with one by one.
const LIFECYCLE: &str = "AWS_LAMBDA_PLANNED_LIFECYCLE_EVENT";

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
    if let Some(news) = news_at(story.ticks())
        && let Some(issue) = events
            .iter_mut()
            .find(|event| event.type_code == ISSUE && event.status == "open")
    {
        tell(issue, news, story.now());
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

/// What is told of the open issue, each once and in this order; it stays open then.
const NEWS: [&str; 5] = [
    "Instances in other zones are not affected. Where you can, shift load away from this zone.",
    "We found the switch that loses packets and are taking it out of service.",
    "Half of the affected hosts are back. We go on with the rest.",
    "Volumes attached to affected instances may still answer slowly.",
    "Error rates keep falling. Launches of new instances may still take longer than usual.",
];

/// Ticks between two of them.
const BETWEEN: u64 = 5;

/// What a tick tells of the open issue, if anything.
fn news_at(tick: u64) -> Option<&'static str> {
    let nth = (tick / BETWEEN)
        .checked_sub(1)
        .filter(|_| tick.is_multiple_of(BETWEEN))?;
    NEWS.get(usize::try_from(nth).ok()?).copied()
}

fn tell(event: &mut HealthEvent, news: &str, at: DateTime<Utc>) {
    if !event.description.is_empty() {
        event.description.push('\n');
    }
    let line = format!("[{}] {news}", at.format("%H:%M UTC"));
    event.description.push_str(&line);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_news_is_told_once_and_in_order() {
        let told: Vec<&str> = (0..1_000).filter_map(news_at).collect();
        assert_eq!(told, NEWS);
    }
}
