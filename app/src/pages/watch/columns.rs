//! The columns of Watch: a number, at most four rows, and the rest in one line.

use domain::finding::FindingSummary;
use leptos::prelude::*;

use crate::{
    api::WatchView,
    components::{Age, Shape, severity_sign},
    format,
    pages::findings::address::ListAddress,
};

/// Critical and high findings that nobody has.
const NEEDING: &str = "severity=CRITICAL&severity=HIGH&assignee=";

/// Findings that need somebody.
#[component]
pub(super) fn FindingsColumn(watch: WatchView) -> impl IntoView {
    let needing = ListAddress::parse(NEEDING);
    let (total, needs) = (watch.counts.total(), watch.needing);
    let more = needs.saturating_sub(watch.top.len() as u64);
    let words = if needs == 1 {
        " finding needs someone"
    } else {
        " findings need someone"
    };
    let href = needing.href();
    let empty = watch.top.is_empty();
    let rows = watch
        .top
        .into_iter()
        .map(|finding| row(&needing, finding, watch.now));
    let rows = rows.collect_view();
    view! {
        <section class="column">
            <header>
                <h2><span class="figure">{format::count(needs)}</span>{words}</h2>
                <p class="aside">{format!("of {} open", format::count(total))}</p>
            </header>
            <ul class="rows two-line">{rows}</ul>
            <footer>
                {match (empty, more) {
                    (true, _) => view! { <span>"Every critical and high finding has somebody."</span> }
                        .into_any(),
                    (false, 0) => view! { <a href=href>"Open the list"</a> }.into_any(),
                    (false, more) => view! { <a href=href>{format!("{} more", format::count(more))}</a> }
                        .into_any(),
                }}
            </footer>
        </section>
    }
}

fn row(
    list: &ListAddress,
    finding: FindingSummary,
    now: domain::time::Timestamp,
) -> impl IntoView + use<> {
    let name = match &finding.control {
        Some(control) => format!("{control} {}", finding.title),
        None => finding.title.clone(),
    };
    let under = format!(
        "{} · {} · {}",
        format::resource_name(&finding.resource_id),
        finding.account,
        finding.region
    );
    view! {
        <li>
            <Shape sign=severity_sign(finding.severity)/>
            <a class="cover name clip" href=list.finding_href(finding.id)>{name}</a>
            <span class="end aside"><Age at=finding.created now/></span>
            <span class="under">{under}</span>
        </li>
    }
}
