//! The fields of the form by which people act on findings.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{rule::TouchRule, tag::Tag};
use crate::{
    finding::words::{Severity, VerificationState, WorkflowStatus},
    person::PersonName,
    plain::plain,
    time::Timestamp,
};

/// Most characters of a note: AWS, `BatchUpdateFindings`, `NoteUpdate.Text`.
pub const MAX_NOTE: usize = 512;

/// Who is to have a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Assignment {
    /// This person, whoever has it.
    To(PersonName),
    /// Nobody.
    Nobody,
    /// Whoever acts, where nobody has it: of two who claim, one gets it.
    Claim,
}

/// An incident or a change, by the number that people call it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Link {
    /// `INC-7`.
    Incident(i64),
    /// `CHG-7`.
    Change(i64),
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incident(number) => write!(f, "INC-{number}"),
            Self::Change(number) => write!(f, "CHG-{number}"),
        }
    }
}

impl FromStr for Link {
    type Err = TouchRule;

    fn from_str(text: &str) -> Result<Self, TouchRule> {
        let text = text.trim();
        let (kind, number) = text.split_once('-').ok_or(TouchRule::LinkMalformed)?;
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.parse().ok().filter(|_| digits);
        let number: i64 = number.ok_or(TouchRule::LinkMalformed)?;
        match kind.to_ascii_uppercase().as_str() {
            "INC" => Ok(Self::Incident(number)),
            "CHG" => Ok(Self::Change(number)),
            _ => Err(TouchRule::LinkMalformed),
        }
    }
}

/// What a form touched. A field that is empty is left as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    /// The workflow status that it becomes.
    pub workflow: Option<WorkflowStatus>,
    /// Until when, where it is suppressed; nothing is without an end.
    pub until: Option<Timestamp>,
    /// How bad it is held to be from now on.
    pub severity: Option<Severity>,
    /// Whether it is held to be true from now on.
    pub verification: Option<VerificationState>,
    /// What is noted.
    pub note: Option<String>,
    /// Who is to have it.
    pub assignee: Option<Assignment>,
    /// Tags that it gets.
    pub add_tags: Vec<Tag>,
    /// Tags that it loses.
    pub remove_tags: Vec<Tag>,
    /// What it is linked to.
    pub link: Option<Link>,
}

impl Touch {
    /// The touch if it can be meant.
    ///
    /// # Errors
    /// [`TouchRule::NothingTouched`], or [`TouchRule::TagTwice`] when a tag is both added and removed.
    pub fn checked(self) -> Result<Self, TouchRule> {
        // An end alone is no touch: it belongs to the status.
        let ended = Self {
            until: self.until,
            ..Self::default()
        };
        if self == ended {
            return Err(TouchRule::NothingTouched);
        }
        match self
            .add_tags
            .iter()
            .any(|tag| self.remove_tags.contains(tag))
        {
            true => Err(TouchRule::TagTwice),
            false => Ok(self),
        }
    }

    /// Whether something of it can be taken back. Notes stay: what was said was said.
    #[must_use]
    pub fn can_be_undone(&self) -> bool {
        let said = Self {
            note: self.note.clone(),
            until: self.until,
            ..Self::default()
        };
        *self != said
    }

    /// Whether a reason must be given for findings of which the worst is this bad: for hiding them, and for calling
    /// one less bad.
    #[must_use]
    pub fn needs_reason(&self, worst: Severity) -> bool {
        let hides = self.workflow.is_some_and(|workflow| !workflow.is_open());
        hides || self.severity.is_some_and(|severity| severity < worst)
    }
}

/// One line a touched field, as the audit names them: `workflow SUPPRESSED, tag +pci`.
impl fmt::Display for Touch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Vec::new();
        words.extend(self.workflow.map(|to| match self.until {
            Some(until) if to == WorkflowStatus::Suppressed => {
                format!("workflow {to} until {}", until.format("%Y-%m-%d %H:%M UTC"))
            }
            _ => format!("workflow {to}"),
        }));
        words.extend(self.severity.map(|to| format!("severity {to}")));
        words.extend(self.verification.map(|to| format!("verification {to}")));
        words.extend(self.note.as_ref().map(|_| "note".to_owned()));
        words.extend(self.assignee.as_ref().map(|to| match to {
            Assignment::To(name) => format!("assignee {name}"),
            Assignment::Nobody => "assignee nobody".to_owned(),
            Assignment::Claim => "claim".to_owned(),
        }));
        words.extend(self.add_tags.iter().map(|tag| format!("tag +{tag}")));
        words.extend(self.remove_tags.iter().map(|tag| format!("tag -{tag}")));
        words.extend(self.link.map(|link| format!("link {link}")));
        f.write_str(&words.join(", "))
    }
}

/// A note as it is kept; an empty one is none.
///
/// # Errors
/// [`TouchRule::NoteTooLong`].
pub fn note(text: &str) -> Result<Option<String>, TouchRule> {
    let text = plain(text);
    match text.chars().count() {
        0 => Ok(None),
        count if count > MAX_NOTE => Err(TouchRule::NoteTooLong),
        _ => Ok(Some(text)),
    }
}
