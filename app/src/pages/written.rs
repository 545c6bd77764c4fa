//! Parts that the server writes, within pages that the browser makes.

use leptos::{
    html::{ElementType, HtmlElement},
    prelude::*,
    tachys::html::attribute::{Attribute, NextAttribute},
};

use crate::api::Written;

/// Fills an element with what the server wrote. `of` says of what it is: what comes of the same takes its place node by
/// node, so that nobody loses a fold that was opened, the focus, or what is typed; what comes of another is shown as it is.
pub(super) fn written<E, A>(
    element: HtmlElement<E, A, ()>,
    part: Written,
    of: impl Into<String>,
) -> AnyView
where
    E: ElementType + Send + 'static,
    E::Output: 'static,
    A: Attribute + NextAttribute + Send + 'static,
{
    #[cfg(feature = "hydrate")]
    let element = element.directive(browser::fill, (part, of.into()));
    #[cfg(not(feature = "hydrate"))]
    let (element, _) = (
        element.add_any_attr(leptos::html::inner_html(part.into_markup())),
        of.into(),
    );
    element.into_any()
}

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::Reflect;
    use leptos::prelude::document;
    use wasm_bindgen::JsValue;
    use web_sys::Element;

    use crate::{api::Written, pages::served::merge};

    /// Where an element keeps what it was filled with.
    const FILLED: &str = "filled";
    /// Where it keeps of what that was.
    const OF: &str = "filled_of";

    /// Fills it where it is not filled so already.
    pub(super) fn fill(element: Element, (part, of): (Written, String)) {
        let (html, of) = (JsValue::from(part.as_markup()), JsValue::from(of));
        let kept = |name: &str| Reflect::get(&element, &JsValue::from(name)).unwrap_or_default();
        let (filled, was_of) = (kept(FILLED), kept(OF));
        let by_server = filled.is_undefined() && element.has_child_nodes();
        if by_server {
            // The browser passes over it where the address leads to a part of the page.
            crate::live::focus(&[".drawer-part [autofocus]"]);
        }
        if !by_server && filled != html {
            show(&element, part.as_markup(), was_of == of);
        }
        for (name, value) in [(FILLED, html), (OF, of)] {
            let _ = Reflect::set(&element, &JsValue::from(name), &value);
        }
    }

    fn show(element: &Element, html: &str, is_same: bool) {
        if !is_same {
            element.set_inner_html(html);
            return;
        }
        if let Ok(sent) = document().create_element(&element.tag_name()) {
            sent.set_inner_html(html);
            merge(element, &sent);
        }
    }
}
