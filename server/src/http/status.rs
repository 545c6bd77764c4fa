//! The status of a refusal: the framework answers whatever a server function refuses with 500.

use app::api::ApiError;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use http::StatusCode;
use server_fn::error::SERVER_FN_ERROR_HEADER;

/// More than any refusal has.
const LONGEST: usize = 64 << 10;

/// Gives the answer the status that its refusal means. A form of a page is answered by a redirect, which stays as it is.
pub(super) async fn meant(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_refusal = response.headers().contains_key(SERVER_FN_ERROR_HEADER);
    if !is_refusal || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, LONGEST).await.unwrap_or_default();
    let refusal: Option<ApiError> = serde_json::from_slice(&body).ok();
    let status = refusal.and_then(|refusal| StatusCode::from_u16(refusal.status()).ok());
    parts.status = status.unwrap_or(parts.status);
    Response::from_parts(parts, Body::from(body))
}
