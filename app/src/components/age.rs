//! Times: the server writes them from its own clock; the browser lets them tick once it is awake.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::format;

/// The server's clock as the browser continues it; nothing until the browser is awake, so that what
/// it finds is what the server wrote.
#[derive(Debug, Clone, Copy)]
pub struct Ticker(pub RwSignal<Option<Timestamp>>);

/// `now` as it was when the answer was made, and ticking once the browser is awake.
pub fn ticking(now: Timestamp) -> impl Fn() -> Timestamp + Copy + Send + Sync + 'static {
    let ticker = use_context::<Ticker>();
    move || match ticker.and_then(|ticker| ticker.0.get()) {
        // An answer may be newer than the last tick.
        Some(ticked) => ticked.max(now),
        None => now,
    }
}

/// How long ago something was, or how far it lies ahead.
#[component]
pub fn Age(
    /// When it was.
    at: Timestamp,
    /// The server's time when the answer was made.
    now: Timestamp,
) -> impl IntoView {
    let now = ticking(now);
    view! {
        <time datetime=format::machine(at) title=format::exact(at) data-age=format::machine(at)>
            {move || format::age(at, now())}
        </time>
    }
}

/// What time it is, for the year that is not written: the server's own clock there, and its clock as this browser
/// continues it.
fn present() -> Option<Timestamp> {
    #[cfg(feature = "ssr")]
    return use_context::<backend::Backend>().map(|backend| backend.now());
    #[cfg(all(feature = "hydrate", not(feature = "ssr")))]
    return Some(crate::live::server_now());
    #[cfg(not(any(feature = "ssr", feature = "hydrate")))]
    None
}

/// An instant, written out with its zone, and with the year where it is not the present one.
#[component]
pub fn Since(
    /// When it was.
    at: Timestamp,
) -> impl IntoView {
    let text = format::dated(at, present().unwrap_or(at));
    view! {
        <time datetime=format::machine(at) title=format::exact(at)>{text}</time>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use domain::time::from_micros;

    #[test]
    fn a_time_carries_the_exact_one() {
        let owner = Owner::new();
        owner.set();
        let now = from_micros(1_795_521_600_000_000);
        let at = now - TimeDelta::minutes(9);
        let html = view! { <Age at now/> }.to_html();
        assert!(
            html.contains(r#"datetime="2026-11-24T11:51:00Z""#),
            "{html}"
        );
        assert!(
            html.contains(r#"title="24 Nov 2026 11:51:00 UTC""#),
            "{html}"
        );
        assert!(html.contains("9 min"), "{html}");
    }
}
