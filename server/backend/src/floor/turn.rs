//! Keeping when the word for the floor turned, so that "since" outlives a restart.
//!
//! It is written down rather than worked out: what made a word true may be gone by the time somebody asks, a source that
//! was silent for an hour and answers again for one. While no server runs nobody watches; a word that is the same
//! afterwards is kept, since sources that were not asked for longer than their limit make the floor Blind first, which
//! is a turn of its own.

use domain::{action::Action, actor::Actor, event::Topic, scope::Scope, verdict::Verdict};

use super::read::{read, since};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::verdict_turns,
};

/// Looks at the floor and writes down when its word is another one than before; the answer is that word.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn turn(backend: &Backend, actor: &Actor) -> Result<Option<Verdict>> {
    authorize(actor, Action::Ingest)?;
    let reader = Actor::Worker("verdict".to_owned());
    let verdict = read(backend, &reader, &Scope::default()).await?.verdict;
    if since(backend, verdict).await?.is_some() {
        return Ok(None);
    }
    let mut write = backend.write().await?;
    let now = write.now;
    verdict_turns::turn(write.conn(), verdict.as_str(), now).await?;
    let seq = write.take_seq().await?;
    let subjects = vec![verdict.as_str().to_owned()];
    write
        .finish(seq, Topic::Screens, "verdict.turned", subjects)
        .await?;
    Ok(Some(verdict))
}
