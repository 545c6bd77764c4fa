//! How suppressions are shown in words and signs.

use domain::{
    suppression::{SuppressionState, suppression_name},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::SuppressionLine,
    components::{Form, Lamp, Sign},
    format,
    query::Query,
};

/// What people call it by.
pub(super) fn name(line: &SuppressionLine) -> String {
    suppression_name(line.number)
}

/// Whether it hides anything, and for how long.
pub(super) fn lamp(line: &SuppressionLine) -> AnyView {
    let (symbol, tone, word, form) = match line.state {
        SuppressionState::On if line.ends_soon => ("st-due", "t-warn", "Ends soon", Form::Soft),
        SuppressionState::On => ("st-ok", "t-plain", "On", Form::Neutral),
        SuppressionState::Off => ("st-suppressed", "t-quiet", "Off", Form::Off),
        SuppressionState::Ended => ("st-suppressed", "t-quiet", "Ended", Form::Off),
    };
    view! { <Lamp sign=Sign { symbol, tone, word } form/> }.into_any()
}

/// What it is about.
pub(super) fn about(line: &SuppressionLine) -> String {
    let chosen = "Findings that were chosen".to_owned();
    line.named.clone().unwrap_or(chosen)
}

/// How long it lasts from now.
pub(super) fn left(line: &SuppressionLine, now: Timestamp) -> String {
    match line.until > now {
        true => format!("in {}", format::span(line.until - now)),
        false => format!("{} ago", format::span(now - line.until)),
    }
}

/// Where what it hides is listed: all of it, whatever account and region the reader looks at.
pub(super) fn hidden_href(line: &SuppressionLine) -> String {
    Query::default()
        .with("workflow", "SUPPRESSED")
        .with("record", "any")
        .with("by", "flat")
        .with("within", &name(line))
        .with("of", "suppression")
        .with("scope", "all")
        .href("/findings")
}

/// How many findings it hides, as a link where there are any.
pub(super) fn hidden(line: &SuppressionLine) -> AnyView {
    let count = format::count(line.hidden);
    match line.hidden {
        0 => view! { <span class="second">"0"</span> }.into_any(),
        _ => view! { <a class="act" href=hidden_href(line)>{count}</a> }.into_any(),
    }
}
