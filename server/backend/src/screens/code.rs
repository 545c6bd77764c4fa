//! What a code opens: the screen that it is of, as long as nobody revoked it.

use chrono::TimeDelta;
use domain::{action::Action, actor::Actor, id::ScreenId, screen::ScreenCode};

use crate::{
    audit,
    backend::Backend,
    error::{Error, Result},
    store::screens::{self as store, ScreenRow},
};

/// Between two notes of when a screen was seen: each costs a commit.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Takes a code as it was typed on a screen. Both outcomes are audited; what was typed wrongly is not, since it may be a code.
///
/// # Errors
/// [`Error::CodeRefused`] when it opens nothing.
pub async fn enter(backend: &Backend, typed: &str, address: Option<&str>) -> Result<ScreenCode> {
    let code = ScreenCode::parse(typed);
    let row = match &code {
        Some(code) => store::by_code(backend.reader().await?.conn(), &hash(code)).await?,
        None => None,
    };
    let row = row.filter(|row| row.revoked_at.is_none());
    let actor = row.as_ref().map_or(Actor::Anonymous, display);
    let entry = audit::Entry {
        actor: &actor,
        action: Action::ReadWall,
        subject: row.as_ref().map_or("wall", |row| &row.name),
        detail: "",
        address,
    };
    let mut write = backend.write().await?;
    match (code, &row) {
        (Some(code), Some(row)) => {
            let now = write.now;
            store::seen(write.conn(), row.id, now).await?;
            let detail = "entered its code";
            write.audit(audit::Entry { detail, ..entry }).await?;
            write.commit().await?;
            Ok(code)
        }
        _ => {
            let detail = "a code that opens nothing";
            write
                .audit_refusal(audit::Entry { detail, ..entry })
                .await?;
            write.commit().await?;
            Err(Error::CodeRefused)
        }
    }
}

/// The screen that a browser's code is of, seen now; nobody when the code opens nothing any more.
///
/// # Errors
/// When the database cannot be read.
pub async fn screen_of(backend: &Backend, kept: &str) -> Result<Actor> {
    let Some(code) = ScreenCode::parse(kept) else {
        return Ok(Actor::Anonymous);
    };
    let row = store::by_code(backend.reader().await?.conn(), &hash(&code)).await?;
    let Some(row) = row.filter(|row| row.revoked_at.is_none()) else {
        return Ok(Actor::Anonymous);
    };
    note(backend, &row).await;
    Ok(display(&row))
}

/// Whether a screen's code still opens the wall; an open wall is seen.
///
/// # Errors
/// When the database cannot be read.
pub async fn holds(backend: &Backend, id: ScreenId) -> Result<bool> {
    let row = store::by_id(backend.reader().await?.conn(), id.0).await?;
    let Some(row) = row.filter(|row| row.revoked_at.is_none()) else {
        return Ok(false);
    };
    note(backend, &row).await;
    Ok(true)
}

/// Keeps that a screen was seen. A wall is shown without it, on a full disk too.
async fn note(backend: &Backend, row: &ScreenRow) {
    let now = backend.now();
    if row.seen_at.is_some_and(|at| now - at < SEEN_EVERY) {
        return;
    }
    let noted = async {
        let mut write = backend.write().await?;
        store::seen(write.conn(), row.id, now).await?;
        write.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "when a screen was seen could not be kept");
    }
}

fn display(row: &ScreenRow) -> Actor {
    Actor::Display {
        id: ScreenId(row.id),
        name: row.name.clone(),
    }
}

pub(super) fn hash(code: &ScreenCode) -> [u8; 32] {
    *blake3::hash(code.as_str().as_bytes()).as_bytes()
}
