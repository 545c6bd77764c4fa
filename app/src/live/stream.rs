//! One stream of events for a tab. A hidden tab has none: browsers allow six connections to a host, and
//! nobody looks.

use std::{cell::RefCell, time::Duration};

use chrono::TimeDelta;
use domain::{event::Topic, time::Timestamp};
use leptos::{leptos_dom::helpers::set_timeout, prelude::*};
use serde::Deserialize;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent, VisibilityState};

use super::{Live, browser::server_now};

/// Silence after which the stream counts as lost; the server gives a sign of life every 15 s.
const SILENCE: TimeDelta = TimeDelta::seconds(40);
/// What comes within this time is answered by one look.
const COALESCE: Duration = Duration::from_millis(250);
/// Attempts begin this far apart, and double up to the longest.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(2);
const LONGEST_WAIT: TimeDelta = TimeDelta::seconds(30);

#[derive(Deserialize)]
struct Message {
    topic: Topic,
    seq: i64,
}

/// The tab's stream and what is known of it.
struct Stream {
    source: Option<EventSource>,
    heard_at: Timestamp,
    try_at: Timestamp,
    wait: TimeDelta,
    pending: Vec<Topic>,
}

thread_local! {
    static STREAM: RefCell<Option<Stream>> = const { RefCell::new(None) };
}

impl Stream {
    fn new(now: Timestamp) -> Self {
        Self {
            source: None,
            heard_at: now,
            try_at: now,
            wait: FIRST_WAIT,
            pending: Vec::new(),
        }
    }
}

/// Stops to follow.
pub(super) fn end() {
    close();
    STREAM.set(None);
}

/// Opens, closes or reopens as the tab and the silence demand; called every second.
pub(super) fn look_after(live: Live) {
    let hidden = document().visibility_state() == VisibilityState::Hidden;
    let now = server_now();
    let due = STREAM.with_borrow_mut(|stream| {
        let stream = stream.get_or_insert_with(|| Stream::new(now));
        if hidden {
            stream.heard_at = now;
            stream.try_at = now;
            return false;
        }
        let silent = now - stream.heard_at > SILENCE;
        live.lost_since.maybe_update(|lost| {
            let before = *lost;
            *lost = silent.then(|| before.unwrap_or(stream.heard_at));
            before != *lost
        });
        let open = stream
            .source
            .as_ref()
            .is_some_and(|source| source.ready_state() != EventSource::CLOSED);
        (!open || silent) && now >= stream.try_at
    });
    if hidden {
        close();
    } else if due {
        connect(live, now);
    }
}

fn close() {
    STREAM.with_borrow_mut(|stream| {
        if let Some(source) = stream.as_mut().and_then(|stream| stream.source.take()) {
            source.close();
        }
    });
}

fn connect(live: Live, now: Timestamp) {
    close();
    let topics: Vec<&str> = Topic::ALL.iter().map(|topic| topic.as_str()).collect();
    let after = live.seq.get_untracked();
    let address = format!("/events?topics={}&after={after}", topics.join(","));
    let Ok(source) = EventSource::new(&address) else {
        return;
    };
    listen(&source, "message", move |event| on_message(live, &event));
    listen(&source, "heartbeat", |_| heard());
    listen(&source, "resync", move |event| {
        heard();
        if let Ok(seq) = event.last_event_id().parse() {
            live.seq.set(seq);
        }
        live.resync();
    });
    STREAM.with_borrow_mut(|stream| {
        if let Some(stream) = stream {
            stream.source = Some(source);
            stream.try_at = now + stream.wait;
            stream.wait = (stream.wait * 2).min(LONGEST_WAIT);
        }
    });
}

fn listen(source: &EventSource, kind: &str, on: impl Fn(MessageEvent) + 'static) {
    let on = Closure::<dyn Fn(MessageEvent)>::new(on);
    let _ = source.add_event_listener_with_callback(kind, on.as_ref().unchecked_ref());
    // The stream lives as long as the tab is looked at; its few listeners may live longer.
    on.forget();
}

fn heard() {
    STREAM.with_borrow_mut(|stream| {
        if let Some(stream) = stream {
            stream.heard_at = server_now();
            stream.wait = FIRST_WAIT;
        }
    });
}

fn on_message(live: Live, event: &MessageEvent) {
    heard();
    let text = event.data().as_string().unwrap_or_default();
    let Ok(message) = serde_json::from_str::<Message>(&text) else {
        return;
    };
    if message.seq <= live.seq.get_untracked() {
        return;
    }
    live.seq.set(message.seq);
    let first = STREAM.with_borrow_mut(|stream| {
        stream.as_mut().is_some_and(|stream| {
            stream.pending.push(message.topic);
            stream.pending.len() == 1
        })
    });
    if first {
        set_timeout(move || tell(live), COALESCE);
    }
}

/// Tells each topic once.
fn tell(live: Live) {
    let pending = STREAM.with_borrow_mut(|stream| {
        stream
            .as_mut()
            .map(|stream| std::mem::take(&mut stream.pending))
    });
    for topic in Topic::ALL {
        if pending
            .as_ref()
            .is_some_and(|topics| topics.contains(topic))
            && let Some(heard) = live.of(*topic)
        {
            heard.update(|n| *n += 1);
        }
    }
}
