//! What is taken out of the house as a file.

use app::{
    api::{
        context::{Asker, cookie_in},
        findings_file::listed,
    },
    query::Query as PageQuery,
};
use axum::{
    Extension, Router,
    body::Body,
    extract::{Path, Query, RawQuery, Request, State},
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
    routing::get,
};
use backend::{
    findings::{self, Export, ExportFormat},
    incidents,
};
use domain::actor::Actor;
use futures::stream;
use http::{HeaderMap, StatusCode, Uri, header};
use serde::Deserialize;

use super::{refusal_page::asks_for_page, router::Site};

/// Every address of a file.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/incidents/{id}/export.md", get(incident))
        .route("/findings/{id}/document.json", get(document))
        .route("/findings/export.csv", get(findings_csv))
        .route("/findings/export.ndjson", get(findings_ndjson))
        .route("/findings/export.json", get(findings_json))
        .layer(from_fn(to_sign_in))
}

/// Leads a browser in which nobody is signed in to sign-in, as pages do, and from there to the page that offers the file.
async fn to_sign_in(
    Extension(asker): Extension<Asker>,
    uri: Uri,
    request: Request,
    next: Next,
) -> Response {
    if !asks_for_page(request.headers()) || asker.actor != Actor::Anonymous {
        return next.run(request).await;
    }
    let (page, _) = uri.path().rsplit_once('/').unwrap_or_default();
    let page = PageQuery::parse(uri.query().unwrap_or_default()).href(page);
    let sign_in = PageQuery::default()
        .with("return_to", &page)
        .href("/sign-in");
    (StatusCode::FOUND, [(header::LOCATION, sign_in)]).into_response()
}

/// An incident as Markdown.
async fn incident(
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

/// Which plane's document is asked for.
#[derive(Deserialize)]
struct OfPlane {
    #[serde(default)]
    plane: String,
}

/// The document of a finding as it came.
async fn document(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    Query(of): Query<OfPlane>,
) -> Response {
    let Ok(id) = id.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match findings::get(&site.backend, &asker.actor, id).await {
        Ok(found) => {
            let shown = format!("attachment; filename=\"finding-{id}.json\"");
            let headers = [
                (header::CONTENT_TYPE, "application/json".to_owned()),
                (header::CONTENT_DISPOSITION, shown),
            ];
            let shown = found.in_plane(&of.plane);
            let shown = shown.map(|one| one.reported.document.to_string());
            (headers, shown.unwrap_or_default()).into_response()
        }
        Err(backend::Error::Forbidden) => StatusCode::FORBIDDEN.into_response(),
        Err(backend::Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a document could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The list that an address describes, as a spreadsheet.
async fn findings_csv(
    state: State<Site>,
    asker: Extension<Asker>,
    query: RawQuery,
    headers: HeaderMap,
) -> Response {
    findings(state, asker, (query, headers), ExportFormat::Csv).await
}

/// The same, a document a line.
async fn findings_ndjson(
    state: State<Site>,
    asker: Extension<Asker>,
    query: RawQuery,
    headers: HeaderMap,
) -> Response {
    findings(state, asker, (query, headers), ExportFormat::Ndjson).await
}

/// The same, as Security Hub answers.
async fn findings_json(
    state: State<Site>,
    asker: Extension<Asker>,
    query: RawQuery,
    headers: HeaderMap,
) -> Response {
    findings(state, asker, (query, headers), ExportFormat::Asff).await
}

async fn findings(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    (RawQuery(query), headers): (RawQuery, HeaderMap),
    format: ExportFormat,
) -> Response {
    let (backend, actor) = (&site.backend, &asker.actor);
    let scope = cookie(&headers, "scope").unwrap_or_default();
    let list = listed(backend, actor, &query.unwrap_or_default(), scope).await;
    let list = match list {
        Ok(Err(why)) => return (StatusCode::UNPROCESSABLE_ENTITY, why).into_response(),
        Ok(Ok(list)) => Ok(list),
        Err(error) => Err(error),
    };
    let export = list.and_then(|list| findings::export(backend, actor, &list, format));
    let export = match export {
        Ok(export) => export,
        Err(backend::Error::Forbidden) => return StatusCode::FORBIDDEN.into_response(),
        Err(error) => {
            tracing::error!(%error, "findings could not be exported");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let (ending, kind) = match format {
        ExportFormat::Csv => ("csv", "text/csv; charset=utf-8"),
        ExportFormat::Ndjson => ("ndjson", "application/x-ndjson"),
        ExportFormat::Asff => ("json", "application/json"),
    };
    let at = backend.now().format("%Y-%m-%d");
    let shown = format!("attachment; filename=\"findings-{at}.{ending}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, shown),
    ];
    (headers, Body::from_stream(parts(export))).into_response()
}

/// The parts of an export; one that fails cuts the answer off, so that nobody takes it for all.
fn parts(export: Export) -> impl stream::Stream<Item = backend::Result<Vec<u8>>> {
    stream::try_unfold(export, |mut export| async move {
        let part = export.next().await;
        if let Err(error) = &part {
            tracing::error!(%error, "an export broke off");
        }
        Ok(part?.map(|part| (part, export)))
    })
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let values = headers.get_all(header::COOKIE).iter();
    let mut values = values.filter_map(|value| value.to_str().ok());
    values.find_map(|cookies| cookie_in(cookies, name))
}
