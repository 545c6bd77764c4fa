//! A form that leads to an address.

use leptos::{ev::SubmitEvent, prelude::*};
#[cfg(feature = "hydrate")]
use leptos_router::hooks::use_navigate;

/// What is filled in becomes the address's query. In the browser the page goes there without being loaded anew; the
/// router's own `Form` does so too, and brings into the browser all that a form which is posted needs.
#[component]
pub fn SearchForm(
    /// The path that it leads to.
    to: &'static str,
    class: &'static str,
    label: &'static str,
    children: Children,
) -> impl IntoView {
    let go = going(to);
    view! {
        <form method="get" action=to class=class role="search" aria-label=label on:submit=go>
            {children()}
        </form>
    }
}

#[cfg(feature = "hydrate")]
fn going(to: &'static str) -> impl Fn(SubmitEvent) + 'static {
    use wasm_bindgen::JsCast as _;
    use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

    let navigate = use_navigate();
    move |event| {
        let form = event
            .target()
            .and_then(|at| at.dyn_into::<HtmlFormElement>().ok());
        let filled = form.and_then(|form| FormData::new_with_form(&form).ok());
        let query =
            filled.and_then(|filled| UrlSearchParams::new_with_str_sequence_sequence(&filled).ok());
        // Without these the browser sends the form by itself.
        if let Some(query) = query {
            event.prevent_default();
            navigate(
                &format!("{to}?{}", String::from(query.to_string())),
                Default::default(),
            );
            crate::live::leave_search();
        }
    }
}

#[cfg(not(feature = "hydrate"))]
const fn going(_to: &'static str) -> impl Fn(SubmitEvent) + 'static {
    |_| {}
}
