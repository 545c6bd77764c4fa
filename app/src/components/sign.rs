//! Which shape, colour and word a state has. One place, so that a state looks the same everywhere.

use domain::{
    finding::{Severity, WorkflowStatus},
    incident::{Impact, IncidentStatus},
    source::FreshnessState,
    strip::{Grade, StripVerdict},
    verdict::Verdict,
};

/// A state as pages show it: shape, colour and word always go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// The shape's name in the file of symbols.
    pub symbol: &'static str,
    /// The class of its colour.
    pub tone: &'static str,
    /// Its word.
    pub word: &'static str,
}

/// Something did not go as it was meant to, and nothing is broken: before a sentence that says so.
pub const CAUTION: Sign = Sign {
    symbol: "st-partial",
    tone: "t-warn",
    word: "",
};

/// How much a lamp stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// What matters most in its place.
    Lit,
    /// Abnormal.
    Soft,
    /// Normal.
    Neutral,
    /// Absent or over.
    Off,
    /// Striped: nothing can be seen.
    Blind,
}

impl Form {
    /// The class of a lamp.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Lit => "lamp lit",
            Self::Soft => "lamp soft",
            Self::Neutral => "lamp neutral",
            Self::Off => "lamp off",
            Self::Blind => "lamp blind",
        }
    }
}

const fn sign(symbol: &'static str, tone: &'static str, word: &'static str) -> Sign {
    Sign { symbol, tone, word }
}

/// How bad a finding is.
#[must_use]
pub const fn severity_sign(severity: Severity) -> Sign {
    let (symbol, tone) = match severity {
        Severity::Critical => ("sev-critical", "t-critical"),
        Severity::High => ("sev-high", "t-high"),
        Severity::Medium => ("sev-medium", "t-medium"),
        Severity::Low => ("sev-low", "t-low"),
        Severity::Informational => ("sev-info", "t-info"),
    };
    sign(symbol, tone, severity.label())
}

/// How bad an incident is.
#[must_use]
pub const fn impact_sign(impact: Impact) -> Sign {
    let (symbol, tone) = match impact {
        Impact::Critical => ("sev-critical", "t-critical"),
        Impact::Major => ("sev-high", "t-high"),
        Impact::Moderate | Impact::Minor => ("sev-medium", "t-medium"),
        Impact::Nobody => ("sev-low", "t-low"),
    };
    sign(symbol, tone, impact.words())
}

/// Where an incident stands, with the form of its lamp.
#[must_use]
pub const fn incident_sign(status: IncidentStatus) -> (Sign, Form) {
    match status {
        IncidentStatus::Open => (sign("st-open", "t-plain", "Open"), Form::Neutral),
        IncidentStatus::Resolved => (sign("st-ok", "t-quiet", "Resolved"), Form::Off),
    }
}

/// How far a finding's investigation has come.
#[must_use]
pub const fn workflow_sign(workflow: WorkflowStatus) -> Sign {
    let (symbol, tone) = match workflow {
        WorkflowStatus::New => ("st-new", "t-plain"),
        WorkflowStatus::Notified => ("st-notified", "t-plain"),
        WorkflowStatus::Suppressed => ("st-suppressed", "t-quiet"),
        WorkflowStatus::Resolved => ("st-ok", "t-quiet"),
    };
    sign(symbol, tone, workflow.label())
}

/// The lamp of a workflow status.
#[must_use]
pub const fn workflow_form(workflow: WorkflowStatus) -> Form {
    if workflow.is_open() {
        Form::Neutral
    } else {
        Form::Off
    }
}

/// What may be believed of a source.
#[must_use]
pub const fn freshness_sign(state: FreshnessState) -> Sign {
    match state {
        FreshnessState::Live => sign("st-ok", "t-ok", "Live"),
        FreshnessState::Stale => sign("st-stale", "t-warn", "Stale"),
        FreshnessState::Blind => sign("st-blind", "t-blind", "No answer"),
    }
}

/// The one word for the floor.
#[must_use]
pub const fn verdict_sign(verdict: Verdict) -> Sign {
    match verdict {
        Verdict::Clear => sign("st-ok", "t-ok", "Clear"),
        Verdict::Watch => sign("st-partial", "t-warn", "Watch"),
        Verdict::Incident => sign("sev-high", "t-high", "Incident"),
        Verdict::Critical => sign("sev-critical", "t-critical", "Critical"),
        Verdict::Blind => sign("st-blind", "t-blind", "Blind"),
    }
}

/// What the strip says of a change.
#[must_use]
pub const fn strip_sign(verdict: StripVerdict) -> Sign {
    match verdict {
        StripVerdict::Clear => sign("st-ok", "t-ok", "Clear"),
        StripVerdict::Caution => sign("st-partial", "t-warn", "Caution"),
        StripVerdict::Blocked => sign("st-blocked", "t-critical", "Blocked"),
    }
}

/// How bad a reason of the strip is.
#[must_use]
pub const fn grade_sign(grade: Grade) -> Sign {
    match grade {
        Grade::Ahead | Grade::Planned => sign("st-scheduled", "t-quiet", "Ahead"),
        Grade::Running => sign("st-open", "t-plain", "Running"),
        Grade::High => severity_sign(Severity::High),
        Grade::Critical => severity_sign(Severity::Critical),
        Grade::Failing => sign("st-failing", "t-critical", "Failing"),
        Grade::Issue => sign("st-partial", "t-warn", "Issue"),
        Grade::Impact1 => sign("sev-critical", "t-critical", "Impact 1"),
        Grade::Impact2 => sign("sev-high", "t-high", "Impact 2"),
        Grade::Impact3 => sign("sev-medium", "t-medium", "Impact 3"),
        Grade::Impact4 => sign("sev-medium", "t-medium", "Impact 4"),
        Grade::Impact5 => sign("sev-low", "t-low", "Impact 5"),
        Grade::Soft => sign("st-partial", "t-warn", "Warns"),
        Grade::Closed | Grade::Hard => sign("st-blocked", "t-critical", "Blocks"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_differ_in_shape_and_not_in_colour_alone() {
        let mut shapes: Vec<_> = Severity::ALL
            .iter()
            .map(|severity| severity_sign(*severity).symbol)
            .collect();
        shapes.sort_unstable();
        shapes.dedup();
        assert_eq!(shapes.len(), Severity::ALL.len());
    }
}
