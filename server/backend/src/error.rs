//! Why a verb did not do what was asked. Every answer that a person can cause has its own name.

use domain::{
    calendar::CalendarCode,
    change::ChangeRefusal,
    finding::{TouchRule, ViewRule},
    incident::IncidentRule,
    person::{InvalidMail, InvalidName, InvalidPassword},
    screen::{InvalidDimHours, InvalidScreenName},
    strip::Difference,
    suppression::SuppressionRule,
    time::Timestamp,
};

/// Why a verb refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor may not do this.
    #[error("not allowed")]
    Forbidden,
    /// There is no such thing, or none that the actor may know of.
    #[error("not found")]
    NotFound,
    /// It was changed since it was read.
    #[error("changed by {by} at {at}")]
    Conflict {
        /// Who changed it last, as the history names them.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// The list's cursor is none of ours.
    #[error("that page does not exist")]
    BadCursor,
    /// The name is no name.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// The mail address is none.
    #[error(transparent)]
    Mail(#[from] InvalidMail),
    /// The password misses the rule.
    #[error(transparent)]
    Password(#[from] InvalidPassword),
    /// The name is none for a screen.
    #[error(transparent)]
    ScreenName(#[from] InvalidScreenName),
    /// The hours are none in which a screen could be dim.
    #[error(transparent)]
    DimHours(#[from] InvalidDimHours),
    /// The code opens no wall: it never was one, or was revoked.
    #[error("the code opens nothing")]
    CodeRefused,
    /// The name is somebody's.
    #[error("the name is taken")]
    NameTaken,
    /// A person has no role, and so could do nothing.
    #[error("choose at least one role")]
    NoRole,
    /// A link for this person, who is disabled, would open nothing.
    #[error("{0} is disabled: enable the account first")]
    Disabled(String),
    /// Name or password is wrong, or the account is disabled or locked: which of them is not said.
    #[error("name or password is wrong")]
    SignInRefused,
    /// The link was used, has expired or never was.
    #[error("the link is no longer valid")]
    LinkSpent,
    /// The last administrator cannot be taken away.
    #[error("somebody must remain administrator")]
    LastAdmin,
    /// A rule of changes is against it.
    #[error(transparent)]
    Change(#[from] ChangeRefusal),
    /// A calendar, event or freeze misses a rule.
    #[error("the calendar refuses it: {0}")]
    Calendar(#[from] CalendarCode),
    /// What speaks against a change got worse since it was shown.
    #[error("it got worse: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    StripWorse(Vec<Difference>),
    /// An incident's rule is against it.
    #[error(transparent)]
    Incident(#[from] IncidentRule),
    /// A rule of acts on findings is against it.
    #[error(transparent)]
    Touch(#[from] TouchRule),
    /// A rule of suppressions is against it.
    #[error(transparent)]
    Suppression(#[from] SuppressionRule),
    /// A rule of views is against it.
    #[error(transparent)]
    View(#[from] ViewRule),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// A row holds what no version of ours writes.
    #[error("row {row} of {table}: {what}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
        /// What is wrong with it.
        what: String,
    },
    /// A part of the server that should work did not.
    #[error("{0}")]
    Broken(String),
}

/// What a verb answers.
pub type Result<T> = std::result::Result<T, Error>;
