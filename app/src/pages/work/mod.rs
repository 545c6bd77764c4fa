//! My work: what the reader has, when it is due, and what waits for them.

mod findings;
mod others;

use domain::event::Topic;
use leptos::prelude::*;

use crate::{
    api::{WorkView, read_work, wire::asked},
    components::{Sign, State, shape},
    format,
    pages::{findings::address::ListAddress, lasting::answered, served::served},
};

/// The page.
#[component]
pub fn WorkPage() -> impl IntoView {
    let topics = [Topic::Findings, Topic::Incidents, Topic::Changes];
    served("My work", &topics, || {
        let work = asked(|| (), |()| read_work());
        answered(work, work_view)
    })
}

/// What stands in place of rows.
const NOTHING: Sign = Sign {
    symbol: "st-ok",
    tone: "t-quiet s16",
    word: "",
};

fn work_view(work: WorkView) -> AnyView {
    let reads_only = !(work.triages || work.commands || work.decides || work.asks);
    let has_any = work.total > 0 || !work.incidents.is_empty();
    // What is late changes at midnight, whether or not anything happens.
    let again = "600";
    view! {
        <header class="head" data-again=again>
            <h1>"My work"</h1>
            <p class="aside">{summary(&work)}</p>
        </header>
        {unowned(&work)}
        {(reads_only && !has_any).then(|| view! {
            <section class="panel">
                <State sign=NOTHING what="You read here, so that nothing waits for you"
                    next="Findings are worked on by analysts. An administrator can give you that role."
                    way=Some(("/findings".to_owned(), "Look at the findings"))/>
            </section>
        })}
        {(work.triages || work.total > 0).then(|| findings::panel(&work))}
        {(work.decides || !work.waiting.is_empty()).then(|| others::waiting(&work))}
        {(work.asks || !work.needing.is_empty()).then(|| others::needing(&work))}
        {(work.commands || !work.incidents.is_empty()).then(|| others::incidents(&work))}
    }
    .into_any()
}

/// How much there is, the worst first.
fn summary(work: &WorkView) -> String {
    let mut parts = Vec::new();
    if work.overdue > 0 {
        parts.push(format!("{} overdue", format::count(work.overdue)));
    }
    if work.soon > 0 {
        parts.push(format!("{} due soon", format::count(work.soon)));
    }
    parts.push(format::counted(work.total, "open finding", "open findings"));
    parts.join(", ")
}

/// What nobody has and should have been done, with the way to it.
fn unowned(work: &WorkView) -> Option<AnyView> {
    let list = "assignee=&due=overdue&by=flat&sort=due&order=asc&scope=all";
    let list = ListAddress::parse(list);
    let words = match work.unowned {
        0 => return None,
        1 => "1 finding is overdue and nobody's".to_owned(),
        many => format!("{} findings are overdue and nobody's", format::count(many)),
    };
    let sign = crate::components::due_sign(domain::finding::Due::Overdue);
    let way = match work.triages {
        true => "Take some",
        false => "See them",
    };
    let line = view! {
        <p class="note t-critical">
            {shape(sign)}
            <span>{words}". "<a class="act" href=list.href()>{way}</a></span>
        </p>
    };
    Some(line.into_any())
}
