//! Who may get a finding from somebody else.

use domain::{actor::Actor, finding::TouchRule, person::PersonName};

use crate::{
    error::Result,
    store::{db::Conn, people},
};

/// Whoever gets a finding must have an account that is in use, so that it waits for somebody. Whoever takes one does.
pub(super) async fn known(conn: Conn<'_>, actor: &Actor, to: &PersonName) -> Result<()> {
    if matches!(actor, Actor::Person(person) if person.name == to.as_str()) {
        return Ok(());
    }
    match people::by_name(conn, to.as_str()).await? {
        Some(row) if row.disabled_at.is_none() => Ok(()),
        _ => Err(TouchRule::AssigneeUnknown.into()),
    }
}
