//! A length as a bar, without inline style: the attributes of SVG carry it.

use chrono::TimeDelta;
use domain::{
    source::{Freshness, FreshnessState},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::format;

/// How much of the limit an age has used, in whole percent: at least one, at most 100.
#[must_use]
pub fn share_of_limit(age: TimeDelta, limit: TimeDelta) -> u8 {
    let (age, limit) = (age.num_milliseconds(), limit.num_milliseconds().max(1));
    u8::try_from((age.saturating_mul(100) / limit).clamp(1, 100)).unwrap_or(100)
}

/// How a bar of this length looks; nothing is blind.
#[must_use]
pub const fn bar_class(percent: Option<u8>) -> &'static str {
    match percent {
        None => "bar blind",
        Some(100) => "bar t-warn",
        Some(_) => "bar t-plain",
    }
}

/// The age of a source against its limit at `now`, or stripes where nothing is known. It says since when and for how long, so
/// that it can grow.
pub fn limit_bar(freshness: &Freshness, now: Timestamp) -> impl IntoView + use<> {
    let seen = freshness.last_good;
    let from = seen.filter(|_| freshness.state(now) != FreshnessState::Blind);
    let limit = freshness.limit();
    let percent = from.map(|from| share_of_limit(now - from, limit));
    let width = percent.unwrap_or(0).to_string();
    let from = from.map(format::precise);
    view! {
        <svg class=bar_class(percent) viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"
            data-from=from data-limit=limit.num_seconds().to_string()>
            <rect class="track" width="100" height="6"></rect>
            <rect class="fill" width=width height="6"></rect>
        </svg>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use domain::time::from_micros;

    #[test]
    fn a_bar_grows_to_its_limit_and_no_further() {
        let share = |age| share_of_limit(TimeDelta::seconds(age), TimeDelta::seconds(180));
        for (age, percent) in [(-5, 1), (0, 1), (90, 50), (180, 100), (9_000, 100)] {
            assert_eq!(share(age), percent, "after {age} s");
        }
    }

    #[test]
    fn a_bar_has_no_style_of_its_own_and_knows_its_limit() {
        let owner = Owner::new();
        owner.set();
        let now = from_micros(1_795_521_600_000_000);
        let html = |seconds| {
            let freshness = Freshness {
                last_good: Some(now - TimeDelta::seconds(seconds)),
                last_try: None,
                fault: None,
                interval_s: 60,
            };
            limit_bar(&freshness, now).to_html()
        };
        let live = html(90);
        assert!(
            live.contains(r#"width="50""#) && !live.contains("style"),
            "{live}"
        );
        assert!(
            live.contains(r#"data-from="2026-11-24T11:58:30.000Z""#)
                && live.contains(r#"data-limit="180""#),
            "{live}"
        );
        let blind = html(9_000);
        assert!(
            blind.contains("bar blind") && !blind.contains("data-from"),
            "{blind}"
        );
    }
}
