//! The top bar: the time with its zone, the age of every source, search, and who is signed in.

use domain::source::FreshnessState;
use leptos::prelude::*;
use leptos_router::components::Form;

use crate::{
    api::{FrameView, SourceView},
    components::{self, Icon, Lamp, Sign, icon, ticking},
    format,
};

/// The top bar.
#[component]
pub(super) fn Topbar(frame: FrameView) -> impl IntoView {
    let now = ticking(frame.now);
    let clock = move || format::clock(now());
    let sources = frame.sources.iter().map(|source| {
        let (source, at) = (source.clone(), frame.now);
        view! { <SourceAge source at/> }
    });
    let sources = sources.collect_view();
    view! {
        <header class="topbar">
            <p class="clock">
                {icon("i-clock", "icon s12")}
                <span><b><time>{clock}</time></b>" UTC"</span>
            </p>
            <div class="end">
                {frame.takes_nothing.then(|| {
                    let sign = Sign {
                        symbol: "st-failing",
                        tone: "t-critical",
                        word: "Nothing is saved: the disk may be full",
                    };
                    view! { <p role="alert"><Lamp sign form=components::Form::Soft/></p> }
                })}
                <ul class="sources" aria-label="Age of each source">{sources}</ul>
                <Form method="GET" action="/findings" attr:class="find" attr:role="search" attr:aria-label="Search">
                    <Icon name="i-search"/>
                    <input
                        class="input"
                        type="search"
                        name="q"
                        aria-label="Search findings"
                        placeholder="Search findings"
                    />
                    <kbd>"/"</kbd>
                </Form>
                <PersonMenu frame/>
            </div>
        </header>
    }
}

#[component]
fn SourceAge(
    source: SourceView,
    /// The server's time when the answer was made.
    at: domain::time::Timestamp,
) -> impl IntoView {
    let now = ticking(at);
    let label = source.id.kind.label();
    let freshness = source.freshness;
    let (stateful, aged) = (freshness.clone(), freshness);
    let state = Memo::new(move |_| stateful.state(now()));
    let age = Memo::new(move |_| aged.age(now()).map(format::span));
    let class = move || match state.get() {
        FreshnessState::Live => "source",
        FreshnessState::Stale => "source stale",
        FreshnessState::Blind => "source blind",
    };
    let symbol = move || match state.get() {
        FreshnessState::Live => "/icons.svg#st-ok",
        FreshnessState::Stale => "/icons.svg#st-stale",
        FreshnessState::Blind => "/icons.svg#st-blind",
    };
    let words = move || match (state.get(), age.get()) {
        (_, None) => format!("{label} never answered"),
        (FreshnessState::Live, Some(age)) => format!("{label} {age}"),
        (FreshnessState::Stale, Some(age)) => format!("{label} stale {age}"),
        (FreshnessState::Blind, Some(age)) => format!("{label} silent {age}"),
    };
    view! {
        <li class:alert=move || state.get() != FreshnessState::Live>
            <a class=class href="/settings/sources">
                <svg class="shape s10" aria-hidden="true"><use href=symbol></use></svg>
                <span>{words}</span>
            </a>
        </li>
    }
}

#[component]
fn PersonMenu(frame: FrameView) -> impl IntoView {
    let roles: Vec<&str> = frame.roles.iter().map(|role| role.as_str()).collect();
    let who = format!("{}, {}", frame.name, roles.join(", "));
    let letters = crate::components::initials(&frame.name);
    view! {
        <details class="menu at-end person">
            <summary>
                <span class="avatar" aria-hidden="true">{letters}</span>
                <span class="visually-hidden">{who.clone()}</span>
            </summary>
            <div class="sheet">
                <p class="label">{who}</p>
                <a class="row" href="/settings/account">"Your account"</a>
                <hr/>
                <form method="post" action="/api/people/sign_out">
                    <button class="row">
                        <Icon name="i-sign-out"/>
                        "Sign out"
                    </button>
                </form>
            </div>
        </details>
    }
}
