//! The levels of approval: who decided, who still can.

use leptos::prelude::*;

use crate::{
    api::{LadderView, RungState, RungView},
    components::{Note, Sign, shape},
};

/// The ladder, with its heading and the rule.
pub(super) fn ladder(ladder: LadderView) -> AnyView {
    let rungs = ladder.rungs.into_iter().map(rung).collect_view();
    let struck = ladder.struck.map(|name| {
        view! { <li class="rung struck"><s>{name}</s><span class="says">"asked, cannot approve"</span></li> }
    });
    let fault = ladder.fault.map(|text| {
        let sign = Sign {
            symbol: "st-failing",
            tone: "t-critical",
            word: "",
        };
        view! { <Note sign text/> }
    });
    view! {
        <section class="ladder" aria-labelledby="ladder">
            <header>
                <h2 id="ladder">{ladder.heading}</h2>
                <p class="aside">"one rejection ends it"</p>
            </header>
            <ol>{rungs}{struck}</ol>
            {fault}
        </section>
    }
    .into_any()
}

fn rung(rung: RungView) -> impl IntoView {
    let (symbol, tone, word) = match rung.state {
        RungState::Done => ("st-ok", "t-ok", "complete: "),
        RungState::Open => ("st-waits", "t-waits", "decides now: "),
        RungState::Ahead => ("st-none", "t-quiet", "later: "),
        RungState::Rejected => ("st-failing", "t-critical", "rejected: "),
    };
    let sign = Sign {
        symbol,
        tone,
        word: "",
    };
    view! {
        <li class="rung" class:ahead=rung.state == RungState::Ahead>
            {shape(sign)}
            <span class="visually-hidden">{word}</span>
            <b>{rung.name}</b>
            <span class="says">{rung.says}</span>
        </li>
    }
}
