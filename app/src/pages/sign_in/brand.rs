//! The name of the product.

use leptos::prelude::*;

use crate::components::icon;

/// The name of the product above a card.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <p class="brand">
            {icon("mark", "mark")}
            "Watchfloor"
        </p>
    }
}
