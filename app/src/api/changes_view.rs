//! Changes as pages show them: words and times are written on the server, so that the browser carries no rules.

use domain::{
    change::{ChangeKind, ChangeState},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::strip::StripView;

/// One change in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRowView {
    /// Which.
    pub id: String,
    /// `CHG-n`.
    pub label: String,
    /// One line.
    pub title: String,
    /// Which levels decide.
    pub kind: ChangeKind,
    /// Where it stands.
    pub state: ChangeState,
    /// Who asked.
    pub requester: String,
    /// What it touches, in short.
    pub place: String,
    /// When it may start.
    pub starts_at: Timestamp,
    /// From when to when, written out.
    pub when: String,
}

/// A page of a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeQueueView {
    /// The changes.
    pub rows: Vec<ChangeRowView>,
    /// What the next page begins after.
    pub next: Option<String>,
    /// How many wait for a decision of the asker.
    pub waiting: u64,
    /// How many of the asker are not over.
    pub mine: u64,
    /// What the queue is narrowed to, in words, where it is.
    pub within: Option<String>,
    /// Whether the asker decides changes.
    pub decides: bool,
    /// Whether the asker may ask for a change.
    pub asks: bool,
    /// The server's time.
    pub now: Timestamp,
}

/// How a level of approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RungState {
    /// It has what it needs.
    Done,
    /// It decides now.
    Open,
    /// It comes later.
    Ahead,
    /// It said no, which ended the change.
    Rejected,
}

/// One level of approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RungView {
    /// `1 Security lead`.
    pub name: String,
    /// How it stands.
    pub state: RungState,
    /// Who decided and when, or who still can.
    pub says: String,
}

/// The levels of approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderView {
    /// `Approvals, 1 of 2`.
    pub heading: String,
    /// The levels in order.
    pub rungs: Vec<RungView>,
    /// Who asked, where they decide changes and so could be looked for among the approvers.
    pub struck: Option<String>,
    /// Why it cannot be completed by the people there are.
    pub fault: Option<String>,
}

/// One step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeStepView {
    /// When.
    pub at: Timestamp,
    /// Who did what.
    pub text: String,
    /// What was said about it.
    pub comment: String,
    /// What was shown to who decided.
    pub strip: Option<StripView>,
}

/// What the asker may do with a change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeActs {
    /// Approve, reject, send back.
    pub decide: bool,
    /// Let it start in spite of a calendar or a freeze, or say that it will not.
    pub overrides: bool,
    /// Ask for it.
    pub submit: bool,
    /// Start it.
    pub start: bool,
    /// Whether a calendar or a freeze holds its start.
    pub held: bool,
    /// Say how it ended.
    pub finish: bool,
    /// Change what it says.
    pub edit: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Why the asker cannot decide it, or who has to do what comes next.
    pub why_not: String,
}

/// One change whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDetailView {
    /// As a list shows it.
    pub row: ChangeRowView,
    /// The fence for an act.
    pub version: i64,
    /// Which revision is in force.
    pub revision: i64,
    /// Whether it waits for the asker.
    pub waits_for_me: bool,
    /// `Revision 3 · Normal · Ana asked at 14:09`.
    pub asked: String,
    /// What is done.
    pub what: String,
    /// What it touches, a line each.
    pub places: Vec<String>,
    /// How it is undone.
    pub undo: String,
    /// What to read beside it: address and words.
    pub links: Vec<(String, String)>,
    /// The levels.
    pub ladder: LadderView,
    /// What speaks against it now, where that is still to be decided.
    pub strip: Option<StripView>,
    /// The strip as the form sends it back.
    pub sealed: String,
    /// What the revision in force changed: what, before, now.
    pub changed: Vec<(String, String, String)>,
    /// What the asker may do.
    pub acts: ChangeActs,
    /// What has happened, the newest first.
    pub steps: Vec<ChangeStepView>,
    /// The server's time.
    pub now: Timestamp,
}

/// A request as the form holds it: what was typed, word for word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDraft {
    /// One line.
    pub title: String,
    /// What is done.
    pub description: String,
    /// The word of the kind.
    pub kind: String,
    /// A place a line.
    pub targets: String,
    /// The start in UTC, as a browser's field has it.
    pub starts_at: String,
    /// The end in UTC.
    pub ends_at: String,
    /// How it is undone.
    pub rollback: String,
    /// An address a line.
    pub links: String,
}

/// The form for a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeFormView {
    /// The change that is edited; empty for one that is new.
    pub id: String,
    /// Its fence.
    pub version: i64,
    /// `CHG-n`, or nothing for one that is new.
    pub label: String,
    /// Whether it was asked for, so that what matters makes another revision.
    pub asked: bool,
    /// What the form begins with.
    pub draft: ChangeDraft,
    /// The same so that the form tells which fields were touched; empty for one that is new.
    pub was: String,
    /// Who will approve it.
    pub ladder: LadderView,
    /// Who did what with it last, and when; nothing for one that is new.
    pub last: Option<(String, Timestamp)>,
}
