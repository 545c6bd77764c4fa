//! The last day of a health check as a strip, a quarter of an hour a mark.

use chrono::TimeDelta;
use domain::{endpoint::EndpointStatus, time::Timestamp};
use leptos::prelude::*;

use crate::api::MinuteView;

/// Marks of the strip: a day of quarters of an hour.
const MARKS: usize = 96;

/// One mark, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// Nothing was heard.
    None,
    /// All passed.
    Ok,
    /// Some checkers failed.
    Warn,
    /// It failed.
    Bad,
}

impl Mark {
    const fn class(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    fn of(minute: &MinuteView) -> Self {
        match minute.status {
            EndpointStatus::Unknown => Self::None,
            EndpointStatus::Unhealthy => Self::Bad,
            EndpointStatus::Healthy if minute.percent_healthy.is_some_and(|p| p < 99.5) => {
                Self::Warn
            }
            EndpointStatus::Healthy => Self::Ok,
        }
    }
}

/// The worst of each quarter of an hour, the last one ending at `now`.
fn marks(history: &[MinuteView], now: Timestamp) -> [Mark; MARKS] {
    let mut marks = [Mark::None; MARKS];
    let width = TimeDelta::minutes(15);
    for minute in history {
        let back = (now - minute.at).num_seconds().max(0) / width.num_seconds();
        let place = usize::try_from(back)
            .ok()
            .and_then(|back| MARKS.checked_sub(back + 1));
        if let Some(mark) = place.and_then(|place| marks.get_mut(place)) {
            *mark = (*mark).max(Mark::of(minute));
        }
    }
    marks
}

/// The strip.
#[component]
pub(super) fn Strip(history: Vec<MinuteView>, now: Timestamp) -> impl IntoView {
    let marks = marks(&history, now);
    let failed = marks.iter().filter(|mark| **mark == Mark::Bad).count();
    let label = format!("The last 24 hours: failing in {failed} of {MARKS} quarters of an hour");
    let rects = marks.iter().enumerate().map(|(at, mark)| {
        view! { <rect class=mark.class() x=at.to_string() y="0" width="0.8" height="24"></rect> }
    });
    view! {
        <svg class="strip" viewBox="0 0 96 24" preserveAspectRatio="none" role="img" aria-label=label>
            {rects.collect_view()}
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::from_micros;

    #[test]
    fn the_worst_minute_marks_its_quarter() {
        let now = from_micros(1_795_521_600_000_000);
        let minute = |back, status, percent_healthy| MinuteView {
            at: now - TimeDelta::minutes(back),
            status,
            percent_healthy,
        };
        let marks = marks(
            &[
                minute(1, EndpointStatus::Healthy, Some(100.0)),
                minute(2, EndpointStatus::Unhealthy, Some(5.0)),
                minute(20, EndpointStatus::Healthy, Some(50.0)),
                minute(5_000, EndpointStatus::Unhealthy, None),
            ],
            now,
        );
        assert_eq!(marks[95], Mark::Bad);
        assert_eq!(marks[94], Mark::Warn);
        assert!(marks[..94].iter().all(|mark| *mark == Mark::None));
    }
}
