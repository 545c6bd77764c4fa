//! Records that could not be taken in, each with its reason and as it came.

use leptos::prelude::*;

use crate::{
    api::{ApiError, RejectView, RejectsView},
    components::{Age, Sign, State, icon},
    format,
    pages::refused::Refused,
};

/// The rejects, or nothing for somebody who may not see them.
#[component]
pub(super) fn Rejects(rejects: Result<RejectsView, ApiError>) -> impl IntoView {
    match rejects {
        Ok(rejects) => view! { <RejectsPanel rejects/> }.into_any(),
        Err(ApiError::Forbidden) => ().into_any(),
        Err(fault) => view! { <Refused fault/> }.into_any(),
    }
}

#[component]
fn RejectsPanel(rejects: RejectsView) -> impl IntoView {
    let (now, total) = (rejects.now, rejects.total);
    let rows = rejects
        .rejects
        .into_iter()
        .map(|reject| view! { <Reject reject now/> });
    let rows = rows.collect_view();
    let body = if total == 0 {
        let sign = Sign {
            symbol: "st-ok",
            tone: "t-ok s16",
            word: "",
        };
        view! {
            <State
                sign
                what="Nothing was rejected"
                next="A record that cannot be read is kept here with its reason."
            />
        }
        .into_any()
    } else {
        view! {
            <table class="table tall">
                <thead>
                    <tr>
                        <th scope="col">"Reason"</th>
                        <th scope="col" class="phone-off">"Source"</th>
                        <th scope="col" class="num">"Times"</th>
                        <th scope="col" class="num">"Last"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-labelledby="rejects">
            <header class="panel-head">
                <h2 id="rejects">"Rejects"</h2>
                <p class="aside">{format::count_of(total)}</p>
            </header>
            {body}
        </section>
    }
}

#[component]
fn Reject(reject: RejectView, now: domain::time::Timestamp) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">
                <details class="behind">
                    <summary>{icon("i-chevron-right", "icon s12")}{reject.reason}</summary>
                    <pre class="document" tabindex="0"><code>{reject.document}</code></pre>
                </details>
                {reject.external_id.map(|id| view! { <span class="under id">{id}</span> })}
            </th>
            <td class="phone-off">{reject.source}</td>
            <td class="num">{format::count_of(reject.times)}</td>
            <td class="num"><Age at=reject.last_at now/></td>
        </tr>
    }
}
