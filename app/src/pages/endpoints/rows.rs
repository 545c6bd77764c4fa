//! The rows of the list of health checks.

use std::collections::BTreeMap;

use domain::{
    endpoint::{EndpointStatus, HEALTHY_ABOVE_PERCENT},
    time::Timestamp,
};
use leptos::prelude::*;

use super::words;
use crate::{
    api::EndpointView,
    components::{Age, Lamp},
};

/// The table around rows.
#[component]
pub(super) fn Table(caption: &'static str, rows: AnyView) -> impl IntoView {
    view! {
        <table class="table fixed two-line stack">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">"Health check"</th>
                    <th scope="col" class="c-lamp">"State"</th>
                    <th scope="col" class="num c-age">"For"</th>
                    <th scope="col" class="c-bar">"Pass, line at 18 %"</th>
                    <th scope="col" class="num c-num">"From line"</th>
                    <th scope="col" class="num c-num">"First byte"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// One health check.
#[component]
pub(super) fn Row(
    endpoint: EndpointView,
    names: BTreeMap<String, String>,
    now: Timestamp,
) -> impl IntoView {
    let (sign, form) = words::sign_of(&endpoint);
    let account = endpoint.check.account.to_string();
    let account = names.get(&account).cloned().unwrap_or(account);
    let under = format!("{} · {account}", words::kind(&endpoint));
    let href = format!("/endpoints/{}", crate::query::encode(&endpoint.check.id));
    let values = match endpoint.percent_healthy {
        Some(share) => view! { <Values share endpoint=endpoint.clone()/> }.into_any(),
        None => {
            view! { <td colspan="3" class="second">{words::sentence(&endpoint)}</td> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row" class="clip">
                <a class="cover" href=href>{words::name(&endpoint)}</a>
                <span class="under">{under}</span>
            </th>
            <td><Lamp sign form/></td>
            <td class="num second" data-label="For"><Age at=endpoint.since now/></td>
            {values}
        </tr>
    }
    .into_any()
}

#[component]
fn Values(share: f64, endpoint: EndpointView) -> impl IntoView {
    let failing = endpoint.status == EndpointStatus::Unhealthy;
    let tone = match (failing, share < 99.5) {
        (true, _) => "t-critical",
        (false, true) => "t-warn",
        (false, false) => "t-plain",
    };
    let bar = format!("bar {tone}");
    let distance = format!("num tone {tone}");
    let first_byte = endpoint.first_byte_ms.map(|ms| format!("{ms:.0} ms"));
    view! {
        <td data-label="Pass">
            <span class="with-bar">
                <span class="figure-of">{format!("{share:.0} %")}</span>
                <svg class=bar viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="track" width="100" height="6"></rect>
                    <rect class="fill" width=format!("{:.0}", share.clamp(0.0, 100.0)) height="6"></rect>
                    <rect class="mark" x=format!("{}", HEALTHY_ABOVE_PERCENT - 1.0) y="-4" width="2" height="14"></rect>
                </svg>
            </span>
        </td>
        <td class=distance data-label="From line">{words::from_line(share)}</td>
        <td class="num" data-label="First byte">{first_byte}</td>
    }
}
