//! What came since the list was read. It waits above the first row: nothing moves under the pointer.

use domain::event::Topic;
use leptos::prelude::*;

use super::{Place, address::ListAddress};
use crate::{
    api::{TallyView, findings_tally},
    components::icon,
    format,
    live::Live,
};

/// The list's totals as they are now, once they were asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Newer(pub(super) RwSignal<Option<TallyView>>);

/// Asks for the totals whenever findings change.
pub(super) fn follow(place: Place) -> Newer {
    let newer = Newer(RwSignal::new(None));
    let live = expect_context::<Live>();
    let asked = move || (live.version(Topic::Findings), place.list.get());
    let ask =
        move |(version, list): &(u64, String), before: Option<&(u64, String)>, _: Option<()>| {
            if before.is_some_and(|(_, before)| before != list) {
                newer.0.set(None);
            } else if *version > 0 {
                let list = list.clone();
                leptos::task::spawn_local(async move {
                    // A total that cannot be had now is asked for again with the next change.
                    if let Ok(tally) = findings_tally(list.clone()).await
                        && place.list.try_get_untracked() == Some(list)
                    {
                        newer.0.try_set(Some(tally));
                    }
                });
            }
        };
    Effect::watch(asked, ask, false);
    newer
}

/// The line that says what waits, and shows it when it is pressed.
#[component]
pub(super) fn WaitingRow(
    address: ListAddress,
    /// How many findings the list had when it was read.
    total: u64,
    newer: Newer,
    place: Place,
    columns: usize,
) -> impl IntoView {
    let href = address.from(None).href();
    let words = Memo::new(move |_| {
        newer
            .0
            .with(|tally| waiting_words(total, tally.as_ref()?.total))
    });
    let show = move |_| {
        newer.0.set(None);
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

fn waiting_words(shown: u64, now: u64) -> Option<String> {
    match now.checked_sub(shown) {
        Some(0) => None,
        Some(new) => Some(format!("{} new, show them", format::count(new))),
        None => {
            let gone = format::count(shown - now);
            Some(format!("{gone} fewer now, show the list as it is"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_difference_is_said() {
        assert_eq!(waiting_words(5, 5), None);
        assert_eq!(waiting_words(5, 17).as_deref(), Some("12 new, show them"));
        let fewer = waiting_words(5, 3).expect("two are gone");
        assert!(fewer.starts_with("2 fewer"), "{fewer}");
    }
}
