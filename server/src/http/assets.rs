//! The browser side: read from the build folder in a debug build, carried inside the program in a release.

use std::hash::{DefaultHasher, Hasher as _};

use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct SiteFiles;

/// A name for what the browser is sent, another one as soon as any of it is: empty where nothing is built.
pub(super) fn build() -> String {
    let mut paths: Vec<_> = SiteFiles::iter().collect();
    paths.sort_unstable();
    let mut hash = DefaultHasher::new();
    for file in paths.iter().filter_map(|path| SiteFiles::get(path)) {
        hash.write(&file.metadata.sha256_hash());
    }
    match paths.is_empty() {
        true => String::new(),
        false => format!("{:016x}", hash.finish()),
    }
}

/// Answers a request for a file of the browser side; everything else goes on.
pub(super) async fn files(request: Request, next: Next) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads || path.is_empty() || path.ends_with(".br") || path.ends_with(".gz") {
        return next.run(request).await;
    }
    match find(path, request.headers()) {
        Some((file, encoding)) => answer(path, &file, encoding, request.headers()),
        None => next.run(request).await,
    }
}

/// The smallest form that the browser takes.
fn find(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let takes =
        |name| accepted.is_some_and(|list| list.split(',').any(|one| one.trim().starts_with(name)));
    for (name, suffix) in [("br", "br"), ("gzip", "gz")] {
        if takes(name)
            && let Some(file) = SiteFiles::get(&format!("{path}.{suffix}"))
        {
            return Some((file, Some(name)));
        }
    }
    SiteFiles::get(path).map(|file| (file, None))
}

fn answer(
    path: &str,
    file: &EmbeddedFile,
    encoding: Option<&'static str>,
    asked: &HeaderMap,
) -> Response {
    let hash: String = file.metadata.sha256_hash()[..12]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = format!("\"{hash}\"");
    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        == Some(tag.as_str());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data.clone().into_owned()).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type(path)),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        Some("json" | "webmanifest") => "application/json",
        _ => "application/octet-stream",
    }
}
