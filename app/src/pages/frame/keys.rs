//! The keys that work on this page, in a dialog.

use leptos::prelude::*;

use super::modal::Modal;

/// Whether the dialog of keys is open.
#[derive(Debug, Clone, Copy)]
pub struct KeysShown(pub RwSignal<bool>);

const KEYS: &[(&str, &str)] = &[
    ("/", "search"),
    ("j", "next row"),
    ("k", "previous row"),
    ("Enter", "open the row"),
    ("o", "open the row"),
    ("n", "next finding"),
    ("p", "previous finding"),
    ("x", "select the row"),
    ("X", "select all rows from the last selected"),
    ("a", "assign to me"),
    ("r", "resolve, with a reason"),
    ("s", "suppress, with a reason"),
    ("c", "comment"),
    ("i", "declare an incident"),
    ("e", "request a change"),
    ("Ctrl K", "go anywhere, do anything"),
    ("Esc", "close"),
    ("?", "these keys"),
];

/// The dialog; without scripts nothing opens it.
#[component]
pub(super) fn KeysDialog() -> impl IntoView {
    let shown = expect_context::<KeysShown>().0;
    let modal = Modal::new(shown, || ());
    listen(shown);
    let rows = KEYS.iter().map(|(key, act)| {
        view! { <div><dt><kbd>{*key}</kbd></dt><dd>{*act}</dd></div> }
    });
    view! {
        <dialog
            class="dialog"
            aria-labelledby="keys-title"
            node_ref=modal.dialog
            on:close=move |_| modal.hears()
        >
            <div class="dialog-body">
                <h2 id="keys-title">"Keys"</h2>
                <dl class="key-list">{rows.collect_view()}</dl>
                <div class="buttons">
                    <button class="button" type="button" on:click=move |_| shown.set(false)>
                        "Close"
                    </button>
                </div>
            </div>
        </dialog>
    }
}

/// Keys that work everywhere.
#[cfg(feature = "hydrate")]
fn listen(shown: RwSignal<bool>) {
    use leptos::ev;
    let handle = window_event_listener(ev::keydown, move |event| {
        if crate::live::leave(&event) || crate::live::typing(&event) {
            return;
        }
        match event.key().as_str() {
            "?" => shown.set(true),
            "/" => {
                event.prevent_default();
                // A list stands as hidden fields in the forms beside it.
                let own = "main input[name=q]:not([type=hidden])";
                crate::live::focus(&[own, ".topbar input[type=search]"]);
            }
            _ => {}
        }
    });
    let outside = window_event_listener(ev::pointerdown, |event| crate::live::leave_others(&event));
    on_cleanup(move || {
        handle.remove();
        outside.remove();
    });
}

#[cfg(not(feature = "hydrate"))]
fn listen(_: RwSignal<bool>) {}
