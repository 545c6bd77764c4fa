//! What stands around every page: rail, top bar, banner, the line of a freeze, keys.

mod freeze;
mod keys;
mod modal;
pub(crate) mod palette;
mod rail;
mod topbar;

use domain::{event::Topic, time::Timestamp};
use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::{
    api::{ApiError, FrameView, get_frame, wire::asked_first},
    components::Ticker,
    format, live,
    live::Live,
    pages::{lasting::Lasting, refused::Refused},
};

pub use keys::KeysShown;

/// How many changes wait for a decision of who looks: the title of the tab says so.
#[derive(Clone)]
pub struct WaitingForMe(pub ArcRwSignal<u64>);

/// The frame with the page of the route in it.
#[component]
pub fn Framed() -> impl IntoView {
    view! { <Frame><Outlet/></Frame> }
}

/// The frame around a page.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let (live, ticker) = (Live::new(), Ticker(RwSignal::new(None)));
    provide_context(live);
    provide_context(ticker);
    provide_context(KeysShown(RwSignal::new(false)));
    let palette = palette::Palette::provide();
    Effect::new(move |_| live::start(live, ticker));
    let turns = RwSignal::new(None);
    let turned = freeze::turned(turns, ticker);
    let changed = move || {
        let topics = [
            Topic::Findings,
            Topic::Health,
            Topic::Endpoints,
            Topic::Sources,
            Topic::People,
            Topic::Changes,
            Topic::Incidents,
            Topic::Calendar,
        ];
        (topics.map(|topic| live.version(topic)), turned.get())
    };
    let frame = asked_first(changed, |_| get_frame());
    let (lasting, last) = (Lasting::here(), StoredValue::new(None));
    view! {
        // The router would take the jump for a way to another page, and the focus would stay.
        <a class="skip" href="#content" rel="external">"Skip to content"</a>
        <LostBanner live/>
        <div class="shell">
            <Transition fallback=|| ()>
                {move || { let lasting = lasting.clone(); Suspend::new(async move { let frame = or_last(frame.await, last); lasting.show(|| around(frame, live, ticker, turns).into_any()) }) }}
            </Transition>
            <main class="content" id="content" tabindex="-1">
                {children()}
            </main>
        </div>
        <keys::KeysDialog/>
        <palette::PaletteDialog palette/>
    }
    .into_any()
}

/// The frame as it is, or as it last was where the server does not answer, or the session ended while a form is filled in:
/// the page must not lose its rail for that.
fn or_last(
    frame: Result<FrameView, ApiError>,
    last: StoredValue<Option<FrameView>>,
) -> Result<FrameView, ApiError> {
    match frame {
        Ok(frame) => {
            last.set_value(Some(frame.clone()));
            Ok(frame)
        }
        Err(ApiError::SignedOut) if !live::is_filling() => Err(ApiError::SignedOut),
        Err(fault) => last.get_value().ok_or(fault),
    }
}

fn around(
    frame: Result<FrameView, ApiError>,
    live: Live,
    ticker: Ticker,
    turns: RwSignal<Option<Timestamp>>,
) -> impl IntoView {
    match frame {
        Ok(frame) => {
            let (seq, now) = (frame.seq, frame.now);
            if let Some(waiting) = use_context::<WaitingForMe>() {
                waiting.0.set(frame.changes_waiting);
            }
            let (next, roles) = (frame.freeze.turns_at, frame.roles.clone());
            Effect::new(move |_| {
                live::know(live, ticker, seq, now);
                expect_context::<palette::Palette>().is_for(&roles);
                turns.set(next);
            });
            let freeze = freeze::line(frame.freeze.clone());
            view! {
                <rail::Rail frame=frame.clone()/>
                <topbar::Topbar frame/>
                {freeze}
            }
            .into_any()
        }
        Err(ApiError::SignedOut) => view! { <Refused fault=ApiError::SignedOut/> }.into_any(),
        // The page says what is wrong; around it there is nothing to show.
        Err(_) => ().into_any(),
    }
}

/// Says that the page no longer follows, and since when.
#[component]
fn LostBanner(live: Live) -> impl IntoView {
    move || {
        live.lost_since.get().map(|since| {
            let text = format!(
                "Disconnected since {} UTC. What you see may be old; it is tried again.",
                format::clock(since)
            );
            view! { <p class="banner" role="status">{text}</p> }
        })
    }
}
