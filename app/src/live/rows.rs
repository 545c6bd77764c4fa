//! The rows of a list in the browser: the cursor, which is the focus, and what is ticked.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::browser::{all, find};

/// The links of the rows, each with the id of what the row is of.
const COVERS: &str = ".list a.cover";
/// The boxes of the rows.
const BOXES: &str = ".list tbody input.check";

thread_local! {
    /// The row that the cursor was on: it follows the row through every renewal of the list.
    static CURSOR: RefCell<String> = const { RefCell::new(String::new()) };
    /// The row that was ticked last: where a range begins.
    static TICKED: RefCell<String> = const { RefCell::new(String::new()) };
    /// Whether a search was sent whose answer is still to come.
    static SOUGHT: Cell<bool> = const { Cell::new(false) };
}

fn id_of(element: &Element) -> Option<String> {
    element.get_attribute("data-id")
}

/// The row under the cursor.
fn current() -> Option<Element> {
    let active = document().active_element()?;
    let row = active.closest("tr").ok()??;
    row.closest(".list").ok()?.map(|_| row)
}

/// Remembers the row of an element that took the focus.
pub fn note_cursor() {
    let active = document().active_element();
    if let Some(id) = active.as_ref().and_then(id_of) {
        CURSOR.set(id);
    }
}

/// What stands for a part of a row since somebody else changed it, and the part that it stands for.
const NOW: &str = ".list .now";
const WAS: &str = "was";

/// Shows parts of rows as they are now, each beside what was rendered, which is hidden: no row moves, and the page finds
/// its own nodes where it left them.
pub fn patch(parts: &[crate::api::RowPart]) {
    unpatch();
    let rows = all(COVERS);
    for part in parts {
        let row = rows
            .iter()
            .find(|row| id_of(row).as_ref() == Some(&part.of));
        let row = row.and_then(|row| row.closest("tr").ok()?);
        let old = row.and_then(|row| row.query_selector(&part.place).ok()?);
        if let Some(old) = old {
            let _ = old.class_list().add_1(WAS);
            let _ = old.insert_adjacent_html("afterend", part.html.as_markup());
        }
    }
}

/// Shows what was rendered again.
pub fn unpatch() {
    for now in all(NOW) {
        now.remove();
    }
    for was in all(".list .was") {
        let _ = was.class_list().remove_1(WAS);
    }
}

/// Leaves the field that a search was sent from: what is found takes the focus, so that the next key is no letter of it.
pub fn leave_search() {
    SOUGHT.set(true);
    blur();
}

/// Leaves the field that the key is pressed in, if it is one that matches; what was typed stays in it. Answers whether it
/// was.
pub fn leave_field(event: &web_sys::KeyboardEvent, selector: &str) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let is_it = target.is_some_and(|target| target.matches(selector).unwrap_or_default());
    if event.key() != "Escape" || !is_it {
        return false;
    }
    event.prevent_default();
    blur();
    follow_cursor();
    true
}

/// Takes the focus from what has it.
fn blur() {
    let active = document().active_element();
    if let Some(active) = active.and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
        let _ = active.blur();
    }
}

/// Puts the cursor back on its row after the rows were renewed, or on the first if it is gone. Whoever is elsewhere
/// stays there. After a search the cursor is on a row, or in the query where that has a mistake.
pub fn follow_cursor() {
    // What was found takes the place of the list in a moment, and so do the rows of a page that is come back to.
    if !SOUGHT.get() {
        settle(false);
    }
    follow_cursor_soon();
}

/// The same, once the page has become what it is about to be.
pub fn follow_cursor_soon() {
    set_timeout(|| settle(SOUGHT.take()), Duration::from_millis(50));
}

fn settle(sought: bool) {
    let id = CURSOR.with_borrow(Clone::clone);
    let active = document().active_element();
    let lost = active.as_ref().is_none_or(|active| {
        let moved = id_of(active).is_some_and(|now| now != id);
        active.tag_name() == "BODY" || moved && matches!(active.closest(".list"), Ok(Some(_)))
    });
    if !lost || id.is_empty() && !sought {
        return;
    }
    if let Some(query) = find(".query input[aria-invalid]").filter(|_| sought) {
        let _ = query.focus();
        return;
    }
    let rows = all(COVERS);
    let same = rows
        .iter()
        .find(|row| id_of(row).as_deref() == Some(id.as_str()));
    if let Some(row) = same.or_else(|| rows.first()) {
        let _ = row.focus();
    }
}

/// Ticks the row under the cursor, or takes its tick away; a range ticks all from the last one ticked to here.
pub fn tick(range: bool) {
    let Some(here) = current().and_then(|row| row.query_selector("input.check").ok()?) else {
        return;
    };
    let Ok(here) = here.dyn_into::<HtmlInputElement>() else {
        return;
    };
    let boxes: Vec<HtmlInputElement> = all(BOXES)
        .into_iter()
        .filter_map(|element| element.dyn_into().ok())
        .collect();
    let place = |value: &str| boxes.iter().position(|one| one.value() == value);
    let from = TICKED.with_borrow(|last| place(last));
    let to = place(&here.value());
    TICKED.set(here.value());
    match (range, from.zip(to)) {
        (true, Some((from, to))) => {
            let span = &boxes[from.min(to)..=from.max(to)];
            span.iter()
                .filter(|one| !one.checked())
                .for_each(|one| one.click());
        }
        _ => here.click(),
    }
}

/// The text of the first that matches.
#[must_use]
pub fn text(selector: &str) -> Option<String> {
    find(selector)?.text_content()
}

/// Whether anything matches.
#[must_use]
pub fn is_there(selector: &str) -> bool {
    find(selector).is_some()
}

/// A form that is open over the page, or a field that is being written in or was.
pub(super) const FILLED: &str = ".act-sheet[open],form[method=post] :is(input,select,textarea):is(:focus,:user-valid,:user-invalid)";

/// Opens what is folded.
pub fn unfold(selector: &str) {
    if let Some(element) = find(selector) {
        let _ = element.set_attribute("open", "");
    }
}

/// Folds whatever is open and matches; what is out of sight then has no focus.
pub fn shut(selector: &str) {
    let active = document().active_element();
    for element in all(selector) {
        let _ = element.remove_attribute("open");
        if element.contains(active.as_deref()) {
            blur();
        }
    }
}

/// Shows that all are ticked, some, or none, on the box that stands for all of them.
pub fn show_part(selector: &str, some: bool, all: bool) {
    let found = find(selector).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    if let Some(found) = found {
        found.set_checked(some && all);
        found.set_indeterminate(some && !all);
    }
}

/// Whether the box of a change is ticked now, where it is one that matches.
#[must_use]
pub fn turned(event: &web_sys::Event, selector: &str) -> Option<bool> {
    let element = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let is_it = element.matches(selector).unwrap_or_default();
    is_it.then(|| element.checked())
}

/// Whether the row under the cursor can be ticked.
#[must_use]
pub fn has_box() -> bool {
    let row = current();
    row.is_some_and(|row| matches!(row.query_selector("input.check"), Ok(Some(_))))
}

/// The id of the row under the cursor.
#[must_use]
pub fn cursor() -> Option<String> {
    let row = current()?.query_selector("a.cover").ok()??;
    id_of(&row)
}

/// Moves the cursor to a row without the focus, where the list has it.
pub fn move_cursor(id: &str) {
    if all(COVERS)
        .iter()
        .any(|row| id_of(row).as_deref() == Some(id))
    {
        CURSOR.set(id.to_owned());
    }
}
