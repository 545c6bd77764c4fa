//! What a list is narrowed to by its address, with the way back to all of it.

use leptos::prelude::*;

use super::icon;

/// A chip that takes the narrowing away.
#[component]
pub fn Only(
    /// What alone is shown.
    what: &'static str,
    /// The address of the whole list.
    all: &'static str,
) -> impl IntoView {
    let remove = format!("Remove only {what}");
    view! {
        <p class="chip">
            <span>"Only"</span>
            <b>{what}</b>
            <a href=all aria-label=remove>{icon("i-close", "icon s12")}</a>
        </p>
    }
}
