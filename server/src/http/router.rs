//! All routes with all layers, outermost last.

use std::sync::Arc;

use app::{
    App,
    api::{
        build::Build,
        charts::Charts,
        context::Asker,
        findings_file::{UploadLimit, UploadsUnderWay},
    },
    shell::shell,
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, FromRef, Request, State},
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use backend::Backend;
use http::HeaderName;
use leptos::prelude::{LeptosOptions, provide_context};
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use tokio_util::sync::CancellationToken;
use tower_http::{
    catch_panic::CatchPanicLayer,
    limit::RequestBodyLimitLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use super::{
    asker::identify,
    assets::{build, files},
    events::events,
    exports,
    headers::{harden, page_policy},
    health::{alive, ready},
    imports, jumps,
    origin::same_origin,
    refusal_page::as_page,
    session_store::Sessions,
    sign_in_limit::{SignInLimit, limit},
    status::meant,
    uploads::Uploads,
};
use crate::config::Settings;

/// The largest body of a form; everything beyond is answered with 413. A file of findings has a limit of its own.
const MAX_BODY: usize = 1 << 20;

/// What every handler may need.
#[derive(Clone)]
pub struct Site {
    /// The verbs.
    pub backend: Backend,
    /// Ends the open streams.
    pub shutdown: CancellationToken,
    pub(super) public_url: Option<String>,
    pub(super) trusted_proxies: u8,
    pub(super) upload_mib: u32,
    pub(super) uploads: Uploads,
    pub(super) session_idle: time::Duration,
    pub(super) sign_in_limit: SignInLimit,
    options: LeptosOptions,
}

impl Site {
    /// A site with the settings that HTTP needs.
    #[must_use]
    pub fn new(backend: Backend, settings: &Settings, shutdown: CancellationToken) -> Self {
        Self {
            backend,
            shutdown,
            public_url: settings.server.public_url.clone(),
            trusted_proxies: settings.server.trusted_proxies,
            upload_mib: settings.server.upload_mib,
            uploads: Uploads::default(),
            session_idle: time::Duration::hours(i64::from(settings.sessions.idle_hours)),
            sign_in_limit: SignInLimit::new(),
            options: LeptosOptions::builder()
                .output_name("watchfloor")
                .site_root("target/site")
                .build(),
        }
    }

    /// The session cookie's name: with the prefix that binds it to this host wherever cookies are Secure.
    pub(super) fn cookie_name(&self) -> &'static str {
        if self.is_https() {
            "__Host-watchfloor"
        } else {
            "watchfloor"
        }
    }

    pub(super) fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

impl FromRef<Site> for LeptosOptions {
    fn from_ref(site: &Site) -> Self {
        site.options.clone()
    }
}

/// The whole of HTTP.
pub fn router(site: Site) -> Router {
    let mut routes = generate_route_list(App);
    // What is not there is answered by `not_found`, for every method and after all else.
    routes.retain(|route| !route.path().contains("{*"));
    let context = context(&site);
    let options = site.options.clone();
    let document = move || shell(options.clone());
    let not_found = leptos_axum::render_app_async_with_context(context.clone(), document.clone());
    let (page, request_id) = (not_found.clone(), HeaderName::from_static("x-request-id"));
    let upload =
        async move |State(site): State<Site>, Extension(asker): Extension<Asker>, request| {
            page(imports::upload(&site, &asker, request).await).await
        };
    Router::new()
        .route("/events", get(events))
        .merge(exports::routes().merge(jumps::routes()))
        .leptos_routes_with_context(&site, routes, context, document)
        .fallback(not_found)
        .layer(from_fn(meant))
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .route(
            "/findings/import",
            post(upload).layer(DefaultBodyLimit::disable()),
        )
        .layer(from_fn_with_state(site.clone(), identify))
        .layer(sessions(&site))
        .layer(from_fn_with_state(site.clone(), limit))
        .layer(from_fn_with_state(site.clone(), same_origin))
        .layer(from_fn(as_page))
        .layer(from_fn(files))
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .layer(from_fn(harden))
        .layer(from_fn(crate::metrics::count))
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::new(request_id.clone()))
        .layer(SetRequestIdLayer::new(request_id, MakeRequestUuid))
        .with_state(site)
}

/// What every page may ask for.
fn context(site: &Site) -> impl Fn() + Clone + Send + Sync + 'static {
    let (backend, charts) = (site.backend.clone(), Charts(Arc::new(crate::charts::draw)));
    let (build, limit) = (Build(build()), UploadLimit(site.upload_mib));
    let uploads = site.uploads.clone();
    let under_way = UploadsUnderWay(Arc::new(move || uploads.now()));
    move || {
        provide_context(backend.clone());
        provide_context(charts.clone());
        provide_context(build.clone());
        provide_context(limit);
        provide_context(under_way.clone());
        page_policy();
    }
}

/// The layer that knows who is signed in.
fn sessions(site: &Site) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions(site.backend.clone()))
        .with_name(site.cookie_name())
        .with_secure(site.is_https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(site.session_idle))
}

/// What every log line about a request carries.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get("x-request-id");
    let id = id.and_then(|id| id.to_str().ok());
    tracing::info_span!("request", method = %request.method(), path = loggable(request), id)
}

/// What a log line may say of where a request went: not the query, which may hold what somebody
/// searched for, and not the secret that a one-time link ends with.
fn loggable(request: &Request) -> &str {
    let path = request.uri().path();
    if path.starts_with("/first/") {
        "/first/…"
    } else {
        path
    }
}
