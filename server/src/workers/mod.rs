//! Workers: they take no input, may run again at any time, and leave trying again to their timer.

mod accounts;
mod bulk_acts;
mod changes;
mod connection;
mod endpoints;
mod failure;
mod findings;
mod health;
mod housekeeping;
mod incidents;
mod mail;
mod standards;
mod storage;
mod suppressions;
mod timer;
mod verdict;
mod write_back;

use std::{path::PathBuf, sync::Arc};

use aws::AwsSettings;
use backend::{Backend, findings::follow, live::tail, ports::Notifier};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::config::Aws;

/// Starts every worker; they end when `shutdown` says so. Without a connection AWS is not asked, and without a notifier
/// no mail is sent.
pub fn start(
    backend: &Backend,
    settings: &Aws,
    (connection, notifier): (Option<AwsSettings>, Option<Arc<dyn Notifier>>),
    index_file: PathBuf,
    shutdown: &CancellationToken,
) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    let mut spawn = |work: std::pin::Pin<Box<dyn Future<Output = ()> + Send>>| {
        let shutdown = shutdown.clone();
        workers.spawn(async move {
            shutdown.run_until_cancelled(work).await;
        });
    };
    spawn(Box::pin(tail(backend.clone())));
    spawn(Box::pin(follow(backend.clone())));
    spawn(Box::pin(housekeeping::run(backend.clone(), index_file)));
    spawn(Box::pin(incidents::run(backend.clone())));
    spawn(Box::pin(storage::run(backend.clone())));
    spawn(Box::pin(changes::run(backend.clone())));
    spawn(Box::pin(bulk_acts::run(backend.clone())));
    spawn(Box::pin(suppressions::run(backend.clone())));
    spawn(Box::pin(standards::keep(backend.clone())));
    if let Some(notifier) = notifier {
        spawn(Box::pin(mail::run(backend.clone(), notifier)));
    }
    spawn(Box::pin(verdict::run(backend.clone())));
    if let Some(connection) = connection {
        spawn(Box::pin(connection::run(
            backend.clone(),
            settings.clone(),
            connection,
        )));
    }
    workers
}
