//! A dialog over the page that opens and closes with a signal.
//!
//! The browser closes one by itself, for Escape, and says so only later: whether it is open is for the dialog to say.

use leptos::{html, prelude::*};

/// A dialog and the signal that opens it.
#[derive(Clone, Copy)]
pub(super) struct Modal {
    /// The element.
    pub(super) dialog: NodeRef<html::Dialog>,
    shown: RwSignal<bool>,
}

impl Modal {
    /// Opens and closes with the signal; `begins` is called before it opens.
    pub(super) fn new(shown: RwSignal<bool>, begins: impl Fn() + 'static) -> Self {
        let dialog = NodeRef::<html::Dialog>::new();
        Effect::new(move |_| {
            let Some(dialog) = dialog.get() else { return };
            match (shown.get(), dialog.open()) {
                (true, false) => {
                    begins();
                    let _ = dialog.show_modal();
                }
                (false, true) => dialog.close(),
                _ => {}
            }
        });
        Self { dialog, shown }
    }

    fn is_open(self) -> bool {
        let dialog = self.dialog.get_untracked();
        dialog.is_some_and(|dialog| dialog.open())
    }

    /// Hears that it was closed. It may be open again by now.
    pub(super) fn hears(self) {
        self.shown.set(self.is_open());
    }

    /// Opens it, or closes it.
    #[cfg(feature = "hydrate")]
    pub(super) fn toggle(self) {
        self.shown.set(!self.is_open());
    }
}
