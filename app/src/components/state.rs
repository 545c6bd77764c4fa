//! What stands in place of rows: nothing there, not allowed, failed, loading. Each says what to do next.

use leptos::prelude::*;

use super::mark::shape;
use super::sign::Sign;

/// A state in place of the rows.
#[component]
pub fn State(
    /// Its shape.
    sign: Sign,
    /// One sentence: what.
    #[prop(into)]
    what: String,
    /// One sentence: what to do.
    #[prop(into)]
    next: String,
    /// The way out: its address and words.
    #[prop(optional_no_strip)]
    way: Option<(String, &'static str)>,
    /// Whether it is all that there is of a page, and so its heading.
    #[prop(optional)]
    is_page: bool,
) -> impl IntoView {
    let heading = match is_page {
        true => view! { <h1>{what}</h1> }.into_any(),
        false => view! { <h2>{what}</h2> }.into_any(),
    };
    let class = match sign.symbol {
        "st-failing" => "state error",
        "st-blocked" => "state forbidden",
        _ => "state",
    };
    let sign = Sign { word: "", ..sign };
    view! {
        <div class=class>
            {shape(sign)}
            <div>
                {heading}
                <p>{next}</p>
                {way.map(|(href, words)| view! { <a class="button" href=href>{words}</a> })}
            </div>
        </div>
    }
}

/// Grey bars at the height of rows; the style shows them after a moment.
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <div class="state loading" role="status">
            <span class="visually-hidden">"Loading"</span>
            <i></i>
            <i></i>
            <i></i>
        </div>
    }
}

/// One sentence about what just happened.
#[component]
pub fn Note(
    /// Its shape and colour.
    sign: Sign,
    /// The sentence.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let class = format!("note {}", sign.tone);
    let role = if sign.tone == "t-ok" {
        "status"
    } else {
        "alert"
    };
    view! { <p class=class role=role>{shape(sign)}<span>{text}</span></p> }
}
