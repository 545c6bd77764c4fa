//! A field for several lines.

use leptos::prelude::*;

use super::{mark::shape, sign::Sign};

/// A `<textarea>` that may begin with text. The framework writes the content of a textarea unescaped,
/// so that a text with `</textarea>` in it would end it: here it is escaped on the server.
#[component]
pub fn TextArea(
    /// The name the form sends.
    name: &'static str,
    /// What stands above it.
    label: &'static str,
    /// What it begins with.
    #[prop(optional)]
    text: String,
    /// What helps before anything is wrong.
    #[prop(optional)]
    hint: &'static str,
    /// Characters that it takes at most.
    #[prop(optional)]
    most: Option<usize>,
    /// What is wrong. Whoever was refused goes on here, however far down the page it is.
    #[prop(optional_no_strip)]
    fault: Option<String>,
) -> impl IntoView {
    let id = format!("{name}-text");
    let (wrong, fault_id) = (fault.is_some(), format!("{name}-fault"));
    let described = wrong.then(|| fault_id.clone());
    let sign = Sign {
        symbol: "st-failing",
        tone: "t-critical s12",
        word: "",
    };
    // As content and not as the value: a page that wakes up would set the value over what was typed meanwhile.
    let shown = if cfg!(feature = "ssr") {
        escape(&text)
    } else {
        text
    };
    view! {
        <div class="field" class:wrong=wrong>
            <label for=id.clone()>{label}</label>
            <textarea
                class="input"
                id=id
                name=name
                maxlength=most.map(|most| most.to_string())
                autofocus=wrong
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            >
                {shown}
            </textarea>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
            {fault.map(|fault| view! { <p class="fault" id=fault_id>{shape(sign)}{fault}</p> })}
        </div>
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_end_its_field() {
        let text = "</textarea><script>alert(1)</script>".to_owned();
        let html = view! { <TextArea name="note" label="Note" text/> }.to_html();
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;"), "{html}");
    }
}
