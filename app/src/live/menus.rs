//! Menus and forms that open over a page in the browser, and how they are left.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{browser::all, rows::follow_cursor};

/// What opens over the page until it is left.
const MENUS: &str = "details.menu[open]";

/// Folds the menu or form that the focus is in, or else the last that is open, and gives the focus back to where it was
/// opened from; what was typed stays in it. Answers whether there was one.
pub fn leave(event: &web_sys::KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let in_dialog = target.is_some_and(|target| matches!(target.closest("dialog"), Ok(Some(_))));
    if event.key() != "Escape" || event.default_prevented() || in_dialog {
        return false;
    }
    let (open, active) = (all(MENUS), document().active_element());
    let within = |menu: &&web_sys::HtmlElement| {
        active
            .as_ref()
            .is_some_and(|active| menu.contains(Some(active)))
    };
    let Some(menu) = open.iter().rfind(within).or(open.last()) else {
        return false;
    };
    event.prevent_default();
    let had_focus = within(&menu);
    let _ = menu.remove_attribute("open");
    if had_focus {
        give_back(menu, active);
    }
    true
}

/// From a form of the list the focus goes to the cursor's row, from all else to what opens it.
fn give_back(menu: &Element, active: Option<Element>) {
    if menu.class_list().contains("act-sheet") {
        if let Some(active) =
            active.and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = active.blur();
        }
        follow_cursor();
    }
    let summary = menu.query_selector("summary").ok().flatten();
    let is_lost = document()
        .active_element()
        .is_none_or(|now| now.tag_name() == "BODY" || menu.contains(Some(&now)));
    if let Some(summary) = summary.filter(|_| is_lost)
        && let Ok(summary) = summary.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = summary.focus();
    }
}

/// Folds the menus that were pressed outside of; a form that is being filled in stays.
pub fn leave_others(event: &web_sys::Event) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    for menu in all("details.menu[open]:not(.act-sheet)") {
        if !target
            .as_ref()
            .is_some_and(|target| menu.contains(Some(target)))
        {
            let _ = menu.remove_attribute("open");
        }
    }
}
