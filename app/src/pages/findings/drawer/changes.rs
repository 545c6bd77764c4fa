//! What changed on a finding, newest first, as the server writes it: what was kept here, and what AWS remembers of it.

use domain::{finding::MergeReason, id::FindingId, time::Timestamp};
use leptos::prelude::*;

use super::{super::address::ListAddress, tab::Tab};
use crate::{
    api::ChangeView,
    components::{Age, Sign, State},
    format,
};

/// As many changes as the server answers of one finding.
const MOST: usize = 200;

/// What AWS remembers of a finding.
pub(crate) struct Told {
    /// Newest first.
    pub(crate) changes: Vec<ChangeView>,
    /// What there is to say of that; empty when nothing is.
    pub(crate) said: String,
}

/// The changes of a finding that are kept here with those that AWS told; where it was not asked, the way to do so beside
/// the list.
pub(crate) fn changes(
    (id, list): (FindingId, &ListAddress),
    ours: &[ChangeView],
    told: Option<&Told>,
    now: Timestamp,
) -> AnyView {
    let said = match told.map(|told| told.said.clone()) {
        Some(said) if said.is_empty() => ().into_any(),
        Some(said) => view! { <p class="aside">{said}</p> }.into_any(),
        None => asking(Tab::History.href(list, id) + "&ask=aws"),
    };
    let cut = (ours.len() >= MOST)
        .then(|| view! { <p class="aside">"What changed before is not shown."</p> });
    let theirs = told.map_or(&[][..], |told| &told.changes);
    view! { {said}{rows(merged(ours, theirs), now)}{cut} }.into_any()
}

/// What stands there until AWS has answered.
fn asking(ask: String) -> AnyView {
    view! {
        <p class="aside asking needs-js" role="status">"Asking AWS what it remembers."</p>
        <p class="no-js"><a href=ask>"Ask AWS what it remembers"</a></p>
    }
    .into_any()
}

/// Two lists, each newest first, as one.
fn merged<'a>(mut ours: &'a [ChangeView], mut theirs: &'a [ChangeView]) -> Vec<ChangeView> {
    let mut all = Vec::new();
    loop {
        let list = match (ours.first(), theirs.first()) {
            (None, None) => return all,
            (Some(our), Some(their)) if our.at >= their.at => &mut ours,
            (Some(_), None) => &mut ours,
            _ => &mut theirs,
        };
        all.push(list[0].clone());
        *list = &list[1..];
    }
}

fn rows(changes: Vec<ChangeView>, now: Timestamp) -> AnyView {
    if changes.is_empty() {
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
    let rows = changes.into_iter().map(|change| {
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

/// The fields whose values are words that AWS or we have for them; all others are as somebody wrote them.
const WORDS: [&str; 5] = [
    "workflow",
    "severity",
    "verification",
    "compliance",
    "record_state",
];

fn sentence(change: &ChangeView) -> String {
    // What AWS calls a field is its name; our own are words.
    let is_of_aws = change
        .field
        .contains(|letter: char| letter.is_ascii_uppercase());
    let has_words =
        WORDS.contains(&change.field.as_str()) || (is_of_aws && !change.field.starts_with("Note"));
    let word = |value: &Option<String>| match value.as_deref() {
        None | Some("") if change.field == "assignee" => "nobody".to_owned(),
        None | Some("") => "nothing".to_owned(),
        Some(value) if has_words && value.chars().all(|c| c.is_ascii_uppercase() || c == '_') => {
            format::plain_word(value)
        }
        Some(value) => value.to_owned(),
    };
    if change.field == "note"
        && let Some(text) = change.new.as_deref().filter(|text| !text.is_empty())
    {
        return format!("Noted: {text}");
    }
    let field = match is_of_aws {
        true => change.field.clone(),
        false => format::plain_word(&change.field),
    };
    if change.old.is_none() && change.new.is_none() {
        return field;
    }
    format!("{field}: {} to {}", word(&change.old), word(&change.new))
}

/// Who changed it. What the worker that reads findings writes down, AWS has reported.
pub(crate) fn who(actor: &str) -> &str {
    if actor == "findings" { "AWS" } else { actor }
}

fn by(change: &ChangeView) -> String {
    let actor = who(&change.actor);
    match change.reason.as_deref() {
        // Ours is one word, such as `active_again`; what a person wrote stands as they wrote it.
        Some(reason) if reason.chars().all(|c| c.is_ascii_lowercase() || c == '_') => {
            let words = match reason.parse() {
                Ok(MergeReason::ChangedInAws) => "changed in AWS".to_owned(),
                Ok(MergeReason::ActiveAgain) => "it is active again".to_owned(),
                Ok(MergeReason::FailsAgain) => "its check fails again".to_owned(),
                // A person may have written that one.
                Ok(MergeReason::Passed) if actor != change.actor => "its check passes".to_owned(),
                _ => format::lower(&format::plain_word(reason)),
            };
            format!("{actor}, {words}")
        }
        Some(reason) => format!("{actor}, {reason}"),
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
        assert_eq!(by(&change), "ana, changed in AWS");
        let theirs = ChangeView {
            field: "Workflow.Status".to_owned(),
            ..change.clone()
        };
        assert_eq!(sentence(&theirs), "Workflow.Status: New to Resolved");
        let created = ChangeView {
            field: "Created".to_owned(),
            old: None,
            new: None,
            ..change
        };
        assert_eq!(sentence(&created), "Created");
    }

    #[test]
    fn what_aws_does_by_itself_is_told_with_its_cause() {
        let told = |actor: &str, reason: &str| {
            by(&ChangeView {
                field: "workflow".to_owned(),
                at: domain::time::from_micros(0),
                actor: actor.to_owned(),
                old: Some("NEW".to_owned()),
                new: Some("RESOLVED".to_owned()),
                reason: Some(reason.to_owned()),
            })
        };
        assert_eq!(told("findings", "passed"), "AWS, its check passes");
        assert_eq!(
            told("findings", "fails_again"),
            "AWS, its check fails again"
        );
        assert_eq!(told("findings", "active_again"), "AWS, it is active again");
        assert_eq!(told("ana", "passed"), "ana, passed");
        assert_eq!(told("ana", "undone"), "ana, undone");
    }

    #[test]
    fn what_a_person_wrote_stands_as_they_wrote_it() {
        let noted = ChangeView {
            field: "note".to_owned(),
            at: domain::time::from_micros(0),
            actor: "ana".to_owned(),
            old: None,
            new: Some("OK".to_owned()),
            reason: Some("Accepted by CISO, see JIRA ABC_12".to_owned()),
        };
        assert_eq!(sentence(&noted), "Noted: OK");
        assert_eq!(by(&noted), "ana, Accepted by CISO, see JIRA ABC_12");
        let given = ChangeView {
            field: "assignee".to_owned(),
            new: Some("BEN".to_owned()),
            ..noted
        };
        assert_eq!(sentence(&given), "Assignee: nobody to BEN");
    }

    #[test]
    fn both_lists_are_one_newest_first() {
        let at = |second: i64, actor: &str| ChangeView {
            field: "workflow".to_owned(),
            at: domain::time::from_micros(second * 1_000_000),
            actor: actor.to_owned(),
            old: None,
            new: None,
            reason: None,
        };
        let ours = [at(9, "ours"), at(5, "ours"), at(1, "ours")];
        let theirs = [at(10, "theirs"), at(5, "theirs"), at(0, "theirs")];
        let all = merged(&ours, &theirs);
        let told: Vec<_> = all
            .iter()
            .map(|one| (one.at.timestamp(), one.actor.as_str()))
            .collect();
        let expected = [
            (10, "theirs"),
            (9, "ours"),
            (5, "ours"),
            (5, "theirs"),
            (1, "ours"),
            (0, "theirs"),
        ];
        assert_eq!(told, expected);
        assert_eq!(merged(&ours, &[]), ours);
    }
}
