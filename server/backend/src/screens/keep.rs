//! Keeping screens: made with a code that is shown once, listed, revoked.

use domain::{
    action::Action,
    actor::Actor,
    event::Topic,
    id::ScreenId,
    screen::{ScreenCode, ScreenName},
    time::Timestamp,
    version::Version,
};

use super::code::hash;
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write, authorize},
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
