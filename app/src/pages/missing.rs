//! An address that leads nowhere.

use leptos::prelude::*;

use crate::{
    api::context::answer_with,
    components::{Sign, State},
    pages::served::served,
};

/// Nothing is here.
#[component]
pub fn Missing() -> impl IntoView {
    answer_with(404);
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    served("Not found", &[], move || {
        view! {
            <header class="head"><h1>"Not found"</h1></header>
            <section class="panel">
                <State
                    sign
                    what="There is nothing at this address"
                    next="The link may be old, or a letter is missing."
                    way=Some(("/".to_owned(), "Go to Watch"))
                />
            </section>
        }
        .into_any()
    })
}
