//! Figures for Prometheus, on a listener of their own: who may see them is decided by the network.

use std::{net::SocketAddr, time::Duration};

use anyhow::Context as _;
use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
    routing::get,
};
use backend::Backend;
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::{net::TcpListener, time::Instant};

/// How often figures that are looked up rather than counted are renewed.
const EVERY: Duration = Duration::from_secs(15);

/// Answers Prometheus on `listener` for as long as the process lives, and tells its address.
///
/// # Errors
/// When figures are collected already.
pub(crate) fn answer(listener: TcpListener, backend: Backend) -> anyhow::Result<SocketAddr> {
    let handle = PrometheusBuilder::new()
        .install_recorder()
        .context("metrics are collected already")?;
    let address = listener.local_addr()?;
    tokio::spawn(renew(backend, handle.clone()));
    let routes = Router::new().route("/metrics", get(move || async move { handle.render() }));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes).await {
            tracing::error!(%error, "the listener for Prometheus ended");
        }
    });
    Ok(address)
}

/// Counts a request by its route, never by its path, which would make a series of every id.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("other", |path| path.as_str())
        .to_owned();
    let method = request.method().to_string();
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    counter!("watchfloor_http_requests_total", "route" => route.clone(), "method" => method, "status" => status)
        .increment(1);
    histogram!("watchfloor_http_seconds", "route" => route).record(began.elapsed().as_secs_f64());
    response
}

async fn renew(backend: Backend, handle: PrometheusHandle) {
    let mut timer = tokio::time::interval(EVERY);
    loop {
        timer.tick().await;
        handle.run_upkeep();
        let counts = backend.board().counts();
        gauge!("watchfloor_findings").set(backend.board().len() as f64);
        gauge!("watchfloor_findings_open", "severity" => "critical").set(counts.critical as f64);
        gauge!("watchfloor_findings_open", "severity" => "high").set(counts.high as f64);
        gauge!("watchfloor_findings_open", "severity" => "other").set(counts.other as f64);
        gauge!("watchfloor_event_seq").set(backend.live().head().0 as f64);
        for source in crate::http::floor_sources(&backend).await {
            let age = source.freshness.age(backend.now());
            gauge!("watchfloor_source_age_seconds", "source" => source.id.to_string())
                .set(age.map_or(f64::INFINITY, |age| age.num_milliseconds() as f64 / 1_000.0));
        }
    }
}
