//! Makes the page that is shown into the one that came: what is the same stays the very same, so that nobody who types,
//! reads or points loses where they are.

use std::collections::BTreeMap;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Node};

use super::fields::{holds, is_held};

/// Gives `shown` the content of `sent`. Fields that are held stay as they are, and with them what they stand in; what is
/// folded open stays open; the focus stays where it is.
pub(in crate::pages) fn merge(shown: &Element, sent: &Element) {
    let focus = document().active_element();
    children(shown, sent);
    // What was moved has lost it.
    if focus != document().active_element()
        && let Some(focus) = focus.and_then(|one| one.dyn_into::<HtmlElement>().ok())
        && focus.is_connected()
    {
        let _ = focus.focus();
    }
}

fn children(shown: &Node, sent: &Node) {
    let mut known: BTreeMap<String, Vec<Node>> = BTreeMap::new();
    for node in nodes(shown).into_iter().rev() {
        known.entry(key(&node)).or_default().push(node);
    }
    let pairs = nodes(sent).into_iter().map(|sent| {
        let same = known.get_mut(&key(&sent)).and_then(Vec::pop);
        (sent, same)
    });
    let pairs: Vec<(Node, Option<Node>)> = pairs.collect();
    let (lasting, gone): (Vec<_>, Vec<_>) = known.into_values().flatten().partition(lasts);
    for gone in gone {
        let _ = shown.remove_child(&gone);
    }
    let mut next = shown.first_child();
    for (sent, same) in pairs {
        while let Some(over) = next.take_if(|next| lasting.contains(next)) {
            next = over.next_sibling();
        }
        let node = same.as_ref().unwrap_or(&sent);
        if next.as_ref() == Some(node) {
            next = node.next_sibling();
        } else {
            let _ = shown.insert_before(node, next.as_ref());
        }
        if same.is_some() {
            update(node, &sent);
        }
    }
}

fn nodes(parent: &Node) -> Vec<Node> {
    let list = parent.child_nodes();
    (0..list.length()).filter_map(|at| list.item(at)).collect()
}

/// What is sent once, or is being filled in, stays though the server no longer writes it.
fn lasts(node: &Node) -> bool {
    node.dyn_ref::<Element>()
        .is_some_and(|element| element.has_attribute("data-once") || holds(element))
}

/// What tells a node from those beside it; those that share it are told by their order.
fn key(node: &Node) -> String {
    let name = node.node_name();
    let Some(element) = node.dyn_ref::<Element>() else {
        return name;
    };
    let said = |name: &str| element.get_attribute(name);
    let within = |selector: &str, name: &str| {
        let found = element.query_selector(selector).ok()??;
        found.get_attribute(name)
    };
    let thing = || within("input[name=id],input[name=of]", "value");
    let mark = match name.as_str() {
        "FORM" => [said("action"), thing(), within("input[name=what]", "value")],
        "DETAILS" => [said("class"), within("form", "action"), thing()],
        // The names of columns lead to orders of the list as it is now: there is one row of them, of whatever list.
        "TR" if matches!(element.closest("thead"), Ok(Some(_))) => [None, None, None],
        "TR" | "LI" => [within("th a[href],a[href]", "href"), thing(), None],
        "DIV" => [said("class"), None, None],
        _ => [said("id"), said("aria-labelledby"), said("name")],
    };
    mark.into_iter()
        .flatten()
        .fold(name, |key, mark| key + " " + &mark)
}

/// Makes a node into what came for it.
fn update(shown: &Node, sent: &Node) {
    if shown.is_equal_node(Some(sent)) {
        return;
    }
    let (Some(old), Some(new)) = (shown.dyn_ref::<Element>(), sent.dyn_ref::<Element>()) else {
        shown.set_node_value(sent.node_value().as_deref());
        return;
    };
    // A form says of which version its fields are; one whose fields follow nothing may go on with the page.
    let stays = old.tag_name() == "FORM" && !old.has_attribute("data-live") && holds(old);
    if stays || is_held(old) {
        return;
    }
    attributes(old, new);
    children(shown, sent);
}

fn attributes(old: &Element, new: &Element) {
    let names = |element: &Element| {
        let names = element.get_attribute_names().into_iter();
        // Folded or open is what the reader made it.
        names
            .filter_map(|name| name.as_string())
            .filter(|name| name != "open")
    };
    for gone in names(old).filter(|name| !new.has_attribute(name)) {
        let _ = old.remove_attribute(&gone);
    }
    // What somebody decides on is what they were shown first; the answer to it tells what is new.
    let first = old.has_attribute("data-first");
    for name in names(new).filter(|name| !(first && name == "value")) {
        let value = new.get_attribute(&name).unwrap_or_default();
        if old.get_attribute(&name).as_ref() == Some(&value) {
            continue;
        }
        let _ = old.set_attribute(&name, &value);
        if name == "value"
            && let Some(field) = old.dyn_ref::<HtmlInputElement>()
        {
            field.set_value(&value);
        }
    }
}
