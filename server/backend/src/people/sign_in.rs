//! Signing in by name and password.

use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::{Actor, PersonActor},
    person::PersonName,
    time::Timestamp,
};
use uuid::Uuid;

use super::actor;
use crate::{
    audit,
    backend::Backend,
    error::{Error, Result},
    store::people::{self as store, PersonRow},
};

/// Wrong passwords in a row before the account is locked.
const ATTEMPTS: i64 = 5;
/// How long the first lock lasts; each further wrong password doubles it.
const FIRST_LOCK: TimeDelta = TimeDelta::seconds(30);
/// The longest lock.
const LONGEST_LOCK: TimeDelta = TimeDelta::hours(1);

/// What is asked.
#[derive(Clone, Copy)]
pub struct SignIn<'a> {
    /// The name as typed.
    pub name: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Checks name and password; both outcomes are audited.
///
/// # Errors
/// [`Error::SignInRefused`] whatever was wrong, or [`Error::Locked`].
pub async fn sign_in(backend: &Backend, ask: SignIn<'_>) -> Result<PersonActor> {
    let row = match PersonName::parse(ask.name) {
        Ok(name) => store::by_name(backend.reader().await?.conn(), name.as_str()).await?,
        Err(_) => None,
    };
    if let Some(until) = row.as_ref().and_then(|row| locked(row, backend.now())) {
        refuse(backend, ask, "the account is locked").await?;
        return Err(Error::Locked(until));
    }
    let enabled = row.as_ref().filter(|row| row.disabled_at.is_none());
    let hash = enabled.and_then(|row| row.password_hash.as_deref());
    let right = backend.passwords().verify(ask.password, hash).await?;
    match row {
        Some(row) if right => welcome(backend, ask, row).await,
        Some(row) => {
            count_failure(backend, row.id).await?;
            refuse(backend, ask, "name or password is wrong").await?;
            Err(Error::SignInRefused)
        }
        None => {
            refuse(backend, ask, "name or password is wrong").await?;
            Err(Error::SignInRefused)
        }
    }
}

fn locked(row: &PersonRow, now: Timestamp) -> Option<Timestamp> {
    row.locked_until.filter(|until| *until > now)
}

async fn welcome(backend: &Backend, ask: SignIn<'_>, row: PersonRow) -> Result<PersonActor> {
    let mut write = backend.write().await?;
    let now = write.now;
    if store::open(write.conn(), &row, now).await? == 0 {
        // Locked, disabled, or given another password, while this one was being checked.
        return Err(Error::SignInRefused);
    }
    let person = actor(&row);
    let entry = audit::Entry {
        actor: &Actor::Person(person.clone()),
        action: Action::AdministerSelf,
        subject: &row.name,
        detail: "signed in",
        address: ask.address,
    };
    write.audit(entry).await?;
    write.commit().await?;
    Ok(person)
}

async fn count_failure(backend: &Backend, id: Uuid) -> Result<()> {
    let mut write = backend.write().await?;
    let over = store::count_failure(write.conn(), id).await? - ATTEMPTS;
    if over >= 0 {
        let lock = FIRST_LOCK * 2_i32.pow(u32::try_from(over.min(10)).unwrap_or(0));
        let until = write.now + lock.min(LONGEST_LOCK);
        store::lock(write.conn(), id, until).await?;
    }
    write.commit().await
}

async fn refuse(backend: &Backend, ask: SignIn<'_>, detail: &str) -> Result<()> {
    let subject: String = ask
        .name
        .chars()
        .filter(|c| !c.is_control())
        .take(64)
        .collect();
    let entry = audit::Entry {
        actor: &Actor::Anonymous,
        action: Action::AdministerSelf,
        subject: &subject,
        detail,
        address: ask.address,
    };
    audit::refused(backend, entry).await
}
