//! Calendars are added, changed and removed.

use domain::{
    action::Action,
    actor::Actor,
    calendar::{CalendarCode, CalendarPlan},
    id::CalendarId,
    time::Timestamp,
    version::Version,
};
use uuid::Uuid;

use super::{CALENDARS, TableZone, finish, lost, rows};
use crate::{
    audit::authorize_change,
    backend::{Backend, Write},
    error::{Error, Result},
    store::calendars::{self as store, CalendarRow},
};

/// Adds a calendar without events.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::Calendar`] with the rule that the plan misses.
pub async fn add(
    backend: &Backend,
    actor: &Actor,
    plan: CalendarPlan,
    address: Option<&str>,
) -> Result<CalendarId> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&plan.name, address)).await?;
    let plan = checked(plan)?;
    let mut write = backend.write().await?;
    let calendars = store::list(write.conn(), CALENDARS).await?;
    if calendars.len() as i64 >= CALENDARS {
        return Err(CalendarCode::Full.into());
    }
    check_name(&calendars, &plan.name)?;
    let id = backend.ids().id(write.now);
    let detail = format!("added: {}", words(&plan));
    let row = new_row(id, plan, (actor.label(), write.now));
    store::insert(write.conn(), &row).await?;
    let what = ("calendar.added", id.to_string());
    finish(write, (actor, address), (&row.name, &detail), what).await?;
    Ok(CalendarId(id))
}

/// Changes what is said of a calendar.
///
/// # Errors
/// As [`add`], and [`Error::NotFound`] or [`Error::Conflict`].
pub async fn change(
    backend: &Backend,
    actor: &Actor,
    (id, expected): (CalendarId, Version),
    plan: CalendarPlan,
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&id.to_string(), address)).await?;
    let plan = checked(plan)?;
    let mut write = backend.write().await?;
    let mut row = seen(&mut write, id, expected).await?;
    let before = rows::calendar(row.clone(), Vec::new())?.plan;
    if plan.name != before.name {
        let mut others = store::list(write.conn(), CALENDARS).await?;
        others.retain(|other| other.id != row.id);
        check_name(&others, &plan.name)?;
    }
    let detail = format!("is now {}, before {}", words(&plan), words(&before));
    rows::set_calendar(&mut row, plan);
    save(&mut write, row, actor).await?;
    let what = ("calendar.changed", id.to_string());
    finish(write, (actor, address), (&before.name, &detail), what).await
}

/// Removes a calendar: it holds nothing any more, and stays in its row.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`] or [`Error::Conflict`].
pub async fn remove(
    backend: &Backend,
    actor: &Actor,
    (id, expected): (CalendarId, Version),
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerCalendars;
    authorize_change(backend, actor, action, (&id.to_string(), address)).await?;
    let mut write = backend.write().await?;
    let mut row = seen(&mut write, id, expected).await?;
    let plan = rows::calendar(row.clone(), Vec::new())?.plan;
    let detail = format!("removed: {}", words(&plan));
    row.removed_at = Some(write.now);
    save(&mut write, row, actor).await?;
    let what = ("calendar.removed", id.to_string());
    finish(write, (actor, address), (&plan.name, &detail), what).await
}

/// People tell calendars by their names, however they are written.
fn check_name(others: &[CalendarRow], name: &str) -> Result<()> {
    let name = name.to_lowercase();
    let mut others = others.iter();
    match others.any(|other| other.name.to_lowercase() == name) {
        true => Err(CalendarCode::NameTaken.into()),
        false => Ok(()),
    }
}

fn checked(plan: CalendarPlan) -> Result<CalendarPlan> {
    let plan = plan.checked()?;
    TableZone::named(&plan.zone)?;
    Ok(plan)
}

fn words(plan: &CalendarPlan) -> String {
    let CalendarPlan {
        name,
        default,
        zone,
        scope,
    } = plan;
    format!("{name}, {default} by default, {zone}, {scope}")
}

fn new_row(id: Uuid, plan: CalendarPlan, (by, at): (&str, Timestamp)) -> CalendarRow {
    CalendarRow {
        id,
        version: Version::FIRST.0,
        name: plan.name,
        default_state: plan.default.as_str().to_owned(),
        zone: plan.zone,
        scope: plan.scope.to_string(),
        created_at: at,
        created_by: by.to_owned(),
        changed_at: at,
        changed_by: by.to_owned(),
        removed_at: None,
    }
}

/// The row of a calendar that is still as it was seen.
async fn seen(write: &mut Write<'_>, id: CalendarId, expected: Version) -> Result<CalendarRow> {
    let row = store::by_id(write.conn(), id.0).await?;
    let row = row.filter(|row| row.removed_at.is_none());
    let row = row.ok_or(Error::NotFound)?;
    match row.version == expected.0 {
        true => Ok(row),
        false => Err(lost(&row.changed_by, row.changed_at)),
    }
}

async fn save(write: &mut Write<'_>, mut row: CalendarRow, actor: &Actor) -> Result<()> {
    let (by, at) = (row.changed_by, row.changed_at);
    row.changed_by = actor.label().to_owned();
    row.changed_at = write.now;
    match store::update(write.conn(), &row).await? {
        0 => Err(lost(&by, at)),
        _ => Ok(()),
    }
}
