//! The verdict line: the word, and why.

use domain::{
    time::Timestamp,
    verdict::{Reason, Verdict},
};
use leptos::prelude::*;

use crate::{
    components::{Sign, reason_sentence, shape, verdict_sign},
    format,
};

/// The one word for the floor with its reasons.
#[component]
pub(super) fn VerdictLine(
    verdict: Verdict,
    reasons: Vec<Reason>,
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
    let mut sentences = reasons.iter().map(reason_sentence);
    let lead = sentences.next().unwrap_or_default();
    let rest: Vec<String> = sentences.collect();
    let mark = Sign {
        tone: "s28",
        ..sign
    };
    view! {
        <section class=class aria-label="Verdict">
            <p class="verdict-lamp">{shape(mark)}{sign.word}</p>
            <div class="verdict-why">
                <p class="lead">{lead}</p>
                {(!rest.is_empty()).then(|| view! { <p class="second">{rest.join(" ")}</p> })}
            </div>
            {held}
        </section>
    }
}
