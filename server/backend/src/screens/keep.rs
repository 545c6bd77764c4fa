//! Keeping screens: made with a code that is shown once, listed, revoked.

use chrono::Timelike as _;
use domain::{
    action::Action,
    actor::Actor,
    calendar::Zone as _,
    event::Topic,
    id::ScreenId,
    screen::{DimHours, ScreenCode, ScreenName},
    time::Timestamp,
    version::Version,
};

use super::code::hash;
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write, authorize},
    calendar::TableZone,
    error::{Error, Result},
    store::screens::{self as store, ScreenRow},
};

/// Screens that are listed at most, the newest first.
const LISTED: i64 = 200;

/// A screen that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewScreen {
    /// Which.
    pub id: ScreenId,
    /// What opens the wall; the store cannot say it again.
    pub code: ScreenCode,
}

/// A screen as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenStatus {
    /// Which.
    pub id: ScreenId,
    /// What it is called.
    pub name: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// When it last asked for the wall, to about a minute.
    pub seen_at: Option<Timestamp>,
    /// Who ended its code.
    pub revoked_by: Option<String>,
    /// When.
    pub revoked_at: Option<Timestamp>,
    /// In which hours it is dim, and of which zone.
    pub dim: Option<(DimHours, String)>,
    /// The fence for a change.
    pub version: Version,
}

/// Makes a screen.
///
/// # Errors
/// [`Error::Forbidden`] or [`Error::ScreenName`].
pub async fn add(
    backend: &Backend,
    actor: &Actor,
    name: &str,
    address: Option<&str>,
) -> Result<NewScreen> {
    authorize_change(backend, actor, Action::AdministerScreens, (name, address)).await?;
    let name = ScreenName::parse(name)?;
    let code = ScreenCode::from_secret(&backend.ids().secret());
    let mut write = backend.write().await?;
    let row = ScreenRow {
        id: backend.ids().id(write.now),
        name: name.as_str().to_owned(),
        made_by: actor.label().to_owned(),
        made_at: write.now,
        seen_at: None,
        revoked_by: None,
        revoked_at: None,
        version: Version::FIRST.0,
        dim_from: None,
        dim_until: None,
        dim_zone: None,
    };
    store::insert(write.conn(), &row, &hash(&code)).await?;
    finish(write, actor, &row, ("screens.added", "made"), address).await?;
    let id = ScreenId(row.id);
    Ok(NewScreen { id, code })
}

/// Ends a screen's code; its open streams end with it.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`] or [`Error::Conflict`].
pub async fn revoke(
    backend: &Backend,
    actor: &Actor,
    (id, expected): (ScreenId, Version),
    address: Option<&str>,
) -> Result<()> {
    let subject = id.to_string();
    authorize_change(
        backend,
        actor,
        Action::AdministerScreens,
        (&subject, address),
    )
    .await?;
    let mut write = backend.write().await?;
    let row = store::by_id(write.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    let by = (actor.label(), write.now);
    if row.version != expected.0 || store::revoke(write.conn(), &row, by).await? == 0 {
        return Err(conflict(&mut write, id).await?);
    }
    finish(write, actor, &row, ("screens.revoked", "revoked"), address).await
}

/// Dims a screen from one hour to another of a zone, or never; what the wall shows follows at once.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::DimHours`], [`Error::Calendar`] for a zone that is none, [`Error::NotFound`] or
/// [`Error::Conflict`].
pub async fn dim(
    backend: &Backend,
    actor: &Actor,
    (id, expected): (ScreenId, Version),
    [from, until, zone]: [&str; 3],
    address: Option<&str>,
) -> Result<()> {
    let (action, subject) = (Action::AdministerScreens, id.to_string());
    authorize_change(backend, actor, action, (&subject, address)).await?;
    let (hours, zone) = (DimHours::parse(from, until)?, zone.trim());
    let zone = if zone.is_empty() { "UTC" } else { zone };
    TableZone::named(zone)?;
    let mut write = backend.write().await?;
    let row = store::by_id(write.conn(), id.0).await?;
    let mut row = row.ok_or(Error::NotFound)?;
    row.dim_from = hours.map(|hours| hours.from.into());
    row.dim_until = hours.map(|hours| hours.until.into());
    row.dim_zone = hours.map(|_| zone.to_owned());
    if row.version != expected.0 || store::dim(write.conn(), &row).await? == 0 {
        return Err(conflict(&mut write, id).await?);
    }
    let detail = match hours {
        Some(DimHours { from, until }) => format!("dim from {from} to {until}, {zone}"),
        None => "never dim".to_owned(),
    };
    finish(write, actor, &row, ("screens.dimmed", &detail), address).await
}

/// The hours that a row keeps.
fn hours(row: &ScreenRow) -> Option<DimHours> {
    let hour = |kept: Option<i64>| kept.and_then(|hour| u8::try_from(hour).ok());
    let (from, until) = (hour(row.dim_from)?, hour(row.dim_until)?);
    Some(DimHours { from, until })
}

/// Whether a screen is dim now, by the clocks where it hangs.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn is_dim(backend: &Backend, id: ScreenId) -> Result<bool> {
    let row = store::by_id(backend.reader().await?.conn(), id.0).await?;
    let set = row.and_then(|row| hours(&row).zip(row.dim_zone));
    Ok(set.is_some_and(|(hours, zone)| {
        let zone = TableZone::named(&zone);
        zone.is_ok_and(|zone| hours.hold(zone.local(backend.now()).hour()))
    }))
}

/// Every screen, the newest first.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor) -> Result<Vec<ScreenStatus>> {
    authorize(actor, Action::AdministerScreens)?;
    let rows = store::list(backend.reader().await?.conn(), LISTED).await?;
    Ok(rows.into_iter().map(ScreenStatus::from).collect())
}

/// Who was faster: a code is revoked once.
async fn conflict(write: &mut Write<'_>, id: ScreenId) -> Result<Error> {
    let now = write.now;
    let row = store::by_id(write.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Error::Conflict {
        by: row.revoked_by.unwrap_or(row.made_by),
        at: row.revoked_at.unwrap_or(now),
    })
}

async fn finish(
    mut write: Write<'_>,
    actor: &Actor,
    row: &ScreenRow,
    (kind, detail): (&str, &str),
    address: Option<&str>,
) -> Result<()> {
    let entry = audit::Entry {
        actor,
        action: Action::AdministerScreens,
        subject: &row.name,
        detail,
        address,
    };
    write.audit(entry).await?;
    let seq = write.take_seq().await?;
    let subjects = vec![row.id.to_string()];
    write
        .finish(seq, Topic::Screens, kind, subjects)
        .await
        .map(drop)
}

impl From<ScreenRow> for ScreenStatus {
    fn from(row: ScreenRow) -> Self {
        Self {
            dim: hours(&row).zip(row.dim_zone),
            id: ScreenId(row.id),
            name: row.name,
            made_by: row.made_by,
            made_at: row.made_at,
            seen_at: row.seen_at,
            revoked_by: row.revoked_by,
            revoked_at: row.revoked_at,
            version: Version(row.version),
        }
    }
}
