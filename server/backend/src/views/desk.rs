//! Reading what somebody's lists of findings begin with: the views that they see, what they chose, what their roles have.

use domain::{
    action::Action,
    actor::{Actor, Role},
    finding::{Column, MAX_SHARED_VIEWS, MAX_VIEWS, Opening, OwnOpening},
    id::ViewId,
};

use super::seen::View;
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{
        db::Conn,
        finding_desks::{self, DeskRow},
        finding_views as store,
    },
};

/// What somebody's lists begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The views that they see: their own first, then those that others share, each by name.
    pub views: Vec<View>,
    /// What they chose to begin with.
    pub own: OwnOpening,
    /// With what a list begins that says nothing by itself.
    pub opens: Opening,
    /// The columns that they chose; none where they never did.
    pub columns: Option<Vec<Column>>,
}

/// The actor's desk.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn desk(backend: &Backend, actor: &Actor) -> Result<Desk> {
    authorize(actor, Action::ReadFloor)?;
    let me = actor.label();
    let mut reader = backend.reader().await?;
    let defaults = defaults(reader.conn()).await?;
    let limit = (MAX_VIEWS + MAX_SHARED_VIEWS) as i64 + 1;
    let rows = store::seen_by(reader.conn(), me, limit).await?;
    let kept = finding_desks::of(reader.conn(), me).await?;
    let views = rows.into_iter().map(|row| View::of(row, actor, &defaults));
    let mut views = views.collect::<Result<Vec<View>>>()?;
    views.sort_by_cached_key(|view| (view.owner != me, view.name.to_lowercase(), view.id));
    let own = kept
        .as_ref()
        .map_or(Ok(OwnOpening::Role), |row| own(me, row))?;
    let roles: &[Role] = match actor {
        Actor::Person(person) => &person.roles,
        _ => &[],
    };
    let is_there = |id| views.iter().any(|view| view.id == id);
    Ok(Desk {
        own,
        opens: Opening::of(own, roles, &defaults, is_there),
        columns: kept.and_then(|row| Some(Column::read(&row.columns?))),
        views,
    })
}

/// The view of every role that begins with one, in the order of roles.
pub(super) async fn defaults(conn: Conn<'_>) -> Result<Vec<(Role, ViewId)>> {
    let rows = store::roles(conn).await?.into_iter();
    let known = rows.map(|(role, view)| {
        let read = role.parse().map(|role| (role, ViewId(view)));
        read.map_err(|_| Error::Corrupt {
            table: "finding_view_roles",
            row: role,
            what: "there is no such role".to_owned(),
        })
    });
    let mut defaults = known.collect::<Result<Vec<(Role, ViewId)>>>()?;
    defaults.sort_by_key(|(role, _)| *role);
    Ok(defaults)
}

fn own(person: &str, row: &DeskRow) -> Result<OwnOpening> {
    match (row.opens.as_str(), row.view_id) {
        ("role", _) => Ok(OwnOpening::Role),
        ("all_open", _) => Ok(OwnOpening::AllOpen),
        ("view", Some(id)) => Ok(OwnOpening::View(ViewId(id))),
        (opens, _) => Err(Error::Corrupt {
            table: "finding_desks",
            row: person.to_owned(),
            what: format!("opens is {opens:?}"),
        }),
    }
}
