//! One event of AWS Health: every text that was seen, and what it touches.

use std::collections::BTreeMap;

use domain::{event::Topic, health::AffectedEntity, time::Timestamp};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::words;
use crate::{
    api::{HealthDetailView, HealthView, get_health, wire::asked},
    components::{Lamp, Sign, Since, State, icon},
    format,
    pages::{incidents::linked::linked, lasting::answered, served::served},
};

/// The event of the route.
#[component]
pub fn HealthEventPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let follows = [Topic::Health, Topic::Incidents];
    served("AWS Health event", &follows, move || {
        let event = asked(id, get_health);
        view! {
            <nav class="crumbs" aria-label="Where">
                <a href="/health">{icon("i-chevron-left", "icon s12")}"AWS Health"</a>
            </nav>
            {answered(event, |detail| view! { <Event detail/> }.into_any())}
        }
        .into_any()
    })
}

#[component]
fn Event(detail: HealthDetailView) -> impl IntoView {
    let event = detail.event;
    let (sign, form) = words::sign_of(&event);
    let (near, exact) = words::when(&event, detail.now);
    let mut facts = vec![
        ("When", format!("{near}, {exact}")),
        ("Region", event.region.clone()),
    ];
    facts.extend(reach(&event));
    let facts = facts.into_iter();
    let facts = facts.map(|(term, value)| view! { <div><dt>{term}</dt><dd>{value}</dd></div> });
    let unknown = event.unrecognised.iter().map(|(field, word)| {
        view! { <div><dt>{field.clone()}</dt><dd><code>{word.clone()}</code></dd></div> }
    });
    view! {
        <header class="head">
            <div>
                <div class="lamps"><Lamp sign form/><span class="aside id">{event.type_code.clone()}</span></div>
                <h1>{words::title(&event)}</h1>
            </div>
            {linked(detail.incidents)}
        </header>
        <div class="pair">
            <Texts texts=detail.texts/>
            <section class="panel" aria-labelledby="facts">
                <header class="panel-head"><h2 id="facts">"Facts"</h2></header>
                <div class="panel-body">
                    <dl class="terms">
                        {facts.collect_view()}
                        {event.actionability.clone().map(|word| view! {
                            <div><dt>"To do"</dt><dd>{format::plain_word(&word)}</dd></div>
                        })}
                        {unknown.collect_view()}
                        <div><dt>"ARN"</dt><dd><span class="id">{detail.arn}</span></dd></div>
                    </dl>
                </div>
            </section>
        </div>
        <Touched touched=detail.touched total=event.entities names=detail.names/>
    }
}

/// Whom it concerns, and what of theirs; an event that is said to everybody names nothing.
fn reach(event: &HealthView) -> Vec<(&'static str, String)> {
    if event.accounts.is_empty() && event.entities == 0 {
        return vec![("Accounts", "Said to everybody".to_owned())];
    }
    let entities = format!(
        "{}, {} impaired, {} pending",
        format::count_of(event.entities),
        format::count_of(event.impaired),
        format::count_of(event.pending)
    );
    vec![
        ("Accounts", event.accounts.len().to_string()),
        ("Entities", entities),
    ]
}

#[component]
fn Texts(texts: Vec<(Timestamp, String)>) -> impl IntoView {
    let versions = format::counted(texts.len() as u64, "version", "versions");
    let mut texts = texts.into_iter().map(version);
    let newest = texts.next();
    let earlier: Vec<_> = texts.collect();
    let words = format::counted(earlier.len() as u64, "earlier version", "earlier versions");
    view! {
        <section class="panel" aria-labelledby="says">
            <header class="panel-head">
                <h2 id="says">"What AWS says"</h2>
                <p class="aside">{versions}</p>
            </header>
            <div class="panel-body">
                {newest}
                {(!earlier.is_empty())
                    .then(|| view! {
                        <details class="behind">
                            <summary>{icon("i-chevron-right", "icon s12")}{words}</summary>
                            {earlier}
                        </details>
                    })}
            </div>
        </section>
    }
}

fn version((at, text): (Timestamp, String)) -> impl IntoView {
    let paragraphs = text
        .split('\n')
        .filter(|line| !line.trim().is_empty())
        .map(|one| view! { <p>{one.to_owned()}</p> })
        .collect_view();
    view! {
        <article class="version">
            <h3>"Seen "<Since at/></h3>
            {paragraphs}
        </article>
    }
}

#[component]
fn Touched(
    touched: Vec<AffectedEntity>,
    total: i64,
    names: BTreeMap<String, String>,
) -> impl IntoView {
    let shown = touched.len() as i64;
    let rows = touched.into_iter().map(|entity| {
        let (sign, form) = words::entity_sign(entity.status);
        let account = entity.account.map(|account| account.0).unwrap_or_default();
        let account = names.get(&account).cloned().unwrap_or(account);
        view! {
            <tr>
                <th scope="row" class="clip"><span class="id">{entity.value}</span></th>
                <td>{account}</td>
                <td><Lamp sign form/></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let none = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    view! {
        <section class="panel" aria-labelledby="touched">
            <header class="panel-head">
                <h2 id="touched">"Affected"</h2>
                <p class="aside">{format::count_of(total)}</p>
            </header>
            {if shown == 0 {
                view! { <State sign=none what="No entity is named" next="AWS names none, or none yet."/> }
                    .into_any()
            } else {
                view! {
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">"Entity"</th>
                                <th scope="col">"Account"</th>
                                <th scope="col">"State"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
                .into_any()
            }}
            {(total > shown).then(|| view! {
                <footer class="panel-foot">{format!("{} more are not shown.", format::count_of(total - shown))}</footer>
            })}
        </section>
    }
}
