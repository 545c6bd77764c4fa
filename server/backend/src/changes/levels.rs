//! The two levels that approve changes, and how many people each needs.

use domain::{
    action::Action,
    actor::Actor,
    change::{ApprovalLevel, Approver},
};

use super::rows;
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{approvals as store, db::Conn, text::storable},
};

/// People a level may need at most.
const MOST: u32 = 20;

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

/// Sets what a level is called and how many people it needs; changes that are under way keep what they have.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`] for a level that is none or a number that is no level's.
pub async fn set_level(
    backend: &Backend,
    actor: &Actor,
    (level, set): (usize, ApprovalLevel),
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&set.name, address)).await?;
    let name = storable(set.name.trim()).into_owned();
    let named = (1..=60).contains(&name.chars().count());
    if !named || !(1..=MOST).contains(&set.needed) {
        return Err(Error::NotFound);
    }
    let mut write = backend.write().await?;
    let number = i64::try_from(level).unwrap_or_default();
    let needed = (name.as_str(), i64::from(set.needed));
    if store::set_level(write.conn(), number, needed).await? == 0 {
        return Err(Error::NotFound);
    }
    let detail = format!("approval level {level} is {name} and needs {}", set.needed);
    let subject = format!("level {level}");
    write
        .audit(audit::Entry {
            actor,
            action,
            subject: &subject,
            detail: &detail,
            address,
        })
        .await?;
    write.commit().await
}

pub(super) async fn read(conn: Conn<'_>) -> Result<Vec<ApprovalLevel>> {
    let level = |(name, needed): (String, i64)| ApprovalLevel {
        name,
        needed: u32::try_from(needed).unwrap_or(MOST),
    };
    Ok(store::levels(conn).await?.into_iter().map(level).collect())
}
