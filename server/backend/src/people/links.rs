//! One-time links: how the first administrator, and anybody whose password was reset, gets in.

use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::{Actor, PersonActor, Role},
    person::{PersonName, check_password},
};
use sqlx::types::Json;

use super::{actor, any_admin, is_admin};
use crate::{
    audit,
    backend::{Backend, Write},
    error::{Error, Result},
    store::{
        one_time_links,
        people::{self as store, PersonRow},
        sessions,
    },
};

/// How long a link may be used.
const VALID: TimeDelta = TimeDelta::hours(24);

/// The secret part of a link that makes the first administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAdmin {
    /// The name the account will have.
    pub name: String,
    /// What the link ends with.
    pub secret: String,
}

/// A link for the first administrator, as long as no administrator has a password, whoever else is there; an earlier one
/// of that account ends.
///
/// # Errors
/// When the database fails.
pub async fn first_admin_link(backend: &Backend) -> Result<Option<FirstAdmin>> {
    let mut write = backend.write().await?;
    if any_admin(&mut write, |row| row.password_hash.is_some()).await? {
        return Ok(None);
    }
    let row = first_admin(&mut write).await?;
    let name = row.name.as_str();
    let secret = link(&mut write, &row).await?;
    let (actor, action) = (&Actor::Console, Action::AdministerPeople);
    let detail = "made a one-time link for the first administrator";
    write
        .audit(audit::Entry {
            actor,
            action,
            subject: name,
            detail,
            address: None,
        })
        .await?;
    write.commit().await?;
    Ok(Some(FirstAdmin {
        name: name.to_owned(),
        secret,
    }))
}

/// The account `admin`, made where it is missing. Where somebody else has the name, who is no administrator or disabled,
/// it is the next one with a number: nobody becomes an administrator by what they are called.
async fn first_admin(write: &mut Write<'_>) -> Result<PersonRow> {
    let (mut name, mut number) = ("admin".to_owned(), 1);
    while let Some(row) = store::by_name(write.conn(), &name).await? {
        if is_admin(&row) {
            return Ok(row);
        }
        number += 1;
        name = format!("admin{number}");
    }
    let row = new_person(write, &name, vec![Role::Admin]);
    store::insert(write.conn(), &row).await?;
    Ok(row)
}

/// A new link for a person; earlier ones end.
pub(super) async fn link(write: &mut Write<'_>, row: &PersonRow) -> Result<String> {
    one_time_links::delete_of_person(write.conn(), row.id).await?;
    let secret = hex(&write.backend.ids().secret());
    let expires = write.now + VALID;
    one_time_links::insert(write.conn(), &hash(&secret), row.id, expires).await?;
    Ok(secret)
}

/// Whom a link is for, if it may still be used.
///
/// # Errors
/// [`Error::LinkSpent`] otherwise.
pub async fn link_person(backend: &Backend, secret: &str) -> Result<PersonActor> {
    let mut reader = backend.reader().await?;
    let id = one_time_links::find(reader.conn(), &hash(secret), backend.now()).await?;
    let id = id.ok_or(Error::LinkSpent)?;
    let row = store::by_id(reader.conn(), id).await?;
    let row = row.filter(|row| row.disabled_at.is_none());
    Ok(actor(&row.ok_or(Error::LinkSpent)?))
}

/// Uses a link: the person gets this password, and the link ends.
///
/// # Errors
/// [`Error::LinkSpent`], or [`Error::Password`], which leaves the link as it was.
pub async fn use_link(
    backend: &Backend,
    secret: &str,
    password: &str,
    address: Option<&str>,
) -> Result<PersonActor> {
    check_password(password)?;
    link_person(backend, secret).await?;
    let password_hash = backend.passwords().hash(password).await?;
    let mut write = backend.write().await?;
    let now = write.now;
    let id = one_time_links::find(write.conn(), &hash(secret), now)
        .await?
        .ok_or(Error::LinkSpent)?;
    let mut row = store::by_id(write.conn(), id)
        .await?
        .ok_or(Error::LinkSpent)?;
    row.password_hash = Some(password_hash);
    let by = (row.name.as_str(), now);
    if row.disabled_at.is_some() || store::update(write.conn(), &row, by).await? == 0 {
        return Err(Error::LinkSpent);
    }
    store::forget_failures(write.conn(), id).await?;
    one_time_links::delete_of_person(write.conn(), id).await?;
    sessions::delete_of_person(write.conn(), id).await?;
    let person = actor(&row);
    let entry = audit::Entry {
        actor: &Actor::Person(person.clone()),
        action: Action::AdministerSelf,
        subject: &row.name,
        detail: "set a password by one-time link",
        address,
    };
    write.audit(entry).await?;
    super::own::announce_ended(write).await?;
    Ok(person)
}

/// A person who cannot sign in yet.
pub(super) fn new_person(write: &Write<'_>, name: &str, roles: Vec<Role>) -> PersonRow {
    PersonRow {
        id: write.backend.ids().id(write.now),
        name: name.to_owned(),
        password_hash: None,
        roles: Json(roles),
        disabled_at: None,
        failed_attempts: 0,
        locked_until: None,
        created_at: write.now,
        version: domain::version::Version::FIRST.0,
        changed_by: None,
        changed_at: None,
        mail: None,
    }
}

/// Checks a name that an administrator typed.
pub(super) fn parse_name(name: &str) -> Result<PersonName> {
    Ok(PersonName::parse(name)?)
}

fn hash(secret: &str) -> [u8; 32] {
    *blake3::hash(secret.as_bytes()).as_bytes()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
