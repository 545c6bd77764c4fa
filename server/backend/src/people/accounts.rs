//! Keeping accounts: added, disabled, unlocked, given other roles or a new link.

use domain::{
    action::Action,
    actor::{Actor, Role},
    event::{Seq, Topic},
    id::PersonId,
    person::{check_password, parse_mail},
    version::Version,
};
use sqlx::types::Json;

use super::{
    any_admin, conflict,
    links::{link, new_person, parse_name},
};
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::{Error, Result},
    store::{
        people::{self as store, PersonRow},
        sessions,
    },
};

/// What happens to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonChange {
    /// It cannot sign in any more, and its sessions end.
    Disable,
    /// It can again.
    Enable,
    /// Wrong passwords are forgotten.
    Unlock,
    /// It has these roles from now on.
    SetRoles(Vec<Role>),
    /// Mail for it goes there; an empty text is nowhere.
    SetMail(String),
    /// Its password ends, its sessions end, and a one-time link sets a new one.
    ResetPassword,
}

/// Adds a person. With a password they can sign in at once; without one the answer is the secret of a one-time link.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Name`], [`Error::NoRole`], [`Error::Password`] or [`Error::NameTaken`].
pub async fn add(
    backend: &Backend,
    actor: &Actor,
    (name, roles): (&str, &[Role]),
    password: Option<&str>,
    address: Option<&str>,
) -> Result<Option<String>> {
    authorize_change(backend, actor, Action::AdministerPeople, (name, address)).await?;
    let name = parse_name(name)?;
    some_role(roles)?;
    let password_hash = match password {
        Some(password) => {
            check_password(password)?;
            Some(backend.passwords().hash(password).await?)
        }
        None => None,
    };
    let mut write = backend.write().await?;
    let row = PersonRow {
        password_hash,
        ..new_person(&write, name.as_str(), roles.to_vec())
    };
    if store::insert(write.conn(), &row).await? == 0 {
        return Err(Error::NameTaken);
    }
    let secret = match row.password_hash {
        None => Some(link(&mut write, &row).await?),
        Some(_) => None,
    };
    let detail = format!("added as {}", words(roles));
    let seq = write.take_seq().await?;
    finish((write, seq), actor, &row.name, &detail, address).await?;
    Ok(secret)
}

/// Changes an account; a reset answers with the secret of a one-time link.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`], [`Error::NoRole`], [`Error::Disabled`] for a reset, or
/// [`Error::LastAdmin`] when nobody would be left who can administer.
pub async fn change(
    backend: &Backend,
    actor: &Actor,
    (id, expected): (PersonId, Version),
    change: PersonChange,
    address: Option<&str>,
) -> Result<Option<String>> {
    let subject = id.to_string();
    authorize_change(
        backend,
        actor,
        Action::AdministerPeople,
        (&subject, address),
    )
    .await?;
    let mut write = backend.write().await?;
    let mut row = store::by_id(write.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    if row.version != expected.0 {
        return Err(conflict(&mut write, row.id).await?);
    }
    let (detail, secret) = apply(&mut write, &mut row, &change).await?;
    let by = (actor.label(), write.now);
    if store::update(write.conn(), &row, by).await? == 0 {
        return Err(conflict(&mut write, row.id).await?);
    }
    // Taken before looking at the others: two administrators who go at one moment then see each other.
    let seq = write.take_seq().await?;
    if matches!(
        change,
        PersonChange::Disable | PersonChange::SetRoles(_) | PersonChange::ResetPassword
    ) {
        keep_an_admin(&mut write).await?;
    }
    if matches!(change, PersonChange::Disable | PersonChange::ResetPassword) {
        sessions::delete_of_person(write.conn(), row.id).await?;
    }
    finish((write, seq), actor, &row.name, &detail, address).await?;
    Ok(secret)
}

/// Changes the row; the answer is what the audit says of it, and the secret of a link if one was made.
async fn apply(
    write: &mut Write<'_>,
    row: &mut PersonRow,
    change: &PersonChange,
) -> Result<(String, Option<String>)> {
    let mut secret = None;
    let detail = match change {
        PersonChange::Disable => {
            row.disabled_at = Some(write.now);
            "disabled".to_owned()
        }
        PersonChange::Enable => {
            row.disabled_at = None;
            "enabled".to_owned()
        }
        PersonChange::Unlock => {
            store::forget_failures(write.conn(), row.id).await?;
            "unlocked".to_owned()
        }
        PersonChange::SetRoles(roles) => {
            some_role(roles)?;
            row.roles = Json(roles.clone());
            format!("is now {}", words(roles))
        }
        PersonChange::SetMail(text) => {
            row.mail = parse_mail(text)?;
            "has another mail address".to_owned()
        }
        PersonChange::ResetPassword if row.disabled_at.is_some() => {
            // The link would set no password as long as they are.
            return Err(Error::Disabled(row.name.clone()));
        }
        PersonChange::ResetPassword => {
            row.password_hash = None;
            secret = Some(link(write, row).await?);
            "password reset".to_owned()
        }
    };
    Ok((detail, secret))
}

/// Refuses an account that could do nothing, not even end its own sessions.
const fn some_role(roles: &[Role]) -> Result<()> {
    match roles {
        [] => Err(Error::NoRole),
        _ => Ok(()),
    }
}

/// Refuses a change after which nobody could administer any more.
async fn keep_an_admin(write: &mut Write<'_>) -> Result<()> {
    match any_admin(write, |_| true).await? {
        true => Ok(()),
        false => Err(Error::LastAdmin),
    }
}

async fn finish(
    (mut write, seq): (Write<'_>, Seq),
    actor: &Actor,
    subject: &str,
    detail: &str,
    address: Option<&str>,
) -> Result<()> {
    let action = Action::AdministerPeople;
    write
        .audit(audit::Entry {
            actor,
            action,
            subject,
            detail,
            address,
        })
        .await?;
    write
        .finish(
            seq,
            Topic::People,
            "people.changed",
            vec![subject.to_owned()],
        )
        .await
        .map(drop)
}

fn words(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    words.join(", ")
}
