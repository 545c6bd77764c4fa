//! The top bar: the time with its zone, the age of every source, search, and who is signed in.

use domain::{source::FreshnessState, time::Timestamp};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    api::{ChooseScope, FrameView, NarrowView, SourceView, oldest_of_each_kind},
    components::{
        self, FaultNote, Icon, Lamp, SearchForm, Sign, folded, icon, symbol_address, ticking,
    },
    format,
    pages::answer::form_fault,
    query::Query,
};

/// The top bar.
#[component]
pub(super) fn Topbar(frame: FrameView) -> impl IntoView {
    let now = ticking(frame.now);
    let clock = move || format::clock(now());
    let asked = oldest_of_each_kind(&frame.sources);
    let together = (!asked.is_empty()).then(|| together(&asked, frame.now));
    let sources = asked.into_iter().map(|source| {
        let at = frame.now;
        view! { <SourceAge source at/> }
    });
    let sources = sources.collect_view();
    let narrow = frame.reads_floor.then(|| frame.narrow.clone());
    view! {
        <header class="topbar">
            {narrow.map(|narrow| view! { <ScopeControl narrow/> })}
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
                {together}
                <ul class="sources" aria-label="Age of each source">{sources}</ul>
                <SearchForm to="/findings" class="find" label="Search">
                    <Icon name="i-search"/>
                    <input
                        class="input"
                        type="search"
                        name="q"
                        aria-label="Search findings"
                        placeholder="Search findings"
                    />
                    <kbd>"/"</kbd>
                </SearchForm>
                <PersonMenu frame/>
            </div>
        </header>
    }
}

/// How many sources answer, where a line has no room for each; those that do not stand beside it.
fn together(asked: &[SourceView], at: Timestamp) -> impl IntoView + use<> {
    let now = ticking(at);
    let all: Vec<_> = asked.iter().map(|one| one.freshness.clone()).collect();
    let live = move || {
        let live = all
            .iter()
            .filter(|one| one.state(now()) == FreshnessState::Live);
        format!("{} live", live.count())
    };
    let sign = Sign {
        symbol: "st-ok",
        tone: "t-quiet s10",
        word: "",
    };
    view! {
        <p class="sources together">
            <a href="/settings/sources">
                {components::shape(sign)}
                <span>{live}<span class="visually-hidden">" sources"</span></span>
            </a>
        </p>
    }
}

/// Which account and region are looked at: one control, and in its sheet the form that picks others.
#[component]
fn ScopeControl(narrow: NarrowView) -> impl IntoView {
    let fault = form_fault::<ChooseScope>();
    let open = fault.is_some();
    let (account, region) = (narrow.scope.account, narrow.scope.region);
    let typed = account.map(|id| id.0);
    let shown = narrow.account_name.or_else(|| typed.clone());
    let region = region.map(|region| region.0);
    let part = |label: &'static str, many: &'static str, value: Option<String>| {
        let value = match value {
            Some(value) => value.into_any(),
            // Where the label has no room, "all" says of what.
            None => view! { "all"<span class="narrow">{many}</span> }.into_any(),
        };
        view! { <span class="part"><span class="wide">{label}</span>" "<b class="clip">{value}</b></span> }
    };
    let accounts = narrow.accounts.into_iter();
    let accounts = accounts.map(|(id, name)| view! { <option value=id>{name}</option> });
    // After a refusal the fields hold what was typed.
    let query = use_location()
        .search
        .with_untracked(|text| Query::parse(text));
    let kept = |key| open.then(|| query.get(key).map(str::to_owned)).flatten();
    let typed = kept("scope_account").or(typed);
    let picked = kept("scope_region").or_else(|| region.clone());
    let regions = narrow.regions.into_iter().map(move |code| {
        let selected = picked.as_deref() == Some(code.as_str());
        view! { <option value=code.clone() selected=selected>{code.clone()}</option> }
    });
    let inside = view! {
            <summary>
                {part("Account", " accounts", shown)}
                {part("Region", " regions", region)}
                {icon("i-chevron-down", "icon s12")}
            </summary>
            <form class="sheet form" method="post" action="/api/scope/choose">
                {fault.map(|fault| view! { <FaultNote fault/> })}
                <div class="field">
                    <label for="scope-account">"Account"</label>
                    <input
                        class="input"
                        id="scope-account"
                        name="account"
                        list="scope-accounts"
                        placeholder="all"
                        autocomplete="off"
                        value=typed
                    />
                    <datalist id="scope-accounts">{accounts.collect_view()}</datalist>
                </div>
                <div class="field">
                    <label for="scope-region">"Region"</label>
                    <select class="input" id="scope-region" name="region">
                        <option value="">"all"</option>
                        {regions.collect_view()}
                    </select>
                </div>
                <button class="button">"Show only this"</button>
            </form>
    }
    .into_any();
    folded(open, "menu scope", inside)
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
        FreshnessState::Live => symbol_address("st-ok"),
        FreshnessState::Stale => symbol_address("st-stale"),
        FreshnessState::Blind => symbol_address("st-blind"),
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
