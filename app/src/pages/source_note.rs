//! Says of a page's source that what is shown may be old, or cannot be had at all.

use domain::{
    source::{FreshnessState, SourceKind},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::SourceView,
    components::{Note, Sign},
    format,
};

/// The note; none for a source that is as it should be.
pub(crate) fn source_note(source: &SourceView, now: Timestamp) -> Option<AnyView> {
    let freshness = &source.freshness;
    let state = freshness.state(now);
    if state == FreshnessState::Live && freshness.fault.is_none() {
        return None;
    }
    let (symbol, tone) = match state {
        _ if freshness.is_not_set_up() => ("st-none", "t-quiet"),
        FreshnessState::Live => ("st-none", "t-quiet"),
        FreshnessState::Blind => ("st-blind", "t-blind"),
        _ => ("st-stale", "t-warn"),
    };
    let name = source.id.kind.label();
    let text = match freshness.age(now) {
        _ if freshness.is_not_set_up() && source.id.kind == SourceKind::Health => {
            "This account has no support plan that opens the AWS Health API, so nothing can be shown here.".to_owned()
        }
        _ if freshness.is_not_set_up() => format!("{name} is not switched on, so nothing can be shown of it here."),
        // The next try may do: until the limit is over, what is shown is called live everywhere.
        Some(age) if state == FreshnessState::Live => format!(
            "{name} answered last {} ago, and the last try failed. Past {} what you see is called stale.",
            format::close_span(age),
            format::close_span(freshness.limit())
        ),
        Some(age) => format!(
            "{name} answered last {} ago; its limit is {}. What you see is kept from then.",
            format::close_span(age),
            format::close_span(freshness.limit())
        ),
        None => format!("{name} has not answered yet."),
    };
    let sign = Sign {
        symbol,
        tone,
        word: "",
    };
    Some(view! { <Note sign text/> }.into_any())
}
