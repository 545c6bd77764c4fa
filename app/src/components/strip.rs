//! The decision strip: verdict, reasons, and what is quiet or cannot be seen. It works without JavaScript: what does not fit
//! the first three rows opens in place.

use domain::strip::StripVerdict;
use leptos::prelude::*;

use super::{
    mark::{Lamp, Shape, icon, shape},
    sign::{Form, Sign, grade_sign, strip_sign},
};
use crate::{
    api::{BlindView, StripReasonView, StripView},
    format,
};

/// Reasons that stand open.
const OPEN: usize = 3;

/// Which moment a strip is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StripOf {
    /// Now.
    Now,
    /// A decision that was made.
    Decision,
}

/// The strip.
#[component]
pub fn DecisionStrip(
    /// What it says.
    strip: StripView,
    /// When that was.
    of: StripOf,
    /// The words of the rows that got worse since somebody decided on what they saw.
    #[prop(optional)]
    news: Vec<String>,
) -> impl IntoView {
    let (class, form) = match strip.verdict {
        StripVerdict::Clear => ("decision-strip", Form::Neutral),
        StripVerdict::Caution => ("decision-strip t-warn", Form::Lit),
        StripVerdict::Blocked => ("decision-strip t-critical", Form::Lit),
    };
    let id = (of == StripOf::Now).then_some("strip");
    let mut reasons = strip.reasons;
    let rest = reasons.split_off(reasons.len().min(OPEN));
    view! {
        <section class=class id=id aria-label="Decision strip">
            <header>
                <Lamp sign=strip_sign(strip.verdict) form/>
                <strong>{strip.heading}</strong>
                <span class="end">{computed(strip.at, of)}</span>
            </header>
            {rows(reasons, &news)}
            {behind(rest, strip.unlisted, &news)}
            {blind_rows(strip.blind, &news)}
            {strip.not_set_up.map(|text| view! { <p>{text}</p> })}
            {(!strip.quiet.is_empty()).then(|| view! { <p>{strip.quiet}</p> })}
        </section>
    }
    .into_any()
}

fn computed(at: domain::time::Timestamp, of: StripOf) -> AnyView {
    let (words, text) = match of {
        StripOf::Now => ("as of ", format::seconds(at)),
        StripOf::Decision => ("as decided at ", format::exact(at)),
    };
    view! { {words}<time datetime=format::machine(at) title=format::exact(at)>{text}</time> }
        .into_any()
}

fn rows(reasons: Vec<StripReasonView>, news: &[String]) -> Option<AnyView> {
    let row = |reason: StripReasonView| {
        let is_news = news.contains(&reason.id);
        view! {
            <li class:news=is_news>
                <a href=reason.href>
                    <Shape sign=grade_sign(reason.grade)/>
                    <span>{reason.title}</span>
                    {is_news.then(|| view! { <b>"New or worse"</b> })}
                    <small>{reason.beneath}</small>
                    {icon("i-chevron-right", "icon s12")}
                </a>
            </li>
        }
    };
    let rows: Vec<_> = reasons.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| view! { <ul class="reasons">{rows}</ul> }.into_any())
}

/// A row for each source that is blind, and each account that no source reads.
fn blind_rows(sources: Vec<BlindView>, news: &[String]) -> Vec<AnyView> {
    let row = |source: BlindView| {
        let is_news = news.contains(&source.id);
        let sign = Sign {
            symbol: "st-blind",
            tone: "t-blind",
            word: "",
        };
        view! {
            <p class="blind" class:news=is_news>
                {shape(sign)}
                <span>
                    {source.text}
                    {is_news.then(|| view! { " "<b>"New since you opened this page"</b> })}
                </span>
            </p>
        }
        .into_any()
    };
    sources.into_iter().map(row).collect()
}

/// What opens in place.
fn behind(
    rest: Vec<StripReasonView>,
    unlisted: Option<String>,
    news: &[String],
) -> Option<AnyView> {
    let count = rest.len();
    let open = rest.iter().any(|reason| news.contains(&reason.id));
    (count > 0).then(|| {
        view! {
            <details open=open>
                <summary>{format!("{count} more")}</summary>
                {rows(rest, news)}
                {unlisted.map(|unlisted| view! { <p>{unlisted}</p> })}
            </details>
        }
        .into_any()
    })
}
