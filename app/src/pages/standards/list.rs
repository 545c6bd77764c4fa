//! All standards: the score of them together, of each, and of each account.

use domain::{event::Topic, standard::ControlStatus};
use leptos::prelude::*;

use super::{accounts, score::score_panel, words};
use crate::{
    api::{StandardLine, StandardsView, list_standards, wire::asked},
    components::{Sign, State, severity_sign, shape},
    format,
    pages::{lasting::answered, served::served},
};

/// The list.
#[component]
pub fn StandardsPage() -> impl IntoView {
    let topics = [Topic::Findings, Topic::Standards];
    served("Standards", &topics, || {
        let all = asked(|| (), |()| list_standards());
        answered(all, whole)
    })
}

/// How the overall score is made: AWS describes two ways, and this is the first.
const METHOD: &str = "Overall score: each distinct control counts once over all enabled standards; passed controls of those with a result. What has no data or is disabled does not count.";

fn whole(all: StandardsView) -> AnyView {
    let empty = all.standards.is_empty();
    let notes = words::notes(&all.sources, all.is_told, all.computed_at);
    let head = head("Standards", &all.within, all.computed_at);
    if empty {
        return view! { {head} {notes} <section class="panel">{none(all.within.is_some())}</section> }
            .into_any();
    }
    let score = score_panel(
        "Overall score",
        METHOD,
        &all.overall.standing,
        all.chart.clone(),
    );
    view! {
        {head}
        {notes}
        {score}
        <section class="panel" aria-labelledby="each">
            <header class="panel-head">
                <h2 id="each">"Standards"</h2>
                <p class="aside">{of_which(&all.standards)}</p>
            </header>
            {table(&all.standards)}
        </section>
        {accounts::of_all(&all)}
    }
    .into_any()
}

/// How many standards there are, and in which order.
fn of_which(standards: &[StandardLine]) -> String {
    let enabled = standards.iter().filter(|one| one.is_listed).count() as u64;
    let named = standards.len() as u64 - enabled;
    match (enabled, named) {
        (0, named) => format!("{}, the lowest score first", format::count(named)),
        (enabled, 0) => format!("{} enabled, the lowest score first", format::count(enabled)),
        (enabled, named) => format!(
            "{} enabled, then {} that only findings name; the lowest scores first",
            format::count(enabled),
            format::count(named)
        ),
    }
}

/// The first line of a page: its name, where it looks, and when it was computed.
pub(super) fn head(
    title: &str,
    within: &Option<String>,
    at: domain::time::Timestamp,
) -> impl IntoView + use<> {
    let within = within.as_ref().map(|place| format!("Within {place} · "));
    view! {
        <header class="head" data-again="600">
            <h1>{title.to_owned()}</h1>
            <p class="aside end">
                {within}
                "Computed "
                <time datetime=format::machine(at)>{format::seconds(at)}</time>
                " UTC from the findings as they are here"
            </p>
        </header>
    }
}

fn none(narrowed: bool) -> AnyView {
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    let next = match narrowed {
        true => {
            "No standard is named by a finding of what is picked at the top. Look at everything instead."
        }
        false => {
            "Enable one in Security Hub; within a quarter of an hour it stands here, and has a score as soon as its first findings come."
        }
    };
    view! { <State sign what="No standard is enabled" next way=Some(("/settings/sources".to_owned(), "Look at the sources"))/> }
        .into_any()
}

fn table(standards: &[StandardLine]) -> AnyView {
    let rows = standards.iter().map(row).collect_view();
    view! {
        <div class="table-wrap sideways roomy">
        <table class="table two-line fixed stack standards">
            <caption class="visually-hidden">"Standards with their scores"</caption>
            <thead>
                <tr>
                    <th scope="col">"Standard"</th>
                    <th scope="col" class="c-score">"Score"</th>
                    <th scope="col" class="c-days">"30 days"</th>
                    <th scope="col" class="num c-of">"Failed"</th>
                    <th scope="col" class="num c-of">"Unknown"</th>
                    <th scope="col" class="num c-of">"Passed"</th>
                    <th scope="col" class="num c-of">"No data"</th>
                    <th scope="col" class="num c-of">"Disabled"</th>
                    <th scope="col" class="c-worst">"Worst open"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
    }
    .into_any()
}

fn row(line: &StandardLine) -> AnyView {
    let href = format!("{}/{}", words::LIST, line.slug);
    let standing = &line.standing;
    let counts = ControlStatus::ALL.iter().map(|status| {
        let count = standing.counts.of(*status);
        let class = match count {
            0 => "num c-of aside",
            _ => "num c-of",
        };
        view! { <td class=class data-label=status.label()>{format::count(count.into())}</td> }
    });
    let worst = match standing.worst_open {
        Some(worst) => {
            let sign = severity_sign(worst);
            view! { <span class=format!("with-shape {}", sign.tone)>{shape(sign)}{sign.word}</span> }
                .into_any()
        }
        None => view! { <span class="aside">"None"</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="clip" title=line.name.clone()>
                <a class="cover" href=href>{line.name.clone()}</a>
                {under(line)}
            </th>
            <td class="c-score" data-label="Score">{words::score_bar(standing.score)}</td>
            <td class="c-days">{accounts::days(standing)}</td>
            {counts.collect_view()}
            <td class="c-worst" data-label="Worst open">{worst}</td>
        </tr>
    }
    .into_any()
}

/// What else to know of a standard.
pub(super) fn under(line: &StandardLine) -> AnyView {
    match line.troubled.first() {
        Some(trouble) => {
            view! { <span class="under t-warn" title=trouble.clone()>{trouble.clone()}</span> }
                .into_any()
        }
        None if line.is_listed => {
            let failed = format::count(line.standing.checks.failed);
            let all = format::count(line.standing.checks.total());
            view! { <span class="under">{format!("{failed} of {all} checks failed")}</span> }
                .into_any()
        }
        None => view! { <span class="under">"Named by findings"</span> }.into_any(),
    }
}
