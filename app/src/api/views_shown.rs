//! Which list an address stands for: what it says, or the view that it names, or what the asker's list begins with.

use backend::{
    Backend, Error,
    views::{self, Desk, OpenView, View},
};
use domain::{
    action::Action,
    actor::Actor,
    finding::{Column, Opening, ViewRule, with_unknown_typed},
    id::ViewId,
    time::Timestamp,
    version::Version,
};

use super::{
    findings::{as_shown, narrow},
    narrow::narrowed,
};
use crate::{
    pages::findings::{
        address::{ListAddress, list_part},
        viewed::{NO_VIEW, VIEW, Viewed},
    },
    query::Query,
};

/// Own and shared views in a menu; the page of views has all.
const MENU_LINES: usize = 20;

/// A list with what stands around it.
pub(crate) struct Shown {
    /// The list; its address says all of it.
    pub(crate) address: ListAddress,
    /// Its columns.
    pub(crate) columns: Vec<Column>,
    /// The views beside it.
    pub(crate) menu: ViewsMenu,
}

impl Shown {
    /// The address as text. It says that it is of no view also where that goes without saying, so that what is left when
    /// its last filter is taken away is not taken for what the asker's list begins with.
    pub(super) fn list(&self) -> String {
        let query = self.address.query();
        let query = match self.address.viewed {
            Viewed::AllOpen => query.with(VIEW, NO_VIEW),
            _ => query,
        };
        query.to_text()
    }
}

/// The views that a list offers, and which one it shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct ViewsMenu {
    /// The asker's own, by name.
    pub(crate) own: Vec<ViewLine>,
    /// Those that others share, by name.
    pub(crate) shared: Vec<ViewLine>,
    /// The view that the list is, or began as.
    pub(crate) shown: Option<ShownView>,
    /// Why the list is not the view of its address, in one sentence.
    pub(crate) missing: Option<String>,
    /// Whether the asker may keep views.
    pub(crate) may_keep: bool,
}

/// A view in a menu.
#[derive(Debug, Clone)]
pub(crate) struct ViewLine {
    /// Which.
    pub(crate) id: ViewId,
    /// What it is called.
    pub(crate) name: String,
    /// Who shares it; empty for the asker's own.
    pub(crate) owner: String,
}

/// The view that a list is, or began as.
#[derive(Debug, Clone)]
pub(crate) struct ShownView {
    /// Which.
    pub(crate) id: ViewId,
    /// What it is called.
    pub(crate) name: String,
    /// What it is to the asker and whether the list is still the same, as the end of the sentence that begins with its name.
    pub(crate) says: String,
    /// What saving the list under it needs, where the list was changed and the asker may.
    pub(crate) to_save: Option<Fence>,
}

/// The fence for a change, and who made the last one.
#[derive(Debug, Clone)]
pub(crate) struct Fence {
    /// The version that is shown.
    pub(crate) version: Version,
    /// Who made it.
    pub(crate) by: String,
    /// When.
    pub(crate) at: Timestamp,
}

/// The list that an address stands for; all open findings where it says nothing but a view that the asker does not see.
pub(super) async fn meant(
    backend: &Backend,
    actor: &Actor,
    text: &str,
) -> backend::Result<ListAddress> {
    let known = known(backend, actor, text).await?;
    Ok(known.unwrap_or_else(|| ListAddress::parse("")))
}

/// The same, and nothing where it says nothing but a view that the asker does not see.
pub(super) async fn known(
    backend: &Backend,
    actor: &Actor,
    text: &str,
) -> backend::Result<Option<ListAddress>> {
    let query = read(text);
    let address = ListAddress::read(&query);
    let view = match &address.viewed {
        Viewed::Itself(id) => {
            let view = find(backend, actor, id.parse().ok()).await?;
            return Ok(view.as_ref().map(opened));
        }
        Viewed::No if query.is_empty() => {
            let own = views::desk(backend, actor).await?.opens.view();
            find(backend, actor, own).await?
        }
        _ => return Ok(Some(address)),
    };
    let all_open = || ListAddress::parse("");
    Ok(Some(view.as_ref().map_or_else(all_open, opened)))
}

/// The list that an address stands for, with what its page shows around it.
pub(super) async fn shown(backend: &Backend, actor: &Actor, text: &str) -> backend::Result<Shown> {
    let query = read(text);
    let mut address = ListAddress::read(&query);
    let desk = views::desk(backend, actor).await?;
    let (asks, id) = match &address.viewed {
        Viewed::Itself(id) | Viewed::Changed(id) => (true, id.parse().ok()),
        Viewed::No if query.is_empty() => (false, desk.opens.view()),
        Viewed::No | Viewed::AllOpen => (false, None),
    };
    let view = find(backend, actor, id).await?;
    let missing = (asks && view.is_none()).then(|| missing(&address));
    let said = match &view {
        Some(view) => {
            let (kept, changed) = (opened(view), matches!(address.viewed, Viewed::Changed(_)));
            let before = as_shown(backend, actor, kept.clone())?;
            let is_same =
                !changed || before.is_same_list(&as_shown(backend, actor, address.clone())?);
            if !changed {
                address = kept;
            }
            Some(says(&view.view, &desk, is_same))
        }
        None => {
            address.viewed = match desk.opens.view() {
                Some(_) => Viewed::AllOpen,
                None => Viewed::No,
            };
            None
        }
    };
    Ok(Shown {
        columns: columns(&address, &desk),
        address,
        menu: menu(actor, desk, (said, missing)),
    })
}

/// What an address says of the list; a value that nobody knows is part of the query then, whose mistakes the page shows.
fn read(text: &str) -> Query {
    let query = list_part(&Query::parse(text));
    Query::default().and(with_unknown_typed(query.pairs()))
}

/// The view of that id, if the actor sees one.
async fn find(
    backend: &Backend,
    actor: &Actor,
    id: Option<ViewId>,
) -> backend::Result<Option<OpenView>> {
    let Some(id) = id else {
        return Ok(None);
    };
    match views::get(backend, actor, id).await {
        Ok(view) => Ok(Some(view)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The list that a view keeps, as one that began as it.
fn opened(view: &OpenView) -> ListAddress {
    ListAddress {
        viewed: Viewed::Changed(view.view.id.to_string()),
        ..ListAddress::parse(&view.query)
    }
}

fn missing(address: &ListAddress) -> String {
    let list = match address.viewed {
        Viewed::Itself(_) => "You see all open findings.",
        _ => "You see the list of the address without it.",
    };
    format!("This view does not exist or is not shared with you. {list}")
}

/// What a view is to the asker.
fn says(view: &View, desk: &Desk, is_same: bool) -> ShownView {
    let begins = match desk.opens {
        Opening::Own(id) if id == view.id => ", with which your list begins".to_owned(),
        Opening::OfRole(role, id) if id == view.id => {
            format!(", with which the list of the role {role} begins")
        }
        _ => String::new(),
    };
    let changed = if is_same { "" } else { ", changed" };
    ShownView {
        id: view.id,
        name: view.name.clone(),
        says: format!("{begins}{changed}."),
        to_save: (view.may_change && !is_same).then(|| Fence {
            version: view.version,
            by: view.changed_by.clone(),
            at: view.changed_at,
        }),
    }
}

/// The columns of a list: its own, else those that the asker chose last, else the usual ones.
pub(super) fn columns(address: &ListAddress, desk: &Desk) -> Vec<Column> {
    let chosen = address
        .columns
        .as_deref()
        .map(Column::read)
        .or_else(|| desk.columns.clone());
    chosen.unwrap_or_else(|| Column::USUAL.to_vec())
}

fn menu(
    actor: &Actor,
    desk: Desk,
    (shown, missing): (Option<ShownView>, Option<String>),
) -> ViewsMenu {
    let me = actor.label();
    let (own, others): (Vec<View>, Vec<View>) =
        desk.views.into_iter().partition(|view| view.owner == me);
    let line = |view: View| ViewLine {
        id: view.id,
        name: view.name,
        owner: if view.owner == me {
            String::new()
        } else {
            view.owner
        },
    };
    ViewsMenu {
        own: own.into_iter().map(line).take(MENU_LINES).collect(),
        shared: others.into_iter().map(line).take(MENU_LINES).collect(),
        shown,
        missing,
        may_keep: actor.may(Action::KeepViews),
    }
}

/// What a view keeps of a list: all that it is, the account and region that are picked for it, with the columns that are
/// shown.
pub(super) async fn to_keep(
    backend: &Backend,
    actor: &Actor,
    text: &str,
) -> backend::Result<String> {
    let list = narrow(meant(backend, actor, text).await?, &narrowed());
    if list.fault.is_some() {
        return Err(ViewRule::QueryUnreadable.into());
    }
    let columns = columns(&list, &views::desk(backend, actor).await?);
    let kept = ListAddress {
        columns: Some(Column::write(&columns)),
        ..list.plain()
    };
    Ok(kept.query().to_text())
}
