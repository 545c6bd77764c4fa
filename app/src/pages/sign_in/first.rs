//! A one-time link: its owner chooses a password and is signed in.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{Brand, barred};
use crate::{
    api::{ApiError, LinkOwner, UseLink, context::answer_with, link_for, wire::asked},
    components::{FaultNote, Sign, State, TextField, fault_sentence},
    pages::{answer::form_fault, served::served},
};

/// Where a one-time link leads.
#[component]
pub fn FirstPage() -> impl IntoView {
    let params = use_params_map();
    let secret = move || params.with(|params| params.get("secret").unwrap_or_default());
    served("Set a password", &[], move || {
        let owner = asked(secret, link_for);
        view! {
            <main class="sign-in" id="content">
                <Suspense fallback=|| ()>
                    {move || Suspend::new(async move {
                        match owner.await {
                            Ok(owner) => view! { <PasswordForm owner secret=secret()/> }.into_any(),
                            Err(fault) => view! { <Spent fault/> }.into_any(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .into_any()
    })
}

#[component]
fn PasswordForm(owner: LinkOwner, secret: String) -> impl IntoView {
    let fault = barred().or_else(form_fault::<UseLink>);
    view! {
        <form class="sign-in-card" method="post" action="/api/people/use_link">
            <Brand/>
            <h1>"Set a password"</h1>
            {fault.map(|fault| view! { <FaultNote fault/> })}
            <p class="second">"The account is " <b>{owner.name.clone()}</b> ". The link works once."</p>
            <input type="hidden" name="secret" value=secret/>
            // Lets a password keeper file the password under the right name.
            <input type="text" hidden=true autocomplete="username" value=owner.name/>
            <TextField
                name="password"
                label="Password"
                kind="password"
                autocomplete="new-password"
                hint="At least 10 characters."
            />
            <button class="button primary">"Set password and sign in"</button>
        </form>
    }
}

#[component]
fn Spent(fault: ApiError) -> impl IntoView {
    answer_with(fault.status());
    let sign = Sign {
        symbol: "st-blocked",
        tone: "t-critical s16",
        word: "",
    };
    view! {
        <h1 class="visually-hidden">"Set a password"</h1>
        <State
            sign
            what="This link cannot be used"
            next=fault_sentence(&fault)
            way=Some(("/sign-in".to_owned(), "Sign in"))
        />
    }
}
