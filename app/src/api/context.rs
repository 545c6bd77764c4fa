//! What the process hands in with each request: who asks, the door to their session, the backend.

#[cfg(feature = "ssr")]
pub use server_side::{
    Asker, Door, DoorError, PublicUrl, SessionDoor, address_answer, answer, asker, backend, cookie,
    cookie_in, door, form_answer, lead_form, page_query, public_url, read_id, refuse, set_cookie,
    with_held,
};

/// Gives the page this HTTP status. It does nothing in the browser, and nothing outside a request.
pub fn answer_with(status: u16) {
    #[cfg(feature = "ssr")]
    server_side::set_status(status);
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// Whether the request carries a session, so that being signed out means that it has ended.
#[must_use]
pub fn had_session() -> bool {
    #[cfg(feature = "ssr")]
    return server_side::carries_session();
    #[cfg(not(feature = "ssr"))]
    true
}

/// Who was faster than the form that led back to this page, and when. A name in an address is believed only where this
/// process put it there; pages that are made in the browser never know it.
#[must_use]
pub fn faster() -> Option<(String, domain::time::Timestamp)> {
    #[cfg(feature = "ssr")]
    return server_side::faster_of_address();
    #[cfg(not(feature = "ssr"))]
    None
}

#[cfg(feature = "ssr")]
mod server_side {
    use std::{
        hash::{BuildHasher as _, RandomState},
        str::FromStr,
        sync::{Arc, LazyLock},
    };

    use async_trait::async_trait;
    use domain::{
        action::Action,
        actor::Actor,
        id::PersonId,
        time::{Timestamp, from_micros},
    };
    use http::{
        HeaderValue, StatusCode,
        header::{ACCEPT, COOKIE, HOST, REFERER, SET_COOKIE},
        request::Parts,
    };
    use leptos::{
        prelude::{provide_context, use_context},
        server_fn::error::ServerFnUrlError,
    };
    use leptos_axum::ResponseOptions;

    use super::super::{error::ApiError, held};
    use crate::query::Query;

    /// Who asks, as the process found out before it called us.
    #[derive(Debug, Clone)]
    pub struct Asker {
        /// Whom the policy is asked about.
        pub actor: Actor,
        /// The network address the request came from.
        pub address: Option<String>,
        /// The name of the request in the log.
        pub request_id: String,
        /// When the session ends unless it is used.
        pub session_ends: Option<Timestamp>,
    }

    /// Why the session could not be changed.
    #[derive(Debug, thiserror::Error)]
    pub enum DoorError {
        /// The browser would throw the cookie away: it is Secure and the connection is plain HTTP.
        #[error("over plain HTTP the browser keeps no session cookie")]
        PlainHttp,
        /// The session store failed; the text is for the log.
        #[error("the session could not be changed: {0}")]
        Failed(String),
    }

    /// The session of this request, which the process keeps.
    #[async_trait]
    pub trait SessionDoor: Send + Sync {
        /// Whether a session can begin over this connection: asked before anything is done that a session should follow.
        fn may_begin(&self) -> Result<(), DoorError>;
        /// Signs a person in under a new session.
        async fn begin(&self, person: PersonId) -> Result<(), DoorError>;
        /// The cookie that keeps a screen's code in its browser.
        fn keep_screen(&self, code: &str) -> Result<String, DoorError>;
        /// Ends the session.
        async fn end(&self) -> Result<(), DoorError>;
        /// What the browser holds, so that it can be told apart from the person's other sessions.
        fn secret(&self) -> Option<Vec<u8>>;
    }

    /// The door, as it lies in the request's extensions.
    #[derive(Clone)]
    pub struct Door(pub Arc<dyn SessionDoor>);

    /// Where the request reached the product, such as `https://watch.example.com`: begins a link that is sent to somebody.
    #[derive(Debug, Clone)]
    pub struct PublicUrl(pub String);

    /// Where people reach the product; empty where the process did not say.
    #[must_use]
    pub fn public_url() -> String {
        let found = use_context::<Parts>();
        let url = found.and_then(|parts| parts.extensions.get::<PublicUrl>().cloned());
        url.map_or_else(String::new, |url| url.0)
    }

    /// Who asks; nobody where the process did not say.
    #[must_use]
    pub fn asker() -> Asker {
        let found =
            use_context::<Parts>().and_then(|parts| parts.extensions.get::<Asker>().cloned());
        found.unwrap_or_else(|| Asker {
            actor: Actor::Anonymous,
            address: None,
            request_id: String::new(),
            session_ends: None,
        })
    }

    /// The backend.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`] when the process gave none.
    pub fn backend() -> Result<backend::Backend, ApiError> {
        use_context().ok_or(ApiError::Unavailable)
    }

    /// The door to the session.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`] when the process gave none.
    pub fn door() -> Result<Door, ApiError> {
        let door = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Door>().cloned());
        door.ok_or(ApiError::Unavailable)
    }

    /// The one place where an error of the inside becomes a code: logged once when it is our fault.
    /// A refusal to nobody is an invitation to sign in.
    pub fn refuse(asker: &Asker, error: &backend::Error) -> ApiError {
        if let backend::Error::Conflict { by, at } = error {
            provide_context(Faster(by.clone(), *at));
        }
        let code = match ApiError::from(error) {
            ApiError::Forbidden if asker.actor == Actor::Anonymous => ApiError::SignedOut,
            code => code,
        };
        if matches!(code, ApiError::Conflict | ApiError::SignedOut) {
            // Whatever the form was: what it keeps of what was typed it says in an answer of its own, which counts then.
            let parts = use_context::<Parts>();
            if let Some(parts) = parts.filter(|parts| parts.uri.path().starts_with("/api/")) {
                form_answer(parts.uri.path(), &code, &[]);
            }
        }
        if code == ApiError::Unavailable {
            tracing::error!(request_id = asker.request_id, %error, "a server function failed");
        }
        answer(code)
    }

    /// Who won the race that this request lost, for the answer to its form.
    #[derive(Debug, Clone)]
    struct Faster(String, Timestamp);

    /// What this process seals with; after a restart an address from before names nobody.
    static SEAL: LazyLock<RandomState> = LazyLock::new(RandomState::new);

    fn seal(micros: i64, by: &str) -> String {
        format!("{:016x}", SEAL.hash_one((micros, by)))
    }

    impl Faster {
        /// As it stands in an address.
        fn sealed(&self) -> String {
            let micros = self.1.timestamp_micros();
            format!("{micros}.{}.{}", seal(micros, &self.0), self.0)
        }
    }

    pub(super) fn faster_of_address() -> Option<(String, Timestamp)> {
        let query = page_query();
        let (micros, rest) = query.get("faster")?.split_once('.')?;
        let (sealed, by) = rest.split_once('.')?;
        let micros: i64 = micros.parse().ok()?;
        (sealed == seal(micros, by)).then(|| (by.to_owned(), from_micros(micros)))
    }

    /// Reads an id that stands in an address. What is none is not there, which only those are told who may look.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] where `action` is allowed, else the refusal.
    pub fn read_id<T: FromStr>(asker: &Asker, action: Action, id: &str) -> Result<T, ApiError> {
        let absent = match asker.actor.may(action) {
            true => backend::Error::NotFound,
            false => backend::Error::Forbidden,
        };
        id.parse().map_err(|_| refuse(asker, &absent))
    }

    impl From<DoorError> for ApiError {
        fn from(error: DoorError) -> Self {
            if matches!(error, DoorError::PlainHttp) {
                return answer(Self::PlainHttp);
            }
            let request_id = asker().request_id;
            tracing::error!(request_id, %error, "the session store failed");
            answer(Self::Unavailable)
        }
    }

    /// Sets the status for a caller that reads it. A plain form is answered by a redirect, and a page
    /// sets its own, so neither is touched.
    pub fn answer(code: ApiError) -> ApiError {
        let called =
            use_context::<Parts>().is_some_and(|parts| parts.uri.path().starts_with("/api/"));
        if called && !wants_page() {
            set_status(code.status());
        }
        code
    }

    pub(super) fn set_status(status: u16) {
        if let (Some(options), Ok(status)) = (
            use_context::<ResponseOptions>(),
            StatusCode::from_u16(status),
        ) {
            options.set_status(status);
        }
    }

    fn header(name: http::HeaderName) -> Option<String> {
        let parts = use_context::<Parts>()?;
        Some(parts.headers.get(name)?.to_str().ok()?.to_owned())
    }

    fn wants_page() -> bool {
        header(ACCEPT).is_some_and(|accept| accept.contains("text/html"))
    }

    /// The value of a cookie of this request.
    #[must_use]
    pub fn cookie(name: &str) -> Option<String> {
        cookie_in(&header(COOKIE)?, name).map(str::to_owned)
    }

    /// The value of a cookie in the text of its header.
    #[must_use]
    pub fn cookie_in<'c>(cookies: &'c str, name: &str) -> Option<&'c str> {
        let mut pairs = cookies
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    pub(super) fn carries_session() -> bool {
        header(COOKIE).is_some_and(|cookies| cookies.contains("watchfloor="))
    }

    /// Adds a cookie to the answer; what cannot stand in a header is not set.
    pub fn set_cookie(cookie: &str) {
        if let (Some(options), Ok(value)) = (
            use_context::<ResponseOptions>(),
            HeaderValue::from_str(cookie),
        ) {
            options.append_header(SET_COOKIE, value);
        }
    }

    /// Leads a plain form that was done on to a page. Does nothing for other callers.
    pub fn lead_form(page: &str) {
        if wants_page() {
            leptos_axum::redirect(page);
        }
    }

    /// What stands in the address of the page that is written; empty where a function was called by itself.
    #[must_use]
    pub fn page_query() -> Query {
        let parts = use_context::<Parts>();
        let query = parts.and_then(|parts| parts.uri.query().map(str::to_owned));
        Query::parse(&query.unwrap_or_default())
    }

    /// The query of a page with what was typed into its form, where that is too long for an address.
    #[must_use]
    pub fn with_held(query: Query) -> Query {
        match asker().actor {
            Actor::Person(person) => held::with_held(&held::HELD, person.id, query),
            _ => query,
        }
    }

    /// Answers a plain form that failed with the page it came from, the code and what was typed in the
    /// address, so that nothing has to be typed again. What is too long for an address is held here, where
    /// [`with_held`] finds it. Does nothing for other callers.
    ///
    /// `typed` may hold what the page puts back into its own fields, never a password.
    pub fn form_answer(function: &str, code: &ApiError, typed: &[(&str, &str)]) {
        lead_back(function, code, |query| {
            let whole = with_all(query.clone(), typed);
            if whole.to_text().len() <= held::LONG {
                return whole;
            }
            let whose = match asker().actor {
                Actor::Person(person) => Some(person.id),
                _ => None,
            };
            query.with(held::KEY, &held::hold(&held::HELD, whose, typed))
        });
    }

    /// The same with all that was typed in the address: for a page that is made in the browser, which knows no more
    /// than that.
    pub fn address_answer(function: &str, code: &ApiError, typed: &[(&str, &str)]) {
        lead_back(function, code, |query| with_all(query, typed));
    }

    fn with_all(query: Query, typed: &[(&str, &str)]) -> Query {
        let typed = typed.iter();
        typed.fold(query, |query, (key, value)| query.with(key, value))
    }

    /// Leads back to the page that a form came from; `say` adds to its query.
    fn lead_back(function: &str, code: &ApiError, say: impl FnOnce(Query) -> Query) {
        if !wants_page() {
            return;
        }
        let host = header(HOST).unwrap_or_default();
        let from = header(REFERER).unwrap_or_default();
        let path = from
            .split_once("://")
            .and_then(|(_, rest)| rest.strip_prefix(&host));
        let path = crate::query::local_path(path.unwrap_or("/"));
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut query = Query::parse(query).without(&["__path", "__err", "faster", held::KEY]);
        if let (ApiError::Conflict, Some(faster)) = (code, use_context::<Faster>()) {
            query = query.with("faster", &faster.sealed());
        }
        let is_ended = *code == ApiError::SignedOut;
        let code = match is_ended {
            true => ApiError::Interrupted,
            false => code.clone(),
        };
        let base = format!("http://localhost{}", say(query).href(path));
        let Ok(url) = ServerFnUrlError::new(function, code).to_url(&base) else {
            return;
        };
        let back = format!("{}?{}", url.path(), url.query().unwrap_or_default());
        match is_ended {
            true => {
                let query = Query::default().with("ended", "1");
                leptos_axum::redirect(&query.with("return_to", &back).href("/sign-in"));
            }
            false => leptos_axum::redirect(&back),
        }
    }
}
