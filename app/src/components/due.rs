//! The clock of a finding: how much of its time is left, or since when it is over.

use domain::{finding::Due, time::Timestamp};
use leptos::prelude::*;

use super::{age::ticking, mark::shape, sign::Sign};
use crate::format;

/// Where a finding stands in its time.
#[must_use]
pub const fn due_sign(due: Due) -> Sign {
    let (symbol, tone) = match due {
        Due::Overdue => ("st-failing", "t-critical"),
        Due::Soon => ("st-due", "t-warn"),
        Due::Later | Due::NoClock => ("st-due", "t-quiet"),
    };
    Sign {
        symbol,
        tone,
        word: due.label(),
    }
}

/// How much is left until `at`, or for how long it has been over. What has no clock shows nothing.
pub fn due_clock(due: Due, at: Option<Timestamp>, now: Timestamp) -> Option<impl IntoView> {
    let at = at.filter(|_| due != Due::NoClock)?;
    let sign = due_sign(due);
    let now = ticking(now);
    Some(view! {
        <span class=format!("due {}", sign.tone)>
            {shape(sign)}
            <time datetime=format::machine(at) title=format::exact(at) data-due=format::machine(at)>
                {move || format::left(at, now())}
            </time>
        </span>
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use chrono::TimeDelta;
    use domain::time::from_micros;

    use super::*;

    #[test]
    fn a_clock_says_what_is_left_and_what_is_over() {
        let owner = Owner::new();
        owner.set();
        let now = from_micros(1_795_521_600_000_000);
        let html = |due, days| {
            due_clock(due, Some(now + TimeDelta::days(days)), now).map(|view| view.to_html())
        };
        let soon = html(Due::Soon, 5).expect("a clock");
        assert!(
            soon.contains("5 d left") && soon.contains("t-warn") && soon.contains("#st-due"),
            "{soon}"
        );
        let over = html(Due::Overdue, -3).expect("a clock");
        assert!(
            over.contains("Overdue 3 d") && over.contains("#st-failing"),
            "{over}"
        );
        assert!(html(Due::NoClock, 5).is_none());
    }
}
