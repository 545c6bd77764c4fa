//! How long findings may stay open: what the settings keep, and how many are overdue.

use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    finding::{Deadlines, Severity},
    version::Version,
};

use super::list::standpoint;
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, authorize},
    error::{Error, Result},
    store::finding_deadlines::{self as store, DeadlinesRow},
};

/// What an event of this is called.
pub(super) const DEADLINES_SET: &str = "findings.deadlines_set";

/// How long findings may stay open, as lists are answered by now.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn deadlines(backend: &Backend, actor: &Actor) -> Result<Deadlines> {
    authorize(actor, Action::ReadFloor)?;
    Ok(backend.board().deadlines())
}

/// The same as they are kept, with the fence for a change.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn kept_deadlines(backend: &Backend, actor: &Actor) -> Result<(Deadlines, Version)> {
    authorize(actor, Action::ReadFloor)?;
    let row = store::get(backend.reader().await?.conn()).await?;
    Ok((of_row(&row)?, Version(row.version)))
}

/// How many open findings are overdue.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn overdue(backend: &Backend, actor: &Actor) -> Result<u64> {
    authorize(actor, Action::ReadFloor)?;
    Ok(backend.board().overdue(standpoint(backend, actor)))
}

/// Says how long findings may stay open from now on; every clock is read by it at once. The answer is the event's place.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Conflict`] when somebody was faster, or when the database fails.
pub async fn set_deadlines(
    backend: &Backend,
    actor: &Actor,
    (expected, set): (Version, Deadlines),
    address: Option<&str>,
) -> Result<Seq> {
    let (action, subject) = (Action::AdministerDeadlines, "deadlines");
    authorize_change(backend, actor, action, (subject, address)).await?;
    let mut write = backend.write().await?;
    let before = store::get(write.conn()).await?;
    let row = DeadlinesRow {
        version: expected.0,
        changed_by: Some(actor.label().to_owned()),
        changed_at: Some(write.now),
        ..row_of(set)
    };
    if store::set(write.conn(), &row).await? == 0 {
        return Err(Error::Conflict {
            by: before.changed_by.unwrap_or_default(),
            at: before.changed_at.unwrap_or(write.now),
        });
    }
    let detail = format!(
        "findings may stay open: {}; before: {}",
        in_words(set),
        in_words(of_row(&before)?)
    );
    write
        .audit(audit::Entry {
            actor,
            action,
            subject,
            detail: &detail,
            address,
        })
        .await?;
    let seq = write.take_seq().await?;
    let done = write.finish(seq, Topic::Findings, DEADLINES_SET, Vec::new());
    let seq = done.await?;
    backend.board().wait_for(seq).await;
    Ok(seq)
}

/// What the settings keep, for the index.
pub(super) async fn read(backend: &Backend) -> Result<Deadlines> {
    of_row(&store::get(backend.reader().await?.conn()).await?)
}

fn of_row(row: &DeadlinesRow) -> Result<Deadlines> {
    let days = [
        (Severity::Informational, row.informational),
        (Severity::Low, row.low),
        (Severity::Medium, row.medium),
        (Severity::High, row.high),
        (Severity::Critical, row.critical),
    ];
    let mut deadlines = Deadlines::default();
    for (severity, days) in days {
        deadlines = deadlines
            .with(severity, days)
            .map_err(|error| Error::Corrupt {
                table: "finding_deadlines",
                row: severity.as_str().to_owned(),
                what: error.to_string(),
            })?;
    }
    Ok(deadlines)
}

fn row_of(deadlines: Deadlines) -> DeadlinesRow {
    let days = |severity| deadlines.days(severity).map(i64::from);
    DeadlinesRow {
        informational: days(Severity::Informational),
        low: days(Severity::Low),
        medium: days(Severity::Medium),
        high: days(Severity::High),
        critical: days(Severity::Critical),
        version: 0,
        changed_by: None,
        changed_at: None,
    }
}

/// `critical 7 days, high 30 days, … informational without limit`.
fn in_words(deadlines: Deadlines) -> String {
    let one = |severity: &Severity| {
        let name = severity.label().to_lowercase();
        match deadlines.days(*severity) {
            Some(1) => format!("{name} 1 day"),
            Some(days) => format!("{name} {days} days"),
            None => format!("{name} without limit"),
        }
    };
    let all: Vec<String> = Severity::ALL.iter().rev().map(one).collect();
    all.join(", ")
}
