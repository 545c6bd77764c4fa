//! The verdict line: the word, and why.

use domain::{
    time::Timestamp,
    verdict::{Reason, Verdict},
};
use leptos::prelude::*;

use super::lamps::{FAILING, ISSUES};
use crate::{
    components::{Sign, reason_sentence, shape, verdict_sign},
    format,
    pages::findings::address::ListAddress,
};

/// The one word for the floor with its reasons.
#[component]
pub(super) fn VerdictLine(
    verdict: Verdict,
    reasons: Vec<Reason>,
    /// The place that is looked at, as an address of findings ends with it.
    within: String,
    /// Since when the word holds, where it is that of the whole floor.
    since: Option<Timestamp>,
    /// The server's time when the answer was made.
    at: Timestamp,
) -> impl IntoView {
    let held = since.map(|since| {
        view! {
            <p class="verdict-since">
                <b data-age=format::precise(since)>{format::age(since, at)}</b>
                <span>"since "<time datetime=format::machine(since)>{format::instant(since)}</time></span>
            </p>
        }
    });
    let sign = verdict_sign(verdict);
    let class = match verdict {
        Verdict::Clear => "verdict clear t-ok",
        Verdict::Watch => "verdict lit t-warn",
        Verdict::Incident => "verdict lit t-high",
        Verdict::Critical => "verdict lit t-critical",
        Verdict::Blind => "verdict blind t-blind",
    };
    let mut sentences = reasons.iter().map(|reason| said(reason, &within));
    let lead = sentences.next();
    let rest: Vec<AnyView> = sentences.collect();
    let mark = Sign {
        tone: "s28",
        ..sign
    };
    view! {
        <section class=class aria-label="Verdict">
            <p class="verdict-lamp">{shape(mark)}{sign.word}</p>
            <div class="verdict-why">
                <p class="lead">{lead}</p>
                {(!rest.is_empty()).then(|| view! { <p class="second">{rest}</p> })}
            </div>
            {held}
        </section>
    }
}

/// A reason as the way to the list of what it counts.
fn said(reason: &Reason, within: &str) -> AnyView {
    let text = reason_sentence(reason);
    match list_of(reason, within) {
        Some(href) => view! { <a href=href>{text}</a>" " }.into_any(),
        None => view! { {text}" " }.into_any(),
    }
}

fn list_of(reason: &Reason, within: &str) -> Option<String> {
    let findings = |query: &str| ListAddress::parse(&format!("{query}{within}")).href();
    let href = match reason {
        Reason::CriticalUnassigned(_) => findings("severity=CRITICAL&assignee="),
        Reason::Open(..) | Reason::LastKnown(..) => findings("severity=CRITICAL&severity=HIGH"),
        Reason::Incident(_) => "/incidents".to_owned(),
        Reason::Failing(_) => FAILING.to_owned(),
        Reason::AwsIssues(_) => ISSUES.to_owned(),
        Reason::NoSources
        | Reason::Unwatched(_)
        | Reason::Silent(..)
        | Reason::Late(_)
        | Reason::FirstRead(_)
        | Reason::NotOffered(_) => "/settings/sources".to_owned(),
        Reason::Quiet => return None,
    };
    Some(href)
}
