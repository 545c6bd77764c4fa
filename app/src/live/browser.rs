//! The browser's clock, its keys, and what the page knows of being awake.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use chrono::{DateTime, TimeDelta};
use domain::time::Timestamp;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent, VisibilityState};

use super::{Live, stream};
use crate::components::Ticker;

thread_local! {
    /// The server's clock minus the browser's, in milliseconds; nothing before the first answer.
    static OFFSET: Cell<Option<i64>> = const { Cell::new(None) };
    /// What the server that made this page sends as its browser side.
    static BUILD: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Loads the page anew for another build, once for each: where two servers answer in turn, or what is loaded is still the
/// old, it stays as it is.
pub(super) fn renew(build: &str) {
    let known = BUILD.with_borrow_mut(|known| {
        if known.is_empty() {
            build.clone_into(known);
        }
        known == build
    });
    if known {
        return;
    }
    // Without a place to remember it, it would be loaded again and again.
    let Ok(Some(kept)) = window().session_storage() else {
        return;
    };
    let key = format!("build-{build}");
    if matches!(kept.get_item(&key), Ok(None)) && kept.set_item(&key, "").is_ok() {
        let _ = window().location().reload();
    }
}

/// How long after its start a page first looks for the stream.
const SOON: Duration = Duration::from_millis(50);

/// Tells the style that scripts run, so that what needs them is shown.
pub fn mark_scripted() {
    if let Some(root) = document().document_element() {
        let _ = root.class_list().add_1("js");
    }
}

/// Ticks each second, and looks after the stream.
pub(super) fn start(live: Live, ticker: Ticker) {
    let leaves = window_event_listener_untyped("beforeunload", |_| stream::leave());
    on_cleanup(move || leaves.remove());
    let step = move || {
        if OFFSET.get().is_some() {
            ticker.0.set(Some(server_now()));
            stream::look_after(live);
        }
    };
    // The page's own answer sets the clock in a moment; to follow need not wait for a whole second.
    if let Ok(handle) = set_timeout_with_handle(step, SOON) {
        on_cleanup(move || handle.clear());
    }
    if let Ok(handle) = set_interval_with_handle(step, Duration::from_secs(1)) {
        on_cleanup(move || {
            handle.clear();
            stream::end();
        });
    }
}

/// Sets the clock by an answer of the server.
pub(super) fn set_clock(now: Timestamp) {
    OFFSET.set(Some(now.timestamp_millis() - browser_millis()));
}

/// The server's clock as this browser continues it.
#[must_use]
pub fn server_now() -> Timestamp {
    let millis = browser_millis() + OFFSET.get().unwrap_or(0);
    DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of our age fit into 64 bits"
)]
fn browser_millis() -> i64 {
    js_sys::Date::now() as i64
}

/// Whether the key belongs to what is being typed, to a dialog, or to the browser.
#[must_use]
pub fn typing(event: &KeyboardEvent) -> bool {
    let field = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| {
            // A box that ticks takes no letter.
            let ticks = matches!(element.get_attribute("type").as_deref(), Some("checkbox"));
            matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && !ticks
                || matches!(element.closest("dialog"), Ok(Some(_)))
        });
    field || event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// Whether nobody looks at the tab.
#[must_use]
pub fn is_hidden() -> bool {
    document().visibility_state() == VisibilityState::Hidden
}

pub(super) fn find(selector: &str) -> Option<HtmlElement> {
    let element = document().query_selector(selector).ok()??;
    element.dyn_into().ok()
}

/// All that match, in the order of the page.
pub fn all(selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    let found = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok());
    found.collect()
}

/// Moves the focus to the first element that the earliest selector finds.
pub fn focus(selectors: &[&str]) {
    if let Some(element) = selectors.iter().find_map(|selector| find(selector)) {
        let _ = element.focus();
    }
}

/// Scrolls until the end of the first element that matches is in sight.
pub fn show(selector: &str) {
    if let Some(element) = find(selector) {
        element.scroll_into_view_with_bool(false);
    }
}

/// Presses the first element that matches.
pub fn click(selector: &str) {
    if let Some(element) = find(selector) {
        element.click();
    }
}

/// Puts the text of an element on the clipboard; where the browser does not allow it, nothing happens.
pub fn copy(selector: &str) {
    if let Some(text) = find(selector).and_then(|element| element.text_content()) {
        drop(window().navigator().clipboard().write_text(&text));
    }
}

/// For how long a button says that it copied something.
const SAID: Duration = Duration::from_secs(2);

/// Puts on the clipboard what the button that was pressed offers, if one was, and marks it as done for a moment. A path is
/// of this server.
pub fn copy_pressed(event: &MouseEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(button) = target.and_then(|target| target.closest("[data-copy]").ok()?) else {
        return;
    };
    let mut text = button.get_attribute("data-copy").unwrap_or_default();
    if text.starts_with('/') {
        text.insert_str(0, &window().location().origin().unwrap_or_default());
    }
    drop(window().navigator().clipboard().write_text(&text));
    let classes = button.class_list();
    let _ = classes.add_1("done");
    set_timeout(move || drop(classes.remove_1("done")), SAID);
}

/// Moves the focus to the next or, with a negative step, the previous of the elements that match.
pub fn step(selector: &str, step: i32) {
    let Ok(rows) = document().query_selector_all(selector) else {
        return;
    };
    let (count, active) = (rows.length(), document().active_element());
    let at = (0..count).find(|at| {
        let row = rows.item(*at);
        row.is_some() && row.as_ref() == active.as_ref().map(AsRef::as_ref)
    });
    let to = match at {
        Some(at) => at.saturating_add_signed(step).min(count.saturating_sub(1)),
        None => 0,
    };
    if let Some(row) = rows.item(to)
        && let Some(row) = row.dyn_ref::<HtmlElement>()
    {
        let _ = row.focus();
    }
}

/// Chooses a value of the first list that matches and moves the focus there; nothing is sent.
pub fn choose(selector: &str, value: &str) {
    if let Some(list) = find(selector) {
        if let Some(list) = list.dyn_ref::<web_sys::HtmlSelectElement>() {
            list.set_value(value);
        }
        let _ = list.focus();
    }
}

/// Forgets what was chosen in the forms that match, so that they show what the page says.
pub fn reset(selector: &str) {
    let Ok(forms) = document().query_selector_all(selector) else {
        return;
    };
    for at in 0..forms.length() {
        if let Some(form) = forms.item(at)
            && let Some(form) = form.dyn_ref::<web_sys::HtmlFormElement>()
        {
            form.reset();
        }
    }
}
