//! A file of findings is brought: the form, and what became of the file that was sent with it.

use domain::{action::Action, actor::Actor};
use http::request::Parts;
use leptos::prelude::*;

use super::named_row::named_row;
use crate::{
    api::{
        ApiError,
        context::{answer_with, asker},
        findings_file::{RejectedLine, UploadLimit, UploadUnderWay, UploadView, UploadsUnderWay},
    },
    components::{Note, Sign, Since, icon},
    format,
    pages::{refused::Refused, served::served},
};

/// Where what came in last stands first.
const CAME: &str = "/findings?by=flat&sort=came";

/// Seconds after which the page is asked for again, before a file was sent.
const AGAIN: &str = "2";

/// The page.
#[component]
pub fn ImportPage() -> impl IntoView {
    // It follows no topic: what became of a file is said once, and how far one is no event tells.
    served("Import findings", &[], || {
        let asker = asker();
        if !asker.actor.may(Action::ImportFindings) {
            let fault = match asker.actor {
                Actor::Anonymous => ApiError::SignedOut,
                _ => ApiError::Forbidden,
            };
            return view! {
                <header class="head"><h1>"Import findings"</h1></header>
                <Refused fault/>
            }
            .into_any();
        }
        let sent = use_context::<Parts>();
        let sent = sent.and_then(|parts| parts.extensions.get::<UploadView>().cloned());
        whole(sent.as_ref())
    })
}

fn whole(sent: Option<&UploadView>) -> AnyView {
    let fault = sent.and_then(|sent| sent.fault.clone());
    if let Some((_, status)) = fault {
        answer_with(status);
    }
    let fault = fault.map(|(sentence, _)| sentence);
    view! {
        <nav class="crumbs" aria-label="Where">
            <a href="/findings">{icon("i-chevron-left", "icon s12")}"Findings"</a>
        </nav>
        <header class="head"><h1>"Import findings"</h1></header>
        {sent.filter(|sent| sent.read > 0 || sent.fault.is_none()).map(outcome)}
        {under_way()}
        <section class="panel" aria-labelledby="bring" data-again=sent.is_none().then_some(AGAIN)>
            <header class="panel-head"><h2 id="bring">"A file of findings"</h2></header>
            <div class="panel-body">{form(fault)}</div>
        </section>
    }
    .into_any()
}

/// The files that are on their way in, and how far each is; a browser that sends one looks at this until it is answered.
fn under_way() -> Option<AnyView> {
    let all = use_context::<UploadsUnderWay>().map_or_else(Vec::new, |now| now.0());
    let rows: Vec<_> = all.iter().map(far).collect();
    let view = || {
        view! {
            <section class="panel" aria-labelledby="under-way">
                <header class="panel-head"><h2 id="under-way">"On its way in"</h2></header>
                {rows}
            </section>
        }
        .into_any()
    };
    (!all.is_empty()).then(view)
}

fn far(one: &UploadUnderWay) -> impl IntoView + use<> {
    let arrived = match one.whole {
        Some(whole) => format!("{} of {}", mib(one.arrived), mib(whole)),
        None => mib(one.arrived),
    };
    let read = format::count(one.read);
    let bar = one.whole.map(|whole| {
        let label = format!("How much of {} has arrived", one.file);
        view! {
            <progress class="progress" max=whole.to_string() value=one.arrived.min(whole).to_string() aria-label=label></progress>
        }
    });
    view! {
        <div class="panel-body">
            <p><b>{one.file.clone()}</b></p>
            {bar}
            <p class="second">
                {format!("{arrived} MiB, {read} records read. {}, since ", one.by)}<Since at=one.began/>
            </p>
        </div>
    }
}

/// Bytes as MiB with one decimal.
fn mib(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) >> 20;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn form(fault: Option<String>) -> impl IntoView {
    let limit = use_context::<UploadLimit>().map_or(0, |limit| limit.0);
    let wrong = fault.is_some();
    view! {
        <form class="form" method="post" action="/findings/import" enctype="multipart/form-data">
            <div class="field" class:wrong=wrong>
                <label for="file">"File"</label>
                <input
                    class="input file"
                    id="file"
                    name="file"
                    type="file"
                    required
                    accept=".json,.ndjson,.jsonl,.gz,application/json,application/gzip"
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=if wrong { "file-fault file-hint" } else { "file-hint" }
                />
                {fault.map(|fault| view! {
                    <p class="fault" role="alert" id="file-fault">{icon("st-failing", "shape t-critical s12")}{fault}</p>
                })}
                <p class="hint" id="file-hint">
                    {format!("Findings in ASFF or OCSF, as Security Hub, EventBridge and scanners write them: one, a list, or one a line; also gzip. At most {limit} MiB.")}
                </p>
            </div>
            <p class="second">
                "What is known already stays as it is, so that a file can be sent again. Files of any size: "
                <code>"watchfloor import findings FILE"</code>
            </p>
            <div class="buttons"><button class="button primary">"Import"</button></div>
        </form>
    }
}

/// What became of the file.
fn outcome(sent: &UploadView) -> impl IntoView + use<> {
    let note = note(sent);
    let counts = [
        ("Read", sent.read),
        ("New", sent.inserted),
        ("Updated", sent.updated),
        ("As they were", sent.unchanged),
        ("Rejected", sent.rejected),
    ];
    let counts = counts.map(|(word, count)| {
        view! { <div><dt>{word}</dt><dd>{format::count(count)}</dd></div> }
    });
    let came: Vec<_> = sent.came.iter().map(named_row).collect();
    let more = sent.inserted + sent.updated > came.len() as u64;
    view! {
        <section class="panel" aria-labelledby="came">
            <header class="panel-head">
                <h2 id="came">"What came in"</h2>
                <p class="aside">{sent.file.clone()}</p>
            </header>
            <div class="panel-body">
                {note}
                <dl class="terms counts">{counts.collect_view()}</dl>
                {(!came.is_empty()).then(|| view! { <ul class="rows two-line">{came}</ul> })}
                {more.then(|| view! { <p><a class="act" href=CAME>"See all, the last that came first"</a></p> })}
                {rejected(sent)}
            </div>
        </section>
    }
}

fn note(sent: &UploadView) -> impl IntoView + use<> {
    let (symbol, tone, text) = match (&sent.fault, &sent.silence) {
        (Some(_), _) => (
            "st-partial",
            "t-warn",
            "The file was not read to its end. What came before is kept.".to_owned(),
        ),
        (None, Some(why)) => (
            "st-none",
            "t-quiet",
            format!("There are no findings in the file: {why}."),
        ),
        (None, None) => ("st-ok", "t-ok", "The file was read to its end.".to_owned()),
    };
    let sign = Sign {
        symbol,
        tone,
        word: "",
    };
    view! { <Note sign text/> }
}

fn rejected(sent: &UploadView) -> Option<AnyView> {
    let first = &sent.first_rejected;
    let more = sent.rejected.saturating_sub(first.len() as u64);
    let rows = first.iter().map(|one: &RejectedLine| {
        view! {
            <tr>
                <td class="num">{one.line.to_string()}</td>
                <th scope="row">{one.reason.clone()}{one.id.clone().map(|id| view! { <span class="under id">{id}</span> })}</th>
            </tr>
        }
    });
    (!first.is_empty()).then(|| {
        view! {
            <h3>"Rejected"</h3>
            <table class="table tall rejected-lines">
                <thead>
                    <tr><th scope="col" class="num">"Line"</th><th scope="col">"Why"</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            {(more > 0).then(|| view! { <p class="aside">{format!("and {} more", format::count(more))}</p> })}
        }
        .into_any()
    })
}
