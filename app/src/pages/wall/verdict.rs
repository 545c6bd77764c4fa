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

/// As short as can be read from afar, so that what is open beside it is named too: which sources are silent stands in the
/// list of what is open.
fn sentence(reason: &Reason) -> String {
    match reason {
        Reason::Silent(_, many @ 2.., all) => format!("{many} of {all} sources are silent."),
        reason => reason_sentence(reason),
    }
}

/// Why, in one line.
#[component]
pub(super) fn Why(
    verdict: Verdict,
    reasons: Vec<Reason>,
    lost: Memo<Option<Timestamp>>,
) -> impl IntoView {
    let mut sentences = reasons.iter().take(SAID).map(sentence);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_silent_sources_leave_room_for_an_incident() {
        let names = ["CloudWatch", "Security Hub"].map(str::to_owned).to_vec();
        let said = |many| sentence(&Reason::Silent(names.clone(), many, 28));
        assert_eq!(said(3), "3 of 28 sources are silent.");
        let one = Reason::Silent(names[..1].to_vec(), 1, 28);
        assert_eq!(sentence(&one), reason_sentence(&one));
    }
}
