//! One stream of events for all tabs of a browser that are looked at: browsers allow six connections to
//! a host. A hidden tab neither follows nor listens; nobody looks.

use std::{cell::RefCell, time::Duration};

use chrono::TimeDelta;
use domain::{event::Topic, time::Timestamp};
use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout, set_timeout_with_handle},
    prelude::*,
};
use serde::Deserialize;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use super::{
    Live,
    browser::{is_hidden, server_now},
    tabs::{ANYWHERE, Step, Tabs, Word},
};
use crate::api::wire::any_awaited;

/// Silence after which the stream counts as lost; the server gives a sign of life every 15 s.
const SILENCE: TimeDelta = TimeDelta::seconds(40);
/// For how long the server may refuse the stream, or break it, before it counts as lost: so long a server takes to begin
/// again, and the browser to ask it once more.
const REFUSED: TimeDelta = TimeDelta::seconds(5);
/// One commit may speak of several topics: this long the first event waits for the others.
const GATHER: Duration = Duration::from_millis(20);
/// Looks begin at least this far apart, so that a burst of events is answered by few of them.
const COALESCE: Duration = Duration::from_millis(250);
/// How often what came waits for an answer that is still awaited, [`COALESCE`] each time: where events come faster than
/// answers, asking at every event would never let one arrive. Longer than that the answer may be lost.
const WAITS: u32 = 40;
/// How long a tab that asked who follows waits for an answer.
const ANSWER: TimeDelta = TimeDelta::milliseconds(200);
/// A little later it looks again.
const AFTER_ANSWER: Duration = Duration::from_millis(220);
/// How long a tab believes another that follows, which says so every second.
const PATIENCE: TimeDelta = TimeDelta::milliseconds(2_500);
/// How long a page that is being left asks nothing: where its session ends with it, every answer would be a refusal. What
/// begins a download looks like leaving too, and afterwards the page goes on.
const LEAVING: TimeDelta = TimeDelta::seconds(3);
/// Attempts begin this far apart, and double up to the longest.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(2);
const LONGEST_WAIT: TimeDelta = TimeDelta::seconds(30);

#[derive(Deserialize)]
struct Message {
    topic: Topic,
    seq: i64,
}

/// The stream, if this tab is the one that follows, and what is known of it.
struct Stream {
    tabs: Tabs,
    source: Option<EventSource>,
    /// Whether it was asked who follows, since this tab is looked at.
    asked: bool,
    /// The look after the answer to that.
    look: Option<TimeoutHandle>,
    heard_at: Timestamp,
    /// When the stream broke or was refused, if nothing was heard since.
    refused_at: Option<Timestamp>,
    try_at: Timestamp,
    wait: TimeDelta,
    pending: Vec<Topic>,
    /// Until when the page counts as being left.
    leaving_until: Timestamp,
    /// When the page was last told of something.
    told_at: Timestamp,
}

thread_local! {
    static STREAM: RefCell<Option<Stream>> = const { RefCell::new(None) };
}

impl Stream {
    fn new(live: Live, now: Timestamp) -> Self {
        Self {
            tabs: Tabs::open(random(), move |word| on_word(live, word.as_ref())),
            source: None,
            asked: false,
            look: None,
            heard_at: now,
            refused_at: None,
            try_at: now,
            wait: FIRST_WAIT,
            pending: Vec::new(),
            leaving_until: now,
            told_at: now - PATIENCE,
        }
    }

    fn tell(&self, now: Timestamp, step: Step) {
        let silence = (now - self.heard_at).num_milliseconds();
        self.tabs.tell((silence, self.is_refused(now)), step);
    }

    /// Whether the server has refused the stream for too long.
    fn is_refused(&self, now: Timestamp) -> bool {
        self.refused_at.is_some_and(|at| now - at > REFUSED)
    }

    /// Something was heard of the server.
    const fn hear(&mut self, now: Timestamp) {
        self.heard_at = now;
        self.refused_at = None;
    }

    fn close(&mut self) {
        if let Some(source) = self.source.take() {
            source.close();
        }
    }
}

/// No step: a sign of life.
fn stand(live: Live) -> Step {
    let seq = live.seq.get_untracked();
    let (after, topic) = (seq, None);
    Step { seq, after, topic }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "any number will do that another tab hardly has"
)]
fn random() -> i64 {
    (js_sys::Math::random() * 1e15) as i64
}

/// Does something with the stream, while there is one.
fn with<T>(act: impl FnOnce(&mut Stream) -> T) -> Option<T> {
    STREAM.with_borrow_mut(|stream| stream.as_mut().map(act))
}

/// Stops to follow.
pub(super) fn end() {
    with(|stream| {
        stream.close();
        // What it would look after is gone with the page.
        if let Some(look) = stream.look {
            look.clear();
        }
    });
    STREAM.set(None);
}

/// The browser goes to another page, or begins a download.
pub(super) fn leave() {
    with(|stream| {
        stream.close();
        let until = server_now() + LEAVING;
        stream.leaving_until = until;
        stream.try_at = stream.try_at.max(until);
    });
}

/// Opens, closes or reopens as the tab and the silence demand; called every second.
pub(super) fn look_after(live: Live) {
    let now = server_now();
    STREAM.with_borrow_mut(|stream| {
        stream.get_or_insert_with(|| Stream::new(live, now));
    });
    let was_lost = live.lost_since.get_untracked().is_some();
    let due = with(|stream| {
        if is_hidden() {
            stream.close();
            stream.hear(now);
            stream.asked = false;
            return false;
        }
        if !stream.asked {
            stream.asked = true;
            stream.tabs.ask();
            stream.try_at = now + ANSWER;
            stream.look = set_timeout_with_handle(move || look_after(live), AFTER_ANSWER).ok();
            return false;
        }
        let silent = now - stream.heard_at > SILENCE;
        let lost_now = silent || stream.is_refused(now);
        live.lost_since.maybe_update(|lost| {
            let before = *lost;
            *lost = lost_now.then(|| before.unwrap_or(stream.heard_at));
            before != *lost
        });
        let open = stream
            .source
            .as_ref()
            .is_some_and(|source| source.ready_state() != EventSource::CLOSED);
        if stream.source.is_some() {
            stream.tell(now, stand(live));
        }
        (!open || silent) && now >= stream.try_at
    });
    if due == Some(true) {
        connect(live, now);
    }
    // A stream that is refused does not say why: where the session ended, the answers do.
    if !was_lost && live.lost_since.get_untracked().is_some() {
        live.resync();
    }
}

fn connect(live: Live, now: Timestamp) {
    with(Stream::close);
    let topics: Vec<&str> = Topic::ALL.iter().map(|topic| topic.as_str()).collect();
    let after = live.seq.get_untracked();
    let address = format!("/events?topics={}&after={after}", topics.join(","));
    let Ok(source) = EventSource::new(&address) else {
        return;
    };
    listen(&source, "message", move |event| on_message(live, &event));
    listen(&source, "heartbeat", |_| heard());
    listen(&source, "open", |_| heard());
    listen(&source, "error", |_| refused());
    listen(&source, "resync", move |event| {
        heard();
        let seq = event.last_event_id().parse().unwrap_or_default();
        let (after, topic) = (ANYWHERE, None);
        tell_and_take(live, Step { seq, after, topic });
    });
    with(|stream| {
        stream.source = Some(source);
        stream.try_at = now + stream.wait;
        stream.wait = (stream.wait * 2).min(LONGEST_WAIT);
        stream.tell(now, stand(live));
    });
}

fn listen(source: &EventSource, kind: &str, on: impl Fn(MessageEvent) + 'static) {
    let on = Closure::<dyn Fn(MessageEvent)>::new(on);
    let _ = source.add_event_listener_with_callback(kind, on.as_ref().unchecked_ref());
    // The stream lives as long as the tab is looked at; its few listeners may live longer.
    on.forget();
}

fn heard() {
    with(|stream| {
        stream.hear(server_now());
        stream.wait = FIRST_WAIT;
    });
}

/// The stream broke, or could not be opened: the browser or the next look tries again.
fn refused() {
    with(|stream| {
        stream.refused_at = stream.refused_at.or_else(|| Some(server_now()));
    });
}

/// What the server says to this tab.
fn on_message(live: Live, event: &MessageEvent) {
    heard();
    let text = event.data().as_string().unwrap_or_default();
    if let Ok(Message { topic, seq }) = serde_json::from_str(&text) {
        let (after, topic) = (live.seq.get_untracked(), Some(topic));
        tell_and_take(live, Step { seq, after, topic });
    }
}

fn tell_and_take(live: Live, step: Step) {
    with(|stream| stream.tell(server_now(), step));
    take(live, step);
}

/// What another tab says: where it is in the log that it follows, or nothing where it asks who does.
fn on_word(live: Live, word: Option<&Word>) {
    let Some(word) = word else {
        with(|stream| {
            if stream.source.is_some() {
                stream.tell(server_now(), stand(live));
            }
        });
        return;
    };
    let believed = !is_hidden()
        && with(|stream| {
            let other_leads = stream.source.is_none() || word.from < stream.tabs.number;
            if other_leads {
                stream.close();
                let now = server_now();
                stream.try_at = now + PATIENCE;
                stream.heard_at = now - TimeDelta::milliseconds(word.silence);
                stream.refused_at = word.refused.then(|| now - REFUSED * 2);
            }
            other_leads
        }) == Some(true);
    if believed {
        take(live, word.step);
    }
}

/// Takes a step. What begins beyond the last known event leaves a gap: then everything may have changed.
fn take(live: Live, step: Step) {
    let known = live.seq.get_untracked();
    match step.topic {
        _ if step.after == ANYWHERE => live.resync(),
        _ if step.seq <= known => return,
        Some(topic) if step.after <= known => note(live, topic),
        _ => live.resync(),
    }
    live.seq.set(step.seq);
}

fn note(live: Live, topic: Topic) {
    let wait = with(|stream| {
        stream.pending.push(topic);
        let rest = (server_now() - stream.told_at).to_std();
        let rested = rest.is_ok_and(|rest| rest >= COALESCE);
        (stream.pending.len() == 1).then_some(if rested { GATHER } else { COALESCE })
    });
    if let Some(Some(wait)) = wait {
        set_timeout(move || tell(live, WAITS), wait);
    }
}

/// Tells each topic once, when no answer is awaited any more and the page is not being left.
fn tell(live: Live, waits: u32) {
    let leaving = with(|stream| server_now() < stream.leaving_until) == Some(true);
    if leaving || waits > 0 && any_awaited() {
        set_timeout(move || tell(live, waits.saturating_sub(1)), COALESCE);
        return;
    }
    let pending = with(|stream| {
        stream.told_at = server_now();
        std::mem::take(&mut stream.pending)
    })
    .unwrap_or_default();
    for topic in Topic::ALL {
        if pending.contains(topic)
            && let Some(heard) = live.of(*topic)
        {
            heard.update(|n| *n += 1);
        }
    }
}
