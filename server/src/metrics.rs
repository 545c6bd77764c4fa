//! Figures for Prometheus, on a listener of their own: who may see them is decided by the network.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
    routing::get,
};
use backend::{Backend, sources::SourceStatus};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::{
    net::TcpListener,
    time::{Instant, timeout},
};

use crate::http::{floor_sources, is_ready};

/// How often what was collected is gone through, so that it does not grow while nobody asks.
const EVERY: Duration = Duration::from_secs(15);
/// How long readiness is looked up, and the sources after it: Prometheus waits ten seconds for all of it.
const PATIENCE: Duration = Duration::from_millis(4_500);

/// Answers Prometheus on `listener` for as long as the process lives, and tells its address.
///
/// # Errors
/// When figures are collected already.
pub(crate) fn answer(listener: TcpListener, backend: Backend) -> anyhow::Result<SocketAddr> {
    let handle = PrometheusBuilder::new()
        .install_recorder()
        .context("metrics are collected already")?;
    let address = listener.local_addr()?;
    tokio::spawn(tidy(handle.clone()));
    let figures = Arc::new(Figures::of(backend, handle));
    let routes = Router::new().route("/metrics", get(async move || figures.render().await));
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

/// Keeps what is collected small between two questions.
async fn tidy(handle: PrometheusHandle) {
    let mut timer = tokio::time::interval(EVERY);
    loop {
        timer.tick().await;
        handle.run_upkeep();
    }
}

/// What is answered: what was counted, and what is looked up at each question.
struct Figures {
    backend: Backend,
    handle: PrometheusHandle,
    /// The sources as they were last read: where they cannot be, they go on growing old.
    sources: Mutex<Vec<SourceStatus>>,
}

impl Figures {
    fn of(backend: Backend, handle: PrometheusHandle) -> Self {
        Self {
            backend,
            handle,
            sources: Mutex::default(),
        }
    }

    async fn render(&self) -> String {
        let backend = &self.backend;
        let counts = backend.board().counts();
        gauge!("watchfloor_findings").set(backend.board().len() as f64);
        gauge!("watchfloor_findings_open", "severity" => "critical").set(counts.critical as f64);
        gauge!("watchfloor_findings_open", "severity" => "high").set(counts.high as f64);
        gauge!("watchfloor_findings_open", "severity" => "other").set(counts.other as f64);
        gauge!("watchfloor_event_seq").set(backend.live().head().0 as f64);
        let ready = timeout(PATIENCE, is_ready(backend)).await.unwrap_or(false);
        let ages = self.ages(ready).await;
        let ready = u8::from(ready);
        format!(
            "{}# TYPE watchfloor_ready gauge\nwatchfloor_ready {ready}\n\n{ages}",
            self.handle.render()
        )
    }

    /// The age of each source that is polled, written out here: a gauge that was set once is told for ever, also of a
    /// source that is polled no more.
    async fn ages(&self, ready: bool) -> String {
        // A database that does not answer is not asked: each question would wait for it again.
        let read = match ready {
            true => timeout(PATIENCE, floor_sources(&self.backend)).await.ok(),
            false => None,
        };
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Ok(read)) = read {
            *sources = read;
        }
        let now = self.backend.now();
        let mut text = "# TYPE watchfloor_source_age_seconds gauge\n".to_owned();
        for source in sources.iter() {
            let age = source.freshness.age(now);
            let age = age.map_or("+Inf".to_owned(), |age| {
                (age.num_milliseconds() as f64 / 1_000.0).to_string()
            });
            let id = label(&source.id.to_string());
            text.push_str(&format!(
                "watchfloor_source_age_seconds{{source=\"{id}\"}} {age}\n"
            ));
        }
        text
    }
}

/// A text as it stands between the quotes of a label.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests;
