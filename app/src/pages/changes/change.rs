//! One change: what, where, when, undo, who decides, what speaks against it, and the decision.

use domain::event::Topic;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::{acts::acts, decision, history::history, ladder::ladder, words};
use crate::{
    api::{
        ActOnChange, ApiError, ChangeDetailView, DecideChange, StripView, SubmitChange, get_change,
        wire::asked,
    },
    components::{Age, DecisionStrip, FaultNote, Lamp, StripOf, faster_note, icon, kept_words},
    pages::{answer::form_fault, lasting::answered, served::served},
    query::Query,
};

/// The change of the route.
#[component]
pub fn ChangePage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let near = [
        Topic::Changes,
        Topic::Incidents,
        Topic::Calendar,
        Topic::Findings,
        Topic::Health,
        Topic::Endpoints,
        Topic::People,
    ];
    served("Change", &near, move || {
        let (change, said) = (asked(id, get_change), Said::of_address());
        answered(change, move |change| page(change, &said).into_any())
    })
}

/// What was typed and what came of it.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) comment: String,
    /// What the strip had new when an approval was refused for it, by the words of its rows.
    news: Vec<String>,
    fault: Option<ApiError>,
}

impl Said {
    fn of_address() -> Self {
        let query = use_location()
            .search
            .with_untracked(|text| Query::parse(text));
        let fault = form_fault::<DecideChange>()
            .or_else(form_fault::<ActOnChange>)
            .or_else(form_fault::<SubmitChange>);
        Self {
            news: query.get("news").map_or_else(Vec::new, words_of),
            comment: query.get("comment").unwrap_or_default().to_owned(),
            fault,
        }
    }

    /// Why the last act was refused. Who was faster stands in the answer of the server, never in the address.
    pub(super) fn fault(&self, view: &ChangeDetailView) -> Option<AnyView> {
        let fault = self.fault.clone()?;
        Some(match (&fault, view.steps.first()) {
            (ApiError::Conflict, Some(last)) => faster_note(&last.text, last.at),
            _ => view! { <FaultNote fault/> }.into_any(),
        })
    }

    /// What was written in a form that is not there any more.
    pub(super) fn kept(&self) -> Option<AnyView> {
        self.fault.as_ref()?;
        kept_words(vec![("You wrote", self.comment.clone())])
    }
}

/// The words of a list with commas.
fn words_of(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

/// What is new in the strip since it was shown; the words are those of the strip itself.
fn difference(strip: &StripView, news: &[String]) -> Option<AnyView> {
    let reasons = strip.reasons.iter().map(|one| (&one.id, &one.title));
    let rows = reasons.chain(strip.blind.iter().map(|one| (&one.id, &one.text)));
    let titles: Vec<&str> = rows
        .filter(|(id, _)| news.contains(id))
        .map(|(_, text)| text.trim_end_matches('.'))
        .collect();
    let text = format!("New or worse: {}.", titles.join("; "));
    (!titles.is_empty()).then(|| view! { <p class="difference">{text}</p> }.into_any())
}

fn page(view: ChangeDetailView, said: &Said) -> impl IntoView + use<> {
    let (sign, form) = words::sign_of(view.row.state);
    let waits = view.waits_for_me.then_some("waits for you");
    let decides = view.acts.decide;
    let news = said.news.clone();
    let difference = view
        .strip
        .as_ref()
        .and_then(|strip| difference(strip, &news));
    let strip = view
        .strip
        .clone()
        .map(|strip| view! { <DecisionStrip strip of=StripOf::Now news/> });
    let bar = match (decides, view.acts.overrides) {
        (true, _) => decision::decision(&view, said, difference),
        (_, true) => decision::overriding(&view, said, difference),
        _ => view! { <p class="why-not">{view.acts.why_not.clone()}</p> }.into_any(),
    };
    let acts = acts(&view, said);
    view! {
        <nav class="crumbs change-bar" aria-label="Where">
            <a href="/changes">{icon("i-chevron-left", "icon s12")}"Changes"</a>
            <span class="label">{view.row.label.clone()}</span>
            <span class="waits">{waits}</span>
        </nav>
        <div class="change">
            <div class="change-what">
                <header>
                    <h1>{view.row.title.clone()}</h1>
                    <p class="aside"><Lamp sign form/>" "{view.asked.clone()}</p>
                </header>
                {facts(&view)}
            </div>
            <div class="change-decides">
                {ladder(view.ladder.clone())}
                {strip}
                {bar}
                {acts}
            </div>
            <div class="change-more">
                {(decides && is_cut(&view)).then(|| whole(&view))}
                {changed(view.changed)}
                {history(view.steps)}
            </div>
        </div>
    }
}

fn facts(view: &ChangeDetailView) -> impl IntoView + use<> {
    let places = view
        .places
        .iter()
        .map(|line| view! { <li class="id">{line.clone()}</li> });
    let links = links(view);
    let (at, now) = (view.row.starts_at, view.now);
    view! {
        <dl class="facts-list">
            <div><dt>"What"</dt><dd><p class="text">{view.what.clone()}</p>{read_all(&view.what)}</dd></div>
            <div><dt>"Where"</dt><dd><ul>{places.collect_view()}</ul></dd></div>
            <div>
                <dt>"When"</dt>
                <dd><b>{view.row.when.clone()}</b>" "{(at > now).then(|| view! { <span class="aside"><Age at now/></span> })}</dd>
            </div>
            <div><dt>"Undo"</dt><dd><p class="text">{view.undo.clone()}</p>{read_all(&view.undo)}</dd></div>
            {(!view.links.is_empty()).then(|| view! { <div class="links"><dt>"Links"</dt><dd><ul>{links}</ul></dd></div> })}
        </dl>
    }
}

fn links(view: &ChangeDetailView) -> AnyView {
    let links = view.links.iter().map(|(href, words)| {
        view! { <li><a href=href.clone() rel="noreferrer">{words.clone()}</a></li> }
    });
    links.collect_view().into_any()
}

/// Characters that a phone surely shows in the three lines that it leaves to a text above a decision.
const SHORT: usize = 100;

fn is_long(text: &str) -> bool {
    text.chars().count() > SHORT || text.lines().count() > 3
}

/// Whether a phone leaves something away above a decision.
fn is_cut(view: &ChangeDetailView) -> bool {
    is_long(&view.what) || is_long(&view.undo) || !view.links.is_empty()
}

/// Leads to all of a text that a phone cuts, so that nobody decides on what they could not read.
fn read_all(text: &str) -> Option<AnyView> {
    is_long(text).then(|| view! { <a class="act read-all" href="#whole">"Read all"</a> }.into_any())
}

/// What a phone cuts above a decision, whole.
fn whole(view: &ChangeDetailView) -> AnyView {
    let links = (!view.links.is_empty()).then(|| {
        let links = links(view);
        view! { <h3>"Links"</h3><ul>{links}</ul> }
    });
    view! {
        <section class="panel whole" id="whole" aria-labelledby="whole-title">
            <header class="panel-head"><h2 id="whole-title">"All of the request"</h2></header>
            <div class="panel-body">
                <h3>"What"</h3><p class="lines">{view.what.clone()}</p>
                <h3>"Undo"</h3><p class="lines">{view.undo.clone()}</p>
                {links}
            </div>
        </section>
    }
    .into_any()
}

/// What the revision in force made another.
fn changed(changed: Vec<(String, String, String)>) -> AnyView {
    if changed.is_empty() {
        return ().into_any();
    }
    let rows = changed.into_iter().map(|(what, was, is)| {
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td><del>{was}</del></td>
                <td><ins>{is}</ins></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="panel" aria-labelledby="changed">
            <header class="panel-head"><h2 id="changed">"Changed in this revision"</h2></header>
            <table class="table changed">
                <thead>
                    <tr>
                        <th scope="col">"Field"</th>
                        <th scope="col">"Before"</th>
                        <th scope="col">"Now"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
