//! A server on a free port of loopback, gone with the test.

use std::{borrow::Cow, net::SocketAddr, sync::Arc, time::Duration};

use aws::documents::AwsDocuments;
use backend::{
    people,
    ports::{FindingDocuments, Reject},
    testing::{SelfDescribing, TestBackend},
};
use domain::{
    actor::{Actor, Role},
    finding::IncomingFinding,
};
use reqwest::{Client, Response, header, redirect::Policy};
use server::{
    config::Settings,
    http::{Site, router},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// The password of everybody whom [`Place::person`] adds.
pub(crate) const PASSWORD: &str = "correct horse";

/// Reads what AWS and others write, and the findings that tests make.
struct EveryDocument;

impl EveryDocument {
    fn reader(document: &str) -> &'static dyn FindingDocuments {
        match SelfDescribing.read(document) {
            Ok(_) => &SelfDescribing,
            Err(_) => &AwsDocuments,
        }
    }
}

impl FindingDocuments for EveryDocument {
    fn read(&self, document: &str) -> Result<IncomingFinding, Reject> {
        Self::reader(document).read(document)
    }

    fn as_asff<'d>(&self, document: &'d str) -> Result<Cow<'d, str>, Reject> {
        Self::reader(document).as_asff(document)
    }
}

/// A running server with its backend.
pub(crate) struct Place {
    /// What it runs on.
    pub(crate) backend: TestBackend,
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    shutdown: CancellationToken,
}

impl Place {
    /// An empty one with `settings` changed by the test.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::default();
        change(&mut settings);
        let backend = TestBackend::reading(Arc::new(EveryDocument)).await;
        let shutdown = CancellationToken::new();
        let site = Site::new((*backend).clone(), &settings, shutdown.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
        let stop = shutdown.clone();
        tokio::spawn(async move {
            axum::serve(listener, service)
                .with_graceful_shutdown(async move { stop.cancelled().await })
                .await
        });
        Self {
            backend,
            base: format!("http://{address}"),
            shutdown,
        }
    }

    /// An empty one as it comes.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A person who can sign in with [`PASSWORD`].
    pub(crate) async fn person(&self, name: &str, roles: &[Role]) {
        let password = Some(PASSWORD);
        people::add(
            &self.backend,
            &Actor::Console,
            (name, roles),
            password,
            None,
        )
        .await
        .expect("the person is added");
    }

    /// A browser of its own: it keeps cookies and follows no redirect.
    pub(crate) fn browser(&self) -> Client {
        Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .timeout(Duration::from_secs(30))
            .build()
            .expect("a client")
    }

    /// The whole address of a path.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Posts a form as a page of ours does.
    pub(crate) async fn post(
        &self,
        browser: &Client,
        path: &str,
        form: &[(&str, &str)],
    ) -> Response {
        browser
            .post(self.at(path))
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, self.at("/sign-in"))
            .form(form)
            .send()
            .await
            .expect("the server answers")
    }

    /// Sends the sign-in form.
    pub(crate) async fn submit_sign_in(
        &self,
        browser: &Client,
        (name, password): (&str, &str),
        return_to: &str,
    ) -> Response {
        let form = [
            ("name", name),
            ("password", password),
            ("return_to", return_to),
        ];
        self.post(browser, "/api/people/sign_in", &form).await
    }

    /// Signs in and expects it to work.
    pub(crate) async fn sign_in(&self, name: &str) -> Client {
        let browser = self.browser();
        let answer = self
            .submit_sign_in(&browser, (name, PASSWORD), "/findings")
            .await;
        assert_eq!(answer.status(), 302, "{name} signs in");
        assert_eq!(location(&answer), "/findings");
        browser
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

/// Where a redirect leads.
pub(crate) fn location(answer: &Response) -> String {
    let value = answer
        .headers()
        .get(header::LOCATION)
        .map(|value| value.to_str().expect("text"));
    value.unwrap_or_default().to_owned()
}

/// The cookie that an answer sets, with its attributes.
pub(crate) fn set_cookie(answer: &Response) -> String {
    let value = answer.headers()[header::SET_COOKIE].to_str();
    value.expect("text").to_owned()
}

/// Expects a refusal that a browser shows as a page, from which one finds back to `/sign-in`.
pub(crate) async fn a_page_with_a_way_back(answer: Response, sentence: &str) {
    let value = |name| answer.headers()[name].to_str().expect("text").to_owned();
    assert!(value(header::CONTENT_TYPE).starts_with("text/html"));
    let policy = value(header::CONTENT_SECURITY_POLICY);
    assert!(
        policy.contains("style-src 'self'") && !policy.contains("script-src"),
        "{policy}"
    );
    let html = answer.text().await.expect("text");
    assert!(html.contains(sentence), "{html}");
    assert!(html.contains("href=\"/sign-in\""), "{html}");
}
