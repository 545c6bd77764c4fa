//! The command palette: go anywhere, do anything that one's roles allow, by typing a part of its name.

use domain::{action::Action as A, actor::Role};
use leptos::{ev::KeyboardEvent, prelude::*};

use super::modal::Modal;
use crate::format;

/// Whether the palette is open, and for whom it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    shown: RwSignal<bool>,
    roles: RwSignal<Vec<Role>>,
}

impl Palette {
    /// For the frame that is being made.
    pub(super) fn provide() -> Self {
        let new = Self {
            shown: RwSignal::new(false),
            roles: RwSignal::new(Vec::new()),
        };
        provide_context(new);
        new
    }

    /// Whether the roles of who looks allow something; nothing is allowed while they are not known.
    pub(crate) fn may(self, action: A) -> bool {
        self.roles.with(|roles| may(roles, action))
    }

    /// Says who looks.
    pub(super) fn is_for(self, roles: &[Role]) {
        if self.roles.with_untracked(|known| known != roles) {
            self.roles.set(roles.to_vec());
        }
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    words: String,
    href: String,
}

fn entry(words: &str, href: &str) -> Entry {
    Entry {
        words: words.to_owned(),
        href: href.to_owned(),
    }
}

/// The places of who reads the floor, in the order of the rail, and lists that are often wanted.
const PLACES: &[(&str, &str)] = &[
    ("Go to Watch", "/"),
    ("Go to My work", "/work"),
    ("Go to Incidents", "/incidents"),
    ("Go to Findings", "/findings"),
    (
        "Go to findings that are new to you",
        "/findings?seen=no&by=flat&sort=came",
    ),
    (
        "Go to findings assigned to me",
        "/findings?assignee=me&by=flat",
    ),
    (
        "Go to overdue findings",
        "/findings?due=overdue&by=flat&sort=due&order=asc",
    ),
    ("Go to critical findings", "/findings?severity=CRITICAL"),
    ("Go to findings nobody has", "/findings?assignee=&by=flat"),
    ("Go to Suppressions", "/suppressions"),
    ("Go to Standards", "/standards"),
    ("Go to AWS Health", "/health"),
    ("Go to Endpoints", "/endpoints"),
    ("Go to Changes", "/changes"),
    ("Go to Calendar", "/calendar"),
    ("Go to the wall", "/wall"),
];

/// What only some roles may do.
const ACTS: &[(A, &str, &str)] = &[
    (A::WorkIncidents, "Declare an incident", "/incidents/new"),
    (A::RequestChanges, "Request a change", "/changes/new"),
    (
        A::TriageFindings,
        "New suppression rule",
        "/suppressions/new",
    ),
    (A::ImportFindings, "Import findings", "/findings/import"),
    (A::KeepViews, "Views of findings", "/findings/views"),
    (A::ReadSettings, "Settings: people", "/settings/people"),
    (A::ReadSettings, "Settings: sources", "/settings/sources"),
    (
        A::AdministerCalendars,
        "Settings: freezes and calendars",
        "/settings/calendars",
    ),
    (
        A::AdministerScreens,
        "Settings: wall screens",
        "/settings/screens",
    ),
    (
        A::ReadSettings,
        "Settings: approvals",
        "/settings/approvals",
    ),
    (A::ReadFloor, "Settings: deadlines", "/settings/deadlines"),
    (A::ReadAudit, "Read the audit", "/settings/audit"),
];

/// What a page offers itself, where it does: the words, and what is pressed or opened for them.
const PRESSED: &[(&str, &str)] = &[
    ("Assign this finding to me", ".drawer-foot .assign"),
    ("Resolve this finding", ".drawer-foot .resolve"),
    ("Suppress this finding", ".drawer-foot .suppress"),
    (
        "Unassign this finding",
        ".drawer-foot [name=to][value=''] + button",
    ),
    (
        "Take this finding from who has it",
        ".drawer-foot button:has(.take)",
    ),
    (
        "Undo what was just done to this finding",
        ".drawer-said form button",
    ),
    (
        "Comment on this finding, tag it, link it, change its severity",
        ".drawer .act-sheet:not([open]) > summary",
    ),
    ("Declare an incident from this finding", ".drawer .declare"),
    (
        "Request a change for this finding",
        ".drawer .request-change",
    ),
    ("Close this finding", ".drawer a[rel=up]"),
    (
        "Claim what is selected",
        ".selection:not(.idle) button[name=only]",
    ),
    (
        "Resolve, suppress, comment on or edit what is selected",
        ".selection:not(.idle) .act-sheet:not([open]) > summary",
    ),
    (
        "Undo what was just done to this list",
        ".selection form[action*=undo] button",
    ),
    ("Select this page", ".page-all"),
    ("Select all that match", ".selection .needs-js .check"),
    (
        "Hide what this list shows by a rule",
        ".query [href^='/suppressions/new']",
    ),
    ("Mark all findings as seen", "form.seen button"),
    ("Save this list as a view", ".head .menu > summary"),
    ("Switch the theme", "form[action*=theme] button"),
    ("Sign out", "form[action*=sign_out] button"),
];

/// Where the server leads on to an incident or change, by its number.
const JUMP: &str = "/go/";

/// What stands before a selector in place of an address.
const PRESS: char = '!';

fn may(roles: &[Role], action: A) -> bool {
    roles.iter().any(|role| role.grants().contains(&action))
}

/// Everything that these roles may do.
fn entries(roles: &[Role]) -> Vec<Entry> {
    let may = |action| may(roles, action);
    let places = PLACES.iter().filter(|_| may(A::ReadFloor));
    let acts = ACTS.iter().filter(|(action, ..)| may(*action));
    let places = places.map(|(words, href)| entry(words, href));
    let acts = acts.map(|(_, words, href)| entry(words, href));
    let account = entry("Go to your account", "/settings/account");
    let pressed = PRESSED.iter().filter(|(_, selector)| is_there(selector));
    let pressed = pressed.map(|(words, selector)| entry(words, &format!("{PRESS}{selector}")));
    let all = places.chain(acts).chain([account]).chain(pressed);
    all.chain(offered()).collect()
}

/// Links of the page that say themselves what the palette calls them.
#[cfg(feature = "hydrate")]
fn offered() -> Vec<Entry> {
    let links = crate::live::all("[data-do]").into_iter();
    let offered = links.filter_map(|link| {
        let (words, href) = (link.get_attribute("data-do")?, link.get_attribute("href")?);
        // Pressed and not followed: a file is for the browser to fetch.
        Some(entry(&words, &format!("{PRESS}[data-do][href=\"{href}\"]")))
    });
    offered.collect()
}

#[cfg(not(feature = "hydrate"))]
const fn offered() -> Vec<Entry> {
    Vec::new()
}

#[cfg(feature = "hydrate")]
fn is_there(selector: &str) -> bool {
    crate::live::is_there(selector)
}

#[cfg(not(feature = "hydrate"))]
const fn is_there(_: &str) -> bool {
    false
}

/// Presses what an entry is of, where that is no address.
#[cfg(feature = "hydrate")]
fn press(href: &str) {
    if let Some(selector) = href.strip_prefix(PRESS) {
        let selector = selector.to_owned();
        // The dialog gives the focus back when it closes; what is pressed may take it from there.
        set_timeout(
            move || crate::live::click(&selector),
            std::time::Duration::ZERO,
        );
    }
}

#[cfg(not(feature = "hydrate"))]
const fn press(_: &str) {}

/// The way to what is called by a number, where one was typed.
fn numbered(typed: &str) -> Option<Entry> {
    let name = typed.to_ascii_uppercase();
    let (kind, number) = name.split_once('-')?;
    number.parse::<u32>().ok()?;
    let href = match kind {
        "INC" | "CHG" => format!("{JUMP}{name}"),
        "SUP" => format!("/suppressions/{number}"),
        _ => return None,
    };
    Some(entry(&format!("Go to {name}"), &href))
}

/// Those of which every word that was typed is a part, and a search for what was typed.
fn matching(all: &[Entry], typed: &str) -> Vec<Entry> {
    let typed = typed.trim();
    let words: Vec<String> = typed.split_whitespace().map(format::lower).collect();
    let holds = |entry: &&Entry| {
        let text = format::lower(&entry.words);
        words.iter().all(|word| text.contains(word))
    };
    let mut found: Vec<Entry> = all.iter().filter(holds).cloned().collect();
    found.extend(numbered(typed));
    let reads_floor = all.iter().any(|entry| entry.href == "/findings");
    if !typed.is_empty() && reads_floor {
        let query = crate::query::Query::default().with("q", typed);
        found.push(Entry {
            words: format!("Search findings for \u{201c}{typed}\u{201d}"),
            href: query.href("/findings"),
        });
    }
    found
}

/// What is typed, what it finds, and which of it is chosen.
#[derive(Clone, Copy)]
struct Search {
    typed: RwSignal<String>,
    found: Memo<Vec<Entry>>,
    at: RwSignal<usize>,
}

impl Search {
    fn new(palette: Palette) -> Self {
        let typed = RwSignal::new(String::new());
        // What the page offers is another thing each time that it is opened.
        let all = Memo::new(move |_| {
            palette.shown.track();
            palette.roles.with(|roles| entries(roles))
        });
        Self {
            typed,
            found: Memo::new(move |_| typed.with(|typed| all.with(|all| matching(all, typed)))),
            at: RwSignal::new(0),
        }
    }

    fn takes(self, text: String) {
        self.typed.set(text);
        self.at.set(0);
    }

    fn key(self, event: &KeyboardEvent) {
        let last = self.found.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => self.at.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => self.at.update(|at| *at = at.saturating_sub(1)),
            "Enter" => press_chosen(),
            _ => return,
        }
        event.prevent_default();
    }
}

/// The dialog; without scripts nothing opens it.
#[component]
pub(super) fn PaletteDialog(palette: Palette) -> impl IntoView {
    let shown = palette.shown;
    let search = Search::new(palette);
    let modal = Modal::new(shown, move || search.takes(String::new()));
    listen(modal);
    view! {
        <dialog class="dialog palette" aria-label="Do anything" node_ref=modal.dialog on:close=move |_| modal.hears()>
            <input
                class="input"
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-activedescendant=move || option_id(search.at.get())
                aria-label="What do you want to do?"
                placeholder="Go anywhere, do anything"
                autocomplete="off"
                spellcheck="false"
                prop:value=search.typed
                on:input=move |event| search.takes(event_target_value(&event))
                on:keydown=move |event| search.key(&event)
            />
            <ul id="palette-list" role="listbox" aria-label="Choices">{rows(search, shown)}</ul>
        </dialog>
    }
}

/// What the field says is chosen.
fn option_id(at: usize) -> String {
    format!("palette-{at}")
}

/// What was found. A row is a link that is itself the option: an option holds nothing that could be reached apart from it.
fn rows(search: Search, shown: RwSignal<bool>) -> impl IntoView {
    move || {
        if !shown.get() {
            return ().into_any();
        }
        let (chosen, found) = (search.at.get(), search.found.get());
        if found.is_empty() {
            let id = option_id(0);
            return view! { <li role="option" id=id aria-disabled="true" class="aside">"Nothing here is called that."</li> }
                .into_any();
        }
        let rows = found.into_iter().enumerate().map(|(at, entry)| {
            let selected = if at == chosen { "true" } else { "false" };
            // What is pressed has no address that the router could follow.
            let address = (!entry.href.starts_with(PRESS)).then(|| entry.href.clone());
            // Where the server leads on is for the browser to follow.
            let rel = entry.href.starts_with(JUMP).then_some("external");
            view! {
                <li role="presentation">
                    <a
                        role="option"
                        id=option_id(at)
                        aria-selected=selected
                        href=address
                        rel=rel
                        tabindex="-1"
                        on:click=move |_| {
                            shown.set(false);
                            press(&entry.href);
                        }
                    >
                        {entry.words}
                    </a>
                </li>
            }
        });
        rows.collect_view().into_any()
    }
}

/// Goes where the chosen row leads.
#[cfg(feature = "hydrate")]
fn press_chosen() {
    crate::live::click(".palette a[aria-selected=true]");
}

#[cfg(not(feature = "hydrate"))]
fn press_chosen() {}

/// `Ctrl K`, or `⌘ K`, wherever the focus is.
#[cfg(feature = "hydrate")]
fn listen(modal: Modal) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            modal.toggle();
        }
    });
    on_cleanup(move || handle.remove());
}

#[cfg(not(feature = "hydrate"))]
fn listen(_: Modal) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_to_be_in_it() {
        let all = [
            entry("Go to Findings", "/findings"),
            entry("Go to Changes", "/changes"),
        ];
        let found = |typed| {
            matching(&all, typed)
                .into_iter()
                .map(|entry| entry.href)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("go fin"), ["/findings", "/findings?q=go%20fin"]);
        assert_eq!(found(""), ["/findings", "/changes"]);
        assert_eq!(found("xyz"), ["/findings?q=xyz"]);
        assert!(matching(&all[1..], "xyz").is_empty());
        assert_eq!(found("inc-7")[0], "/go/INC-7");
        assert_eq!(found("SUP-3")[0], "/suppressions/3");
        assert_eq!(found("port-22"), ["/findings?q=port-22"]);
        let search = matching(&all, " port 22 ");
        assert_eq!(search[0].href, "/findings?q=port%2022");
    }
}
