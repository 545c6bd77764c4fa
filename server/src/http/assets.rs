//! The browser side: read from the build folder in a debug build, carried inside the program in a release.

use std::hash::{DefaultHasher, Hasher as _};

use app::components::SYMBOLS_NAME;
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
        Some((file, encoding)) => {
            let kept = kept(path, request.uri().query());
            answer((path, kept), &file, encoding, request.headers())
        }
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

/// How long a browser keeps a file. Symbols are drawn anew whenever a part of a page is, and are asked for under the name of
/// what they are: they need no second answer, which could not come while the server is away.
fn kept(path: &str, query: Option<&str>) -> &'static str {
    let name = query.and_then(|query| query.strip_prefix("v="));
    match path == "icons.svg" && name == Some(SYMBOLS_NAME) {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    }
}

fn answer(
    (path, kept): (&str, &'static str),
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
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// As a page names them.
    #[test]
    fn symbols_are_kept_for_good_under_their_name_and_nothing_else_is() {
        let address = app::components::symbol_address("st-ok");
        let (file, _) = address.split_once('#').expect("a symbol");
        let (path, query) = file.split_once('?').expect("a name");
        let path = path.trim_start_matches('/');
        assert!(kept(path, Some(query)).contains("immutable"), "{address}");
        for (path, query) in [
            (path, None),
            (path, Some("v=of-another-build")),
            ("watchfloor.css", Some(query)),
        ] {
            assert_eq!(kept(path, query), "no-cache", "{path} {query:?}");
        }
    }
}
