//! The form by which people act on findings, and such an act, as they cross the wire.

use domain::{
    finding::{FindingSummary, SkipKind, Touch},
    id::BulkActId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::format;

/// The form but for the findings that it names. A field that is empty was not touched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TouchForm {
    /// The query string of the list, for `matching`.
    pub query: String,
    /// `these`, `page`, `group` or `matching`: those that are named, those that the page showed, all of the group that is
    /// open in the list, or all of the list.
    pub scope: String,
    /// The ids of those that the page showed, with commas between them, for `page`.
    pub page: String,
    /// The last event that the page knew.
    pub as_of: String,
    /// The number of the last finding that there was for the page, for `group` and `matching`; empty where all are meant that
    /// match by now.
    pub last: String,
    /// The workflow status that it becomes.
    pub workflow: String,
    /// For how many days, where it is suppressed; empty is without an end.
    pub until: String,
    /// Up to which day or moment of UTC instead.
    pub until_on: String,
    /// The severity that it is held to have.
    pub severity: String,
    /// Whether it is held to be true.
    pub verification: String,
    /// What is noted.
    pub note: String,
    /// `claim`, `nobody` or `to`.
    pub assign: String,
    /// Who gets it, for `to`.
    pub assignee: String,
    /// Tags that it gets, with blanks or commas between them.
    pub add_tags: String,
    /// Tags that it loses.
    pub remove_tags: String,
    /// The number of an incident or change, such as `INC-7`.
    pub link: String,
    /// Why.
    pub reason: String,
    /// `claim` where the findings are claimed and nothing else of the form is asked.
    pub only: String,
}

impl TouchForm {
    /// What was typed, for the page that the form came from: by names that no facet of a list has.
    #[must_use]
    pub fn typed<'a>(&'a self, ids: &'a str) -> [(&'static str, &'a str); 14] {
        [
            ("act-ids", ids),
            ("act-scope", &self.scope),
            ("act-workflow", &self.workflow),
            ("act-until", &self.until),
            ("act-until_on", &self.until_on),
            ("act-severity", &self.severity),
            ("act-verification", &self.verification),
            ("act-note", &self.note),
            ("act-assign", &self.assign),
            ("act-assignee", &self.assignee),
            ("act-add_tags", &self.add_tags),
            ("act-remove_tags", &self.remove_tags),
            ("act-link", &self.link),
            ("act-reason", &self.reason),
        ]
    }
}

/// An act as it has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// Its id, under which `findings/bulk_act` tells how far it has come.
    pub id: String,
    /// Whether it is over and all that was named was left out.
    pub is_nothing: bool,
}

/// What came of an act, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeView {
    /// How far it has come.
    pub words: String,
    /// Until when the asker may take it back, if they may.
    pub undoable_until: Option<Timestamp>,
}

/// A finding that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedView {
    /// The finding as it is now.
    pub finding: FindingSummary,
    /// Why.
    pub why: SkipKind,
    /// Who is in the way, if it is somebody.
    pub by: Option<String>,
    /// Since when, if that is known.
    pub at: Option<Timestamp>,
}

/// How far an act has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkActView {
    /// Which.
    pub id: BulkActId,
    /// Who acted.
    pub actor: String,
    /// When.
    pub asked_at: Timestamp,
    /// What was to become of the findings; of an undo, what was taken back.
    pub touch: Touch,
    /// Why.
    pub reason: Option<String>,
    /// How many findings were meant.
    pub total: u64,
    /// How many were changed so far.
    pub done: u64,
    /// How many were left out so far, by why.
    pub skipped: Vec<(SkipKind, u64)>,
    /// The first 200 of them.
    pub first_skipped: Vec<SkippedView>,
    /// When it ended; nothing while it goes on.
    pub finished_at: Option<Timestamp>,
    /// Until when the asker may take it back, if they may.
    pub undoable_until: Option<Timestamp>,
    /// The act that this one takes back.
    pub undoes: Option<BulkActId>,
    /// The act that takes this one back.
    pub undone_by: Option<BulkActId>,
    /// The server's time.
    pub now: Timestamp,
}

impl BulkActView {
    /// How many were left out so far.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.skipped.iter().map(|(_, count)| count).sum()
    }

    /// How far it has come, in one sentence.
    #[must_use]
    pub fn count_words(&self) -> String {
        let changed = format::counted(self.done, "finding changed", "findings changed");
        let left = match self.left_out() {
            0 => String::new(),
            left => format!(", {} left out", format::count(left)),
        };
        match self.finished_at {
            Some(_) => format!("{changed}{left}."),
            None => format!("{changed}{left}, of {}.", format::count(self.total)),
        }
    }
}
