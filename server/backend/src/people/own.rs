//! What people do with their own account.

use domain::{
    action::Action,
    actor::{Actor, PersonActor},
    event::Topic,
    person::{check_password, parse_mail},
};

use super::{
    conflict, person,
    sign_in::{count_failure, is_locked},
};
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write, authorize},
    error::{Error, Result},
    store::{
        people::{self as store, PersonRow},
        sessions,
    },
};

/// Gives oneself another password; every other session of the person ends. A wrong `old` counts like a wrong sign-in: who
/// found an open session must not be able to try passwords with it.
///
/// # Errors
/// [`Error::SignInRefused`] when `old` is wrong or the account is locked, [`Error::Password`] when `new` misses the rule.
pub async fn change_own_password(
    backend: &Backend,
    actor: &Actor,
    (old, new): (&str, &str),
    this_session: &[u8],
    address: Option<&str>,
) -> Result<()> {
    let id = oneself(backend, actor, address).await?.id;
    check_password(new)?;
    let mut row = store::by_id(backend.reader().await?.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    let open = !is_locked(&row, backend.now());
    let hash = row.password_hash.as_deref().filter(|_| open);
    if !backend.passwords().verify(old, hash).await? {
        return refuse_password(backend, actor, &row, address).await;
    }
    row.password_hash = Some(backend.passwords().hash(new).await?);
    let mut write = backend.write().await?;
    let by = (row.name.as_str(), write.now);
    if store::update(write.conn(), &row, by).await? == 0 {
        return Err(conflict(&mut write, row.id).await?);
    }
    let keep = blake3::hash(this_session);
    sessions::delete_others(write.conn(), id.0, keep.as_bytes()).await?;
    let detail = "changed the own password; all other sessions ended";
    let action = Action::AdministerSelf;
    write
        .audit(audit::Entry {
            actor,
            action,
            subject: &row.name,
            detail,
            address,
        })
        .await?;
    announce_ended(write).await
}

async fn refuse_password(
    backend: &Backend,
    actor: &Actor,
    row: &PersonRow,
    address: Option<&str>,
) -> Result<()> {
    let mut write = backend.write().await?;
    let detail = match is_locked(row, write.now) {
        true => "the account is locked",
        false => {
            count_failure(&mut write, row.id).await?;
            "the own password was wrong"
        }
    };
    let entry = audit::Entry {
        actor,
        action: Action::AdministerSelf,
        subject: &row.name,
        detail,
        address,
    };
    write.audit_refusal(entry).await?;
    write.commit().await?;
    Err(Error::SignInRefused)
}

/// Where mail for oneself goes.
///
/// # Errors
/// [`Error::Forbidden`] for an actor that is no person.
pub async fn own_mail(backend: &Backend, actor: &Actor) -> Result<Option<String>> {
    authorize(actor, Action::AdministerSelf)?;
    let person = person(actor).ok_or(Error::Forbidden)?;
    let row = store::by_id(backend.reader().await?.conn(), person.id.0).await?;
    Ok(row.and_then(|row| row.mail))
}

/// Says where mail for oneself goes; an empty text is nowhere.
///
/// # Errors
/// [`Error::Mail`] when the text is no mail address.
pub async fn change_own_mail(
    backend: &Backend,
    actor: &Actor,
    text: &str,
    address: Option<&str>,
) -> Result<()> {
    let id = oneself(backend, actor, address).await?.id;
    let mail = parse_mail(text)?;
    let mut write = backend.write().await?;
    let row = store::by_id(write.conn(), id.0).await?;
    let mut row = row.ok_or(Error::NotFound)?;
    row.mail = mail;
    let name = row.name.clone();
    let by = (name.as_str(), write.now);
    if store::update(write.conn(), &row, by).await? == 0 {
        return Err(conflict(&mut write, row.id).await?);
    }
    write
        .audit(audit::Entry {
            actor,
            action: Action::AdministerSelf,
            subject: &name,
            detail: "changed the own mail address",
            address,
        })
        .await?;
    let seq = write.take_seq().await?;
    write
        .finish(seq, Topic::People, "people.changed", vec![name])
        .await
        .map(drop)
}

/// Ends every session of oneself.
///
/// # Errors
/// [`Error::Forbidden`] for an actor that is no person.
pub async fn sign_out_everywhere(
    backend: &Backend,
    actor: &Actor,
    address: Option<&str>,
) -> Result<u64> {
    let person = oneself(backend, actor, address).await?;
    let mut write = backend.write().await?;
    let ended = sessions::delete_of_person(write.conn(), person.id.0).await?;
    let detail = "signed out everywhere";
    let action = Action::AdministerSelf;
    write
        .audit(audit::Entry {
            actor,
            action,
            subject: &person.name,
            detail,
            address,
        })
        .await?;
    announce_ended(write).await?;
    Ok(ended)
}

/// Who acts on their own account, where the policy lets them.
async fn oneself<'a>(
    backend: &Backend,
    actor: &'a Actor,
    address: Option<&str>,
) -> Result<&'a PersonActor> {
    let subject = (actor.label(), address);
    authorize_change(backend, actor, Action::AdministerSelf, subject).await?;
    person(actor).ok_or(Error::Forbidden)
}

/// Commits a change that ended sessions, so that their open streams look whether they were meant.
pub(super) async fn announce_ended(mut write: Write<'_>) -> Result<()> {
    let seq = write.take_seq().await?;
    write
        .finish(seq, Topic::People, "people.sessions_ended", Vec::new())
        .await
        .map(drop)
}
