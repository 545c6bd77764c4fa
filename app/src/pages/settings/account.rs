//! One's own account: password, sessions.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::place;
use crate::{
    api::{
        ChangeOwnMail, ChangeOwnPassword, FrameView, SignOutEverywhere, get_frame, own_mail,
        wire::asked,
    },
    components::{FaultNote, Need, Note, Sign, Since, TextField},
    pages::{answer::form_fault, lasting::answered},
    query::Query,
};

/// The page of one's own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    place("Your account", &[], || {
        let me = asked(|| (), |()| get_frame());
        let mail = asked(|| (), |()| own_mail());
        view! {
            {answered(me, |me| view! { <Account me/> }.into_any())}
            {answered(mail, |mail| mail_form(mail).into_any())}
        }
        .into_any()
    })
}

#[component]
fn Account(me: FrameView) -> impl IntoView {
    let query = Query::parse(&use_location().search.get_untracked());
    let fault = form_fault::<ChangeOwnPassword>();
    let done = query.get("done") == Some("password") && fault.is_none();
    let ok = Sign {
        symbol: "st-ok",
        tone: "t-ok",
        word: "",
    };
    view! {
        <section class="panel" aria-labelledby="password">
            <header class="panel-head">
                <h2 id="password">"Your password"</h2>
                <p class="aside">{me.name.clone()}</p>
            </header>
            <div class="panel-body">
                <form class="form" method="post" action="/api/people/change_own_password">
                    {done.then(|| view! {
                        <Note sign=ok text="Changed. Your other sessions have ended."/>
                    })}
                    {fault.map(|fault| view! { <FaultNote fault/> })}
                    <input type="text" hidden=true autocomplete="username" value=me.name/>
                    <TextField name="old" label="Password now" kind="password" autocomplete="current-password"/>
                    <TextField
                        name="new"
                        label="New password"
                        kind="password"
                        autocomplete="new-password"
                        hint="At least 10 characters. Your other sessions end."
                    />
                    <div class="buttons"><button class="button primary">"Change password"</button></div>
                </form>
            </div>
        </section>
        <Sessions ends=me.session_ends/>
    }
}

/// Where mail about changes goes.
fn mail_form(mail: String) -> impl IntoView {
    let query = Query::parse(&use_location().search.get_untracked());
    let fault = form_fault::<ChangeOwnMail>();
    let done = query.get("done") == Some("mail") && fault.is_none();
    let typed = query.get("mail").map(str::to_owned);
    let value = typed.filter(|_| fault.is_some()).unwrap_or(mail);
    let ok = Sign {
        symbol: "st-ok",
        tone: "t-ok",
        word: "",
    };
    view! {
        <section class="panel" aria-labelledby="mail-title">
            <header class="panel-head"><h2 id="mail-title">"Mail"</h2></header>
            <div class="panel-body">
                <form class="form" method="post" action="/api/people/change_own_mail">
                    {done.then(|| view! { <Note sign=ok text="Changed."/> })}
                    {fault.map(|fault| view! { <FaultNote fault/> })}
                    <TextField
                        name="mail"
                        label="Mail address"
                        kind="email"
                        autocomplete="email"
                        value
                        hint="For changes that wait for you, and for decisions about yours. Empty is none."
                        need=Need::Optional
                    />
                    <div class="buttons"><button class="button">"Set mail address"</button></div>
                </form>
            </div>
        </section>
    }
}

#[component]
fn Sessions(ends: Option<domain::time::Timestamp>) -> impl IntoView {
    let fault = form_fault::<SignOutEverywhere>();
    let ends = ends.map(|at| {
        view! { <p>"This session ends at " <Since at/> " unless you use it."</p> }
    });
    view! {
        <section class="panel" aria-labelledby="sessions">
            <header class="panel-head"><h2 id="sessions">"Sessions"</h2></header>
            <div class="panel-body">
                {fault.map(|fault| view! { <FaultNote fault/> })}
                {ends}
                <form class="form" method="post" action="/api/people/sign_out_everywhere">
                    <p class="second">"Ends every session of yours, on every machine, this one too."</p>
                    <div class="buttons"><button class="button danger">"Sign out everywhere"</button></div>
                </form>
            </div>
        </section>
    }
}
