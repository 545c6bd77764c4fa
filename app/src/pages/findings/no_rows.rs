//! What stands in place of a list's rows, and the notes above it: what it is of, and how to get some.

use domain::{finding::FindingFilter, source::SourceKind, time::Timestamp};
use leptos::prelude::*;

use super::{address::ListAddress, viewed::ALL_OPEN};
use crate::{
    api::SourceView,
    components::{Sign, State},
    format,
    pages::{
        settings::fault_words,
        source_note::{closed_note, source_note},
    },
};

/// Why a list has no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoRows {
    /// It became shorter than where the address begins.
    Shorter,
    /// No finding at all has come.
    NothingRead,
    /// What a list leaves out by itself would be in it: how many, and the filter that has them.
    LeftOut(u64, Box<FindingFilter>),
    /// The filter admits none.
    Narrow,
}

/// In place of the rows.
pub(crate) fn no_rows(
    address: &ListAddress,
    why: &NoRows,
    sources: &[SourceView],
) -> impl IntoView + use<> {
    let (what, next, way) = match why {
        NoRows::Shorter => (
            "There is nothing after this",
            "The list became shorter. Go to its first page.".to_owned(),
            (address.from(None).href(), "First page"),
        ),
        NoRows::NothingRead => (
            "No finding has been read yet",
            unread(sources),
            ("/settings/sources".to_owned(), "Sources"),
        ),
        NoRows::LeftOut(count, filter) => (
            "None of these is open",
            left_out(*count, &address.filter, filter),
            (address.filtered((**filter).clone()).href(), "Show them"),
        ),
        NoRows::Narrow => (
            "No finding matches",
            "Loosen a filter, or look at all that are open.".to_owned(),
            (ALL_OPEN.to_owned(), "All open findings"),
        ),
    };
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    view! { <State sign what=what next=next way=Some(way)/> }
}

/// What findings are waited for.
fn unread(sources: &[SourceView]) -> String {
    let late = sources
        .iter()
        .find(|source| source.freshness.last_good.is_none());
    let Some(source) = late else {
        return "What AWS or a file tells will stand here.".to_owned();
    };
    let name = source.id.kind.label();
    match &source.freshness.fault {
        Some(fault) => format!("{name} cannot be read: {}", fault_words(fault)),
        None => format!("{name} has not answered yet. What it tells will stand here."),
    }
}

/// Which of the words that a list begins with keep them out.
fn left_out(count: u64, shown: &FindingFilter, all: &FindingFilter) -> String {
    let by = match shown.record_state == all.record_state {
        true => "workflow New, Notified",
        false => "workflow New, Notified and record Active",
    };
    let (verb, count) = (if count == 1 { "is" } else { "are" }, format::count(count));
    format!("{count} that match {verb} hidden by {by}.")
}

/// Says which source of findings is not as it should be, and in which places each kind tells nothing beside others.
pub(crate) fn source_notes(
    sources: &[SourceView],
    closed: &[(SourceKind, Vec<String>)],
    now: Timestamp,
) -> impl IntoView + use<> {
    let notes = sources.iter().filter_map(|source| source_note(source, now));
    let closed = closed.iter();
    let closed = closed.filter_map(|(kind, places)| closed_note(*kind, places));
    notes.chain(closed).collect::<Vec<_>>()
}

#[cfg(test)]
mod tests {
    use domain::{
        finding::{RecordState, UntilBand},
        source::{Freshness, SourceFault, SourceId, SourceKind, SyncProgress},
        time::from_micros,
    };

    use super::*;

    fn source(answered: bool, fault: Option<SourceFault>) -> SourceView {
        let at = from_micros(1_790_000_000_000_000);
        SourceView {
            id: SourceId {
                kind: SourceKind::SecurityHub,
                account: "310000000001".into(),
                region: "us-east-1".into(),
            },
            freshness: Freshness {
                last_good: answered.then_some(at),
                interval_s: 20,
                last_try: Some(at),
                fault,
            },
            progress: SyncProgress::default(),
            cold_done_at: None,
            swept_at: None,
        }
    }

    #[test]
    fn what_a_list_leaves_out_by_itself_is_told_with_the_way_to_it() {
        let address = ListAddress::parse("until=never&by=flat");
        let all = FindingFilter {
            workflow: Vec::new(),
            ..address.filter.clone()
        };
        let html = no_rows(&address, &NoRows::LeftOut(3, Box::new(all)), &[]).to_html();
        assert!(
            html.contains("3 that match are hidden by workflow New, Notified."),
            "{html}"
        );
        assert!(html.contains("workflow=any"), "{html}");
        assert_eq!(address.filter.until, [UntilBand::Never]);
        assert_eq!(address.filter.record_state, [RecordState::Active]);
    }

    #[test]
    fn who_was_told_nothing_yet_is_not_sent_to_the_filters() {
        let address = ListAddress::parse("");
        let said =
            |sources: &[SourceView]| no_rows(&address, &NoRows::NothingRead, sources).to_html();
        let waits = said(&[source(false, None)]);
        assert!(
            waits.contains("Security Hub has not answered yet."),
            "{waits}"
        );
        assert!(!waits.contains("Loosen"), "{waits}");
        let denied = SourceFault::AccessDenied("securityhub:GetFindings".to_owned());
        let denied = said(&[source(false, Some(denied))]);
        assert!(
            denied.contains("AWS refuses securityhub:GetFindings"),
            "{denied}"
        );
    }

    #[test]
    fn a_blind_source_is_told_above_its_findings() {
        let now = from_micros(1_790_000_000_000_000);
        let fresh = source_notes(&[source(true, None)], &[], now).to_html();
        assert!(!fresh.contains("Security Hub"), "{fresh}");
        let later = now + chrono::TimeDelta::hours(2);
        let blind = source_notes(&[source(true, None)], &[], later).to_html();
        assert!(
            blind.contains("Security Hub answered last 2 h ago"),
            "{blind}"
        );
    }
}
