//! The matrix of health checks by checker regions.

use domain::{
    endpoint::{HEALTHY_ABOVE_PERCENT, Standing},
    time::Timestamp,
};
use leptos::prelude::*;

use super::words;
use crate::{
    api::{EndpointRow, EndpointView},
    components::{Age, Lamp, Shape, Sign},
    format,
};

/// The table around rows.
pub(super) fn table(
    caption: &'static str,
    regions: &[(String, String)],
    rows: Vec<EndpointRow>,
    now: Timestamp,
) -> impl IntoView + use<> {
    let wide = regions.len();
    let regions = regions.iter().map(|(code, name)| {
        view! { <th scope="col" class="c-cell" title=code.clone()>{name.clone()}</th> }
    });
    let rows = rows.into_iter().map(|one| row(one, wide, now));
    view! {
        <table class="table fixed two-line matrix">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col" class="c-check-name">"Health check"</th>
                    <th scope="col" class="c-state">"State"</th>
                    <th scope="col" class="num c-for">"For"</th>
                    <th scope="col" class="c-pass">"Pass, line at 18 %"</th>
                    <th scope="col" class="num c-line">"From line"</th>
                    {regions.collect_view()}
                    <th scope="col" class="c-first">"First byte, 1 h"</th>
                    <th scope="col" class="num c-median">"Latest"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

fn row(one: EndpointRow, wide: usize, now: Timestamp) -> impl IntoView {
    let endpoint = &one.endpoint;
    let (sign, form) = words::sign_of(endpoint.standing);
    let values = match endpoint.share {
        Some(share) => values(share, &one, wide).into_any(),
        None => {
            let columns = (wide + 4).to_string();
            view! { <td colspan=columns class="second why">{endpoint.why.clone()}</td> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row" class="clip">
                <a class="cover" href=words::href(endpoint)>{endpoint.name.clone()}</a>
                <span class="under">{endpoint.under.clone()}</span>
            </th>
            <td class="c-state"><Lamp sign form/></td>
            <td class="num second c-for"><Age at=endpoint.since now/></td>
            {values}
        </tr>
    }
}

fn values(share: u32, one: &EndpointRow, wide: usize) -> impl IntoView + use<> {
    let EndpointView {
        standing,
        first_byte_ms,
        ..
    } = one.endpoint;
    let (sign, _) = words::sign_of(standing);
    let cells = match one.cells.as_slice() {
        [] => view! { <td class="cell" colspan=wide.to_string()></td> }.into_any(),
        // Before the first answer a dash in every column would say that nobody checks.
        cells if cells.iter().all(|(_, of)| *of == 0) => view! {
            <td class="cell aside small" colspan=wide.to_string()>"Its checkers are being asked"</td>
        }
        .into_any(),
        cells => {
            let cells = cells.iter().map(|counts| cell(*counts, standing));
            cells.collect_view().into_any()
        }
    };
    let latest = first_byte_ms.map(|ms| format!("{} ms", format::count(u64::from(ms))));
    view! {
        <td class="c-pass">
            <span class="with-bar">
                <span class="figure-of">{format!("{share} %")}</span>
                <svg class=format!("bar {}", sign.tone) viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="track" width="100" height="6"></rect>
                    <rect class="fill" width=share.min(100).to_string() height="6"></rect>
                    <rect class="mark" x=LINE.to_string() y="-4" width="2" height="14"></rect>
                </svg>
            </span>
        </td>
        <td class=format!("num tone c-line {}", sign.tone)>{words::from_line(share)}</td>
        {cells}
        <td class="c-first" inner_html=one.spark.clone().into_markup()></td>
        <td class="num c-median">{latest}</td>
    }
}

/// Where the mark of the bar begins, so that its middle is the line.
const LINE: u32 = HEALTHY_ABOVE_PERCENT as u32 - 1;

/// One region: how many of its checkers pass.
fn cell((passing, of): (u32, u32), standing: Standing) -> impl IntoView {
    let sign = |symbol, tone, word| Some(Sign { symbol, tone, word });
    let (class, sign) = match (passing, of) {
        (_, 0) => {
            return view! { <td class="cell"><span class="cell-lamp aside">"–"</span></td> }
                .into_any();
        }
        (0, _) if standing == Standing::Failing => (
            "cell-lamp lit t-critical",
            sign("st-failing", "", "None pass:"),
        ),
        (0, _) => (
            "cell-lamp soft t-critical",
            sign("st-failing", "", "None pass:"),
        ),
        (passing, of) if passing < of => ("cell-lamp t-warn", sign("st-partial", "", "Some pass:")),
        _ => ("cell-lamp aside", None),
    };
    view! {
        <td class="cell">
            <span class=class>{sign.map(|sign| view! { <Shape sign/> })}{passing.to_string()}</span>
        </td>
    }
    .into_any()
}
