//! A field of one line with its label and what is wrong with it.

use leptos::prelude::*;

use super::mark::shape;
use super::sign::Sign;

/// A labelled input.
#[component]
pub fn TextField(
    /// The name the form sends; also the id.
    name: &'static str,
    /// What stands above it.
    label: &'static str,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What it begins with.
    #[prop(optional)]
    value: String,
    /// What helps before anything is wrong.
    #[prop(optional)]
    hint: &'static str,
    /// Characters that it takes at most.
    #[prop(optional)]
    most: Option<usize>,
    /// What is wrong. Whoever was refused goes on here, however far down the page it is.
    #[prop(optional_no_strip)]
    fault: Option<String>,
    /// Whether whoever opens the form begins here.
    #[prop(optional)]
    begins: bool,
    /// Whether the form is sent without it: `required` or not.
    #[prop(default = Need::Required)]
    need: Need,
) -> impl IntoView {
    let wrong = fault.is_some();
    let fault_id = format!("{name}-fault");
    let described = wrong.then(|| fault_id.clone());
    let sign = Sign {
        symbol: "st-failing",
        tone: "t-critical s12",
        word: "",
    };
    view! {
        <div class="field" class:wrong=wrong>
            <label for=name>{label}</label>
            <input
                class="input"
                id=name
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                maxlength=most.map(|most| most.to_string())
                autocapitalize="none"
                spellcheck="false"
                required=need == Need::Required
                autofocus=wrong || begins
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            />
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
            {fault.map(|fault| view! { <p class="fault" id=fault_id>{shape(sign)}{fault}</p> })}
        </div>
    }
}

/// Whether a field has to be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The form is not sent without it.
    Required,
    /// It may stay empty.
    Optional,
}
