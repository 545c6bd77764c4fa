//! A length as a bar, without inline style: the attributes of SVG carry it.

use domain::{source::Freshness, time::Timestamp};
use leptos::prelude::*;

/// How much of the limit an age has used, in whole percent, at most 100; nothing when there is no age.
#[must_use]
pub fn share_of_limit(freshness: &Freshness, now: Timestamp) -> Option<u8> {
    let age = freshness.age(now)?.num_milliseconds();
    let limit = freshness.limit().num_milliseconds().max(1);
    u8::try_from((age.saturating_mul(100) / limit).clamp(1, 100)).ok()
}

/// A bar of `percent`, or stripes where there is no value.
#[component]
pub fn Bar(
    /// Its length; nothing is blind.
    #[prop(into)]
    percent: Signal<Option<u8>>,
) -> impl IntoView {
    let class = move || match percent.get() {
        None => "bar blind",
        Some(100) => "bar t-warn",
        Some(_) => "bar t-plain",
    };
    let width = move || percent.get().unwrap_or(0).to_string();
    view! {
        <svg class=class viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="100" height="6"></rect>
            <rect class="fill" width=width height="6"></rect>
        </svg>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use domain::time::from_micros;

    #[test]
    fn a_bar_grows_to_its_limit_and_no_further() {
        let now = from_micros(1_795_521_600_000_000);
        let of = |seconds| Freshness {
            last_good: Some(now - TimeDelta::seconds(seconds)),
            last_try: None,
            fault: None,
            interval_s: 60,
        };
        assert_eq!(share_of_limit(&of(90), now), Some(50));
        assert_eq!(share_of_limit(&of(9_000), now), Some(100));
        assert_eq!(
            share_of_limit(
                &Freshness {
                    last_good: None,
                    ..of(0)
                },
                now
            ),
            None
        );
    }

    #[test]
    fn a_bar_has_no_style_of_its_own() {
        let owner = Owner::new();
        owner.set();
        let html = view! { <Bar percent=Signal::derive(|| Some(42_u8))/> }.to_html();
        assert!(
            html.contains(r#"width="42""#) && !html.contains("style"),
            "{html}"
        );
    }
}
