//! The timeline of an incident: the story that people told, and beside it everything.

use domain::time::Timestamp;
use leptos::prelude::*;

use super::words::{entry_icon, headline};
use crate::{
    api::{IncidentEntryView, IncidentView},
    components::{Since, icon},
    format,
};

/// An instant in a column of such: the minute where the day is that of `day`, or the second if `exact`.
fn moment(at: Timestamp, day: Timestamp, exact: bool) -> impl IntoView {
    let text = match at.date_naive() == day.date_naive() {
        true if exact => format::seconds(at),
        _ => format::moment(at, day),
    };
    view! { <time datetime=format::machine(at) title=format::exact(at)>{text}</time> }
}

/// What people did and wrote, oldest first.
pub(super) fn story(incident: &IncidentView) -> AnyView {
    let opened = incident.line.opened_at;
    let told = numbered(incident).filter(|(_, entry)| entry.kind.is_told());
    let entries: Vec<_> = told.map(|(at, entry)| part(at, entry, opened)).collect();
    let count = format::counted(entries.len() as u64, "entry", "entries");
    let count = format!("{count}, times in UTC");
    let export = format!("/incidents/{}/export.md", incident.line.id);
    view! {
        <section class="incident-story" aria-labelledby="story">
            <header class="panel-head">
                <h2 id="story">"Story"</h2>
                <p class="aside">{count}</p>
                // A file, which is no page: the router would look for one.
                <a class="end act" rel="external" download href=export>"Export as Markdown"</a>
            </header>
            <ol class="timeline dated">{entries}</ol>
        </section>
    }
    .into_any()
}

/// The entries, each with its place in the timeline.
fn numbered(incident: &IncidentView) -> impl Iterator<Item = (usize, &IncidentEntryView)> {
    incident.timeline.iter().enumerate()
}

fn part(at: usize, entry: &IncidentEntryView, opened: Timestamp) -> impl IntoView + use<> {
    let paragraphs = entry
        .text
        .split('\n')
        .filter(|line| !line.trim().is_empty())
        .map(|line| view! { <p>{line.to_owned()}</p> })
        .collect_view();
    let late = (entry.recorded_at != entry.occurred_at)
        .then(|| view! { <p class="aside small">"Written down "<Since at=entry.recorded_at/></p> });
    view! {
        <li id=format!("entry-{at}") class:before=entry.occurred_at < opened>
            {moment(entry.occurred_at, opened, false)}
            <span class="node">{icon(entry_icon(entry.kind), "icon s16")}</span>
            <div><p class="title">{headline(entry)}</p>{paragraphs}{late}</div>
        </li>
    }
}

/// Everything, newest first.
pub(super) fn log(incident: &IncidentView) -> AnyView {
    let mut entries: Vec<(usize, &IncidentEntryView)> = numbered(incident).collect();
    // What was written down in one instant stands in the order of the timeline.
    entries.sort_by_key(|(at, entry)| std::cmp::Reverse((entry.recorded_at, *at)));
    let now = incident.now;
    let rows: Vec<_> = entries
        .into_iter()
        .map(|(at, entry)| row(at, entry, now))
        .collect();
    let words = format!(
        "{}, nothing is ever removed",
        format::count_of(incident.entries)
    );
    view! {
        <section class="incident-log" aria-labelledby="log">
            <header class="panel-head"><h2 id="log">"Raw log"</h2><p class="aside">{words}</p></header>
            <ol class="log-lines">{rows}</ol>
        </section>
    }
    .into_any()
}

/// What is told stands whole in the story, to which its line leads; everything else is read here.
fn row(at: usize, entry: &IncidentEntryView, now: Timestamp) -> impl IntoView + use<> {
    let class = match entry.kind.is_told() {
        true => "said-here told",
        false => "said-here",
    };
    let text = match entry.kind.is_told() {
        true => format!("{}: {}", headline(entry), entry.text.replace('\n', " ")),
        false => entry.text.clone(),
    };
    let told = entry.kind.is_told().then(|| format!("#entry-{at}"));
    let said = match entry.href.clone().or(told) {
        Some(href) => {
            view! { <a class=class href=href title=text.clone()>{text.clone()}</a> }.into_any()
        }
        None => view! { <span class=class title=text.clone()>{text.clone()}</span> }.into_any(),
    };
    view! { <li>{moment(entry.recorded_at, now, true)}{icon(entry_icon(entry.kind), "icon s16")}{said}</li> }
}
