//! The form for a screen's code: typed once, on the screen itself.

use leptos::prelude::*;

use crate::{
    api::EnterCode,
    components::{FaultNote, TextField},
    pages::{answer::form_fault, sign_in::Brand},
};

/// The code, and nothing else: nobody signs in on a wall.
#[component]
pub(super) fn CodeForm() -> impl IntoView {
    let fault = form_fault::<EnterCode>();
    view! {
        <div class="sign-in">
            <form class="sign-in-card" method="post" action="/api/screens/enter">
                <Brand/>
                <h1>"Open the wall"</h1>
                {fault.map(|fault| view! { <FaultNote fault/> })}
                <TextField
                    name="code"
                    label="Code of this screen"
                    hint="An administrator makes it in Settings, Screens. It is entered once."
                />
                <button class="button primary">"Open"</button>
            </form>
        </div>
    }
    .into_any()
}
