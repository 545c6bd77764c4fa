//! Attaches to open incidents what changes on things that are theirs.

use backend::{Backend, incidents};
use domain::actor::Actor;

pub(super) async fn run(backend: Backend) {
    incidents::follow(backend, Actor::Worker("incidents".to_owned())).await;
}
