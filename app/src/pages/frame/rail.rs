//! The rail: the places of the product, with what waits in each.

use domain::{
    finding::Due,
    source::{FreshnessState, SourceKind},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::keys::KeysShown;
use crate::{
    api::{FrameView, Theme, oldest_of_each_kind},
    components::{
        Icon, Sign, Unseen, due_sign, icon, impact_sign, severity_sign, shape, ticking, unseen,
    },
    format,
};

/// Whether a place stands in the bar of a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OnPhone {
    Yes,
    No,
}

impl OnPhone {
    const fn class(self) -> &'static str {
        match self {
            Self::Yes => "phone",
            Self::No => "",
        }
    }
}

/// The rail.
#[component]
pub(super) fn Rail(frame: FrameView) -> impl IntoView {
    let shown = expect_context::<KeysShown>().0;
    let [findings, issues, failing] = of_sources(&frame);
    let incidents = frame.rail.worst_incident.map_or_else(
        || counted(0, 0, AWS_ISSUE),
        |worst| counted(u64::from(frame.rail.incidents), 0, impact_sign(worst)),
    );
    view! {
        <nav class="rail" aria-label="Sections">
            <a class="brand" href="/">
                {icon("mark", "mark")}
                <span class="word">"Watchfloor"</span>
            </a>
            <ul class="items">
                <Place href="/" icon="i-watch" word="Watch" on_phone=OnPhone::Yes>""</Place>
                <Place href="/work" icon="i-user" word="My work" on_phone=OnPhone::No>
                    {overdue(frame.rail.overdue)}
                </Place>
                <Place href="/incidents" icon="i-incidents" word="Incidents" on_phone=OnPhone::Yes>
                    {incidents}
                </Place>
                <Place href="/findings" icon="i-findings" word="Findings" on_phone=OnPhone::Yes>
                    {new_findings(frame.rail.unseen)}
                    {findings}
                </Place>
                <Place href="/standards" icon="i-check" word="Standards" on_phone=OnPhone::No>""</Place>
                <Place href="/health" icon="i-health" word="AWS Health" on_phone=OnPhone::No>
                    {issues}
                </Place>
                <Place href="/endpoints" icon="i-endpoints" word="Endpoints" on_phone=OnPhone::No>
                    {failing}
                </Place>
                <Place href="/changes" icon="i-changes" word="Changes" on_phone=OnPhone::Yes>
                    {for_me(frame.changes_waiting)}
                </Place>
                <Place href="/calendar" icon="i-calendar" word="Calendar" on_phone=OnPhone::No>""</Place>
            </ul>
            <hr/>
            <ul class="items">
                <Place href="/settings" icon="i-settings" word="Settings" on_phone=OnPhone::No>""</Place>
                <More theme=frame.theme/>
            </ul>
            <div class="foot">
                <BlindLamp frame=frame.clone()/>
                <button class="rail-item needs-js" type="button" on:click=move |_| shown.set(true)>
                    <Icon name="i-keys"/>
                    <span class="word">"Keys"</span>
                    <span class="count"><kbd>"?"</kbd></span>
                </button>
                <ThemeSwitch theme=frame.theme class="rail-item"/>
            </div>
        </nav>
    }
}

/// The counts of what sources report: findings, AWS Health, endpoints.
fn of_sources(frame: &FrameView) -> [AnyView; 3] {
    let counts = frame.counts;
    let needs = counts.critical + counts.high;
    let worst = if counts.critical > 0 {
        domain::finding::Severity::Critical
    } else {
        domain::finding::Severity::High
    };
    let seen = |kinds: &[SourceKind]| unseen(&frame.sources, kinds, frame.now);
    let findings = seen_count(
        (needs, counts.total(), severity_sign(worst)),
        seen(&SourceKind::OF_FINDINGS),
    );
    let issues = seen_count(
        (
            u64::from(frame.rail.aws_issues),
            u64::from(frame.rail.aws_events),
            AWS_ISSUE,
        ),
        seen(&[SourceKind::Health]),
    );
    let failing = seen_count(
        (
            u64::from(frame.rail.failing),
            u64::from(frame.rail.endpoints),
            FAILING,
        ),
        seen(&[SourceKind::Route53, SourceKind::CloudWatch]),
    );
    [findings, issues, failing]
}

const AWS_ISSUE: Sign = Sign {
    symbol: "st-partial",
    tone: "t-warn",
    word: "",
};
const FAILING: Sign = Sign {
    symbol: "st-failing",
    tone: "t-critical",
    word: "",
};

const WAITS: Sign = Sign {
    symbol: "st-waits",
    tone: "t-waits",
    word: "",
};

/// How many findings are new to who looks, beneath the word.
fn new_findings(unseen: u64) -> Option<impl IntoView> {
    let title = format!("{} new to you", format::count(unseen));
    let short = format!("{} new", format::short_count(unseen));
    (unseen > 0).then(|| view! { <span class="new" title=title>{short}</span> })
}

/// How many findings are overdue, where some are.
fn overdue(overdue: u64) -> AnyView {
    let title = format!("{} findings overdue", format::count(overdue));
    match overdue {
        0 => ().into_any(),
        overdue => {
            let (sign, count) = (shape(due_sign(Due::Overdue)), format::short_count(overdue));
            view! { <span class="count needs due" title=title>{sign}{count}</span> }.into_any()
        }
    }
}

/// What waits for a decision of who looks; nothing needs no count.
fn for_me(waiting: u64) -> AnyView {
    match waiting {
        0 => ().into_any(),
        waiting => counted(waiting, waiting, WAITS),
    }
}

/// A count of what sources report: where they cannot be seen, it is not known.
fn seen_count(
    (needs, all, sign): (u64, u64, Sign),
    unseen: Memo<Option<(Unseen, String)>>,
) -> AnyView {
    let shown = move || match unseen.get() {
        None => counted(needs, all, sign),
        Some((unseen, why)) => {
            let (sign, figure) = (shape(unseen.sign()), unseen.figure());
            view! { <span class="count needs" title=why>{sign}{figure}</span> }.into_any()
        }
    };
    shown.into_any()
}

/// What needs somebody, with its shape; else how many there are. Beside the word is room for five signs.
fn counted(needs: u64, all: u64, sign: Sign) -> AnyView {
    let n = if needs > 0 { needs } else { all };
    let (title, figure) = (format::count(n), format::short_count(n));
    match needs {
        0 => view! { <span class="count" title=title>{figure}</span> }.into_any(),
        _ => {
            view! { <span class="count needs" title=title>{shape(sign)}{figure}</span> }.into_any()
        }
    }
}

#[component]
fn Place(
    href: &'static str,
    icon: &'static str,
    word: &'static str,
    on_phone: OnPhone,
    children: Children,
) -> impl IntoView {
    let pathname = use_location().pathname;
    let current = move || {
        let here = pathname.with(|path| match href {
            "/" => path == "/",
            // What hides findings is led to from them.
            "/findings" if path.starts_with("/suppressions") => true,
            href => path.starts_with(href),
        });
        here.then_some("page")
    };
    view! {
        <li class=on_phone.class()>
            <a class="rail-item" href=href aria-current=current>
                <Icon name=icon/>
                <span class="word">{word}</span>
                {children()}
            </a>
        </li>
    }
}

/// What has no room in the bar of a phone.
#[component]
fn More(theme: Option<Theme>) -> impl IntoView {
    let places = [
        ("/work", "i-user", "My work"),
        ("/standards", "i-check", "Standards"),
        ("/health", "i-health", "AWS Health"),
        ("/endpoints", "i-endpoints", "Endpoints"),
        ("/calendar", "i-calendar", "Calendar"),
        ("/settings", "i-settings", "Settings"),
    ];
    let rows = places.map(|(href, icon, word)| {
        view! { <a class="row" href=href><Icon name=icon/>{word}</a> }
    });
    view! {
        <li class="phone phone-only">
            <details class="menu up at-end">
                <summary class="rail-item">
                    <Icon name="i-more"/>
                    <span class="word">"More"</span>
                </summary>
                <div class="sheet">
                    {rows.collect_view()}
                    <ThemeSwitch theme class="row"/>
                </div>
            </details>
        </li>
    }
}

/// Lit while a source is silent.
#[component]
fn BlindLamp(frame: FrameView) -> impl IntoView {
    let now = ticking(frame.now);
    let sources = oldest_of_each_kind(&frame.sources);
    let blind = Memo::new(move |_| {
        let silent = sources
            .iter()
            .filter(|source| source.freshness.state(now()) == FreshnessState::Blind);
        silent.count()
    });
    move || {
        (blind.get() > 0).then(|| {
            let text = format::counted(blind.get() as u64, "source silent", "sources silent");
            view! {
                <a class="lamp blind t-blind" href="/settings/sources">
                    {icon("st-blind", "shape")}
                    <span>{text}</span>
                </a>
            }
        })
    }
}

/// Dark, light, or as the system has it: each press takes the next.
#[component]
fn ThemeSwitch(theme: Option<Theme>, class: &'static str) -> impl IntoView {
    let (label, next) = match theme {
        None => ("System", "dark"),
        Some(Theme::Dark) => (Theme::Dark.label(), "light"),
        Some(Theme::Light) => (Theme::Light.label(), "system"),
    };
    let icon = if theme == Some(Theme::Light) {
        "i-sun"
    } else {
        "i-moon"
    };
    view! {
        <form method="post" action="/api/theme/choose">
            <input type="hidden" name="theme" value=next/>
            <button class=class>
                <Icon name=icon/>
                <span class="word">"Theme"</span>
                <span class="count">{label}</span>
            </button>
        </form>
    }
}
