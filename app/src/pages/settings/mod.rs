//! Settings: people, sources, approvals, calendars, deadlines, screens, audit, and one's own account.

pub mod account;
pub mod approvals;
pub mod audit;
pub mod calendars;
pub mod deadlines;
mod freezes;
pub mod people;
mod people_rows;
mod rejects;
pub mod screens;
pub mod sources;
mod write_back;

use domain::event::Topic;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub use account::AccountPage;
pub use approvals::ApprovalsPage;
pub use audit::AuditPage;
pub use calendars::CalendarsPage;
pub use deadlines::DeadlinesPage;
pub use people::PeoplePage;
pub use screens::ScreensPage;
pub use sources::SourcesPage;
pub(super) use sources::fault_words;

use super::served::served;

const PLACES: &[(&str, &str)] = &[
    ("/settings/sources", "Sources"),
    ("/settings/people", "People"),
    ("/settings/approvals", "Approvals"),
    ("/settings/calendars", "Calendars"),
    ("/settings/deadlines", "Deadlines"),
    ("/settings/screens", "Screens"),
    ("/settings/audit", "Audit"),
    ("/settings/account", "Your account"),
];

/// A place of the settings, in their frame.
fn place(
    title: &'static str,
    topics: &[Topic],
    page: impl FnOnce() -> AnyView + 'static,
) -> AnyView {
    served(title, topics, move || {
        let here = use_location().pathname.get_untracked();
        let places = PLACES.iter().map(|(href, word)| {
            let current = (here == *href).then_some("page");
            view! { <a href=*href aria-current=current>{*word}</a> }
        });
        view! {
            <header class="head"><h1>"Settings"</h1></header>
            <div class="settings">
                <nav class="side-nav" aria-label="Settings">{places.collect_view()}</nav>
                <div class="settings-body">{page()}</div>
            </div>
        }
        .into_any()
    })
}
