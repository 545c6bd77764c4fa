//! What a touch makes of one finding, and what taking it back makes of it.

use super::{
    skip::Skip,
    tag::{MAX_TAGS, Tag, joined, tags},
    words::{Assignment, Link, Touch},
};
use crate::finding::words::{Severity, VerificationState, WorkflowStatus};

text_enum! {
    /// What of a finding people change: the word that its history names it by.
    TriageField {
        /// The workflow status.
        Workflow = "workflow",
        /// How bad it is.
        Severity = "severity",
        /// Whether it is true; empty is as AWS has it.
        Verification = "verification",
        /// Who has it; empty is nobody.
        Assignee = "assignee",
        /// Its tags, with blanks between them.
        Tags = "tags",
        /// What was noted: each note is one of its own and follows on none.
        Note = "note",
        /// An incident that it is linked to.
        Incident = "incident",
        /// A change that it is linked to.
        Change = "change",
    }
}

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMove {
    /// Which.
    pub field: TriageField,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// What of a finding people change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triage {
    /// The workflow status.
    pub workflow: WorkflowStatus,
    /// How bad it is held to be.
    pub severity: Severity,
    /// Whether it is held to be true; nothing is as AWS has it.
    pub verification: Option<VerificationState>,
    /// Sign-in name of who has it.
    pub assignee: Option<String>,
    /// Its tags in their order.
    pub tags: Vec<Tag>,
    /// Incidents and changes that it is linked to, as far as they matter.
    pub links: Vec<Link>,
}

impl Touch {
    /// What the touch by `by`, a sign-in name, makes of a finding, with at least one field that moved.
    ///
    /// # Errors
    /// [`Skip`] when the finding is left out: then nothing of it is changed.
    pub fn apply(&self, before: &Triage, by: &str) -> Result<(Triage, Vec<FieldMove>), Skip> {
        let assignee = match &self.assignee {
            None => before.assignee.clone(),
            Some(Assignment::Nobody) => None,
            Some(Assignment::To(name)) => Some(name.as_str().to_owned()),
            Some(Assignment::Claim) => match before.assignee.as_deref() {
                Some(other) if other != by => return Err(Skip::Taken(other.to_owned())),
                _ => Some(by.to_owned()),
            },
        };
        let mut links = before.links.clone();
        links.extend(self.link.filter(|link| !before.links.contains(link)));
        let after = Triage {
            workflow: self.workflow.unwrap_or(before.workflow),
            severity: self.severity.unwrap_or(before.severity),
            verification: self.verification.or(before.verification),
            assignee,
            tags: self.tags(&before.tags)?,
            links,
        };
        let mut moves = before.moves_to(&after);
        moves.extend(self.note.as_ref().map(|text| FieldMove {
            field: TriageField::Note,
            old: None,
            new: Some(text.clone()),
        }));
        match moves.is_empty() {
            true => Err(Skip::AlreadySo),
            false => Ok((after, moves)),
        }
    }

    fn tags(&self, before: &[Tag]) -> Result<Vec<Tag>, Skip> {
        let kept = before.iter().filter(|tag| !self.remove_tags.contains(tag));
        let mut tags: Vec<Tag> = kept.chain(&self.add_tags).cloned().collect();
        tags.sort();
        tags.dedup();
        match tags.len() > MAX_TAGS && tags.len() > before.len() {
            true => Err(Skip::TooManyTags),
            false => Ok(tags),
        }
    }
}

impl Triage {
    /// The fields in which another state differs, but for notes.
    #[must_use]
    pub fn moves_to(&self, after: &Self) -> Vec<FieldMove> {
        let word = |word: &str| Some(word.to_owned());
        let state = |triage: &Self| {
            [
                (TriageField::Workflow, word(triage.workflow.as_str())),
                (TriageField::Severity, word(triage.severity.as_str())),
                (
                    TriageField::Verification,
                    triage.verification.map(|state| state.to_string()),
                ),
                (TriageField::Assignee, triage.assignee.clone()),
                (TriageField::Tags, joined(&triage.tags)),
            ]
        };
        let pairs = state(self).into_iter().zip(state(after));
        let differing = pairs.filter(|((_, old), (_, new))| old != new);
        let mut moves: Vec<FieldMove> = differing
            .map(|((field, old), (_, new))| FieldMove { field, old, new })
            .collect();
        let gone = self.links.iter().filter(|link| !after.links.contains(link));
        moves.extend(gone.map(|link| of_link(*link, Some(*link), None)));
        let come = after.links.iter().filter(|link| !self.links.contains(link));
        moves.extend(come.map(|link| of_link(*link, None, Some(*link))));
        moves
    }

    /// The state before `moves` made this one. Notes stay: what was said was said.
    ///
    /// # Errors
    /// [`crate::UnknownWord`] when a move holds a word that no version of ours writes.
    pub fn before(&self, moves: &[FieldMove]) -> Result<Self, crate::UnknownWord> {
        let mut state = self.clone();
        for one in moves {
            let old = one.old.as_deref();
            match one.field {
                TriageField::Workflow => state.workflow = old.unwrap_or_default().parse()?,
                TriageField::Severity => state.severity = old.unwrap_or_default().parse()?,
                TriageField::Verification => {
                    state.verification = old.map(str::parse).transpose()?
                }
                TriageField::Assignee => state.assignee = old.map(str::to_owned),
                TriageField::Tags => state.tags = read_tags(old.unwrap_or_default())?,
                TriageField::Incident | TriageField::Change => {
                    let text = |link: &Link| Some(link.to_string());
                    state.links.retain(|link| text(link) != one.new);
                    let back: Option<Link> = old.and_then(|text| text.parse().ok());
                    state.links.extend(back);
                }
                TriageField::Note => {}
            }
        }
        Ok(state)
    }
}

fn of_link(link: Link, old: Option<Link>, new: Option<Link>) -> FieldMove {
    let field = match link {
        Link::Incident(_) => TriageField::Incident,
        Link::Change(_) => TriageField::Change,
    };
    FieldMove {
        field,
        old: old.map(|link| link.to_string()),
        new: new.map(|link| link.to_string()),
    }
}

fn read_tags(text: &str) -> Result<Vec<Tag>, crate::UnknownWord> {
    tags(text).map_err(|_| crate::UnknownWord(text.to_owned()))
}
