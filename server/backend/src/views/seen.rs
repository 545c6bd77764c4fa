//! A view as somebody sees it, found for a change, and what a change of it leaves behind.

use domain::{
    action::Action,
    actor::{Actor, Role},
    event::Topic,
    finding::{Sharing, Standing},
    id::ViewId,
    time::Timestamp,
    version::Version,
};
use uuid::Uuid;

use crate::{
    audit,
    backend::Write,
    error::{Error, Result},
    store::{
        db::Conn,
        finding_views::{self as store, ViewRow},
    },
};

/// A view, without the address that it keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Which.
    pub id: ViewId,
    /// What it is called.
    pub name: String,
    /// Sign-in name of who made it.
    pub owner: String,
    /// Who sees it.
    pub sharing: Sharing,
    /// Which roles begin with it, in their order.
    pub roles: Vec<Role>,
    /// Whether the asker may change it.
    pub may_change: bool,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
    /// The fence for a change.
    pub version: Version,
}

impl View {
    /// The view of a row as `actor` sees it, with the roles among `defaults` that begin with it.
    pub(super) fn of(row: ViewRow, actor: &Actor, defaults: &[(Role, ViewId)]) -> Result<Self> {
        let id = ViewId(row.id);
        let own = defaults.iter().filter(|(_, view)| *view == id);
        Ok(Self {
            id,
            sharing: sharing(&row)?,
            roles: own.map(|(role, _)| *role).collect(),
            may_change: standing(actor, &row).may_change().is_ok(),
            name: row.name,
            owner: row.owner,
            changed_by: row.changed_by,
            changed_at: row.changed_at,
            version: Version(row.version),
        })
    }
}

/// Which view a change is of.
#[derive(Debug, Clone, Copy)]
pub struct ViewTarget<'a> {
    /// Which.
    pub id: ViewId,
    /// The version that the actor saw.
    pub expected: Version,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Who sees a stored view.
pub(super) fn sharing(row: &ViewRow) -> Result<Sharing> {
    row.sharing.parse().map_err(|_| Error::Corrupt {
        table: "finding_views",
        row: row.id.to_string(),
        what: format!("sharing is {:?}", row.sharing),
    })
}

pub(super) fn standing(actor: &Actor, row: &ViewRow) -> Standing {
    match actor {
        _ if actor.label() == row.owner => Standing::Owner,
        _ if actor.may(Action::AdministerViews) => Standing::Administrator,
        _ => Standing::Reader,
    }
}

/// The view, if there is one that the actor sees: somebody else's private one is told from none by nobody.
pub(super) async fn seen(conn: Conn<'_>, actor: &Actor, id: Uuid) -> Result<ViewRow> {
    let row = store::by_id(conn, id).await?.ok_or(Error::NotFound)?;
    match standing(actor, &row).sees(sharing(&row)?) {
        true => Ok(row),
        false => Err(Error::NotFound),
    }
}

/// The view that somebody wants to change, as they saw it.
pub(super) async fn to_change(
    write: &mut Write<'_>,
    actor: &Actor,
    target: ViewTarget<'_>,
) -> Result<ViewRow> {
    let row = seen(write.conn(), actor, target.id.0).await?;
    standing(actor, &row).may_change()?;
    match row.version == target.expected.0 {
        true => Ok(row),
        false => Err(conflict(row)),
    }
}

/// Saves a view as `row` has it since the actor changed it.
pub(super) async fn update(write: &mut Write<'_>, actor: &Actor, row: &mut ViewRow) -> Result<()> {
    actor.label().clone_into(&mut row.changed_by);
    row.changed_at = write.now;
    match store::update(write.conn(), row).await? {
        0 => {
            let now = store::by_id(write.conn(), row.id).await?;
            Err(now.map_or(Error::NotFound, conflict))
        }
        _ => Ok(()),
    }
}

/// Who was faster.
pub(super) fn conflict(row: ViewRow) -> Error {
    Error::Conflict {
        by: row.changed_by,
        at: row.changed_at,
    }
}

/// What everybody sees is audited and told; what somebody keeps for themselves is neither.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// It was shared, or is now.
    Others,
    /// It is its owner's alone, and was.
    Owner,
}

impl Reach {
    /// Of a change after which `row` is as it is.
    pub(super) fn of(before: Sharing, row: &ViewRow) -> Result<Self> {
        let shared = [before, sharing(row)?].contains(&Sharing::Shared);
        Ok(if shared { Self::Others } else { Self::Owner })
    }
}

/// Ends a change of a view.
pub(super) async fn finish(
    mut write: Write<'_>,
    reach: Reach,
    entry: audit::Entry<'_>,
) -> Result<()> {
    if reach == Reach::Owner {
        return write.commit().await;
    }
    write.audit(entry).await?;
    let seq = write.take_seq().await?;
    let kind = "findings.view_changed";
    let told = write.finish(seq, Topic::Findings, kind, Vec::new()).await;
    told.map(drop)
}
