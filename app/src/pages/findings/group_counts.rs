//! How much of a group there is: of a control how many of its resources fail, of other groups how many findings match.

use domain::finding::FindingGroup;
use leptos::prelude::*;

use crate::format;

fn both(group: &FindingGroup) -> (u64, u64) {
    match group.resources {
        Some(resources) => (resources.failing, resources.all),
        None => (group.matching, group.of.max(group.matching)),
    }
}

/// Both figures to the last digit: `8,771 of 14,977`.
pub(crate) fn in_full(group: &FindingGroup) -> String {
    let (count, of) = both(group);
    format!("{} of {}", format::count(count), format::count(of))
}

/// What stands in the column: both figures, and shorter ones for a list that has no room for long ones.
pub(crate) fn counts(group: &FindingGroup) -> impl IntoView + use<> {
    let (count, of) = both(group);
    let is_long = count.max(of) >= 1_000;
    let brief =
        is_long.then(|| figures("brief", format::short_count(count), format::short_count(of)));
    (
        figures("whole", format::count(count), format::count(of)),
        brief,
    )
}

fn figures(class: &'static str, count: String, of: String) -> impl IntoView {
    view! { <span class=class>{count}<span class="aside">" of "{of}</span></span> }
}
