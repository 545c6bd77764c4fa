//! Who asks: read once a request, from the session, and handed on to pages and server functions.

use std::{net::IpAddr, sync::Arc};

use app::api::context::{Asker, Door, DoorError, PublicUrl, SessionDoor};
use async_trait::async_trait;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use backend::{Backend, people, screens};
use chrono::TimeDelta;
use domain::{actor::Actor, id::PersonId, time::Timestamp};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tower_http::request_id::RequestId;
use tower_sessions::{Expiry, Session};

use super::{
    address::client_address,
    public_url::public_url,
    router::Site,
    screen_cookie::ScreenCookie,
    session_store::{ENDS, PERSON, secret},
};

/// Puts [`Asker`] and [`Door`] into the request.
pub(super) async fn identify(
    State(site): State<Site>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let actor = match asking(&site, &session, at_the_wall(&site, &request)).await {
        Ok(actor) => actor,
        Err(error) => {
            tracing::error!(%error, "the session could not be read");
            return (
                StatusCode::SERVICE_UNAVAILABLE,
                "The database does not answer. Try again in a moment.",
            )
                .into_response();
        }
    };
    let ends = ends(&site, &session, &actor).await;
    let headers = request.headers();
    let address = client_address(headers, request.extensions(), site.trusted_proxies);
    let request_id = request.extensions().get::<RequestId>();
    let asker = Asker {
        actor,
        address: address.map(|address| address.to_string()),
        request_id: request_id
            .and_then(|id| id.header_value().to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        session_ends: Some(ends),
    };
    let door = SessionLayerDoor {
        session,
        connection: site.connection(headers),
        screen_cookie: site.screen_cookie(),
    };
    let url = PublicUrl(public_url(headers, &site).unwrap_or_default());
    let kept = kept_again(&site, &request, &asker.actor);
    request.extensions_mut().insert(url);
    request.extensions_mut().insert(asker);
    request.extensions_mut().insert(Door(Arc::new(door)));
    let mut response = next.run(request).await;
    if let Some(cookie) = kept {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The person of the session, or the screen whose code the browser keeps.
async fn asking(site: &Site, session: &Session, code: Option<String>) -> backend::Result<Actor> {
    let actor = actor_of(&site.backend, session).await?;
    match code.filter(|_| actor == Actor::Anonymous) {
        Some(code) => screens::screen_of(&site.backend, &code).await,
        None => Ok(actor),
    }
}

/// The code that the browser keeps, for the wall, its stream, and what its page asks for. Anywhere else a code is no
/// credential at all: whoever has one is nobody there.
fn at_the_wall(site: &Site, request: &Request) -> Option<String> {
    let opened = matches!(request.uri().path(), "/wall" | "/events" | "/api/wall/get");
    let cookie = site.screen_cookie();
    opened.then(|| cookie.read(request.headers())).flatten()
}

/// A wall that is opened keeps its code for as long again: no browser keeps a cookie for ever.
fn kept_again(site: &Site, request: &Request, actor: &Actor) -> Option<HeaderValue> {
    let opened = request.uri().path() == "/wall" && matches!(actor, Actor::Display { .. });
    let cookie = site.screen_cookie();
    let code = cookie.read(request.headers()).filter(|_| opened)?;
    HeaderValue::from_str(&cookie.set(&code)).ok()
}

/// The person of a session, as they are now.
pub(super) async fn actor_of(backend: &Backend, session: &Session) -> backend::Result<Actor> {
    let broken = |error: tower_sessions::session::Error| backend::Error::Broken(error.to_string());
    let person: Option<String> = session.get(PERSON).await.map_err(broken)?;
    match person.and_then(|id| id.parse::<PersonId>().ok()) {
        Some(id) => people::actor_of(backend, id).await,
        None => Ok(Actor::Anonymous),
    }
}

/// When a session ends that is used now. A person's end in the store is moved with its use; not at every request, since
/// each move costs a commit.
async fn ends(site: &Site, session: &Session, actor: &Actor) -> Timestamp {
    let idle = TimeDelta::seconds(site.session_idle.whole_seconds());
    let now = site.backend.now();
    if !matches!(actor, Actor::Person(_)) {
        return now + idle;
    }
    // What the session itself tells is how long it would last from now, whenever it was stored.
    let stored: Option<i64> = session.get(ENDS).await.ok().flatten();
    match stored.map(domain::time::from_micros) {
        Some(ends) if now + idle - ends <= idle / 20 => ends,
        _ => {
            session.set_expiry(Some(Expiry::OnInactivity(site.session_idle)));
            now + idle
        }
    }
}

/// Whether a session can be held over the connection that the browser has with us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connection {
    /// TLS, or this machine alone.
    Private,
    /// Plain HTTP, where anybody on the way could take the session.
    Open,
}

/// Whether a `Host` names this machine, with a port or without one.
fn is_this_machine(host: &str) -> bool {
    let authority: Option<http::uri::Authority> = host.parse().ok();
    authority.is_some_and(|authority| {
        let name = authority.host();
        let address = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost" || address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    })
}

impl Site {
    fn connection(&self, headers: &HeaderMap) -> Connection {
        let host = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        if self.is_https() || host.is_some_and(is_this_machine) {
            Connection::Private
        } else {
            Connection::Open
        }
    }
}

/// Sign-in and sign-out over the session layer.
struct SessionLayerDoor {
    session: Session,
    connection: Connection,
    screen_cookie: ScreenCookie,
}

fn failed(error: tower_sessions::session::Error) -> DoorError {
    DoorError::Failed(error.to_string())
}

#[async_trait]
impl SessionDoor for SessionLayerDoor {
    fn may_begin(&self) -> Result<(), DoorError> {
        match self.connection {
            Connection::Private => Ok(()),
            Connection::Open => Err(DoorError::PlainHttp),
        }
    }

    async fn begin(&self, person: PersonId) -> Result<(), DoorError> {
        self.may_begin()?;
        // A new id: one that somebody else may know from before must not become a signed-in one.
        self.session.cycle_id().await.map_err(failed)?;
        let person = person.to_string();
        self.session.insert(PERSON, person).await.map_err(failed)?;
        self.session.save().await.map_err(failed)
    }

    fn keep_screen(&self, code: &str) -> Result<String, DoorError> {
        self.may_begin()?;
        Ok(self.screen_cookie.set(code))
    }

    async fn end(&self) -> Result<(), DoorError> {
        self.session.flush().await.map_err(failed)
    }

    fn secret(&self) -> Option<Vec<u8>> {
        self.session.id().map(|id| secret(id).to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_told_from_others_with_a_port_and_without() {
        for host in [
            "localhost",
            "127.0.0.1:3000",
            "127.8.0.1",
            "[::1]",
            "[::1]:80",
        ] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "",
            "watch.example.com",
            "127.0.0.1.example.com:80",
            "10.0.0.1",
            "[::2]:80",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
