//! A score at large: the figure, what it is made of, and the days before.

use domain::standard::ControlStatus;
use leptos::prelude::*;

use super::words;
use crate::{
    api::{ChartView, StandingView},
    components::{chart, severity_sign, shape},
    format,
};

/// The panel of a score; `method` says how it is computed.
pub(super) fn score_panel(
    title: &'static str,
    method: &'static str,
    standing: &StandingView,
    days: Option<ChartView>,
) -> AnyView {
    let counts = standing.counts;
    let of = match counts.with_result() {
        0 => "No control has a result yet".to_owned(),
        all => format!(
            "{} of {} controls with a result passed",
            format::count(counts.passed.into()),
            format::count(all.into())
        ),
    };
    let days = match days {
        Some(days) => chart(days).into_any(),
        None => view! {
            <p class="aside">"No days are kept of one region: look at all regions for the scores of the days before."</p>
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="score">
            <header class="panel-head"><h2 id="score">{title}</h2></header>
            <div class="panel-split score">
                <div>
                    <p class="big-score">
                        <strong>{words::score_word(standing.score)}</strong>
                        <span>{of}</span>
                    </p>
                    <p class="aside">{method}</p>
                    {made_of(standing)}
                </div>
                <div>{days}</div>
            </div>
        </section>
    }
    .into_any()
}

/// How many controls stand how, and the worst that is open.
fn made_of(standing: &StandingView) -> AnyView {
    let statuses = ControlStatus::ALL.iter().map(|status| {
        let (sign, _) = words::status_sign(*status);
        let count = format::count(standing.counts.of(*status).into());
        view! {
            <li class=sign.tone>{shape(sign)}<span>{sign.word}</span><span class="n">{count}</span></li>
        }
    });
    let worst = standing.worst_open.map(|worst| {
        let sign = severity_sign(worst);
        view! { <p class=format!("worst {}", sign.tone)>{shape(sign)}<span>"Worst open: "{sign.word}</span></p> }
    });
    view! {
        <ul class="statuses" aria-label="Controls by status">{statuses.collect_view()}</ul>
        {worst}
    }
    .into_any()
}
