//! Every verb of views, called once with something that exists nowhere.

use backend::{
    Backend, Error,
    views::{self, NewView, ViewChange},
};
use domain::{
    actor::{Actor, Role},
    finding::{OwnOpening, Sharing},
    id::ViewId,
};
use uuid::Uuid;

use crate::{authorization::not_called, views::target};

/// Calls a verb.
pub(crate) async fn call(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let target = target(ViewId(Uuid::from_u128(1)), 1);
    let new = NewView {
        name: "mine",
        query: "",
        sharing: Sharing::Private,
        address: None,
    };
    match verb {
        "views::change" => views::change(backend, by, target, ViewChange::Name("x")).await,
        "views::clear_role" => views::clear_role(backend, by, Role::Viewer, None).await,
        "views::desk" => views::desk(backend, by).await.map(drop),
        "views::get" => views::get(backend, by, target.id).await.map(drop),
        "views::keep_columns" => views::keep_columns(backend, by, &[]).await,
        "views::open_with" => views::open_with(backend, by, OwnOpening::Role).await,
        "views::remove" => views::remove(backend, by, target).await,
        "views::save" => views::save(backend, by, new).await.map(drop),
        "views::set_role" => views::set_role(backend, by, target, Role::Viewer).await,
        _ => not_called(verb),
    }
}
