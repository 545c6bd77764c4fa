//! Following the event log: what changed since this page was made.
//!
//! Events name topics, never values: whoever follows a topic asks again through the same server
//! functions. Nothing here runs on the server.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod menus;
#[cfg(feature = "hydrate")]
mod rows;
#[cfg(feature = "hydrate")]
mod stream;
#[cfg(feature = "hydrate")]
mod tabs;

use domain::{event::Topic, time::Timestamp};
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub use browser::{
    all, choose, click, copy, copy_pressed, focus, is_hidden, mark_scripted, reset, server_now,
    show, step, typing,
};
#[cfg(feature = "hydrate")]
pub use menus::{leave, leave_others};
#[cfg(feature = "hydrate")]
pub use rows::{
    cursor, follow_cursor, follow_cursor_soon, has_box, is_there, leave_field, leave_search,
    move_cursor, note_cursor, patch, show_part, shut, text, tick, turned, unfold, unpatch,
};

/// What a page follows, one for each browser tab.
#[derive(Debug, Clone, Copy)]
pub struct Live {
    /// How often something of each topic was heard of.
    heard: [RwSignal<u64>; Topic::ALL.len()],
    /// Since when nothing was heard at all, once that is too long.
    pub lost_since: RwSignal<Option<Timestamp>>,
    /// The last event that is known.
    #[cfg(feature = "hydrate")]
    seq: RwSignal<i64>,
}

impl Live {
    /// A page that has heard of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            heard: std::array::from_fn(|_| RwSignal::new(0)),
            lost_since: RwSignal::new(None),
            #[cfg(feature = "hydrate")]
            seq: RwSignal::new(0),
        }
    }

    /// Grows whenever something of the topic was committed: what depends on it asks again.
    #[must_use]
    pub fn version(self, topic: Topic) -> u64 {
        self.of(topic).map_or(0, |heard| heard.get())
    }

    /// Everything may have changed.
    pub fn resync(self) {
        for heard in self.heard {
            heard.update(|n| *n += 1);
        }
    }

    fn of(self, topic: Topic) -> Option<RwSignal<u64>> {
        let at = Topic::ALL.iter().position(|one| *one == topic)?;
        self.heard.get(at).copied()
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

/// Lets the clock run and the page follow, as long as the page is there. In the browser alone.
pub fn start(live: Live, ticker: crate::components::Ticker) {
    #[cfg(feature = "hydrate")]
    browser::start(live, ticker);
    #[cfg(not(feature = "hydrate"))]
    let _ = (live, ticker);
}

/// Loads the page anew where the server has another browser side than the one that runs here. In the browser alone.
pub fn renew(build: &str) {
    #[cfg(feature = "hydrate")]
    browser::renew(build);
    #[cfg(not(feature = "hydrate"))]
    let _ = build;
}

/// Takes in what an answer of the server knows: its last event and its time. In the browser alone.
pub fn know(live: Live, ticker: crate::components::Ticker, seq: i64, now: Timestamp) {
    #[cfg(feature = "hydrate")]
    {
        if live.seq.get_untracked() == 0 {
            live.seq.set(seq);
        }
        browser::set_clock(now);
        ticker.0.set(Some(browser::server_now()));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (live, ticker, seq, now);
}

/// Whether somebody fills in a form: to leave the page would lose it. In the browser alone.
#[must_use]
pub fn is_filling() -> bool {
    #[cfg(feature = "hydrate")]
    return is_there(rows::FILLED);
    #[cfg(not(feature = "hydrate"))]
    false
}
