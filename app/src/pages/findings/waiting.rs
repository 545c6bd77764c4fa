//! What came since the list was read. It waits above the first row: nothing moves under the pointer.

use domain::event::Topic;
use leptos::prelude::*;

use super::{Place, address::ListAddress};
use crate::{
    api::{TallyView, findings_tally},
    components::icon,
    live::Live,
};

/// What became of the list, once it was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Newer {
    pub(super) tally: RwSignal<Option<TallyView>>,
    /// What the list shows, for the question.
    stamp: StoredValue<String>,
}

impl Newer {
    /// A list was read, and is about to be shown as it is.
    pub(super) fn begins(self, stamp: &str) {
        self.stamp.set_value(stamp.to_owned());
        if self.tally.with_untracked(Option::is_some) {
            self.tally.set(None);
        }
        #[cfg(feature = "hydrate")]
        crate::live::unpatch();
    }

    /// Whether rows wait to be shown.
    pub(super) fn waits(self) -> bool {
        self.tally
            .with_untracked(|tally| tally.as_ref().is_some_and(|tally| tally.words.is_some()))
    }

    /// Asks what became of the list.
    pub(super) fn ask(self, place: Place) {
        let (list, stamp) = (place.list.get_untracked(), self.stamp.get_value());
        leptos::task::spawn_local(async move {
            // An answer that cannot be had now is asked for again with the next change.
            if let Ok(tally) = findings_tally(list.clone(), stamp.clone()).await
                && place.list.try_get_untracked() == Some(list)
                && self.stamp.try_get_value() == Some(stamp)
            {
                self.learns(tally);
            }
        });
    }

    fn learns(self, tally: TallyView) {
        #[cfg(feature = "hydrate")]
        crate::live::patch(&tally.parts);
        self.tally.try_set(Some(tally));
    }
}

/// Asks whenever findings change.
pub(super) fn follow(place: Place) -> Newer {
    let newer = Newer {
        tally: RwSignal::new(None),
        stamp: StoredValue::new(String::new()),
    };
    let live = expect_context::<Live>();
    let asked = move || (live.version(Topic::Findings), place.list.get());
    let ask =
        move |(version, list): &(u64, String), before: Option<&(u64, String)>, _: Option<()>| {
            if before.is_some_and(|(_, before)| before != list) {
                newer.tally.set(None);
            } else if *version > 0 {
                newer.ask(place);
            }
        };
    Effect::watch(asked, ask, false);
    newer
}

/// The line that says what waits, and shows it when it is pressed.
#[component]
pub(super) fn WaitingRow(
    address: ListAddress,
    newer: Newer,
    place: Place,
    columns: usize,
) -> impl IntoView {
    let href = address.from(None).href();
    let words = Memo::new(move |_| newer.tally.with(|tally| tally.as_ref()?.words.clone()));
    let show = move |_| {
        newer.tally.set(None);
        place.refresh.update(|n| *n += 1);
    };
    let line = move || {
        let href = href.clone();
        words.get().map(|words| {
            view! {
                <a href=href on:click=show>{icon("i-chevron-up", "icon s12")}<span>{words}</span></a>
            }
        })
    };
    // Its place is kept free, so that no row moves when something waits.
    view! {
        <tbody class="waiting needs-js">
            <tr><td colspan=columns.to_string()>{line}</td></tr>
        </tbody>
    }
}
