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
    pages::{
        lasting::Lasting,
        refused::{Refused, sign_in_href},
    },
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
    let (lasting, shown) = (Lasting::here(), StoredValue::new(false));
    let ended = RwSignal::new(false);
    view! {
        // The router would take the jump for a way to another page, and the focus would stay.
        <a class="skip" href="#content" rel="external">"Skip to content"</a>
        <LostBanner live ended/>
        <div class="shell">
            <Transition fallback=|| ()>
                {move || { let lasting = lasting.clone(); frame.track(); Suspend::new(async move {
                    let frame = frame.await;
                    hear(frame.as_ref().err(), shown, ended).await;
                    lasting.show(|| around(frame, live, ticker, turns).into_any())
                }) }}
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

/// Ends where the answer is to be shown. Where the server does not answer, or the session ended while a form is filled in,
/// the frame stays as it last was: the page must not lose its rail for that.
async fn hear(fault: Option<&ApiError>, shown: StoredValue<bool>, ended: RwSignal<bool>) {
    let filled = fault == Some(&ApiError::SignedOut) && live::is_filling();
    ended.maybe_update(|before| std::mem::replace(before, filled) != filled);
    match fault {
        None => shown.set_value(true),
        Some(ApiError::SignedOut) if !filled => {}
        Some(_) if shown.get_value() => std::future::pending().await,
        Some(_) => {}
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

/// Says that the page no longer follows, and since when; or that it stays for its form alone.
#[component]
fn LostBanner(live: Live, ended: RwSignal<bool>) -> impl IntoView {
    let lost = move |since| {
        format!(
            "Disconnected since {} UTC. What you see may be old; it is tried again.",
            format::clock(since)
        )
    };
    move || {
        let (text, way) = match ended.get() {
            true => (
                "Your session ended. Send your form: what you typed is kept.".to_owned(),
                Some(view! { <a href=sign_in_href()>"Sign in without it"</a> }),
            ),
            false => (live.lost_since.get().map(lost)?, None),
        };
        Some(view! { <p class="banner" role="status">{text}{way}</p> })
    }
}
