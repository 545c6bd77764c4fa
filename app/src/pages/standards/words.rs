//! How standards and controls are said.

use domain::{
    finding::{ComplianceStatus, FindingFilter, Grouping, RecordState, WorkflowStatus},
    source::{FreshnessState, SourceKind},
    standard::{ControlStatus, Score},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::SourceView,
    components::{Form, Note, Sign},
    format,
    pages::{findings::address::ListAddress, settings::fault_words},
};

/// The list of standards.
pub(super) const LIST: &str = "/standards";

/// The shape, colour and word of a status, with the form of its lamp.
pub(super) const fn status_sign(status: ControlStatus) -> (Sign, Form) {
    let (symbol, tone, form) = match status {
        ControlStatus::Failed => ("st-failing", "t-critical", Form::Neutral),
        ControlStatus::Unknown => ("st-partial", "t-warn", Form::Neutral),
        ControlStatus::Passed => ("st-ok", "t-quiet", Form::Off),
        ControlStatus::NoData => ("st-none", "t-quiet", Form::Off),
        ControlStatus::Disabled => ("st-suppressed", "t-quiet", Form::Off),
    };
    let word = status.label();
    (Sign { symbol, tone, word }, form)
}

/// A score with a bar as long as it is.
pub(super) fn score_bar(score: Option<Score>) -> AnyView {
    let Some(score) = score else {
        return view! { <span class="aside" title="No control has a result">"–"</span> }.into_any();
    };
    let width = score.percent().to_string();
    view! {
        <span class="with-bar">
            <span class="figure-of">{score.to_string()}</span>
            <svg class="bar t-plain" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="6"></rect>
                <rect class="fill" width=width height="6"></rect>
            </svg>
        </span>
    }
    .into_any()
}

/// A score alone.
pub(super) fn score_word(score: Option<Score>) -> String {
    score.map_or_else(|| "–".to_owned(), |score| score.to_string())
}

/// The list of the findings that count for a standard or a control and say `result`, or anything.
pub(super) fn findings_href(
    standard: &str,
    control: Option<&str>,
    (region, account): (Option<&str>, Option<&str>),
    result: Option<ComplianceStatus>,
) -> String {
    let some = |text: Option<&str>| text.map(str::to_owned).into_iter().collect();
    let filter = FindingFilter {
        standard: vec![standard.to_owned()],
        control: some(control),
        account: some(account),
        region: some(region),
        compliance: result.into_iter().collect(),
        record_state: vec![RecordState::Active],
        workflow: vec![
            WorkflowStatus::New,
            WorkflowStatus::Notified,
            WorkflowStatus::Resolved,
        ],
        ..FindingFilter::default()
    };
    let list = ListAddress {
        filter,
        grouping: Grouping::Flat,
        ..ListAddress::parse("")
    };
    list.href()
}

/// Says what of the page may be old or is not known, a note each.
pub(super) fn notes(sources: &[SourceView], is_told: bool, now: Timestamp) -> AnyView {
    let findings = late(sources, SourceKind::SecurityHub, now).map(|(source, others)| {
        let text = match source.freshness.age(now) {
            Some(age) => format!(
                "Security Hub of {} answered last {} ago. The scores follow from what findings said then.{others}",
                place(source),
                format::close_span(age)
            ),
            None => format!(
                "Security Hub of {} has not answered yet, so that its findings are not in these scores.{others}",
                place(source)
            ),
        };
        note(source, text, now)
    });
    let standards = late(sources, SourceKind::Standards, now).map(|(source, others)| {
        let why = source.freshness.fault.as_ref().map(fault_words);
        let why = why.unwrap_or_else(|| "no answer came in time.".to_owned());
        let shown = match source.freshness.age(now) {
            Some(age) => format!("What is shown was read {} ago.", format::close_span(age)),
            None if is_told => "It is shown as other places and findings tell it.".to_owned(),
            None => FROM_FINDINGS.to_owned(),
        };
        let text = format!(
            "Which standards and controls are enabled in {} could not be read: {why} {shown}{others}",
            place(source)
        );
        note(source, text, now)
    });
    let untold = (!is_told && standards.is_none()).then(|| {
        let sign = Sign {
            symbol: "st-none",
            tone: "t-quiet",
            word: "",
        };
        view! { <Note sign text=FROM_FINDINGS.to_owned()/> }.into_any()
    });
    let notes = [findings, standards, untold].into_iter();
    notes.flatten().collect_view().into_any()
}

/// The source of a kind whose last answer is oldest, of those that are not as they should be, and how many others there are.
/// One that AWS does not offer is not waited for.
fn late(sources: &[SourceView], kind: SourceKind, now: Timestamp) -> Option<(&SourceView, String)> {
    let of_kind = sources
        .iter()
        .filter(|source| source.id.kind == kind && !source.freshness.is_not_set_up());
    let late: Vec<&SourceView> = of_kind
        .filter(|source| {
            source.freshness.state(now) != FreshnessState::Live || source.freshness.fault.is_some()
        })
        .collect();
    let oldest = *late
        .iter()
        .min_by_key(|source| source.freshness.last_good)?;
    let others = match late.len() {
        0 | 1 => String::new(),
        2 => " So it is of one other place.".to_owned(),
        many => format!(" So it is of {} other places.", many - 1),
    };
    Some((oldest, others))
}

fn place(source: &SourceView) -> String {
    format!("{} {}", source.id.account, source.id.region)
}

/// What is missing where AWS said nothing of its standards.
const FROM_FINDINGS: &str = "Standards and controls are taken from the findings themselves: a control without findings, or one that is switched off, is not listed.";

fn note(source: &SourceView, text: String, now: Timestamp) -> AnyView {
    let (symbol, tone) = match source.freshness.state(now) {
        FreshnessState::Blind => ("st-blind", "t-blind"),
        _ => ("st-stale", "t-warn"),
    };
    let sign = Sign {
        symbol,
        tone,
        word: "",
    };
    view! { <Note sign text/> }.into_any()
}
