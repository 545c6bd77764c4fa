//! What a person was shown, carried by the page's form and trusted when it comes back.
//!
//! The form carries the strip itself, sealed with a key that only the database has, for one person, change and revision.
//! So it need not be kept here for every look at a page, survives restarts and reaches any process; and nobody can post
//! a strip that is worse than the one they saw, to let a worse one through. What is no seal of ours, or of another page,
//! counts as nothing shown: then whatever speaks against the change is news.

use domain::{
    actor::Actor,
    strip::{Difference, Strip},
};

use super::{About, compute};
use crate::{
    backend::Backend,
    error::{Error, Result},
    store::seals,
};

/// A strip for a page, with what its form sends back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The strip.
    pub strip: Strip,
    /// The strip as [`again`] takes it; empty while the database takes nothing in.
    pub sealed: String,
}

/// The strip at a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// As it is now: what is kept with the decision.
    pub strip: Strip,
    /// What got worse since it was shown; the decision is refused unless this is empty.
    pub worse: Vec<Difference>,
}

/// The strip for the page of a revision.
///
/// # Errors
/// As [`compute`].
pub async fn show(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
    revision: i64,
) -> Result<Shown> {
    let strip = compute(backend, actor, about).await?;
    let text = serde_json::to_string(&strip).map_err(|error| Error::Broken(error.to_string()))?;
    let sealed = match key(backend).await {
        Ok(key) => format!("{}{text}", seal(&key, actor, about, (revision, &text))),
        Err(error) => {
            tracing::warn!(%error, "what was shown cannot be sealed");
            String::new()
        }
    };
    Ok(Shown { strip, sealed })
}

/// The strip at a decision on a revision, compared with the one that was shown.
///
/// # Errors
/// As [`compute`].
pub async fn again(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
    (revision, sealed): (i64, &str),
) -> Result<Again> {
    let strip = compute(backend, actor, about).await?;
    let key = key(backend).await?;
    let shown = opened(&key, actor, about, (revision, sealed));
    let shown = shown.unwrap_or_else(|| Strip::nothing_shown(strip.computed_at));
    let worse = strip.is_worse_than(&shown);
    Ok(Again { strip, worse })
}

/// Hexadecimal digits of a seal.
const DIGITS: usize = 64;

fn seal(
    key: &[u8; 32],
    actor: &Actor,
    about: &About<'_>,
    (revision, text): (i64, &str),
) -> blake3::Hash {
    let person = match actor {
        Actor::Person(person) => person.id.to_string(),
        other => other.label().to_owned(),
    };
    let change = about.change.map_or_else(String::new, |id| id.to_string());
    let what = format!("strip\n{person}\n{change}\n{revision}\n{text}");
    blake3::keyed_hash(key, what.as_bytes())
}

fn opened(
    key: &[u8; 32],
    actor: &Actor,
    about: &About<'_>,
    (revision, sealed): (i64, &str),
) -> Option<Strip> {
    let (digits, text) = sealed.split_at_checked(DIGITS)?;
    let told = blake3::Hash::from_hex(digits).ok()?;
    // The comparison of two hashes takes the same time wherever they differ.
    let ours = told == seal(key, actor, about, (revision, text));
    ours.then(|| serde_json::from_str(text).ok()).flatten()
}

/// The key of all processes; the first that needs it makes it.
async fn key(backend: &Backend) -> Result<[u8; 32]> {
    let kept = seals::find(backend.reader().await?.conn()).await?;
    let secret = match kept {
        Some(secret) => Some(secret),
        None => {
            let mut write = backend.write().await?;
            seals::insert(write.conn(), &backend.ids().secret()).await?;
            let kept = seals::find(write.conn()).await?;
            write.commit().await?;
            kept
        }
    };
    let secret = secret.and_then(|secret| secret.try_into().ok());
    secret.ok_or_else(|| Error::Corrupt {
        table: "seals",
        row: "1".to_owned(),
        what: "the key has not 32 bytes".to_owned(),
    })
}
