//! The way to what people call by a number: `/go/INC-7`.

use app::api::context::Asker;
use axum::{
    Extension, Router,
    extract::{Path, State},
    response::Redirect,
    routing::get,
};
use backend::findings;
use domain::finding::Link;

use super::router::Site;

/// The one address.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/go/{name}", get(go))
}

/// Leads to the page of an incident or change; what is none leads to a page that says so.
async fn go(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    Path(name): Path<String>,
) -> Redirect {
    let Ok(link) = name.parse::<Link>() else {
        return Redirect::to("/incidents/none");
    };
    let id = findings::numbered(&site.backend, &asker.actor, link).await;
    // Why there is no answer is said by the page, which asks for itself.
    let id = id.map_or_else(|_| link.to_string(), |id| id.to_string());
    Redirect::to(&match link {
        Link::Incident(_) => format!("/incidents/{id}"),
        Link::Change(_) => format!("/changes/{id}"),
    })
}
