//! `/healthz` and `/readyz`: for those who run the process, not for those who use it.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use backend::{
    Backend,
    sources::{self, SourceStatus},
    store,
};
use domain::actor::{Actor, PersonActor, Role};
use http::StatusCode;
use serde_json::{Value, json};

use super::router::Site;

/// The process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// The process can do its work. Old sources are told and fail nothing: restarting would not make them newer.
pub(super) async fn ready(State(site): State<Site>) -> Response {
    let engine = site.backend.db().engine().await;
    let migrations = store::pending(site.backend.db()).await;
    let ready = engine.is_ok() && matches!(migrations, Ok(0));
    let body = json!({
        "ready": ready,
        "database": engine.as_deref().unwrap_or("does not answer"),
        "migrations_pending": migrations.as_ref().ok(),
        "migrations_error": migrations.as_ref().err().map(ToString::to_string),
        "findings": site.backend.board().len(),
        "event": site.backend.live().head().0,
        "sources": sources_of(&site).await,
    });
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(body)).into_response()
}

async fn sources_of(site: &Site) -> Value {
    let now = site.backend.now();
    let list = floor_sources(&site.backend).await;
    list.iter()
        .map(|source| {
            json!({
                "source": source.id.to_string(),
                "state": source.freshness.state(now).as_str(),
                "age_s": source.freshness.age(now).map(|age| age.num_seconds()),
            })
        })
        .collect()
}

/// The sources as a reader sees them; none when the database does not answer.
pub(crate) async fn floor_sources(backend: &Backend) -> Vec<SourceStatus> {
    let id = domain::id::PersonId(uuid::Uuid::nil());
    let name = "operations".to_owned();
    let reader = Actor::Person(PersonActor {
        id,
        name,
        roles: vec![Role::Viewer],
    });
    sources::list(backend, &reader).await.unwrap_or_default()
}
