//! What Enter does in a form whose acts weigh something: nothing.

use leptos::prelude::*;

/// The first button of a form in which somebody signs by pressing a button, and never by Enter in a field: a browser
/// presses the first one then, and where that cannot be pressed it sends nothing, with and without JavaScript.
pub fn no_enter() -> AnyView {
    view! { <button disabled hidden></button> }.into_any()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn it_can_be_neither_pressed_nor_seen() {
        let html = no_enter().to_html();
        assert!(
            html.contains(" disabled") && html.contains(" hidden"),
            "{html}"
        );
    }
}
