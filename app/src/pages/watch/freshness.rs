//! How old what each source said is, against its limit.

use domain::{
    source::{FreshnessState, SourceKind},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::{SourceView, oldest_of_each_kind},
    components::{Bar, Sign, State, freshness_sign, shape, share_of_limit, ticking},
    format,
};

/// Each source with its account and region.
#[must_use]
pub fn one_by_one(sources: Vec<SourceView>) -> Vec<(SourceView, String)> {
    let place = |source: &SourceView| format!("{} · {}", source.id.account, source.id.region);
    sources
        .into_iter()
        .map(|source| (source.clone(), place(&source)))
        .collect()
}

/// Each kind of source by its oldest answer, with how many there are of the kind.
pub(super) fn by_kind(sources: &[SourceView]) -> Vec<(SourceView, String)> {
    let kind = |kind: &SourceKind| {
        let of_kind: Vec<SourceView> = sources
            .iter()
            .filter(|source| source.id.kind == *kind)
            .cloned()
            .collect();
        let oldest = oldest_of_each_kind(&of_kind).pop();
        let shown = oldest.or_else(|| of_kind.first().cloned())?;
        let place = match of_kind.len() {
            1 => format!("{} · {}", shown.id.account, shown.id.region),
            n => format!("oldest of {n} places"),
        };
        Some((shown, place))
    };
    SourceKind::ALL.iter().filter_map(kind).collect()
}

/// Every source with its age; the ages go on by themselves.
#[component]
pub fn FreshnessTable(
    /// The sources, each with where it asks.
    sources: Vec<(SourceView, String)>,
    /// The server's time when the answer was made.
    now: Timestamp,
) -> impl IntoView {
    if sources.is_empty() {
        let sign = Sign {
            symbol: "st-blind",
            tone: "t-blind s16",
            word: "",
        };
        return view! {
            <State
                sign
                what="No source is set up"
                next="Name an AWS account in the configuration, or set AWS credentials, and start again."
            />
        }
        .into_any();
    }
    let rows = sources
        .into_iter()
        .map(|(source, place)| view! { <FreshnessRow source place at=now/> });
    view! {
        <table class="table two-line fixed freshness">
            <caption class="visually-hidden">"Age of each source against its limit"</caption>
            <thead>
                <tr>
                    <th scope="col">"Source"</th>
                    <th scope="col" class="num c-short">"Age"</th>
                    <th scope="col" class="phone-off c-share">"Share of its limit"</th>
                    <th scope="col" class="num c-short">"Limit"</th>
                    <th scope="col" class="c-state">"State"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn FreshnessRow(
    source: SourceView,
    place: String,
    /// The server's time when the answer was made.
    at: Timestamp,
) -> impl IntoView {
    let now = ticking(at);
    let closed = source.freshness.is_not_set_up();
    let label = source.id.kind.label();
    let limit = format::span(source.freshness.limit());
    let freshness = StoredValue::new(source.freshness);
    let state = Memo::new(move |_| freshness.with_value(|one| one.state(now())));
    let age = move || freshness.with_value(|one| one.age(now())).map(format::span);
    let percent = Signal::derive(move || match state.get() {
        FreshnessState::Blind => None,
        _ => freshness.with_value(|one| share_of_limit(one, now())),
    });
    // On the page of sources, which the browser does not make: while it is silent there is no age to go on.
    let counted = freshness.with_value(|one| {
        one.last_good
            .filter(|_| one.state(at) != FreshnessState::Blind)
    });
    let counted = counted.map(format::machine);
    let row = move || match state.get() {
        FreshnessState::Live => "",
        FreshnessState::Stale => "stale",
        FreshnessState::Blind => "blind",
    };
    let shown = move || match state.get() {
        FreshnessState::Blind => "?".to_owned(),
        _ => age().unwrap_or_default(),
    };
    let word = move || match (state.get(), age()) {
        _ if closed => "Not available".to_owned(),
        (FreshnessState::Live, _) => "Live".to_owned(),
        (FreshnessState::Stale, age) => format!("Stale {}", age.unwrap_or_default()),
        (FreshnessState::Blind, Some(age)) => format!("No answer for {age}"),
        (FreshnessState::Blind, None) => "Never answered".to_owned(),
    };
    view! {
        <tr class=row>
            <th scope="row">{label}<span class="under">{place}</span></th>
            <td class="num" data-age=counted>{shown}</td>
            <td class="phone-off"><Bar percent/></td>
            <td class="num aside">{limit}</td>
            <td>
                <span class="with-shape words">{move || shape(freshness_sign(state.get()))}{word}</span>
            </td>
        </tr>
    }
}
