//! What the calendar shows, gathered from all layers and put into words.

use backend::{
    Backend,
    calendar::{self, Closure, Held},
    changes::{self, ChangeSummary},
    floor, health,
};
use chrono::{Datelike, TimeDelta};
use domain::{
    actor::Actor,
    calendar::{Freeze, FreezeStrength, Gate, Window},
    change::{ChangeKind, ChangeState},
    health::{HealthCategory, HealthStatus},
    scope::{MatchLevel, Scope},
    time::Timestamp,
};

use super::{
    calendar::MarkView,
    health::{HealthView, account_names},
    narrow::narrowed,
    places::{self, Names},
};
use crate::{format, pages::health::words};

/// Most changes of a month.
const CHANGES: u16 = 500;
/// Places of a change that are all named.
const PLACES: usize = 2;
/// Changes that are named where they meet another.
const MET: usize = 3;

/// The layers, in the order of their chips.
pub(super) const LAYERS: [(&str, &str, &str); 4] = [
    ("changes", "Changes", "i-changes"),
    ("freezes", "Freezes", "i-freeze"),
    ("aws", "AWS", "i-health"),
    ("closed", "Closed", "i-lock"),
];

/// One thing on the calendar.
pub(super) struct Item {
    /// Which layer.
    pub(super) layer: &'static str,
    /// The class of its form.
    pub(super) class: &'static str,
    /// When.
    pub(super) window: Window,
    /// Its state.
    pub(super) mark: MarkView,
    /// In a cell.
    pub(super) title: String,
    /// In the agenda.
    pub(super) name: String,
    /// Where it leads.
    pub(super) href: String,
    /// Where it is.
    pub(super) place: String,
    /// What is in its way.
    pub(super) reasons: Vec<MarkView>,
    /// Whether nobody knows when it began; as with its end, its window says that for the grid alone.
    pub(super) beginless: bool,
    /// Whether nobody knows when it ends; what its window says of that is for the grid alone.
    pub(super) endless: bool,
    /// Whether it is over.
    pub(super) past: bool,
}

/// A shape with its colour and words.
pub(super) fn mark(symbol: &str, tone: &str, words: impl Into<String>) -> MarkView {
    MarkView {
        symbol: symbol.to_owned(),
        tone: tone.to_owned(),
        words: words.into(),
        href: String::new(),
    }
}

/// Everything of a range, by its beginning.
pub(super) async fn items(
    backend: &Backend,
    actor: &Actor,
    range: Window,
) -> backend::Result<Vec<Item>> {
    let (now, looked_at) = (backend.now(), narrowed());
    let names = account_names(backend, actor).await?;
    let mut all = change_items(backend, actor, range, (&looked_at, &names)).await?;
    let freezes = calendar::freezes_between(backend, actor, range.from, range.until).await?;
    let freezes = freezes.into_iter();
    let shown = freezes.filter(|freeze| looked_at.shows(&freeze.scope));
    all.extend(shown.map(|freeze| freeze_item(freeze, now, &names)));
    let events = health::list(backend, actor).await?;
    let planned = events.into_iter().filter(|event| {
        event.category == HealthCategory::ScheduledChange && floor::is_within(&looked_at, event)
    });
    all.extend(planned.filter_map(|event| aws_item(event.into(), range)));
    for (calendar, closures) in calendar::closed_between(backend, actor, range).await? {
        if looked_at.shows(&calendar.plan.scope) {
            let place = places::plain(&calendar.plan.scope, &names);
            let about = (calendar.plan.name.as_str(), place.as_str());
            let item = |closure| closed_item(about, closure, (range, now));
            all.extend(closures.into_iter().map(item));
        }
    }
    all.sort_by_key(|item| (item.window.from, item.window.until));
    Ok(all)
}

async fn change_items(
    backend: &Backend,
    actor: &Actor,
    range: Window,
    (looked_at, names): (&Scope, &Names),
) -> backend::Result<Vec<Item>> {
    let mut all = changes::between(backend, actor, (range.from, range.until), CHANGES).await?;
    all.retain(|change| {
        let here = change.targets.iter().any(|target| looked_at.shows(target));
        here && !matches!(change.state, ChangeState::Rejected | ChangeState::Cancelled)
    });
    let asks: Vec<(&[Scope], Window)> = all
        .iter()
        .map(|change| (change.targets.as_slice(), window_of(change)))
        .collect();
    let held = calendar::held(backend, actor, &asks).await?;
    let items = all.iter().zip(held).map(|(change, held)| {
        let mut reasons = Vec::new();
        if !change.state.is_over() && change.state != ChangeState::Running {
            reasons.extend(held_reason(change, &held, backend.now()));
            reasons.extend(met(change, &all));
        }
        change_item(change, reasons, names)
    });
    Ok(items.collect())
}

fn window_of(change: &ChangeSummary) -> Window {
    Window {
        from: change.starts_at,
        until: change.ends_at,
    }
}

/// What calendars and freezes say of a change; an emergency passes them by.
fn held_reason(change: &ChangeSummary, held: &Held, now: Timestamp) -> Option<MarkView> {
    if change.kind == ChangeKind::Emergency {
        return None;
    }
    let free = held.free.map_or_else(String::new, |free| {
        format!(" Next free time: {}.", day_and_time(free.from, now))
    });
    if !held.at_start.is_open() {
        let because = because(&held.at_start, now);
        let words = format!("Blocked by {because}.{free}");
        return Some(mark("st-blocked", "t-critical", words));
    }
    if !held.during.is_open() {
        let words = format!("Runs into {}.{free}", because(&held.during, now));
        return Some(mark("st-partial", "t-warn", words));
    }
    let soft = held.during.soft.first()?;
    let words = format!("In the soft freeze {}.", soft.name);
    Some(mark("i-freeze", "t-quiet", words))
}

/// What holds a change, with until when it does and why, as far as that is known.
fn because(gate: &Gate, now: Timestamp) -> String {
    let calendars = gate.closed_calendars.iter().map(|closed| {
        let until = closed.opens_at.map(|at| day_and_time(at, now));
        let until = until.map_or_else(String::new, |until| format!(", closed until {until}"));
        format!("the calendar {}{until}", closed.name)
    });
    let freezes = gate.hard.iter().map(|freeze| {
        let (name, until) = (freeze.called(), day_and_time(freeze.until, now));
        // Its own full stop would stand beside ours.
        let reason = freeze.reason.trim_end_matches('.');
        format!("the freeze {name}, until {until}: {reason}")
    });
    let all: Vec<String> = calendars.chain(freezes).collect();
    all.join("; ")
}

/// The other changes that touch the same service or nearer at the same time, each with the way to it; of many the first.
fn met(change: &ChangeSummary, all: &[ChangeSummary]) -> Vec<MarkView> {
    let near = |other: &&ChangeSummary| {
        let apart = change.id == other.id || other.state.is_over();
        let level = change.targets.iter().flat_map(|target| {
            let theirs = other.targets.iter();
            theirs.filter_map(|place| target.meets(place))
        });
        !apart
            && window_of(change).meets(&window_of(other))
            && level.max() >= Some(MatchLevel::Service)
    };
    let others: Vec<&ChangeSummary> = all.iter().filter(near).collect();
    let said = others.iter().take(MET).map(|other| MarkView {
        href: format!("/changes/{}", other.id),
        ..mark(
            "st-partial",
            "t-warn",
            format!("Meets CHG-{} at the same place and time.", other.number),
        )
    });
    let more = others.len().saturating_sub(MET);
    let rest = (more > 0).then(|| mark("st-partial", "t-warn", format!("Meets {more} more.")));
    said.chain(rest).collect()
}

fn change_item(change: &ChangeSummary, reasons: Vec<MarkView>, names: &Names) -> Item {
    use ChangeState as S;
    let blocked = reasons.iter().any(|reason| reason.symbol == "st-blocked");
    let conflict = reasons.iter().any(|reason| reason.symbol == "st-partial");
    let state = match change.state {
        _ if blocked => mark("st-blocked", "t-critical", "blocked"),
        _ if conflict => mark("st-partial", "t-warn", "conflict"),
        S::PendingApproval => mark("st-waits", "t-waits", "waits"),
        S::ChangesRequested => mark("st-waits", "t-quiet", "sent back"),
        S::PendingCalendarOverride => mark("st-blocked", "t-critical", "held"),
        S::Running => mark("st-open", "t-plain", "runs"),
        S::Succeeded => mark("st-ok", "t-quiet", "done"),
        S::Failed => mark("st-failing", "t-critical", "failed"),
        S::TimedOut => mark("st-suppressed", "t-quiet", "timed out"),
        S::Approved | S::Scheduled => mark("st-scheduled", "t-quiet", "approved"),
        S::Draft | S::Rejected | S::Cancelled => mark("st-none", "t-quiet", ""),
    };
    Item {
        layer: "changes",
        class: match () {
            () if blocked => "entry planned blocked",
            () if conflict => "entry planned conflict",
            () if change.state == S::PendingApproval => "entry planned waits",
            () => "entry planned",
        },
        window: window_of(change),
        mark: state,
        title: change.title.clone(),
        name: format!("CHG-{} {}", change.number, change.title),
        href: format!("/changes/{}", change.id),
        place: some_places(&change.targets, names),
        reasons,
        beginless: false,
        endless: false,
        past: change.state.is_over(),
    }
}

/// Where a change is, in about a line: of many places the first.
fn some_places(targets: &[Scope], names: &Names) -> String {
    let named = match targets.len() {
        0..=PLACES => targets.len(),
        _ => 1,
    };
    let places = targets.iter().take(named);
    let places: Vec<String> = places.map(|one| places::plain(one, names)).collect();
    let places = places.join(", ");
    match targets.len() - named {
        0 => places,
        more => format!("{places} and {more} more"),
    }
}

fn freeze_item(freeze: Freeze, now: Timestamp, names: &Names) -> Item {
    let hard = freeze.strength == FreezeStrength::Hard;
    let name = format!("{}, {}", freeze.name, freeze.strength);
    let until = format!(
        "Until {}, by {}.",
        day_and_time(freeze.until, now),
        freeze.created_by
    );
    Item {
        layer: "freezes",
        class: if hard { "lasting hard" } else { "lasting soft" },
        window: freeze.window(),
        mark: mark("i-freeze", "t-plain", "freeze"),
        title: name.clone(),
        name,
        href: String::new(),
        place: places::plain(&freeze.scope, names),
        reasons: vec![
            mark("", "t-quiet", freeze.reason.clone()),
            mark("", "t-quiet", until),
        ],
        beginless: false,
        endless: false,
        past: freeze.is_over(now),
    }
}

fn aws_item(event: HealthView, range: Window) -> Option<Item> {
    let from = event.start?;
    // What has no end is shown where it begins.
    let until = event.end.filter(|end| *end > from);
    let window = Window {
        from,
        until: until.unwrap_or(from + TimeDelta::hours(1)),
    };
    let title = words::title(&event);
    let entities = format::counted(event.entities.unsigned_abs(), "entity", "entities");
    window.meets(&range).then(|| Item {
        layer: "aws",
        class: "entry aws",
        window,
        mark: mark("i-health", "t-quiet", "AWS"),
        name: title.clone(),
        title,
        href: format!("/health/{}", event.id),
        place: format!("{}, {entities}", event.region),
        reasons: Vec::new(),
        beginless: false,
        endless: until.is_none(),
        past: event.status == HealthStatus::Closed,
    })
}

fn closed_item(
    (name, place): (&str, &str),
    closure: Closure,
    (range, now): (Window, Timestamp),
) -> Item {
    let window = Window {
        // What has no beginning or no end covers all that is shown, whatever lies around it.
        from: closure.from.unwrap_or(range.from - TimeDelta::days(1)),
        until: closure.until.unwrap_or(range.until),
    };
    let long = window.until - window.from >= TimeDelta::days(1);
    let name = format!("Closed: {name}");
    Item {
        layer: "closed",
        class: if long {
            "lasting closed"
        } else {
            "entry closed"
        },
        window,
        mark: mark("i-lock", "t-quiet", ""),
        title: name.clone(),
        name,
        href: String::new(),
        place: place.to_owned(),
        reasons: Vec::new(),
        beginless: closure.from.is_none(),
        endless: closure.until.is_none(),
        past: closure.until.is_some_and(|until| until <= now),
    }
}

/// A day of the week with its date: `Tue 24 Nov`, and its year where it is another than that of `now`.
pub(super) fn day_words(at: Timestamp, now: Timestamp) -> String {
    format!("{} {}", at.weekday(), format::date(at, now))
}

/// The same with the minute.
pub(super) fn day_and_time(at: Timestamp, now: Timestamp) -> String {
    format!("{} {} UTC", day_words(at, now), format::clock(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_places_the_first_is_named() {
        let places = |count: usize| {
            let targets: Vec<Scope> = (0..count)
                .map(|n| {
                    let place = format!("11112222333{n} us-east-1 ec2");
                    place.parse().expect("a place")
                })
                .collect();
            some_places(&targets, &Names::new())
        };
        let (first, second) = ("111122223330 us-east-1 ec2", "111122223331 us-east-1 ec2");
        assert_eq!(places(0), "");
        assert_eq!(places(1), first);
        assert_eq!(places(2), format!("{first}, {second}"));
        assert_eq!(places(8), format!("{first} and 7 more"));
    }

    #[test]
    fn a_day_of_another_year_says_so() {
        let at: Timestamp = "2027-01-04T09:00:00Z".parse().expect("an instant");
        let now: Timestamp = "2026-11-24T12:00:00Z".parse().expect("an instant");
        assert_eq!(day_and_time(at, now), "Mon 4 Jan 2027 09:00 UTC");
        assert_eq!(day_and_time(at, at), "Mon 4 Jan 09:00 UTC");
    }
}
