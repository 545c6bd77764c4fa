//! What has happened to a change, with what each who decided was shown.

use leptos::prelude::*;

use crate::{
    api::ChangeStepView,
    components::{DecisionStrip, Since, StripOf, icon},
};

/// The steps, the newest first.
pub(super) fn history(steps: Vec<ChangeStepView>) -> AnyView {
    if steps.is_empty() {
        return ().into_any();
    }
    let steps = steps.into_iter().map(step).collect_view();
    view! {
        <section class="panel" aria-labelledby="history">
            <header class="panel-head"><h2 id="history">"History"</h2></header>
            <ol class="change-steps">{steps}</ol>
        </section>
    }
    .into_any()
}

fn step(step: ChangeStepView) -> AnyView {
    let at = step.at;
    let shown = step.strip.map(|strip| {
        view! {
            <details class="behind">
                <summary>{icon("i-chevron-right", "icon s12")}"What was shown"</summary>
                <DecisionStrip strip of=StripOf::Decision/>
            </details>
        }
    });
    let said = (!step.comment.is_empty()).then(|| view! { <p class="said">{step.comment}</p> });
    view! {
        <li>
            <p>{step.text}</p>
            <p class="under"><Since at/></p>
            {said}
            {shown}
        </li>
    }
    .into_any()
}
