//! Says of a page's source that what is shown may be old, or cannot be had at all.

use domain::{
    source::{FreshnessState, SourceKind},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::SourceView,
    components::{Note, Sign, Unseen},
    format,
};

/// Names the places of which a kind of source tells nothing, beside others of which it does.
pub(crate) fn closed_note(kind: SourceKind, places: &[String]) -> Option<AnyView> {
    let (first, more) = places.split_first()?;
    let (one, many) = match kind {
        SourceKind::Health => ("more account", "more accounts"),
        _ => ("more place", "more places"),
    };
    let whom = match more.len() {
        0 => first.clone(),
        more => format!("{first} and {}", format::counted(more as u64, one, many)),
    };
    let text = match kind {
        SourceKind::Health => format!(
            "No support plan of {whom} opens the AWS Health API. What AWS would report there is unknown."
        ),
        _ => format!(
            "{} is not switched on in {whom}. What it would report there is unknown.",
            kind.label()
        ),
    };
    let sign = Unseen::NotOffered.sign();
    Some(view! { <Note sign text/> }.into_any())
}

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
