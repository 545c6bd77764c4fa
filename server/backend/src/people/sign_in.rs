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
    audit::{self, as_typed},
    backend::{Backend, Write},
    error::{Error, Result},
    store::people::{self as store, PersonRow},
};

/// Wrong passwords in a row before the account is locked.
const ATTEMPTS: i64 = 5;
/// How long the first lock lasts; each further wrong password doubles it.
const FIRST_LOCK: TimeDelta = TimeDelta::seconds(30);
/// The longest lock.
const LONGEST_LOCK: TimeDelta = TimeDelta::hours(1);

/// What the audit says of a sign-in that any name could have had.
const WRONG: &str = "name or password is wrong";

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

/// Checks name and password; both outcomes are audited. Which of the reasons it was is for the audit alone: an answer
/// of its own for a locked account would tell that the name exists, since a name that does not is never locked.
///
/// # Errors
/// [`Error::SignInRefused`] whatever was wrong.
pub async fn sign_in(backend: &Backend, ask: SignIn<'_>) -> Result<PersonActor> {
    let row = match PersonName::parse(ask.name) {
        Ok(name) => store::by_name(backend.reader().await?.conn(), name.as_str()).await?,
        Err(_) => None,
    };
    let locked = row
        .as_ref()
        .is_some_and(|row| is_locked(row, backend.now()));
    let open = row
        .as_ref()
        .filter(|row| row.disabled_at.is_none() && !locked);
    let hash = open.and_then(|row| row.password_hash.as_deref());
    let right = backend.passwords().verify(ask.password, hash).await?;
    match row {
        Some(row) if right => welcome(backend, ask, row).await,
        Some(_) if locked => refuse(backend, ask, Guess::Uncounted("the account is locked")).await,
        Some(row) => refuse(backend, ask, Guess::Counted(row.id)).await,
        None => refuse(backend, ask, Guess::Uncounted(WRONG)).await,
    }
}

pub(super) fn is_locked(row: &PersonRow, now: Timestamp) -> bool {
    row.locked_until.is_some_and(|until| until > now)
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

/// What a refused sign-in was, for the audit.
enum Guess {
    /// A wrong password of this account.
    Counted(Uuid),
    /// Anything else, with the reason.
    Uncounted(&'static str),
}

/// Refuses. Every refusal is one transaction, so that the time it takes does not tell which names exist.
async fn refuse(backend: &Backend, ask: SignIn<'_>, guess: Guess) -> Result<PersonActor> {
    let mut write = backend.write().await?;
    let detail = match guess {
        Guess::Counted(id) => {
            count_failure(&mut write, id).await?;
            WRONG
        }
        Guess::Uncounted(why) => why,
    };
    let entry = audit::Entry {
        actor: &Actor::Anonymous,
        action: Action::AdministerSelf,
        subject: &as_typed(ask.name),
        detail,
        address: ask.address,
    };
    write.audit_refusal(entry).await?;
    write.commit().await?;
    Err(Error::SignInRefused)
}

/// Counts a wrong password of the account, and locks it after too many.
pub(super) async fn count_failure(write: &mut Write<'_>, id: Uuid) -> Result<()> {
    let over = store::count_failure(write.conn(), id).await? - ATTEMPTS;
    if over >= 0 {
        let lock = FIRST_LOCK * 2_i32.pow(u32::try_from(over.min(10)).unwrap_or(0));
        let until = write.now + lock.min(LONGEST_LOCK);
        store::lock(write.conn(), id, until).await?;
    }
    Ok(())
}
