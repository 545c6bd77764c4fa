//! What changed on a finding, newest first.

use leptos::prelude::*;

use crate::{
    api::{ChangeView, FindingView},
    components::{Age, Sign, State},
    format,
};

/// The changes.
#[component]
pub(super) fn History(finding: FindingView) -> impl IntoView {
    if finding.history.is_empty() {
        let sign = Sign {
            symbol: "st-none",
            tone: "t-quiet s16",
            word: "",
        };
        return view! {
            <State
                sign
                what="Nothing has changed"
                next="What AWS or somebody here changes on it will stand here."
            />
        }
        .into_any();
    }
    let now = finding.now;
    let rows = finding.history.into_iter().map(|change| {
        let at = change.at;
        view! {
            <li>
                <span class="name">{sentence(&change)}</span>
                <span class="end aside"><Age at now/></span>
                <span class="under">{by(&change)}</span>
            </li>
        }
    });
    view! { <ul class="rows two-line">{rows.collect_view()}</ul> }.into_any()
}

fn sentence(change: &ChangeView) -> String {
    let word = |value: &Option<String>| match value.as_deref() {
        None | Some("") if change.field == "assignee" => "nobody".to_owned(),
        None | Some("") => "nothing".to_owned(),
        Some(value) if value.chars().all(|c| c.is_ascii_uppercase() || c == '_') => {
            format::plain_word(value)
        }
        Some(value) => value.to_owned(),
    };
    let field = format::plain_word(&change.field);
    format!("{field}: {} to {}", word(&change.old), word(&change.new))
}

/// Who changed it. What the worker that reads findings writes down, AWS has reported.
pub(super) fn who(actor: &str) -> &str {
    if actor == "findings" { "AWS" } else { actor }
}

fn by(change: &ChangeView) -> String {
    let actor = who(&change.actor);
    match change.reason.as_deref() {
        Some(reason) => format!("{}, {}", actor, format::plain_word(reason).to_lowercase()),
        None => actor.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_a_sentence_without_constants() {
        let change = ChangeView {
            field: "workflow".to_owned(),
            at: domain::time::from_micros(0),
            actor: "ana".to_owned(),
            old: Some("NEW".to_owned()),
            new: Some("RESOLVED".to_owned()),
            reason: Some("changed_in_aws".to_owned()),
        };
        assert_eq!(sentence(&change), "Workflow: New to Resolved");
        assert_eq!(by(&change), "ana, changed in aws");
    }
}
