//! What somebody is typing, which nothing may take away.

use js_sys::Reflect;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, NodeList};

/// What came back from a refusal says itself that somebody typed: there the server wrote what they typed.
const TYPED: &str = "data-typed";
const FIELDS: &str = "input:not([type=hidden]),textarea,select,[data-typed]";

/// Whether it is a field in which somebody is, or has typed or chosen something.
pub(super) fn is_held(field: &Element) -> bool {
    matches!(field.matches(FIELDS), Ok(true))
        && (document().active_element().as_ref() == Some(field)
            || field.has_attribute(TYPED)
            || is_edited(field))
}

/// Whether such a field is inside.
pub(super) fn holds(element: &Element) -> bool {
    let fields = element.query_selector_all(FIELDS);
    fields.is_ok_and(|fields| elements(&fields).any(|field| is_held(&field)))
}

/// The elements of a list.
pub(super) fn elements(list: &NodeList) -> impl Iterator<Item = Element> + '_ {
    (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok())
}

/// Whether it is another than the server wrote it.
fn is_edited(field: &Element) -> bool {
    let of = |name: &str| Reflect::get(field, &JsValue::from_str(name)).unwrap_or_default();
    let find = |selector: &str| field.query_selector(selector).ok().flatten();
    match field.tag_name().as_str() {
        "SELECT" => find("option:checked") != find("option[selected]").or_else(|| find("option")),
        _ => of("value") != of("defaultValue") || of("checked") != of("defaultChecked"),
    }
}
