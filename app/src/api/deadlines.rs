//! How long findings may stay open, as the settings keep it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{answer, asker, backend, refuse},
        error::Field,
        touched,
    },
    backend::findings,
    domain::{
        action::Action,
        finding::{Deadlines, FindingSummary, RecordState, Severity, WorkflowStatus},
        version::Version,
    },
    leptos::server_fn::ServerFn,
};

/// What the settings keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlinesView {
    /// Name of the field, word and days of each severity, the worst first; no days where there is no limit.
    pub limits: Vec<(String, String, Option<u16>)>,
    /// The fence for a change.
    pub version: i64,
    /// Whether the asker may change them.
    pub may_change: bool,
}

/// How long findings of each severity may stay open.
#[server(prefix = "/api", endpoint = "findings/deadlines")]
pub async fn list_deadlines() -> Result<DeadlinesView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let kept = findings::kept_deadlines(&backend, &asker.actor).await;
    let (deadlines, version) = kept.map_err(|error| refuse(&asker, &error))?;
    let limits = Severity::ALL.iter().rev().map(|severity| {
        let word = severity.label();
        (
            word.to_lowercase(),
            word.to_owned(),
            deadlines.days(*severity),
        )
    });
    Ok(DeadlinesView {
        limits: limits.collect(),
        version: version.0,
        may_change: asker.actor.may(Action::AdministerDeadlines),
    })
}

/// Says how long findings of each severity may stay open, in days; blank is without limit.
#[server(prefix = "/api", endpoint = "findings/set_deadlines")]
pub async fn set_deadlines(
    /// The version that the page showed.
    expected_version: i64,
    /// Critical ones.
    #[server(default)]
    critical: String,
    /// High ones.
    #[server(default)]
    high: String,
    /// Medium ones.
    #[server(default)]
    medium: String,
    /// Low ones.
    #[server(default)]
    low: String,
    /// Informational ones.
    #[server(default)]
    informational: String,
    /// How each field was as the form was shown.
    #[server(default)]
    was: Vec<String>,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let typed = [
        ("critical", critical.as_str()),
        ("high", high.as_str()),
        ("medium", medium.as_str()),
        ("low", low.as_str()),
        ("informational", informational.as_str()),
    ];
    let told = |code| touched::told(SetDeadlines::PATH, code, &was, &typed);
    let set = read_limits(typed.map(|(_, text)| text)).map_err(|code| told(answer(code)))?;
    let (set, address) = ((Version(expected_version), set), asker.address.as_deref());
    let done = findings::set_deadlines(&backend, &asker.actor, set, address).await;
    done.map_err(|error| told(refuse(&asker, &error)))?;
    leptos_axum::redirect("/settings/deadlines");
    Ok(())
}

/// The limits that were typed, the worst severity first; the first that is none is told.
#[cfg(feature = "ssr")]
fn read_limits(typed: [&str; 5]) -> Result<Deadlines, ApiError> {
    let mut set = Deadlines::default();
    for (severity, text) in Severity::ALL.iter().rev().zip(typed) {
        let wrong = || ApiError::Invalid(Field::Limit(*severity));
        let days = match text.trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| wrong())?),
        };
        set = set.with(*severity, days).map_err(|_| wrong())?;
    }
    Ok(set)
}

/// By which rule a finding is due, or why no clock runs, in one sentence.
#[cfg(feature = "ssr")]
pub(super) fn due_rule(finding: &FindingSummary, deadlines: Deadlines) -> String {
    let severity = finding.severity.label();
    match (finding.record_state, finding.workflow) {
        (RecordState::Active, WorkflowStatus::New | WorkflowStatus::Notified) => {}
        (RecordState::Active, WorkflowStatus::Suppressed) => {
            return "Its clock rests while it is suppressed.".to_owned();
        }
        (RecordState::Active, WorkflowStatus::Resolved) => {
            return "It is resolved, so that no clock runs.".to_owned();
        }
        _ => return "It is not reported as active, so that no clock runs.".to_owned(),
    }
    match deadlines.days(finding.severity) {
        Some(1) => format!("{severity} findings may stay open for 1 day."),
        Some(days) => format!("{severity} findings may stay open for {days} days."),
        None => format!("{severity} findings have no deadline."),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_days_or_nothing() {
        let set = read_limits([" 3 ", "30", "", "3650", "1"]).expect("limits");
        let days: Vec<_> = Severity::ALL.iter().map(|one| set.days(*one)).collect();
        assert_eq!(days, [Some(1), Some(3650), None, Some(30), Some(3)]);
        for wrong in ["0", "-1", "3651", "1.5", "soon", "99999999999999999999"] {
            let fault = read_limits(["7", wrong, "", "x", ""]);
            assert_eq!(
                fault,
                Err(ApiError::Invalid(Field::Limit(Severity::High))),
                "{wrong}"
            );
        }
    }
}
