//! How old what each source said is, against its limit.

use chrono::TimeDelta;
use domain::{
    source::{Freshness, FreshnessState, SourceKind},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::{SourceView, of_each_kind},
    components::{Sign, State, Unseen, freshness_sign, limit_bar, shape},
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
        let shown = of_each_kind(&of_kind)
            .pop()
            .or_else(|| of_kind.first().cloned())?;
        let place = match of_kind.len() {
            // Where there is no room for both, the region says more than the number.
            1 => format!("{} · {}", shown.id.region, shown.id.account),
            n => {
                let closed = of_kind
                    .iter()
                    .filter(|one| one.freshness.is_not_set_up())
                    .count();
                match closed {
                    0 => format!("oldest of {n} places"),
                    closed => format!("oldest of {n} places, {closed} not available"),
                }
            }
        };
        Some((shown, place))
    };
    SourceKind::ALL.iter().filter_map(kind).collect()
}

/// Whether a source that is set up does not answer as it should.
pub(super) fn any_silent(sources: &[SourceView], now: Timestamp) -> bool {
    let mut freshness = sources.iter().map(|source| &source.freshness);
    freshness.any(|one| !one.is_not_set_up() && one.state(now) != FreshnessState::Live)
}

/// When the first source becomes worse unless it answers before: the second after, since a limit belongs to the better state.
pub(super) fn turns_at(sources: &[SourceView], now: Timestamp) -> Option<Timestamp> {
    let turns = sources
        .iter()
        .filter_map(|source| source.freshness.turns_at(now));
    turns.min().map(|at| at + TimeDelta::seconds(1))
}

/// Every source with its age; ages and bars go on by themselves.
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
                    <th scope="col" class="phone-off c-share">"Of its limit"</th>
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
    let freshness = &source.freshness;
    let label = source.id.kind.label();
    let limit = format::close_span(freshness.limit());
    let (state, age) = (
        freshness.state(at),
        freshness.age(at).map(format::close_span),
    );
    // While it is silent there is no age to go on.
    let counted = freshness
        .last_good
        .filter(|_| state != FreshnessState::Blind);
    let counted = counted.map(format::precise);
    let (row, shown) = match state {
        // Nobody waits for what AWS does not offer.
        _ if freshness.is_not_set_up() => ("", Unseen::NotOffered.figure().to_owned()),
        FreshnessState::Live => ("", age.unwrap_or_default()),
        FreshnessState::Stale => ("stale", age.unwrap_or_default()),
        FreshnessState::Blind => ("blind", "?".to_owned()),
    };
    let word = state_words(freshness, at);
    let sign = match freshness.is_not_set_up() {
        true => Unseen::NotOffered.sign(),
        false => freshness_sign(state),
    };
    view! {
        <tr class=row>
            <th scope="row">{label}<span class="under">{place}</span></th>
            <td class="num" data-close=counted>{shown}</td>
            <td class="phone-off">{limit_bar(freshness, at)}</td>
            <td class="num aside">{limit}</td>
            <td>
                <span class="with-shape words">{shape(sign)}{word}</span>
            </td>
        </tr>
    }
}

/// Its state in words, with an age that goes on.
fn state_words(freshness: &Freshness, now: Timestamp) -> AnyView {
    let since = freshness.last_good;
    let before = match freshness.state(now) {
        _ if freshness.is_not_set_up() => return "Not available".into_any(),
        FreshnessState::Live => return "Live".into_any(),
        FreshnessState::Stale => "Stale ",
        FreshnessState::Blind => "No answer for ",
    };
    match since {
        Some(at) => view! { <span>{before}<span data-close=format::precise(at)>{format::close_span(now - at)}</span></span> }
            .into_any(),
        None => "Never answered".into_any(),
    }
}
