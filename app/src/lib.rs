//! What a person sees of Watchfloor: pages, components and the server functions behind them.
//!
//! The package has two faces, `ssr` in the process and `hydrate` in the browser. It knows neither SQL
//! nor AWS nor the web framework: the process hands it a backend and who asks.

// Views are deep types; the compiler's default depth ends before a page does.
#![recursion_limit = "256"]
#![expect(
    unreachable_pub,
    reason = "the macro of components writes `pub` whatever a component's own visibility is"
)]

pub mod api;
pub mod components;
pub mod format;
pub mod live;
pub mod pages;
pub mod query;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;

pub use routes::App;

/// Wakes the page that the server sent: called once, by the browser's entry.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    live::mark_scripted();
    leptos::mount::hydrate_body(App);
}
