//! Settings: people, sources, approvals, calendars, screens, audit, and one's own account.

pub mod account;
pub mod approvals;
pub mod audit;
mod calendar_form;
pub mod calendars;
mod freezes;
pub mod people;
mod people_rows;
mod rejects;
pub mod screens;
pub mod sources;

use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

pub use account::AccountPage;
pub use approvals::ApprovalsPage;
pub use audit::AuditPage;
pub use calendars::CalendarsPage;
pub use people::PeoplePage;
pub use screens::ScreensPage;
pub use sources::SourcesPage;

const PLACES: &[(&str, &str)] = &[
    ("/settings/sources", "Sources"),
    ("/settings/people", "People"),
    ("/settings/approvals", "Approvals"),
    ("/settings/calendars", "Calendars"),
    ("/settings/screens", "Screens"),
    ("/settings/audit", "Audit"),
    ("/settings/account", "Your account"),
];

/// The frame of the settings.
#[component]
pub fn SettingsFrame() -> impl IntoView {
    let pathname = use_location().pathname;
    let places = PLACES.iter().map(|(href, word)| {
        let current = move || pathname.with(|path| path == href).then_some("page");
        view! { <a href=*href aria-current=current>{*word}</a> }
    });
    view! {
        <header class="head"><h1>"Settings"</h1></header>
        <div class="settings">
            <nav class="side-nav" aria-label="Settings">{places.collect_view()}</nav>
            <div class="settings-body"><Outlet/></div>
        </div>
    }
    .into_any()
}
