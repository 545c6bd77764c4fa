//! What is taken out of the house as a file.

use app::api::context::Asker;
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use backend::incidents;
use http::{StatusCode, header};

use super::router::Site;

/// An incident as Markdown.
pub(super) async fn incident(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
) -> Response {
    let Ok(id) = id.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match incidents::export(&site.backend, &asker.actor, id).await {
        Ok((file, text)) => {
            let shown = format!("attachment; filename=\"{file}\"");
            let kind = "text/markdown; charset=utf-8".to_owned();
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_DISPOSITION, shown),
            ];
            (headers, text).into_response()
        }
        Err(backend::Error::Forbidden) => StatusCode::FORBIDDEN.into_response(),
        Err(backend::Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "an incident could not be exported");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
