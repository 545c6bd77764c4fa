//! One change: what, where, when, undo, who decides, what speaks against it, and the decision.

use domain::{change::ChangeKind, event::Topic};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::{acts::acts, decision, history::history, ladder::ladder, words};
use crate::{
    api::{
        ActOnChange, ApiError, ChangeActs, ChangeDetailView, DecideChange, MORE, NOT_SET_UP,
        StripView, SubmitChange, VERDICT, get_change, wire::asked,
    },
    components::{
        Age, DecisionStrip, FaultNote, Lamp, StripOf, faster_note, icon, kept_words, strip_sign,
    },
    pages::{
        answer::{form_fault, typed},
        lasting::answered,
        served::served,
    },
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

/// The id of why an act was refused.
pub(super) const FAULT: &str = "act-fault";

/// What was typed and what came of it.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) comment: String,
    /// For which act, by its word; empty for a decision.
    what: String,
    /// What the strip had new when an approval was refused for it, by the words of its rows.
    news: Vec<String>,
    fault: Option<ApiError>,
}

impl Said {
    fn of_address() -> Self {
        let query = use_location().search.with_untracked(|text| typed(text));
        let fault = form_fault::<DecideChange>()
            .or_else(form_fault::<ActOnChange>)
            .or_else(form_fault::<SubmitChange>);
        Self {
            news: query.get("news").map_or_else(Vec::new, words_of),
            comment: query.get("comment").unwrap_or_default().to_owned(),
            what: query.get("what").unwrap_or_default().to_owned(),
            fault,
        }
    }

    /// Why the last act was refused. Who was faster stands in the answer of the server, never in the address.
    pub(super) fn fault(&self, view: &ChangeDetailView) -> Option<AnyView> {
        let fault = self.fault.clone()?;
        let note = match (&fault, view.steps.first()) {
            (ApiError::Conflict, Some(last)) => faster_note(&last.text, last.at),
            _ => view! { <FaultNote fault/> }.into_any(),
        };
        Some(view! { <div id=FAULT>{note}</div> }.into_any())
    }

    /// Whether the last act was refused.
    pub(super) const fn is_refused(&self) -> bool {
        self.fault.is_some()
    }

    /// The same for another form: what was written about an act that is not to be had any more is not said about the next.
    pub(super) fn of_acts(&self, acts: &ChangeActs) -> Self {
        let fits = match self.what.as_str() {
            "start" => acts.start,
            "done" | "failed" => acts.finish,
            "withdraw" => acts.withdraw,
            _ => false,
        };
        let comment = match fits {
            true => self.comment.clone(),
            false => String::new(),
        };
        Self {
            comment,
            ..self.clone()
        }
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

/// What is new in the strip since it was shown.
fn difference(strip: &StripView, news: &[String]) -> Option<AnyView> {
    let text = difference_words(strip, news)?;
    Some(view! { <p class="difference">{text}</p> }.into_any())
}

/// The same as one sentence: the words are those of the strip itself. What is new in no row of it is said by itself.
fn difference_words(strip: &StripView, news: &[String]) -> Option<String> {
    let has = |word: &str| news.iter().any(|one| one == word);
    let reasons = strip.reasons.iter().map(|one| (&one.id, &one.title));
    let rows = reasons.chain(strip.blind.iter().map(|one| (&one.id, &one.text)));
    let rows = rows.filter(|(id, _)| has(id)).map(|(_, text)| text);
    let not_set_up = strip.not_set_up.iter().filter(|_| has(NOT_SET_UP));
    let rows = rows.chain(not_set_up);
    let titles: Vec<&str> = rows.map(|text| text.trim_end_matches('.')).collect();
    let apart = match titles.is_empty() {
        false => return Some(format!("New or worse: {}.", titles.join("; "))),
        true if has(MORE) => "More speaks against it than was shown",
        true if has(VERDICT) => "It was less grave when it was shown",
        true if news.is_empty() => return None,
        true => "What was new is not there any more, or is counted with others",
    };
    let (verdict, heading) = (strip_sign(strip.verdict).word, &strip.heading);
    Some(format!("{apart}. Now it is {verdict}: {heading}."))
}

fn page(view: ChangeDetailView, said: &Said) -> impl IntoView + use<> {
    let (sign, form) = words::sign_of(view.row.state);
    let waits = view.waits_for_me.then_some("waits for you");
    let acts_here = view.acts.decide || view.acts.overrides;
    let news = said.news.clone();
    let difference = view
        .strip
        .as_ref()
        .and_then(|strip| difference(strip, &news));
    let strip = view
        .strip
        .clone()
        .map(|strip| view! { <DecisionStrip strip of=StripOf::Now news/> });
    let bar = match bar_of(&view.acts) {
        Some("decide") => decision::decision(&view, said, difference),
        Some(_) => decision::overriding(&view, said, difference),
        None => view! { <p class="why-not">{view.acts.why_not.clone()}</p> }.into_any(),
    };
    let (offered, acts) = (offered(&view.acts), acts(&view, said));
    view! {
        <nav class="crumbs change-bar" aria-label="Where">
            <a href="/changes">{icon("i-chevron-left", "icon s12")}"Changes"</a>
            <span class="label">{view.row.label.clone()}</span>
            <span class="waits">{waits}</span>
        </nav>
        <div class="change" data-bar=bar_of(&view.acts) data-acts=offered>
            <div class="change-what">
                <header>
                    <h1>{view.row.title.clone()}</h1>
                    <p class="aside"><Lamp sign form/>" "{view.asked.clone()}{whole_title(&view)}</p>
                    {emergency(view.row.kind)}
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
                {(acts_here && is_cut(&view)).then(|| whole(&view))}
                {changed(view.changed)}
                {history(view.steps)}
            </div>
        </div>
    }
}

/// The bar that is offered, as the style knows it: a form that somebody fills in stays though it is offered no more.
const fn bar_of(acts: &ChangeActs) -> Option<&'static str> {
    match (acts.decide, acts.overrides) {
        (true, _) => Some("decide"),
        (_, true) => Some("override"),
        _ => None,
    }
}

/// The same of the other acts: those with a word about them, and those without.
const fn offered(acts: &ChangeActs) -> Option<&'static str> {
    let plain = acts.submit || acts.edit;
    match (acts.start || acts.finish || acts.withdraw, plain) {
        (true, true) => Some("said plain"),
        (true, false) => Some("said"),
        (false, true) => Some("plain"),
        (false, false) => None,
    }
}

/// What sets an emergency apart, wherever on the strip its reasons stand.
fn emergency(kind: ChangeKind) -> Option<AnyView> {
    (kind == ChangeKind::Emergency).then(|| {
        view! { <p class="second">"An emergency: closed calendars and freezes do not hold its start."</p> }.into_any()
    })
}

fn facts(view: &ChangeDetailView) -> impl IntoView + use<> {
    let links = links(view);
    let (at, now) = (view.row.starts_at, view.now);
    view! {
        <dl class="facts-list">
            <div><dt>"What"</dt><dd><p class="text">{view.what.clone()}</p>{read_all(&view.what)}</dd></div>
            <div><dt>"Where"</dt><dd><ul class="places">{places(view)}</ul>{more_places(view.places.len())}</dd></div>
            <div>
                <dt>"When"</dt>
                <dd><b>{view.row.when.clone()}</b>" "{(at > now).then(|| view! { <span class="aside"><Age at now/></span> })}</dd>
            </div>
            <div><dt>"Undo"</dt><dd><p class="text">{view.undo.clone()}</p>{read_all(&view.undo)}</dd></div>
            {(!view.links.is_empty()).then(|| view! { <div class="links"><dt>"Links"</dt><dd><ul>{links}</ul></dd></div> })}
        </dl>
    }
}

fn places(view: &ChangeDetailView) -> AnyView {
    let places = view.places.iter();
    let places = places.map(|line| view! { <li class="id">{whole_words(line)}</li> });
    places.collect_view().into_any()
}

/// A place whose words are not broken at their hyphens, as `us-east-1` would be; an ARN is, and so is what is long.
fn whole_words(line: &str) -> AnyView {
    let short = |word: &str| !word.contains(':') && word.len() <= LONGEST_WORD;
    let words = line.split(' ').enumerate().map(|(n, word)| {
        let between = (n > 0).then_some(" ");
        match short(word) {
            true => view! { {between}<span>{word.to_owned()}</span> }.into_any(),
            false => view! { {between}{word.to_owned()} }.into_any(),
        }
    });
    words.collect_view().into_any()
}

/// Letters of a word that surely fit into a line of a phone.
const LONGEST_WORD: usize = 24;

/// Places that a phone shows above a decision.
const PLACES: usize = 2;

/// Leads to the places that a phone leaves away.
fn more_places(count: usize) -> Option<AnyView> {
    let words = format!("and {} more", count.saturating_sub(PLACES));
    (count > PLACES).then(|| view! { <a class="act read-all" href="#whole">{words}</a> }.into_any())
}

fn links(view: &ChangeDetailView) -> AnyView {
    let links = view.links.iter().map(|(href, words)| {
        view! { <li><a href=href.clone() rel="noreferrer">{words.clone()}</a></li> }
    });
    links.collect_view().into_any()
}

/// Characters that a phone surely shows in the three lines that it leaves to a text above a decision.
const SHORT: usize = 100;
/// Those that it surely shows in the two lines that it leaves to a title.
const SHORT_TITLE: usize = 50;

fn is_long(text: &str) -> bool {
    text.chars().count() > SHORT || text.lines().count() > 3
}

/// Whether a phone leaves something away above a decision.
fn is_cut(view: &ChangeDetailView) -> bool {
    is_long(&view.what)
        || is_long(&view.undo)
        || is_long_title(view)
        || view.places.len() > PLACES
        || !view.links.is_empty()
}

/// Leads to all of a title that a phone cuts.
fn whole_title(view: &ChangeDetailView) -> Option<AnyView> {
    is_long_title(view)
        .then(|| view! { <a class="act read-all" href="#whole">"Whole title"</a> }.into_any())
}

fn is_long_title(view: &ChangeDetailView) -> bool {
    view.row.title.chars().count() > SHORT_TITLE
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
                {is_long_title(view).then(|| view! { <h3>"Title"</h3><p class="lines">{view.row.title.clone()}</p> })}
                <h3>"What"</h3><p class="lines">{view.what.clone()}</p>
                <h3>"Where"</h3><ul>{places(view)}</ul>
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

#[cfg(test)]
mod tests {
    use domain::strip::StripVerdict;

    use super::*;
    use crate::api::BlindView;

    #[test]
    fn what_got_worse_is_said_even_where_no_row_is_new() {
        let strip = StripView {
            verdict: StripVerdict::Caution,
            heading: "5 reasons".to_owned(),
            reasons: Vec::new(),
            unlisted: None,
            blind: vec![BlindView {
                id: "source/health".to_owned(),
                text: "AWS Health cannot be seen.".to_owned(),
            }],
            not_set_up: Some("Not set up: endpoints.".to_owned()),
            quiet: String::new(),
            at: domain::time::from_micros(0),
        };
        let said = |news: &str| difference_words(&strip, &words_of(news));
        for (news, expected) in [
            (
                "verdict,source/health",
                "New or worse: AWS Health cannot be seen.",
            ),
            ("not-set-up", "New or worse: Not set up: endpoints."),
            (
                "more",
                "More speaks against it than was shown. Now it is Caution: 5 reasons.",
            ),
            (
                "verdict",
                "It was less grave when it was shown. Now it is Caution: 5 reasons.",
            ),
        ] {
            assert_eq!(said(news).as_deref(), Some(expected), "{news}");
        }
        assert_eq!(difference_words(&strip, &[]), None);
    }
}
