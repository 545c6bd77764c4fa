//! A running server: listener, workers, and an end that loses no accepted work.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use aws::AwsSettings;
use backend::{Backend, findings::keep_index, people, ports::Notifier};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

use super::{opening::index_file, output::say};
use crate::{
    config::Settings,
    http::{Site, router},
    mail::SmtpNotifier,
    metrics, workers,
};

/// How long open requests may take to end.
const GRACE: Duration = Duration::from_secs(20);

/// What a server listens on.
pub(super) struct Listeners {
    people: TcpListener,
    prometheus: Option<TcpListener>,
}

/// Listens everywhere, so that nothing is said by a server that cannot begin.
pub(super) async fn listen(settings: &Settings) -> anyhow::Result<(Listeners, SocketAddr)> {
    let people = bind("server.listen", settings.server.address()).await?;
    let prometheus = match settings.server.metrics_address() {
        Some(wanted) => Some(bind("server.metrics_listen", wanted).await?),
        None => None,
    };
    let address = people.local_addr()?;
    Ok((Listeners { people, prometheus }, address))
}

async fn bind(key: &str, wanted: SocketAddr) -> anyhow::Result<TcpListener> {
    let bound = TcpListener::bind(wanted).await;
    bound.with_context(|| format!("{key}: {wanted} cannot be listened on"))
}

/// Serves until the process is told to stop.
pub(super) async fn run(
    backend: Backend,
    connection: Option<AwsSettings>,
    settings: &Settings,
    listeners: Listeners,
) -> anyhow::Result<()> {
    let shutdown = CancellationToken::new();
    if let Some(listener) = listeners.prometheus {
        let address = metrics::answer(listener, backend.clone())?;
        tracing::info!(%address, "listening for Prometheus");
    }
    let notifier = SmtpNotifier::of(&settings.smtp, settings.server.public_url.as_deref())?;
    let notifier = notifier.map(|notifier| Arc::new(notifier) as Arc<dyn Notifier>);
    let mut running = workers::start(
        &backend,
        &settings.aws,
        (connection, notifier),
        index_file(settings),
        &shutdown,
    );
    let site = Site::new(backend.clone(), settings, shutdown.clone());
    let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
    let stop = shutdown.clone();
    let server = axum::serve(listeners.people, service)
        .with_graceful_shutdown(async move { stop.cancelled().await });
    let told = shutdown.clone();
    let patience = tokio::spawn(async move {
        stop_signal().await;
        tracing::info!("stopping");
        told.cancel();
        // A second signal, or a request that never ends, must not keep the process.
        tokio::time::sleep(GRACE).await;
        tracing::warn!("requests were still open when the process ended");
        std::process::exit(1);
    });
    server.await?;
    // What is left is our own, and is worth waiting for.
    patience.abort();
    while running.join_next().await.is_some() {}
    if let Err(error) = keep_index(&backend, &index_file(settings)).await {
        tracing::warn!(%error, "the next start reads every finding instead");
    }
    backend.db().close().await;
    Ok(())
}

async fn stop_signal() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// Prints the link that makes the first administrator, as long as there is none.
pub(super) async fn offer_first_admin(backend: &Backend, base: &str) -> anyhow::Result<()> {
    if let Some(first) = people::first_admin_link(backend).await? {
        say!(
            "No administrator yet. Within 24 hours, open this link once to become {}:",
            first.name
        )?;
        say!("  {base}/first/{}", first.secret)?;
    }
    Ok(())
}
