//! Freezes are made, changed and ended.

use domain::{
    action::Action,
    actor::Actor,
    calendar::{CalendarCode, Freeze, FreezePlan},
    id::FreezeId,
    version::Version,
};

use super::{finish, lost, rows};
use crate::{
    audit::authorize_change,
    backend::{Backend, Write},
    error::{Error, Result},
    store::freezes::{self as store, FreezeRow},
};

/// Makes a freeze.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::Calendar`] with the rule that the plan misses.
pub async fn make_freeze(
    backend: &Backend,
    actor: &Actor,
    plan: FreezePlan,
    address: Option<&str>,
) -> Result<FreezeId> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&plan.name, address)).await?;
    let plan = plan.checked()?;
    let mut write = backend.write().await?;
    if plan.until <= write.now {
        return Err(CalendarCode::EndsFirst.into());
    }
    let freeze = Freeze {
        id: FreezeId(backend.ids().id(write.now)),
        version: Version::FIRST,
        name: plan.name,
        strength: plan.strength,
        scope: plan.scope,
        reason: plan.reason,
        from: plan.from,
        until: plan.until,
        created_by: actor.label().to_owned(),
        ended_at: None,
    };
    let row = rows::freeze_row(&freeze, (actor.label(), write.now));
    store::insert(write.conn(), &row).await?;
    let detail = format!("freeze made: {}", words(&freeze));
    let what = ("calendar.freeze_made", freeze.id.to_string());
    finish(write, (actor, address), (&freeze.name, &detail), what).await?;
    Ok(freeze.id)
}

/// Changes a freeze.
///
/// # Errors
/// As [`make_freeze`], and [`Error::NotFound`] or [`Error::Conflict`].
pub async fn change_freeze(
    backend: &Backend,
    actor: &Actor,
    (id, expected): (FreezeId, Version),
    plan: FreezePlan,
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&id.to_string(), address)).await?;
    let mut write = backend.write().await?;
    let (row, before) = seen(&mut write, id, expected).await?;
    let now = write.now;
    let freeze = before.clone().changed(plan, now)?;
    save(&mut write, &freeze, &row, actor).await?;
    let detail = format!(
        "freeze is now {}, before {}",
        words(&freeze),
        words(&before)
    );
    let what = ("calendar.freeze_changed", id.to_string());
    finish(write, (actor, address), (&before.name, &detail), what).await
}

/// Ends a freeze before its time; one that has not begun never holds.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`], or [`Error::Calendar`] once it is over.
pub async fn end_freeze(
    backend: &Backend,
    actor: &Actor,
    (id, expected): (FreezeId, Version),
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&id.to_string(), address)).await?;
    let mut write = backend.write().await?;
    let (row, before) = seen(&mut write, id, expected).await?;
    let now = write.now;
    let freeze = before.clone().ended(now)?;
    save(&mut write, &freeze, &row, actor).await?;
    let detail = format!("freeze ended before its time: {}", words(&before));
    let what = ("calendar.freeze_ended", id.to_string());
    finish(write, (actor, address), (&before.name, &detail), what).await
}

fn words(freeze: &Freeze) -> String {
    let Freeze {
        name,
        strength,
        scope,
        reason,
        from,
        until,
        ..
    } = freeze;
    format!("{name}, {strength}, {scope}, {from} to {until}, because: {reason}")
}

/// A freeze that is still as it was seen.
async fn seen(
    write: &mut Write<'_>,
    id: FreezeId,
    expected: Version,
) -> Result<(FreezeRow, Freeze)> {
    let row = store::by_id(write.conn(), id.0).await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.version != expected.0 {
        return Err(lost(&row.changed_by, row.changed_at));
    }
    Ok((row.clone(), rows::freeze(row)?))
}

async fn save(
    write: &mut Write<'_>,
    freeze: &Freeze,
    seen: &FreezeRow,
    actor: &Actor,
) -> Result<()> {
    let row = rows::freeze_row(freeze, (actor.label(), write.now));
    match store::update(write.conn(), &row).await? {
        0 => Err(lost(&seen.changed_by, seen.changed_at)),
        _ => Ok(()),
    }
}
