//! A field for several lines.

use leptos::prelude::*;

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
) -> impl IntoView {
    let id = format!("{name}-text");
    let shown = if cfg!(feature = "ssr") {
        escape(&text)
    } else {
        text.clone()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea class="input" id=id name=name prop:value=text>{shown}</textarea>
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
