//! `/events?topics=…`: the event log as server-sent events.
//!
//! An event says what changed and its place in the log, never how it looks now: the page asks for that
//! through the same verbs as always, so that there is one way in which reading is authorized.

use std::{convert::Infallible, time::Duration};

use app::api::context::Asker;
use axum::{
    Extension,
    extract::{Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event as SseEvent, Sse},
    },
};
use backend::{
    Backend,
    live::{Followed, Subscription},
    screens,
};
use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
    id::ScreenId,
};
use futures::{Stream, stream};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};
use tower_sessions::Session;

use super::{asker::actor_of, router::Site};

/// A sign of life this often.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often a stream looks whether its session still holds.
const SESSION_CHECK: Duration = Duration::from_secs(4);
/// The longest that a session which has ended keeps its stream, as the documentation promises.
const PROMISED: Duration = Duration::from_secs(5);

const _: () = assert!(
    SESSION_CHECK.as_millis() < PROMISED.as_millis(),
    "a stream looks too seldom whether its session holds"
);

#[derive(Deserialize)]
pub(super) struct Asked {
    /// Topics with commas between them; unknown ones are passed over.
    #[serde(default)]
    topics: String,
    /// Where to go on, for a page that knows which event it was rendered at.
    after: Option<i64>,
}

/// Follows the log for as long as the session holds.
pub(super) async fn events(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    session: Session,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    if !asker.actor.may(Action::ReadWall) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let who = match asker.actor {
        Actor::Display { id, .. } => Who::Screen(id),
        _ => Who::Session(Box::new(session)),
    };
    let mut topics: Vec<Topic> = asked
        .topics
        .split(',')
        .filter_map(|word| word.parse().ok())
        .collect();
    let ends_with = who.ends_with();
    let told = topics.contains(&ends_with);
    if !told {
        topics.push(ends_with);
    }
    let resumed = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let position = resumed.or(asked.after).map(Seq);
    let follower = Follower {
        events: Subscription::new(&site.backend, &topics, position),
        site,
        who,
        told,
        heartbeat_at: Instant::now(),
        check_at: Instant::now() + SESSION_CHECK,
    };
    let mut response = Sse::new(follow(follower)).into_response();
    // A proxy that collects what it is sent would turn live into late.
    response
        .headers_mut()
        .insert("x-accel-buffering", http::HeaderValue::from_static("no"));
    response
}

/// Who follows, so that the stream ends with their right to.
enum Who {
    /// Whoever is signed in.
    Session(Box<Session>),
    /// A wall screen, until its code is revoked.
    Screen(ScreenId),
}

impl Who {
    /// The topic whose events may end the stream.
    const fn ends_with(&self) -> Topic {
        match self {
            Self::Session(_) => Topic::People,
            Self::Screen(_) => Topic::Screens,
        }
    }

    /// Nothing when the session has ended, its person may no longer read, or the code was revoked.
    async fn still_may(&self, backend: &Backend) -> Option<()> {
        match self {
            Self::Session(session) => {
                // The session layer keeps what it read; a look at the store must be a new one.
                session.load().await.ok()?;
                let actor = actor_of(backend, session).await.ok()?;
                matches!(actor, Actor::Person(_)).then_some(())?;
                actor.may(Action::ReadWall).then_some(())
            }
            Self::Screen(id) => screens::holds(backend, *id).await.ok()?.then_some(()),
        }
    }
}

struct Follower {
    events: Subscription,
    site: Site,
    who: Who,
    /// Whether the page asked for the topic that may end the stream, or we alone follow it.
    told: bool,
    heartbeat_at: Instant,
    check_at: Instant,
}

fn follow(follower: Follower) -> impl Stream<Item = Result<SseEvent, Infallible>> {
    stream::unfold(follower, |mut follower| async move {
        let event = follower.next().await?;
        Some((Ok(event), follower))
    })
}

impl Follower {
    /// The next thing to send; `None` ends the stream.
    async fn next(&mut self) -> Option<SseEvent> {
        loop {
            if Instant::now() >= self.check_at {
                self.check_at = Instant::now() + SESSION_CHECK;
                self.who.still_may(&self.site.backend).await?;
            }
            if Instant::now() >= self.heartbeat_at {
                self.heartbeat_at = Instant::now() + HEARTBEAT;
                return Some(SseEvent::default().event("heartbeat").data("{}"));
            }
            let wake = self.heartbeat_at.min(self.check_at);
            let followed = tokio::select! {
                () = self.site.shutdown.cancelled() => return None,
                followed = timeout_at(wake, self.events.next()) => followed,
            };
            match followed {
                Err(_) => {}
                Ok(Err(error)) => {
                    tracing::warn!(%error, "a stream of events ended");
                    return None;
                }
                Ok(Ok(Followed::Resync(head))) => {
                    return Some(
                        SseEvent::default()
                            .event("resync")
                            .id(head.0.to_string())
                            .data("{}"),
                    );
                }
                Ok(Ok(Followed::Event(event))) => {
                    if event.topic == self.who.ends_with() {
                        self.who.still_may(&self.site.backend).await?;
                        if !self.told {
                            continue;
                        }
                    }
                    let seq = event.seq.0;
                    let data = format!(r#"{{"topic":"{}","seq":{seq}}}"#, event.topic);
                    return Some(SseEvent::default().id(seq.to_string()).data(data));
                }
            }
        }
    }
}
