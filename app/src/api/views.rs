//! Views of the list of findings: kept, changed, shared, and with which one a list begins; and the columns that somebody chose.
//! All are plain forms, so that the browser needs no code for them.

use leptos::prelude::*;

use super::{error::ApiError, views_view::ViewsView};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{Asker, answer, asker, backend, form_answer, lead_form, refuse},
        error::Field,
        views_shown::{columns, meant, to_keep},
        views_view::ViewRowView,
    },
    crate::pages::findings::viewed::{Viewed, view_href},
    backend::{
        Backend,
        views::{self, NewView, View, ViewChange, ViewTarget},
    },
    domain::{
        action::Action,
        actor::Role,
        finding::{Column, OwnOpening, Sharing},
        id::ViewId,
        version::Version,
    },
    leptos::server_fn::ServerFn,
    std::str::FromStr,
};

/// The page of views, where a form that was done leads.
#[cfg(feature = "ssr")]
const PAGE: &str = "/findings/views";

/// Every view that the asker sees.
#[server(prefix = "/api", endpoint = "views/list")]
pub async fn list_views() -> Result<ViewsView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let desk = views::desk(&backend, &asker.actor).await;
    let desk = desk.map_err(|error| refuse(&asker, &error))?;
    let me = asker.actor.label();
    let row = |view: View| ViewRowView {
        is_own: view.owner == me,
        id: view.id,
        name: view.name,
        owner: view.owner,
        sharing: view.sharing,
        roles: view.roles,
        may_change: view.may_change,
        changed_by: view.changed_by,
        changed_at: view.changed_at,
        version: view.version,
    };
    Ok(ViewsView {
        views: desk.views.into_iter().map(row).collect(),
        own: desk.own,
        opens: desk.opens,
        may_keep: asker.actor.may(Action::KeepViews),
        may_administer: asker.actor.may(Action::AdministerViews),
        now: backend.now(),
    })
}

/// Keeps a list under a name; answers the view's id. A plain form is led to the view.
#[server(prefix = "/api", endpoint = "views/save")]
pub async fn save_view(
    /// The query string of the list.
    query: String,
    /// What it is called.
    #[server(default)]
    name: String,
    /// `shared` where all shall see it.
    #[server(default)]
    sharing: String,
) -> Result<String, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let told = |code: ApiError| {
        let typed = [("view_name", name.as_str()), ("view_sharing", &sharing)];
        form_answer(SaveView::PATH, &code, &typed);
        code
    };
    let shared = match sharing.as_str() {
        "" => Sharing::Private,
        word => read(word, Field::Choice).map_err(told)?,
    };
    let saved = async {
        let new = NewView {
            name: &name,
            query: &to_keep(&backend, &asker.actor, &query).await?,
            sharing: shared,
            address: asker.address.as_deref(),
        };
        views::save(&backend, &asker.actor, new).await
    };
    let id = saved.await.map_err(|error| told(refuse(&asker, &error)))?;
    lead_form(&view_href(id));
    Ok(id.to_string())
}

/// Keeps another list under a view. A plain form is led to the view.
#[server(prefix = "/api", endpoint = "views/keep")]
pub async fn keep_view(
    /// Which, by its id.
    of: String,
    /// The version that the page showed.
    expected_version: i64,
    /// The query string of the list.
    query: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let told = |code: ApiError| {
        form_answer(KeepView::PATH, &code, &[]);
        code
    };
    let target = target(&asker, &of, expected_version).map_err(told)?;
    let kept = async {
        let query = to_keep(&backend, &asker.actor, &query).await?;
        views::change(&backend, &asker.actor, target, ViewChange::Query(&query)).await
    };
    kept.await.map_err(|error| told(refuse(&asker, &error)))?;
    lead_form(&view_href(target.id));
    Ok(())
}

/// Gives a view another name.
#[server(prefix = "/api", endpoint = "views/rename")]
pub async fn rename_view(
    /// Which, by its id.
    of: String,
    /// The version that the page showed.
    expected_version: i64,
    /// What it is called from now on.
    #[server(default)]
    name: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let typed = [("of", of.as_str()), ("name", &name)];
    let form = Changed(RenameView::PATH, &typed);
    let done = async {
        let (target, change) = (
            target(&asker, &of, expected_version)?,
            ViewChange::Name(&name),
        );
        let done = views::change(&backend, &asker.actor, target, change).await;
        done.map_err(|error| refuse(&asker, &error))
    };
    form.done(done.await)
}

/// Says who sees a view.
#[server(prefix = "/api", endpoint = "views/share")]
pub async fn share_view(
    /// Which, by its id.
    of: String,
    /// The version that the page showed.
    expected_version: i64,
    /// `private` or `shared`.
    sharing: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let typed = [("of", of.as_str())];
    let done = async {
        let target = target(&asker, &of, expected_version)?;
        let change = ViewChange::Sharing(read(&sharing, Field::Choice)?);
        let done = views::change(&backend, &asker.actor, target, change).await;
        done.map_err(|error| refuse(&asker, &error))
    };
    Changed(ShareView::PATH, &typed).done(done.await)
}

/// Deletes a view.
#[server(prefix = "/api", endpoint = "views/remove")]
pub async fn remove_view(
    /// Which, by its id.
    of: String,
    /// The version that the page showed.
    expected_version: i64,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let typed = [("of", of.as_str())];
    let done = async {
        let target = target(&asker, &of, expected_version)?;
        let done = views::remove(&backend, &asker.actor, target).await;
        done.map_err(|error| refuse(&asker, &error))
    };
    Changed(RemoveView::PATH, &typed).done(done.await)
}

/// Lets the lists of a role begin with a view.
#[server(prefix = "/api", endpoint = "views/set_role")]
pub async fn set_role(
    /// Which, by its id.
    of: String,
    /// The version that the page showed.
    expected_version: i64,
    /// Which role.
    role: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let typed = [("of", of.as_str()), ("role", &role)];
    let done = async {
        let target = target(&asker, &of, expected_version)?;
        let role: Role = read(&role, Field::Choice)?;
        let done = views::set_role(&backend, &asker.actor, target, role).await;
        done.map_err(|error| refuse(&asker, &error))
    };
    Changed(SetRole::PATH, &typed).done(done.await)
}

/// Lets the lists of a role begin with all open findings.
#[server(prefix = "/api", endpoint = "views/clear_role")]
pub async fn clear_role(
    /// Which role.
    role: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let done = async {
        let role: Role = read(&role, Field::Choice)?;
        let address = asker.address.as_deref();
        let done = views::clear_role(&backend, &asker.actor, role, address).await;
        done.map_err(|error| refuse(&asker, &error))
    };
    Changed(ClearRole::PATH, &[]).done(done.await)
}

/// Lets the asker's lists begin with something.
#[server(prefix = "/api", endpoint = "views/open_with")]
pub async fn open_with(
    /// `role`, `all_open`, or a view by its id.
    to: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let done = async {
        let own = match to.as_str() {
            "role" => OwnOpening::Role,
            "all_open" => OwnOpening::AllOpen,
            id => OwnOpening::View(read(id, Field::Id)?),
        };
        let done = views::open_with(&backend, &asker.actor, own).await;
        done.map_err(|error| refuse(&asker, &error))
    };
    Changed(OpenWith::PATH, &[]).done(done.await)
}

/// Shows these columns from now on. A plain form is led to the same list with them.
#[server(prefix = "/api", endpoint = "views/columns")]
pub async fn keep_columns(
    /// The query string of the list.
    query: String,
    /// The columns by their words, as a field `ticked[]` each.
    #[server(default)]
    ticked: Vec<String>,
    /// A column that goes a place on, as its word with `.earlier` or `.later` behind it.
    #[server(default)]
    moved: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let ticked: Vec<Column> = ticked.iter().filter_map(|word| word.parse().ok()).collect();
    let moved = moved.split_once('.');
    let moved = moved.and_then(|(word, to)| Some((word.parse().ok()?, to == "earlier")));
    let list = chosen_columns(&backend, &asker, &query, (&ticked, moved)).await;
    let list = list.map_err(|error| {
        let code = refuse(&asker, &error);
        form_answer(KeepColumns::PATH, &code, &[]);
        code
    })?;
    lead_form(&list);
    Ok(())
}

/// Keeps the columns; answers where the list stands with them. One that has columns of its own, or began as a view, says
/// them in its address: the view itself stays as it is.
#[cfg(feature = "ssr")]
async fn chosen_columns(
    backend: &Backend,
    asker: &Asker,
    query: &str,
    (ticked, moved): (&[Column], Option<(Column, bool)>),
) -> backend::Result<String> {
    let actor = &asker.actor;
    let mut list = meant(backend, actor, query).await?;
    let before = columns(&list, &views::desk(backend, actor).await?);
    let mut chosen = Column::chosen(&before, ticked);
    if let Some((column, earlier)) = moved {
        chosen = Column::moved(chosen, column, earlier);
    }
    views::keep_columns(backend, actor, &chosen).await?;
    if list.columns.is_some() || matches!(list.viewed, Viewed::Changed(_)) {
        list.columns = Some(Column::write(&chosen));
    }
    Ok(list.href())
}

/// A form of the page of views, by its function's path, and what was typed into it.
#[cfg(feature = "ssr")]
struct Changed<'a>(&'a str, &'a [(&'a str, &'a str)]);

#[cfg(feature = "ssr")]
impl Changed<'_> {
    /// Leads it on, or back with what was typed.
    fn done(&self, done: Result<(), ApiError>) -> Result<(), ApiError> {
        match &done {
            Ok(()) => lead_form(PAGE),
            Err(code) => form_answer(self.0, code, self.1),
        }
        done
    }
}

/// Which view a form is of.
#[cfg(feature = "ssr")]
fn target<'a>(asker: &'a Asker, of: &str, expected: i64) -> Result<ViewTarget<'a>, ApiError> {
    Ok(ViewTarget {
        id: read::<ViewId>(of, Field::Id)?,
        expected: Version(expected),
        address: asker.address.as_deref(),
    })
}

/// A word that only a page of ours writes.
#[cfg(feature = "ssr")]
fn read<T: FromStr>(word: &str, field: Field) -> Result<T, ApiError> {
    word.parse().map_err(|_| answer(ApiError::Invalid(field)))
}
