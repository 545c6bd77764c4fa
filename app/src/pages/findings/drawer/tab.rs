//! The parts of a finding, each an address.

use domain::event::Topic;
use leptos::prelude::*;

use super::{super::address::ListAddress, history::Told};
use crate::{api::FindingView, format};

/// Which part is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// What it says.
    Overview,
    /// What to do about it.
    Fix,
    /// Other findings of the same resource.
    Same,
    /// What changed on it.
    History,
    /// What else happened around its time, and goes on now.
    Around,
    /// The whole document as it came.
    Document,
}

impl Tab {
    const ALL: [Self; 6] = [
        Self::Overview,
        Self::Fix,
        Self::Same,
        Self::History,
        Self::Around,
        Self::Document,
    ];

    pub(super) fn read(word: Option<&str>) -> Self {
        let found = Self::ALL.into_iter().find(|tab| Some(tab.word()) == word);
        found.unwrap_or(Self::Overview)
    }

    /// Its word in an address.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Fix => "fix",
            Self::Same => "same",
            Self::History => "history",
            Self::Around => "around",
            Self::Document => "document",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Fix => "Fix",
            Self::Same => "Same resource",
            Self::History => "History",
            Self::Around => "Around",
            Self::Document => "Document",
        }
    }

    /// What the part follows beside the finding itself: a document does not change with every finding that does, and is the
    /// largest of the parts.
    pub(super) const fn topics(self) -> &'static [Topic] {
        match self {
            Self::Same => &[Topic::Findings],
            Self::Around => &[
                Topic::Findings,
                Topic::Incidents,
                Topic::Changes,
                Topic::Health,
                Topic::Endpoints,
                Topic::Calendar,
            ],
            Self::Overview | Self::Fix | Self::History | Self::Document => &[],
        }
    }

    /// Where this part of a finding stands.
    pub(super) fn href(self, address: &ListAddress, id: domain::id::FindingId) -> String {
        let query = match self {
            Self::Overview => address.query(),
            tab => address.query().with("tab", tab.word()),
        };
        query.href(&format!("/findings/{id}"))
    }
}

/// The tabs.
#[component]
pub(super) fn Tabs(
    finding: FindingView,
    address: ListAddress,
    tab: Tab,
    told: Told,
) -> impl IntoView {
    // As many as the part lists: with what AWS remembers, once it was asked.
    let shown = finding.clone();
    let changes = move || {
        told.with(|told| match told {
            Some(Ok(told)) if told.state() == shown.state() => told.changes,
            _ => shown.changes,
        })
    };
    let (changes, same) = (Signal::derive(changes), finding.same_resource);
    let tabs = Tab::ALL.into_iter().map(|one| {
        let current = (one == tab).then_some("page");
        let href = one.href(&address, finding.summary.id);
        let count = move || match one {
            Tab::History => changes.get(),
            Tab::Same => same,
            _ => 0,
        };
        let count = move || {
            let n = count();
            (n > 0).then(|| view! { " "<span class="n">{format::short_count(n)}</span> })
        };
        view! { <a href=href aria-current=current>{one.label()}{count}</a> }
    });
    view! { <nav class="tabs" aria-label="Parts of this finding">{tabs.collect_view()}</nav> }
}
