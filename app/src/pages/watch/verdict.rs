//! The verdict line: the word, and why.

use domain::verdict::{Reason, Verdict};
use leptos::prelude::*;

use crate::components::{Sign, reason_sentence, shape, verdict_sign};

/// The one word for the floor with its reasons.
#[component]
pub(super) fn VerdictLine(verdict: Verdict, reasons: Vec<Reason>) -> impl IntoView {
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
        </section>
    }
}
