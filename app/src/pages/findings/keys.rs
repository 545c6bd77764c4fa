//! The keys of the list and the drawer.

use domain::action::Action as A;
use leptos::prelude::*;

use crate::pages::frame::palette::Palette;

/// The keys that are shown at the foot, each with what it takes to use it.
const SHOWN: &[(&[&str], &str, A)] = &[
    (&["j", "k"], "move", A::ReadFloor),
    (&["x"], "select", A::TriageFindings),
    (&["⇧ x"], "range", A::TriageFindings),
    (&["↵"], "open", A::ReadFloor),
    (&["n", "p"], "next, previous", A::ReadFloor),
    (&["a"], "assign to me", A::TriageFindings),
    (&["r"], "resolve", A::TriageFindings),
    (&["s"], "suppress", A::TriageFindings),
    (&["c"], "comment", A::TriageFindings),
    (&["i"], "incident", A::WorkIncidents),
    (&["e"], "change", A::RequestChanges),
];

/// The foot of the page: the keys that one's roles have a use for, and why the last one did nothing.
#[component]
pub(super) fn KeyRow(said: RwSignal<String>) -> impl IntoView {
    let palette = expect_context::<Palette>();
    let keys = SHOWN.iter().map(|(keys, act, action)| {
        let keys: Vec<_> = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect();
        view! { <li hidden=move || !palette.may(*action)>{keys}<span>{*act}</span></li> }
    });
    view! {
        <footer class="key-row needs-js" aria-label="Keys">
            <ul class="some">{keys.collect_view()}</ul>
            <ul>
                <li><kbd>"Ctrl K"</kbd><span>"do anything"</span></li>
                <li><kbd>"?"</kbd><span>"all keys"</span></li>
            </ul>
            <p class="said" role="status">{said}</p>
        </footer>
    }
}

/// What is said where a key has nothing to act on.
#[cfg(feature = "hydrate")]
const NO_ROW: &str = "Go to a finding with j, or tick one. Enter opens a group.";

/// Follows the keyboard while the page is there; `said` is why a key did nothing.
#[cfg(feature = "hydrate")]
pub(super) fn listen(said: RwSignal<String>) {
    use leptos::ev;
    use leptos_router::hooks::use_navigate;

    use crate::live;

    let (palette, navigate) = (expect_context::<Palette>(), use_navigate());
    let handle = window_event_listener(ev::keydown, move |event| {
        // What was open over the list is closed by the key that would close the drawer.
        let is_taken = event.key() == "Escape" && event.default_prevented();
        if is_taken || live::leave(&event) || live::leave_field(&event, ".query input") {
            return;
        }
        if live::typing(&event) {
            return;
        }
        said.set(String::new());
        let keys = Keys {
            palette,
            navigate: &navigate,
            said,
        };
        if keys.press(&event.key()) {
            // The key must not be typed into the field that it moved the focus to.
            event.prevent_default();
        }
    });
    let focused = window_event_listener(ev::focusin, |_| live::note_cursor());
    on_cleanup(move || {
        handle.remove();
        focused.remove();
    });
}

/// What is ticked to be acted on: rows, or all that match. Other boxes of the list choose what it shows.
#[cfg(feature = "hydrate")]
const TICKED: &str = ":is(.list tbody, .selection) .check:checked";

/// What a key may do, where it leads, and where it is said why it does nothing.
#[cfg(feature = "hydrate")]
#[derive(Clone, Copy)]
struct Keys<'n> {
    palette: Palette,
    navigate: &'n dyn Fn(&str, leptos_router::NavigateOptions),
    said: RwSignal<String>,
}

#[cfg(feature = "hydrate")]
impl Keys<'_> {
    /// Does what a key is for; false for one that is for nothing here.
    fn press(self, key: &str) -> bool {
        use crate::live;

        const ROWS: &str = ".list a.cover";
        match key {
            "j" => live::step(ROWS, 1),
            "k" => live::step(ROWS, -1),
            "x" => self.tick(false),
            "X" => self.tick(true),
            "o" => live::click(".list a.cover:focus"),
            "n" => live::click(".drawer a[rel=next]"),
            "p" => live::click(".drawer a[rel=prev]"),
            "a" => self.act("assign", "", None),
            "r" => self.act("workflow", "RESOLVED", Some("reason")),
            "s" => self.act("workflow", "SUPPRESSED", Some("reason")),
            "c" => self.act("", "", Some("note")),
            "i" => self.lead(".drawer .declare", A::WorkIncidents, "/incidents/new"),
            "e" => self.lead(".drawer .request-change", A::RequestChanges, "/changes/new"),
            "Escape" => live::click(".drawer a[rel=up]"),
            _ => return false,
        }
        true
    }

    /// Ticks the row under the cursor, or all from the last one ticked to it.
    fn tick(self, range: bool) {
        if crate::live::has_box() {
            crate::live::tick(range);
        } else if self.may(A::TriageFindings) {
            self.say(NO_ROW);
        }
    }

    fn say(self, why: &str) {
        self.said.set(why.to_owned());
    }

    fn may(self, action: A) -> bool {
        untrack(|| self.palette.may(action))
    }

    /// Leads to a form about the open finding, or else about the one under the cursor.
    fn lead(self, press: &str, action: A, form: &str) {
        use crate::live;

        if live::is_there(".drawer") {
            return live::click(press);
        }
        if !self.may(action) {
            return;
        }
        let id = live::cursor().filter(|id| id.parse::<domain::id::FindingId>().is_ok());
        match id {
            Some(id) => (self.navigate)(&format!("{form}?finding={id}"), Default::default()),
            None => self.say(NO_ROW),
        }
    }

    /// Acts on the open finding, or else on what is ticked, or else on the row under the cursor. What needs a reason or
    /// a text waits for it: the field has the focus, and nothing is sent.
    fn act(self, field: &'static str, value: &'static str, then: Option<&'static str>) {
        use crate::live;

        if !self.may(A::TriageFindings) {
            return;
        }
        let drawer = live::is_there(".drawer");
        if drawer && field == "assign" {
            return match live::text(".drawer-foot .holder") {
                Some(name) => self.say(&format!("{name} has it.")),
                None => live::click(".drawer-foot .assign"),
            };
        }
        if drawer {
            return reach(".drawer", field, value, then);
        }
        let ticked = live::is_there(TICKED);
        if !ticked && !live::has_box() {
            return self.say(NO_ROW);
        }
        if !ticked {
            live::tick(false);
        }
        if field == "assign" {
            // A button of its own: what was typed into the form is not sent along.
            return live::click(".selection button[name=only]");
        }
        // What is ticked brings the bar in view, and nothing out of view takes the focus.
        set_timeout(
            move || reach(".selection", field, value, then),
            std::time::Duration::ZERO,
        );
    }
}

/// Chooses a value in the form of a place, and goes to the field that it needs.
#[cfg(feature = "hydrate")]
fn reach(place: &str, field: &str, value: &str, then: Option<&str>) {
    use crate::live;

    live::unfold(&format!("{place} .act-sheet"));
    if !field.is_empty() {
        live::choose(&format!("{place} select[name={field}]"), value);
    }
    if let Some(field) = then {
        live::focus(&[&format!("{place} input[name={field}]")]);
    }
}

/// Without scripts there is no keyboard to follow.
#[cfg(not(feature = "hydrate"))]
pub(super) fn listen(_: RwSignal<String>) {}
