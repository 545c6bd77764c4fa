//! `/healthz` and `/readyz`: for those who run the process, not for those who use it.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use backend::{
    Backend,
    sources::{self, SourceStatus},
    storage::{self, Standing},
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
    let Look {
        ready,
        answers,
        mut body,
    } = look(&site.backend).await;
    if answers {
        body["sources"] = sources_of(&site).await;
    }
    body["ready"] = ready.into();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(body)).into_response()
}

/// Whether the process can do its work, as `/readyz` says.
pub(crate) async fn is_ready(backend: &Backend) -> bool {
    look(backend).await.ready
}

/// What a look at the process showed.
struct Look {
    /// Whether it can do its work.
    ready: bool,
    /// Whether the database answers.
    answers: bool,
    /// What is said of it.
    body: Value,
}

async fn look(backend: &Backend) -> Look {
    let (answers, writes) = match storage::look(backend).await {
        Standing::Works => (true, Ok("taken in")),
        Standing::TakesNothing(why) => (true, Err(why)),
        // What stands in the database is not asked for: each question would wait for it again.
        Standing::DoesNotAnswer(why) => (false, Err(why)),
    };
    let mut body = json!({
        "database": "does not answer",
        "writes": writes.as_ref().map_or_else(String::clone, |&word| word.to_owned()),
        "findings": backend.board().len(),
        "event": backend.live().head().0,
    });
    let mut ready = answers && writes.is_ok();
    if answers {
        let (engine, migrations) = (
            backend.db().engine().await,
            store::pending(backend.db()).await,
        );
        ready &= engine.is_ok() && matches!(migrations, Ok(0));
        body["database"] = engine.unwrap_or_else(|error| error.to_string()).into();
        match migrations {
            Ok(count) => body["migrations_pending"] = count.into(),
            Err(error) => body["migrations_error"] = error.to_string().into(),
        }
    }
    Look {
        ready,
        answers,
        body,
    }
}

async fn sources_of(site: &Site) -> Value {
    let now = site.backend.now();
    let list = floor_sources(&site.backend).await.unwrap_or_default();
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

/// The sources as a reader sees them.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn floor_sources(backend: &Backend) -> backend::Result<Vec<SourceStatus>> {
    let id = domain::id::PersonId(uuid::Uuid::nil());
    let name = "operations".to_owned();
    let reader = Actor::Person(PersonActor {
        id,
        name,
        roles: vec![Role::Viewer],
    });
    sources::list(backend, &reader).await
}
