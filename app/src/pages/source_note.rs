//! Says of a page's source that what is shown may be old, or cannot be had at all.

use domain::{
    source::{FreshnessState, SourceKind},
    time::Timestamp,
};
use leptos::prelude::*;

use super::settings::fault_words;
use crate::{
    api::SourceView,
    components::{Note, Sign, State, Unseen},
    format,
};

/// In place of rows while none of these sources has told anything yet: why, and what to do. Nothing where one of them has,
/// or none is set up.
pub(crate) fn unread(what: &'static str, sources: &[SourceView]) -> Option<AnyView> {
    let asked = sources.iter().map(|source| &source.freshness);
    if asked.clone().any(|one| one.last_good.is_some()) {
        return None;
    }
    let late = || {
        let late = sources.iter();
        late.filter(|source| !source.freshness.is_not_set_up())
    };
    // One that was refused says more than one that waits for it.
    let refused = late().find(|source| source.freshness.fault.is_some());
    let late = refused.or_else(|| late().next())?;
    let name = late.id.kind.label();
    let next = match &late.freshness.fault {
        Some(fault) => format!("{name} cannot be read: {}", fault_words(fault)),
        None => format!("{name} has not answered yet. What it tells will stand here."),
    };
    let sign = Sign {
        tone: "t-blind s16",
        ..Unseen::NoAnswerYet.sign()
    };
    let way = Some(("/settings/sources".to_owned(), "Sources"));
    let state = view! { <section class="panel"><State sign what next way/></section> };
    Some(state.into_any())
}

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
            "{name} answered last {} ago; its limit is {}. {}",
            format::close_span(age),
            format::close_span(freshness.limit()),
            match (source.id.kind, state) {
                (SourceKind::CloudWatch, FreshnessState::Blind) => "What stood then is not believed any more.",
                _ => "What you see is kept from then.",
            }
        ),
        None => format!("{name} has not answered yet."),
    };
    let why = freshness.fault.as_ref();
    let why = why.filter(|_| state != FreshnessState::Live && !freshness.is_not_set_up());
    let text = match why {
        Some(fault) => format!("{text} Its last try: {}", fault_words(fault)),
        None => text,
    };
    let sign = Sign {
        symbol,
        tone,
        word: "",
    };
    Some(view! { <Note sign text/> }.into_any())
}
