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
use backend::live::{Followed, Subscription};
use domain::{
    action::Action,
    actor::Actor,
    event::{Seq, Topic},
};
use futures::{Stream, stream};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};
use tower_sessions::Session;

use super::{asker::actor_of, router::Site};

/// A sign of life this often, and the longest that an ended session keeps its stream by itself.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often a stream looks whether its session still holds.
const SESSION_CHECK: Duration = Duration::from_secs(4);

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
    if !asker.actor.may(Action::ReadFloor) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let mut topics: Vec<Topic> = asked
        .topics
        .split(',')
        .filter_map(|word| word.parse().ok())
        .collect();
    let wants_people = topics.contains(&Topic::People);
    if !wants_people {
        topics.push(Topic::People);
    }
    let resumed = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let position = resumed.or(asked.after).map(Seq);
    let follower = Follower {
        events: Subscription::new(&site.backend, &topics, position),
        site,
        session,
        people: if wants_people {
            People::Told
        } else {
            People::Kept
        },
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

/// Whether the page asked for events about people, or we alone follow them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum People {
    Told,
    Kept,
}

struct Follower {
    events: Subscription,
    site: Site,
    session: Session,
    people: People,
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
                self.still_signed_in().await?;
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
                    if event.topic == Topic::People {
                        self.still_signed_in().await?;
                        if self.people == People::Kept {
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

    /// Nothing when the session has ended or its person may no longer read.
    async fn still_signed_in(&mut self) -> Option<()> {
        // The session layer keeps what it read; a look at the store must be a new one.
        self.session.load().await.ok()?;
        let actor = actor_of(&self.site.backend, &self.session).await.ok()?;
        matches!(actor, Actor::Person(_)).then_some(())?;
        actor.may(Action::ReadFloor).then_some(())
    }
}
