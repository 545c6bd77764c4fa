//! Scores by account, the lowest first.

use domain::standard::Score;
use leptos::prelude::*;

use super::words;
use crate::{
    api::{AccountLine, StandardView, StandardsView, StandingView},
    components::{severity_sign, shape},
    format,
};

/// Standards that have a column; with more of them the accounts would have no room for their names.
const COLUMNS: usize = 6;

/// Up to so many there is room for a bar too.
const WITH_BAR: usize = 4;

/// Each account over all standards, with its score in the first of them.
pub(super) fn of_all(all: &StandardsView) -> AnyView {
    let shown = &all.standards[..all.standards.len().min(COLUMNS)];
    let heads = shown.iter().map(|one| {
        view! { <th scope="col" class="num c-short-score" title=one.name.clone()>{one.short.clone()}</th> }
    });
    let heads = heads.collect_view();
    let (overall, bar): (_, fn(Option<Score>) -> AnyView) = match shown.len() {
        0..=WITH_BAR => ("c-score", words::score_bar),
        _ => ("num c-of", |score| words::score_word(score).into_any()),
    };
    let rows = all.accounts.iter().map(|account| {
        let each = account.scores.iter().zip(shown).map(|(score, standard)| {
            let href = controls_of(&standard.slug, account);
            view! {
                <td class="num c-short-score" data-label=standard.short.clone()>
                    <a href=href>{words::score_word(*score)}</a>
                </td>
            }
        });
        view! {
            <tr>
                {name(account, None)}
                <td class=overall data-label="Overall">{bar(account.standing.score)}</td>
                {each.collect_view()}
                <td class="num c-of" data-label="Failed controls">{format::count(account.standing.counts.failed.into())}</td>
                <td class="c-worst" data-label="Worst open">{worst(&account.standing)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let table = view! {
        <table class="table two-line fixed stack standards">
            <caption class="visually-hidden">"Scores by account"</caption>
            <thead>
                <tr>
                    <th scope="col">"Account"</th>
                    <th scope="col" class=overall>"Overall"</th>
                    {heads}
                    <th scope="col" class="num c-of">"Failed"</th>
                    <th scope="col" class="c-worst">"Worst open"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    panel(all.accounts.len(), table, beyond(all.standards.len()))
}

/// Where the accounts stand in standards that have no column.
fn beyond(standards: usize) -> Option<String> {
    let others = match standards.checked_sub(COLUMNS)? {
        0 => return None,
        1 => "The other one has".to_owned(),
        beyond => format!("The other {beyond} have"),
    };
    Some(format!(
        "The first {COLUMNS} standards of the list above. {others} the accounts on pages of their own."
    ))
}

/// Each account in one standard, with its days; a name leads to the controls as they are in that account.
pub(super) fn of_one(found: &StandardView) -> AnyView {
    let rows = found.accounts.iter().map(|account| {
        let standing = &account.standing;
        let href = controls_of(&found.line.slug, account);
        let counts = standing.counts;
        let count = |count: u32| format::count(count.into());
        let current = found
            .account
            .as_ref()
            .is_some_and(|(id, _)| *id == account.id);
        view! {
            <tr class:cursor=current>
                {name(account, Some(href))}
                <td class="c-score" data-label="Score">{words::score_bar(standing.score)}</td>
                <td class="c-days">{days(standing)}</td>
                <td class="num c-of" data-label="Failed">{count(counts.failed)}</td>
                <td class="num c-of" data-label="Unknown">{count(counts.unknown)}</td>
                <td class="num c-of" data-label="Passed">{count(counts.passed)}</td>
                <td class="c-worst" data-label="Worst open">{worst(standing)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let table = view! {
        <table class="table two-line fixed stack standards">
            <caption class="visually-hidden">"Scores by account"</caption>
            <thead>
                <tr>
                    <th scope="col">"Account"</th>
                    <th scope="col" class="c-score">"Score"</th>
                    <th scope="col" class="c-days">"30 days"</th>
                    <th scope="col" class="num c-of">"Failed"</th>
                    <th scope="col" class="num c-of">"Unknown"</th>
                    <th scope="col" class="num c-of">"Passed"</th>
                    <th scope="col" class="c-worst">"Worst open"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    panel(found.accounts.len(), table, None)
}

/// The controls of a standard as they are in one account.
fn controls_of(slug: &str, account: &AccountLine) -> String {
    format!("{}/{slug}?account={}#controls", words::LIST, account.id)
}

fn panel(accounts: usize, table: impl IntoView + 'static, foot: Option<String>) -> AnyView {
    let body = match accounts {
        0 => view! { <p class="panel-body aside">"No account has findings that count."</p> }
            .into_any(),
        _ => view! {
            <div class="table-wrap sideways">{table}</div>
            {foot.map(|words| view! { <footer class="panel-foot">{words}</footer> })}
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="accounts">
            <header class="panel-head">
                <h2 id="accounts">"By account"</h2>
                <p class="aside">{format::count(accounts as u64)}", the lowest score first"</p>
            </header>
            {body}
        </section>
    }
    .into_any()
}

fn name(account: &AccountLine, href: Option<String>) -> AnyView {
    let (called, under) = match &account.name {
        Some(name) => (name.clone(), account.id.clone()),
        None => (account.id.clone(), String::new()),
    };
    let called = match href {
        Some(href) => view! { <a class="cover" href=href>{called}</a> }.into_any(),
        None => called.into_any(),
    };
    view! { <th scope="row" class="clip">{called}<span class="under">{under}</span></th> }
        .into_any()
}

fn worst(standing: &StandingView) -> AnyView {
    match standing.worst_open {
        Some(worst) => {
            let sign = severity_sign(worst);
            view! { <span class=format!("with-shape {}", sign.tone)>{shape(sign)}{sign.word}</span> }
                .into_any()
        }
        None => view! { <span class="aside">"None"</span> }.into_any(),
    }
}

/// The line of the days before, with how the score moved.
pub(super) fn days(standing: &StandingView) -> AnyView {
    match &standing.moved {
        Some(moved) => view! {
            <span class="days">
                <span inner_html=standing.spark.clone().into_markup()></span>
                <span class="small">{moved.clone()}</span>
            </span>
        }
        .into_any(),
        None => view! { <span class="aside small">"kept from today"</span> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        chart::Svg,
        standard::{Checks, StatusCounts},
        time::from_micros,
    };

    use super::*;
    use crate::api::StandardLine;

    fn standing() -> StandingView {
        StandingView {
            score: None,
            counts: StatusCounts::default(),
            checks: Checks::default(),
            worst_open: None,
            spark: Svg::default(),
            moved: None,
        }
    }

    fn standard(name: &str) -> StandardLine {
        StandardLine {
            id: name.to_owned(),
            slug: name.to_owned(),
            name: name.to_owned(),
            short: name.to_owned(),
            standing: standing(),
            troubled: Vec::new(),
            is_listed: true,
        }
    }

    fn shown(standards: usize) -> String {
        let all = StandardsView {
            overall: standard("all"),
            standards: (1..=standards)
                .map(|n| standard(&format!("std-{n}")))
                .collect(),
            accounts: vec![AccountLine {
                id: "111122223333".to_owned(),
                name: Some("network-hub".to_owned()),
                standing: standing(),
                scores: vec![None; standards],
            }],
            chart: None,
            is_told: true,
            sources: Vec::new(),
            within: None,
            computed_at: from_micros(0),
        };
        of_all(&all).to_html()
    }

    #[test]
    fn of_many_standards_the_first_have_columns_and_the_page_says_so() {
        let html = shown(8);
        let (heads, cells) = (6, 6);
        assert_eq!(html.matches("c-short-score").count(), heads + cells);
        assert!(html.contains("std-6") && !html.contains("std-7"), "{html}");
        assert!(html.contains("The other 2 have the accounts"), "{html}");
        assert!(shown(7).contains("The other one has the accounts"));
        let six = shown(6);
        assert!(six.contains("std-6") && !six.contains("The other"), "{six}");
    }
}
