//! The two levels that approve changes, and how many people each needs.

use domain::{
    action::Action,
    actor::Actor,
    change::{ApprovalLevel, Approver},
    event::Topic,
    version::Version,
};

use super::rows;
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{
        approvals::{self as store, LevelRow},
        db::Conn,
        text::storable,
    },
};

/// A level as the settings keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLevel {
    /// Which, from one.
    pub number: i64,
    /// What it is called, and how many people it needs.
    pub level: ApprovalLevel,
    /// The fence for a change.
    pub version: Version,
}

/// The levels in order, as a change that is submitted now gets them.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn levels(backend: &Backend, actor: &Actor) -> Result<Vec<ApprovalLevel>> {
    authorize(actor, Action::ReadFloor)?;
    read(backend.reader().await?.conn()).await
}

/// Everybody who may decide changes now: enabled, with the role.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn approvers(backend: &Backend, actor: &Actor) -> Result<Vec<Approver>> {
    authorize(actor, Action::ReadFloor)?;
    let rows = store::approvers(backend.reader().await?.conn()).await?;
    Ok(rows::approvers(&rows))
}

/// The levels in order, as an administrator changes them.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn kept_levels(backend: &Backend, actor: &Actor) -> Result<Vec<KeptLevel>> {
    authorize(actor, Action::AdministerCalendars)?;
    let rows = store::levels(backend.reader().await?.conn()).await?;
    let kept = rows.into_iter().map(|row| KeptLevel {
        number: row.level,
        version: Version(row.version),
        level: level(row),
    });
    Ok(kept.collect())
}

/// Sets what a level is called and how many people it needs; changes that are under way keep what they have.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`] for a level that is none, [`Error::Conflict`] when somebody was faster, or
/// [`Error::Change`] with the rule that is against it.
pub async fn set_level(
    backend: &Backend,
    actor: &Actor,
    (number, expected): (i64, Version),
    set: ApprovalLevel,
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerCalendars;
    let subject = format!("level {number}");
    authorize_change(backend, actor, action, (&subject, address)).await?;
    let set = set.checked()?;
    let mut write = backend.write().await?;
    let rows = store::levels(write.conn()).await?;
    let row = rows.into_iter().find(|row| row.level == number);
    let before = row.ok_or(Error::NotFound)?;
    let row = LevelRow {
        level: number,
        name: storable(&set.name).into_owned(),
        needed: i64::from(set.needed),
        version: expected.0,
        changed_by: Some(actor.label().to_owned()),
        changed_at: Some(write.now),
    };
    if store::set_level(write.conn(), &row).await? == 0 {
        return Err(Error::Conflict {
            by: before.changed_by.unwrap_or_default(),
            at: before.changed_at.unwrap_or(write.now),
        });
    }
    let detail = format!(
        "approval level {number} is now {}, {} needed, before {}, {} needed",
        row.name, row.needed, before.name, before.needed
    );
    write
        .audit(audit::Entry {
            actor,
            action,
            subject: &subject,
            detail: &detail,
            address,
        })
        .await?;
    let seq = write.take_seq().await?;
    let done = write.finish(seq, Topic::Changes, "changes.level_set", vec![subject]);
    done.await.map(drop)
}

pub(super) async fn read(conn: Conn<'_>) -> Result<Vec<ApprovalLevel>> {
    let rows = store::levels(conn).await?;
    Ok(rows.into_iter().map(level).collect())
}

fn level(row: LevelRow) -> ApprovalLevel {
    ApprovalLevel {
        name: row.name,
        needed: u32::try_from(row.needed).unwrap_or(u32::MAX),
    }
}
