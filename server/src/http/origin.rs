//! A change comes from our own pages or it is refused: server functions check nothing themselves.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, Method, StatusCode, header};

use super::{public_url::public_url, router::Site};

/// Refuses every request that may change something and was sent by another site's page.
pub(super) async fn same_origin(
    State(site): State<Site>,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if reads || is_ours(request.headers(), &site) {
        next.run(request).await
    } else {
        (
            StatusCode::FORBIDDEN,
            "This form was not sent from a page of Watchfloor.",
        )
            .into_response()
    }
}

fn is_ours(headers: &HeaderMap, site: &Site) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &http::HeaderValue| value.to_str().ok())
    };
    if let Some(from) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return from == "same-origin";
    }
    match text(header::ORIGIN) {
        Some(origin) => public_url(headers, site).is_some_and(|url| origin == url),
        // Neither header is sent by no browser of today that carries a cookie; a tool without one changes
        // nothing that a signed-in person could.
        None => !has_session_cookie(headers, site),
    }
}

fn has_session_cookie(headers: &HeaderMap, site: &Site) -> bool {
    let name = format!("{}=", site.cookie_name());
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .any(|cookie| cookie.trim_start().starts_with(&name))
}
