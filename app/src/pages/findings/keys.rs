//! The keys of the list and the drawer.

use leptos::prelude::*;

/// The keys that are shown at the foot.
const SHOWN: &[(&[&str], &str)] = &[
    (&["j", "k"], "move"),
    (&["↵"], "open"),
    (&["n", "p"], "next, previous"),
    (&["a"], "assign to me"),
    (&["r"], "resolve"),
    (&["s"], "suppress"),
    (&["Esc"], "close"),
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
                <li class="end"><kbd>"?"</kbd><span>"all keys"</span></li>
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
        match event.key().as_str() {
            "j" => live::step(ROWS, 1),
            "k" => live::step(ROWS, -1),
            "o" => live::click(".list a.cover:focus"),
            "n" => live::click(".drawer a[rel=next]"),
            "p" => live::click(".drawer a[rel=prev]"),
            "a" => live::click(".drawer button.primary"),
            "r" => live::choose(".drawer select[name=to]", "RESOLVED"),
            "s" => live::choose(".drawer select[name=to]", "SUPPRESSED"),
            "Escape" => live::click(".drawer a[rel=up]"),
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}

/// Without scripts there is no keyboard to follow.
#[cfg(not(feature = "hydrate"))]
pub(super) fn listen() {}
