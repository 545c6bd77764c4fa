//! The one word, large, with since when and why; where the server is silent it is Blind, whatever was last known.

use chrono::TimeDelta;
use domain::{
    time::Timestamp,
    verdict::{Reason, Verdict},
};
use leptos::prelude::*;

use crate::{
    components::{Sign, reason_sentence, shape, ticking, verdict_sign},
    format,
};

/// Reasons that fit into the line.
const SAID: usize = 3;

/// The word.
#[component]
pub(super) fn VerdictBlock(
    verdict: Verdict,
    since: Timestamp,
    now: Timestamp,
    /// Since when the server does not answer.
    lost: Memo<Option<Timestamp>>,
) -> impl IntoView {
    let now = ticking(now);
    let shown = move || match lost.get() {
        Some(at) => (Verdict::Blind, at),
        None => (verdict, since),
    };
    let class = move || match shown().0 {
        Verdict::Clear => "wall-verdict t-ok",
        Verdict::Watch => "wall-verdict t-warn",
        Verdict::Incident => "wall-verdict t-high",
        Verdict::Critical => "wall-verdict t-critical",
        Verdict::Blind => "wall-verdict blind",
    };
    let sign = move || verdict_sign(shown().0);
    view! {
        <section class=class aria-label="Verdict">
            {move || shape(Sign { tone: "", ..sign() })}
            <h1>{move || sign().word}</h1>
            <p class="held">
                <b>{move || format::span(now() - shown().1)}</b>
                <span>{move || format!("since {}", began(shown().1, now()))}</span>
            </p>
        </section>
    }
}

/// The minute, and the day where it is another one.
fn began(at: Timestamp, now: Timestamp) -> String {
    match now - at < TimeDelta::hours(24) {
        true => format::clock(at),
        false => format::dated(at, now),
    }
}

/// Why, in one line.
#[component]
pub(super) fn Why(
    verdict: Verdict,
    reasons: Vec<Reason>,
    lost: Memo<Option<Timestamp>>,
) -> impl IntoView {
    let mut sentences = reasons.iter().take(SAID).map(reason_sentence);
    let lead = sentences.next().unwrap_or_default();
    let rest: Vec<String> = sentences.collect();
    move || match lost.get() {
        Some(at) => {
            let text = format!("Disconnected since {} UTC.", format::seconds(at));
            let known = format!(
                " What you see is old. Last known: {}.",
                verdict_sign(verdict).word
            );
            view! { <p class="wall-why lost" role="status"><strong>{text}</strong>{known}</p> }
                .into_any()
        }
        None => {
            let mut rest = rest.iter().map(|one| view! { <span>{one.clone()}</span> });
            let second = rest.next();
            view! {
                <p class="wall-why whole">
                    <span class="first"><strong>{lead.clone()}</strong>{second}</span>
                    {rest.collect_view()}
                </p>
            }
            .into_any()
        }
    }
}
