//! All suppressions: what each is about, until when, whose, and how much it hides.

use domain::{event::Topic, suppression::SuppressionState, time::Timestamp};
use leptos::prelude::*;

use super::words;
use crate::{
    api::{SuppressionLine, SuppressionsView, list_suppressions, wire::asked},
    components::{Sign, Since, State, icon},
    format,
    pages::{lasting::answered, served::served},
};

/// The list.
#[component]
pub fn SuppressionsPage() -> impl IntoView {
    served(
        "Suppressions",
        &[Topic::Suppressions, Topic::Findings],
        || {
            let all = asked(|| (), |()| list_suppressions());
            answered(all, |all| whole(all).into_any())
        },
    )
}

const NEW: &str = "/suppressions/new";

fn whole(all: SuppressionsView) -> impl IntoView {
    let SuppressionsView {
        lines,
        may_change,
        now,
    } = all;
    let (over, going): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .partition(|line| line.state == SuppressionState::Ended);
    let on = going
        .iter()
        .filter(|line| line.state == SuppressionState::On);
    let on = on.count();
    let hidden: u64 = going.iter().map(|line| line.hidden).sum();
    let aside = format!(
        "{on} on · {} hidden now",
        format::counted(hidden, "finding", "findings")
    );
    let empty = going.is_empty();
    view! {
        <nav class="crumbs" aria-label="Where">
            <a href="/findings">{icon("i-chevron-left", "icon s12")}"Findings"</a>
        </nav>
        <header class="head">
            <h1>"Suppressions"</h1>
            <p class="aside">{aside}</p>
            {may_change.then(|| view! { <a class="button end" href=NEW>"New rule"</a> })}
        </header>
        <section class="panel" aria-labelledby="going">
            <header class="panel-head">
                <h2 id="going">"Going on"</h2>
                <p class="aside">"At its end, what a suppression hides is shown again."</p>
            </header>
            {match empty {
                true => none(may_change),
                false => table("Suppressions that go on", going, now),
            }}
        </section>
        {(!over.is_empty()).then(|| view! {
            <section class="panel" aria-labelledby="over">
                <header class="panel-head"><h2 id="over">"Over"</h2></header>
                {table("Suppressions that are over", over, now)}
            </section>
        })}
    }
}

fn none(may_change: bool) -> AnyView {
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    let way = may_change.then(|| (NEW.to_owned(), "New rule"));
    view! {
        <State sign what="Nothing is suppressed until a time"
            next="Narrow the list of findings and suppress what it shows by a rule, or suppress findings one by one." way/>
    }
    .into_any()
}

fn table(title: &'static str, lines: Vec<SuppressionLine>, now: Timestamp) -> AnyView {
    let rows = lines.iter().map(|line| row(line, now)).collect_view();
    view! {
        <table class="table two-line fixed stack suppressions">
            <caption class="visually-hidden">{title}</caption>
            <thead>
                <tr>
                    <th scope="col" class="c-name">"Name"</th>
                    <th scope="col">"What it hides"</th>
                    <th scope="col" class="c-lamp">"State"</th>
                    <th scope="col" class="c-who">"Owner"</th>
                    <th scope="col" class="c-when">"Until"</th>
                    <th scope="col" class="c-when">"Last matched"</th>
                    <th scope="col" class="num c-count">"Hides now"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &SuppressionLine, now: Timestamp) -> AnyView {
    let over = line.state == SuppressionState::Ended;
    let href = format!("/suppressions/{}", line.number);
    let matched = match line.last_matched {
        Some(at) => view! { <Since at/> }.into_any(),
        None => "never".into_any(),
    };
    let until = match line.ended_at {
        Some(at) => view! { <Since at/> }.into_any(),
        None => view! { <Since at=line.until/><span class="under">{words::left(line, now)}</span> }
            .into_any(),
    };
    view! {
        <tr class:past=over>
            <td class="c-name"><span class="id">{words::name(line)}</span></td>
            <th scope="row" class="clip">
                <a class="cover" href=href>{words::about(line)}</a>
                <span class="under">{line.reason.clone()}</span>
            </th>
            <td class="c-lamp">{words::lamp(line)}</td>
            <td class="c-who" data-label="Owner">{line.owner.clone()}</td>
            <td class="c-when" data-label=if over { "Ended" } else { "Until" }>{until}</td>
            <td class="c-when" data-label="Last matched">{matched}</td>
            <td class="num c-count" data-label="Hides now">{words::hidden(line)}</td>
        </tr>
    }
    .into_any()
}
