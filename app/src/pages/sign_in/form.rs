//! The page where people sign in. It is a plain form: it works before any script is there.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Brand, barred};
use crate::{
    api::SignIn,
    components::{FaultNote, Note, Sign, TextField},
    pages::{answer::form_fault, served::served},
    query::{Query, local_path},
};

/// Name and password.
#[component]
pub fn SignInPage() -> impl IntoView {
    let query = Query::parse(&use_location().search.get_untracked());
    served("Sign in", &[], move || card(&query))
}

fn card(query: &Query) -> AnyView {
    let return_to = local_path(query.get("return_to").unwrap_or("/")).to_owned();
    let name = query.get("name").unwrap_or_default().to_owned();
    let fault = barred().or_else(form_fault::<SignIn>);
    let ended = query.get("ended").is_some() && fault.is_none();
    let sign = Sign {
        symbol: "st-due",
        tone: "t-warn",
        word: "",
    };
    view! {
        <main class="sign-in" id="content">
            <form class="sign-in-card" method="post" action="/api/people/sign_in">
                <Brand/>
                <h1>"Sign in"</h1>
                {fault.map(|fault| view! { <FaultNote fault/> })}
                {ended.then(|| view! { <Note sign text="Your session ended. Sign in to go on."/> })}
                <TextField name="name" label="Name" autocomplete="username" value=name/>
                <TextField
                    name="password"
                    label="Password"
                    kind="password"
                    autocomplete="current-password"
                />
                <input type="hidden" name="return_to" value=return_to.clone()/>
                <button class="button primary">"Sign in"</button>
                {(return_to != "/")
                    .then(|| view! { <p class="aside small">"You return to the page you asked for."</p> })}
            </form>
        </main>
    }
    .into_any()
}
