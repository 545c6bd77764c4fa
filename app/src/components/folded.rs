//! What opens in place, and stays as whoever looks has left it while the page follows what happens.

use leptos::prelude::*;

/// A fold that is open at first or not.
///
/// Attributes of erased views are all removed and set anew with each answer: one that says "shut" would shut the fold under
/// whoever had opened it. So a fold that is shut at first has none.
pub fn folded(open: bool, class: &'static str, inside: AnyView) -> AnyView {
    match open {
        true => view! { <details class=class open>{inside}</details> }.into_any(),
        false => view! { <details class=class>{inside}</details> }.into_any(),
    }
}
