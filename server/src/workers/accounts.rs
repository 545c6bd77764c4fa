//! Reads the accounts of the organization and their names.

use std::{sync::Arc, time::Duration};

use backend::{Backend, accounts, ports::AccountFeed};
use domain::actor::Actor;

use super::{
    failure::{Failure, report},
    timer::every,
};

pub(super) async fn run(backend: Backend, feed: Arc<dyn AccountFeed>, period: Duration) {
    let actor = Actor::Worker("accounts".to_owned());
    let mut timer = every(period);
    loop {
        timer.tick().await;
        if let Err(failure) = read(&backend, &actor, feed.as_ref()).await {
            report(&backend, &actor, feed.source(), &failure).await;
        }
    }
}

async fn read(backend: &Backend, actor: &Actor, feed: &dyn AccountFeed) -> Result<(), Failure> {
    let listed = feed.accounts().await?;
    accounts::take_in(backend, actor, feed.source(), &listed).await?;
    Ok(())
}
