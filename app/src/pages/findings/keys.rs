//! The keys of the list and the drawer.

use leptos::prelude::*;

/// The keys that are shown at the foot.
const SHOWN: &[(&[&str], &str)] = &[
    (&["j", "k"], "move"),
    (&["x"], "select"),
    (&["⇧ x"], "range"),
    (&["↵"], "open"),
    (&["n", "p"], "next, previous"),
    (&["a"], "assign to me"),
    (&["r"], "resolve"),
    (&["s"], "suppress"),
    (&["c"], "comment"),
    (&["i"], "incident"),
    (&["e"], "change"),
];

/// The foot of the page.
#[component]
pub(super) fn KeyRow() -> impl IntoView {
    let keys = SHOWN.iter().map(|(keys, act)| {
        let keys: Vec<_> = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect();
        view! { <li>{keys}<span>{*act}</span></li> }
    });
    view! {
        <footer class="key-row needs-js" aria-label="Keys">
            <ul>
                {keys.collect_view()}
                <li class="end"><kbd>"Ctrl K"</kbd><span>"do anything"</span></li>
                <li><kbd>"?"</kbd><span>"all keys"</span></li>
            </ul>
        </footer>
    }
}

/// Follows the keyboard while the page is there.
#[cfg(feature = "hydrate")]
pub(super) fn listen() {
    use leptos::ev;

    use crate::live;

    const ROWS: &str = ".list a.cover";
    let handle = window_event_listener(ev::keydown, move |event| {
        if live::typing(&event) {
            return;
        }
        let key = event.key();
        match key.as_str() {
            "j" => live::step(ROWS, 1),
            "k" => live::step(ROWS, -1),
            "x" => live::tick(false),
            "X" => live::tick(true),
            "o" => live::click(".list a.cover:focus"),
            "n" => live::click(".drawer a[rel=next]"),
            "p" => live::click(".drawer a[rel=prev]"),
            "a" => act("assign", "", None),
            "r" => act("workflow", "RESOLVED", Some("reason")),
            "s" => act("workflow", "SUPPRESSED", Some("reason")),
            "c" => act("", "", Some("note")),
            "i" => live::click(".drawer .declare"),
            "e" => live::click(".drawer .request-change"),
            "Escape" => {
                live::click(".drawer a[rel=up]");
                // The drawer takes the focus with it: it goes back to the row, once the drawer is gone.
                set_timeout(live::follow_cursor, std::time::Duration::from_millis(50));
            }
            _ => return,
        }
        // The key must not be typed into the field that it moved the focus to.
        event.prevent_default();
    });
    let focused = window_event_listener(ev::focusin, |_| live::note_cursor());
    on_cleanup(move || {
        handle.remove();
        focused.remove();
    });
}

/// What is ticked to be acted on: rows, or all that match. Other boxes of the list choose what it shows.
#[cfg(feature = "hydrate")]
const TICKED: &str = ":is(.list tbody, .selection) .check:checked";

/// Acts on the open finding, or else on what is ticked, or else on the row under the cursor. What needs a reason or a
/// text waits for it: the field has the focus, and nothing is sent.
#[cfg(feature = "hydrate")]
fn act(field: &'static str, value: &'static str, then: Option<&'static str>) {
    use crate::live;

    let drawer = live::is_there(".drawer");
    if drawer && field == "assign" {
        return live::click(".drawer-foot button.primary");
    }
    if field == "assign" {
        if !live::is_there(TICKED) {
            live::tick(false);
        }
        // A button of its own: what was typed into the form is not sent along.
        return live::click(".selection button[name=only]");
    }
    if drawer {
        return reach(".drawer", field, value, then);
    }
    if live::is_there(TICKED) {
        return reach(".selection", field, value, then);
    }
    live::tick(false);
    // What is ticked brings the bar in view, and nothing out of view takes the focus.
    set_timeout(
        move || reach(".selection", field, value, then),
        std::time::Duration::ZERO,
    );
}

/// Chooses a value in the form of a place, and goes to the field that it needs.
#[cfg(feature = "hydrate")]
fn reach(place: &str, field: &str, value: &str, then: Option<&str>) {
    use crate::live;

    live::unfold(&format!("{place} .act-sheet"));
    if !field.is_empty() {
        live::choose(&format!("{place} select[name={field}]"), value);
    }
    if let Some(field) = then {
        live::focus(&[&format!("{place} input[name={field}]")]);
    }
}

/// Without scripts there is no keyboard to follow.
#[cfg(not(feature = "hydrate"))]
pub(super) fn listen() {}
