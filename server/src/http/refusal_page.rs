//! A page for whoever asked for one and was refused before any page of ours was reached.

use app::query::local_path;
use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

/// What the page may load: our style and our symbols, and nothing that runs.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Answers a browser with a page where a layer answers with bare text: too much, too often, not from here, or nobody is at
/// home. Status and headers stay.
pub(super) async fn as_page(request: Request, next: Next) -> Response {
    let way = asks_for_page(request.headers()).then(|| Way::from(&request));
    let response = next.run(request).await;
    let is_text = text(response.headers(), header::CONTENT_TYPE).starts_with("text/plain");
    let Some(way) = way.filter(|_| is_text) else {
        return response;
    };
    match words(response.status(), &way) {
        Some(words) => with_page(response, words, &way),
        None => response,
    }
}

/// Whether a browser shows the answer as a page.
pub(super) fn asks_for_page(headers: &HeaderMap) -> bool {
    text(headers, header::ACCEPT).contains("text/html")
}

/// The way on from a refusal.
enum Way {
    /// The page that was asked for, once more.
    Again(String),
    /// The page that the form stood on.
    Back(String),
}

impl Way {
    fn from(request: &Request) -> Self {
        if *request.method() != Method::GET {
            return Self::Back(came_from(request.headers()));
        }
        let path = request.uri().path_and_query();
        Self::Again(local_path(path.map_or("/", |path| path.as_str())).to_owned())
    }

    /// Its address, and the words of the button.
    fn link(&self) -> (&str, &'static str) {
        match self {
            Self::Again(path) => (path, "Try again"),
            Self::Back(path) => (path, "Back to the page"),
        }
    }
}

/// Heading and sentence of a refusal that has a page.
fn words(status: StatusCode, way: &Way) -> Option<[&'static str; 2]> {
    match status {
        StatusCode::SERVICE_UNAVAILABLE => Some([
            "The database does not answer",
            match way {
                Way::Again(_) => {
                    "Nothing can be read now. Try again in a moment: when the database is back, so is this page."
                }
                Way::Back(_) => {
                    "Nothing was changed. What you typed is still there when you go back in the browser. Send it again in a moment."
                }
            },
        ]),
        StatusCode::FORBIDDEN => Some([
            "Not sent from here",
            "This form was not sent from a page of Watchfloor. Nothing was changed. If it was sent from here, whoever runs Watchfloor sets server.public_url to the address that the browser shows.",
        ]),
        StatusCode::TOO_MANY_REQUESTS => Some([
            "Too many tries",
            "Too many sign-ins from this address. Wait a minute, then try again.",
        ]),
        StatusCode::PAYLOAD_TOO_LARGE => Some([
            "Too long",
            "A form may have 1 MiB, and this one has more. Nothing was changed. What you typed is still there when you go back in the browser.",
        ]),
        _ => None,
    }
}

fn with_page(response: Response, [heading, sentence]: [&str; 2], way: &Way) -> Response {
    let (path, button) = way.link();
    let path = path.replace('&', "&amp;").replace('<', "&lt;");
    let page = format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="dark light">
<title>{heading} · Watchfloor</title>
<link rel="stylesheet" href="/pkg/watchfloor.css">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
</head>
<body>
<main class="sign-in" id="content">
<div class="sign-in-card">
<p class="brand">Watchfloor</p>
<h1>{heading}</h1>
<p>{sentence}</p>
<p><a class="button" href="{path}">{button}</a></p>
</div>
</main>
</body>
</html>
"#
    );
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    parts.headers.insert(header::CONTENT_TYPE, html);
    let policy = HeaderValue::from_static(POLICY);
    parts
        .headers
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    Response::from_parts(parts, Body::from(page))
}

/// The path of the page that the form stood on; the first page if it was none of ours, or is not told.
fn came_from(headers: &HeaderMap) -> String {
    let from: Option<Uri> = text(headers, header::REFERER).parse().ok();
    let ours = from.filter(|uri| {
        uri.authority()
            .is_some_and(|authority| authority.as_str() == text(headers, header::HOST))
    });
    let path = ours.as_ref().and_then(Uri::path_and_query);
    local_path(path.map_or("/", |path| path.as_str())).to_owned()
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
