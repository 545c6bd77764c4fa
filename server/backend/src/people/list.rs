//! Everybody who has an account.

use domain::{
    action::Action,
    actor::{Actor, Role},
    id::PersonId,
    page::Page,
    person::PersonName,
    time::Timestamp,
    version::Version,
};

use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::{people as store, sessions, text::storable},
};

/// People a page.
const PAGE: usize = 50;

/// A person as an administrator sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonStatus {
    /// Who.
    pub id: PersonId,
    /// Their sign-in name.
    pub name: String,
    /// What they are here for.
    pub roles: Vec<Role>,
    /// Since when they cannot sign in.
    pub disabled_at: Option<Timestamp>,
    /// Until when wrong passwords lock the account.
    pub locked_until: Option<Timestamp>,
    /// Whether a password is set.
    pub has_password: bool,
    /// Sessions that have not ended.
    pub sessions: i64,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Where mail for them goes.
    pub mail: Option<String>,
    /// The fence for a change.
    pub version: Version,
}

/// One page of people by name; `after` is the `next` of the page before.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn list(
    backend: &Backend,
    actor: &Actor,
    after: Option<&str>,
) -> Result<Page<PersonStatus>> {
    authorize(actor, Action::ReadSettings)?;
    let now = backend.now();
    let after = storable(after.unwrap_or_default());
    let mut reader = backend.reader().await?;
    let mut rows = store::list(reader.conn(), &after, PAGE as i64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.name.clone());
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        people.push(PersonStatus {
            id: PersonId(row.id),
            sessions: sessions::count_of_person(reader.conn(), row.id, now).await?,
            roles: row.roles.0,
            disabled_at: row.disabled_at,
            locked_until: row.locked_until.filter(|until| *until > now),
            has_password: row.password_hash.is_some(),
            created_at: row.created_at,
            version: Version(row.version),
            mail: row.mail,
            name: row.name,
        });
    }
    Ok(Page { rows: people, next })
}

/// Names that are offered where a person is chosen; any other can be typed.
const OFFERED: i64 = 500;

/// The sign-in names of those who can sign in, for whoever gives them work.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn names(backend: &Backend, actor: &Actor) -> Result<Vec<String>> {
    authorize(actor, Action::TriageFindings)?;
    let mut reader = backend.reader().await?;
    let rows = store::list(reader.conn(), "", OFFERED).await?;
    let able = rows.into_iter().filter(|row| row.disabled_at.is_none());
    Ok(able.map(|row| row.name).collect())
}

/// Who has a sign-in name, with the fence for a change.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::Name`], or when the database fails.
pub async fn find_by_name(
    backend: &Backend,
    actor: &Actor,
    name: &str,
) -> Result<Option<(PersonId, Version)>> {
    authorize(actor, Action::AdministerPeople)?;
    let name = PersonName::parse(name)?;
    let row = store::by_name(backend.reader().await?.conn(), name.as_str()).await?;
    Ok(row.map(|row| (PersonId(row.id), Version(row.version))))
}
