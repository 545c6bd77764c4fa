//! Sessions: what the browser holds is a secret, what the store holds is its hash.

use domain::{
    actor::{Actor, PersonActor},
    id::PersonId,
    time::Timestamp,
};
use sqlx::types::Json;

use super::actor;
use crate::{
    backend::Backend,
    error::Result,
    store::{
        people as people_rows,
        sessions::{self as store, SessionRow},
        text::storable_json,
    },
};

/// A session's content, as the web layer keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Who is signed in, if anybody is.
    pub person: Option<PersonId>,
    /// What the web layer keeps in it.
    pub content: serde_json::Value,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

/// A session with what only the store knows.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredSession {
    /// The session.
    pub session: Session,
    /// When it began.
    pub created_at: Timestamp,
}

fn hash(secret: &[u8]) -> [u8; 32] {
    *blake3::hash(secret).as_bytes()
}

fn row(session: &Session, created_at: Timestamp) -> SessionRow {
    SessionRow {
        person_id: session.person.map(|person| person.0),
        content: Json(storable_json(session.content.clone())),
        created_at,
        expires_at: domain::time::to_micros(session.expires_at),
    }
}

/// Keeps a new session; `false` when the secret is in use already.
///
/// # Errors
/// When the database fails.
pub async fn create_session(backend: &Backend, secret: &[u8], session: &Session) -> Result<bool> {
    let mut write = backend.write().await?;
    let row = row(session, write.now);
    let inserted = store::insert(write.conn(), &hash(secret), &row).await?;
    write.commit().await?;
    Ok(inserted == 1)
}

/// Writes a session back if it is still there; one that was signed out meanwhile stays gone.
///
/// # Errors
/// When the database fails.
pub async fn save_session(backend: &Backend, secret: &[u8], session: &Session) -> Result<bool> {
    let mut write = backend.write().await?;
    let row = row(session, write.now);
    let updated = store::update(write.conn(), &hash(secret), &row).await?;
    write.commit().await?;
    Ok(updated == 1)
}

/// A session that has not ended.
///
/// # Errors
/// When the database fails.
pub async fn load_session(backend: &Backend, secret: &[u8]) -> Result<Option<StoredSession>> {
    let now = backend.now();
    let row = store::load(backend.reader().await?.conn(), &hash(secret), now).await?;
    Ok(row.map(|row| StoredSession {
        session: Session {
            person: row.person_id.map(PersonId),
            content: row.content.0,
            expires_at: row.expires_at,
        },
        created_at: row.created_at,
    }))
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn delete_session(backend: &Backend, secret: &[u8]) -> Result<()> {
    let mut write = backend.write().await?;
    store::delete(write.conn(), &hash(secret)).await?;
    super::own::announce_ended(write).await
}

/// Forgets sessions that have ended by themselves.
///
/// # Errors
/// When the database fails.
pub async fn delete_expired_sessions(backend: &Backend) -> Result<u64> {
    let mut write = backend.write().await?;
    let now = write.now;
    let deleted = store::delete_expired(write.conn(), now).await?;
    write.commit().await?;
    Ok(deleted)
}

/// Who a person is now; nobody when the account is gone or disabled.
///
/// # Errors
/// When the database fails.
pub async fn actor_of(backend: &Backend, person: PersonId) -> Result<Actor> {
    let row = people_rows::by_id(backend.reader().await?.conn(), person.0).await?;
    let enabled: Option<PersonActor> = row
        .filter(|row| row.disabled_at.is_none())
        .map(|row| actor(&row));
    Ok(enabled.map_or(Actor::Anonymous, Actor::Person))
}
