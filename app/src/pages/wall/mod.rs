//! The wall: a page that nobody touches, read from across the room. It stands outside the frame of other pages.

mod board;
mod code;
mod lists;
mod tile;
mod verdict;

use domain::event::Topic;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{lasting::Lasting, refused::Refused};
use crate::{
    api::{ApiError, WallView, get_wall, wire::asked_first},
    components::Ticker,
    live,
    live::Live,
};

/// Seconds between two looks at the server where nothing is heard of: the age of what is shown is true, and a code that
/// was revoked is noticed.
const LOOK_S: i64 = 4;
/// Seconds that a page of a list is shown.
const PAGE_S: i64 = 20;
/// Without scripts the browser loads the page anew, so soon that a code that was revoked closes it within five seconds.
const REFRESH: &str = r#"<meta http-equiv="refresh" content="3">"#;

/// The wall, or the form for a screen's code.
#[component]
pub fn WallPage() -> impl IntoView {
    let (live, ticker) = (Live::new(), Ticker(RwSignal::new(None)));
    provide_context(live);
    provide_context(ticker);
    Effect::new(move |_| live::start(live, ticker));
    let beat = Memo::new(move |_| ticker.0.get().map(|at| at.timestamp() / LOOK_S));
    let changed = move || {
        let topics = [
            Topic::Findings,
            Topic::Health,
            Topic::Endpoints,
            Topic::Sources,
            Topic::Incidents,
            Topic::Changes,
            Topic::Calendar,
            Topic::Screens,
        ];
        (topics.map(|topic| live.version(topic)), beat.get())
    };
    let wall = asked_first(changed, |_| get_wall());
    let turn = turning(ticker);
    let (lasting, last) = (Lasting::here(), StoredValue::new(None));
    view! {
        <Title text="Wall"/>
        <main class="wall" id="content">
            <Transition fallback=|| ()>
                {move || {
                    let lasting = lasting.clone();
                    Suspend::new(async move {
                        let wall = or_last(wall.await, last);
                        lasting.show(|| shown(wall, live, ticker, turn))
                    })
                }}
            </Transition>
        </main>
    }
    .into_any()
}

/// How often the lists have turned their pages since the page woke; they begin with the first.
fn turning(ticker: Ticker) -> Memo<Option<i64>> {
    let woke = StoredValue::new(None);
    Memo::new(move |_| {
        let now = ticker.0.get()?.timestamp();
        woke.update_value(|at| *at = at.or(Some(now)));
        Some((now - woke.get_value()?) / PAGE_S)
    })
}

/// The wall as it is, or as it last was where the server does not answer: it then says since when.
fn or_last(
    wall: Result<WallView, ApiError>,
    last: StoredValue<Option<WallView>>,
) -> (Result<WallView, ApiError>, Answer) {
    match wall {
        Ok(wall) => {
            last.set_value(Some(wall.clone()));
            (Ok(wall), Answer::Fresh)
        }
        Err(fault @ (ApiError::SignedOut | ApiError::Forbidden)) => (Err(fault), Answer::Fresh),
        Err(fault) => (last.get_value().ok_or(fault), Answer::Kept),
    }
}

/// Whether what is shown was just said by the server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It was.
    Fresh,
    /// It was said before; its time is no longer the server's.
    Kept,
}

fn shown(
    (wall, answer): (Result<WallView, ApiError>, Answer),
    live: Live,
    ticker: Ticker,
    turn: Memo<Option<i64>>,
) -> AnyView {
    match wall {
        Ok(wall) => {
            let (seq, now, build) = (wall.seq, wall.now, wall.build.clone());
            if answer == Answer::Fresh {
                Effect::new(move |_| {
                    live::know(live, ticker, seq, now);
                    live::renew(&build);
                });
            }
            view! {
                <noscript inner_html=REFRESH></noscript>
                <board::Board wall live turn/>
            }
            .into_any()
        }
        Err(ApiError::SignedOut) => view! { <code::CodeForm/> }.into_any(),
        Err(fault) => view! { <Refused fault/> }.into_any(),
    }
}
