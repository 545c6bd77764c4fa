//! People: signing in, their sessions, and who keeps their accounts.

mod accounts;
mod links;
mod list;
mod own;
mod passwords;
mod sessions;
mod sign_in;

pub use accounts::{PersonChange, add, change};
pub use links::{FirstAdmin, first_admin_link, link_person, use_link};
pub use list::{PersonStatus, find_by_name, list, names};
pub use own::{change_own_mail, change_own_password, own_mail, sign_out_everywhere};
pub(crate) use passwords::Passwords;
pub use sessions::{
    Session, StoredSession, actor_of, create_session, delete_expired_sessions, delete_session,
    load_session, save_session,
};
pub use sign_in::{SignIn, sign_in};

use domain::{
    actor::{Actor, PersonActor, Role},
    id::PersonId,
};
use uuid::Uuid;

use crate::{
    backend::Write,
    error::{Error, Result},
    store::people::{self as store, PersonRow},
};

/// The person of a row, as an actor.
fn actor(row: &PersonRow) -> PersonActor {
    PersonActor {
        id: PersonId(row.id),
        name: row.name.clone(),
        roles: row.roles.0.clone(),
    }
}

/// The person behind an actor, if it is one.
fn person(actor: &Actor) -> Option<&PersonActor> {
    match actor {
        Actor::Person(person) => Some(person),
        Actor::Worker(_) | Actor::Console | Actor::Display { .. } | Actor::Anonymous => None,
    }
}

/// Whether a person administers: one who is disabled does not.
fn is_admin(row: &PersonRow) -> bool {
    row.disabled_at.is_none() && row.roles.contains(&Role::Admin)
}

/// Whether there is an administrator of whom `is_such` is true.
async fn any_admin(write: &mut Write<'_>, is_such: impl Fn(&PersonRow) -> bool) -> Result<bool> {
    let mut after = String::new();
    loop {
        let rows = store::list(write.conn(), &after, 200).await?;
        let Some(last) = rows.last() else {
            return Ok(false);
        };
        if rows.iter().any(|row| is_admin(row) && is_such(row)) {
            return Ok(true);
        }
        after.clone_from(&last.name);
    }
}

/// Says who was faster; a version from before that was written down is somebody's.
async fn conflict(write: &mut Write<'_>, id: Uuid) -> Result<Error> {
    let now = write.now;
    let row = store::by_id(write.conn(), id)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Error::Conflict {
        by: row.changed_by.unwrap_or_else(|| "somebody".to_owned()),
        at: row.changed_at.unwrap_or(now),
    })
}
