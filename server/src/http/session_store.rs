//! Sessions in the product's own tables, for the session layer.

use std::collections::HashMap;

use async_trait::async_trait;
use backend::{
    Backend,
    people::{self, Session},
};
use chrono::{TimeDelta, Utc};
use domain::id::PersonId;
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// The key of a session under which the person stands.
pub(super) const PERSON: &str = "person";
/// The key under which a session that was read has the microsecond at which it ends by the product's clock. The session
/// layer keeps that to itself. It is never stored.
pub(super) const ENDS: &str = "ends";

/// The session layer's view of the backend.
#[derive(Clone)]
pub(super) struct Sessions(pub(super) Backend);

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

/// The secret that the browser holds, as the store hashes it.
pub(super) fn secret(id: Id) -> [u8; 16] {
    id.0.to_le_bytes()
}

fn failed(error: backend::Error) -> Error {
    Error::Backend(error.to_string())
}

/// By how much the product's clock is ahead of the machine's, which the session layer reads: nothing but in a demo.
fn ahead(backend: &Backend) -> TimeDelta {
    let now = backend.now();
    TimeDelta::seconds((now - Utc::now()).num_seconds())
}

fn session(backend: &Backend, record: &Record) -> Result<Session> {
    let person = record.data.get(PERSON).and_then(|value| value.as_str());
    let mut content = record.data.clone();
    content.remove(ENDS);
    let micros = i64::try_from(record.expiry_date.unix_timestamp_nanos() / 1_000);
    Ok(Session {
        person: person.and_then(|id| id.parse::<PersonId>().ok()),
        content: serde_json::to_value(&content).map_err(|e| Error::Encode(e.to_string()))?,
        expires_at: domain::time::from_micros(micros.unwrap_or(0)) + ahead(backend),
    })
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let new = session(&self.0, record)?;
        while !people::create_session(&self.0, &secret(record.id), &new)
            .await
            .map_err(failed)?
        {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        // One that was signed out meanwhile stays gone: saving it is no error and revives nothing.
        let saved =
            people::save_session(&self.0, &secret(record.id), &session(&self.0, record)?).await;
        if let Err(error) = saved {
            // All that is saved of a session that exists is its later end: a page can be read without, on a full disk too.
            tracing::warn!(%error, "the end of a session could not be moved");
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let stored = people::load_session(&self.0, &secret(*id))
            .await
            .map_err(failed)?;
        let Some(stored) = stored else {
            return Ok(None);
        };
        let mut data: HashMap<String, Value> = serde_json::from_value(stored.session.content)
            .map_err(|error| Error::Decode(error.to_string()))?;
        let ends = stored.session.expires_at.timestamp_micros();
        data.insert(ENDS.to_owned(), ends.into());
        let expires_at = stored.session.expires_at - ahead(&self.0);
        let nanos = i128::from(expires_at.timestamp_micros()) * 1_000;
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(nanos)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        people::delete_session(&self.0, &secret(*id))
            .await
            .map_err(failed)
    }
}
