//! Times of a served page: they tick as those do that the browser wrote.

use chrono::{DateTime, TimeDelta};
use domain::time::Timestamp;
use leptos::prelude::*;
use web_sys::Element;

use super::fields::elements;
use crate::{
    components::{Ticker, bar_class, share_of_limit},
    format,
};

/// Writes every age and duration below `place` as of `now`.
pub(super) fn tick(place: &Element, now: Timestamp) {
    each(place, "data-age", |_, at| format::age(at, now));
    each(place, "data-close", |_, at| format::close_span(now - at));
    each(place, "data-due", |_, at| format::left(at, now));
    each(place, "data-lasts", |_, at| format::stopwatch(now - at));
    each(place, "data-ahead", |one, at| {
        format::ahead_or_until(at, said(one, "data-until"), now)
    });
    for bar in found(place, "[data-from]") {
        grow(&bar, now);
    }
}

/// Lets the times go on in what the server wrote within a page of the browser, as long as the component lasts that is being
/// made.
pub(in crate::pages) fn tick_within(place: &'static str) {
    let ticker = use_context::<Ticker>();
    Effect::new(move |_| {
        let now = ticker.and_then(|ticker| ticker.0.get());
        if let (Some(now), Ok(Some(place))) = (now, document().query_selector(place)) {
            tick(&place, now);
        }
    });
}

/// When time alone makes another page of it.
pub(super) fn turns(place: &Element) -> Option<Timestamp> {
    said(&place.query_selector("[data-turns]").ok()??, "data-turns")
}

/// How often the page is asked for again, where time alone changes more of it than its times.
pub(super) fn again(place: &Element) -> Option<TimeDelta> {
    let part = place.query_selector("[data-again]").ok()??;
    let seconds = part.get_attribute("data-again")?.parse().ok()?;
    Some(TimeDelta::seconds(seconds))
}

/// Writes anew what names an instant in this attribute.
fn each(place: &Element, name: &str, words: impl Fn(&Element, Timestamp) -> String) {
    for element in found(place, &format!("[{name}]")) {
        let text = said(&element, name).map(|at| words(&element, at));
        if text.is_some() && text != element.text_content() {
            element.set_text_content(text.as_deref());
        }
    }
}

/// Makes a bar as long as its age is by now.
fn grow(bar: &Element, now: Timestamp) {
    let limit = bar.get_attribute("data-limit");
    let limit = limit.and_then(|seconds| seconds.parse().ok());
    let (Some(from), Some(limit)) = (said(bar, "data-from"), limit) else {
        return;
    };
    let share = share_of_limit(now - from, TimeDelta::seconds(limit));
    write(bar, "class", bar_class(Some(share)));
    if let Ok(Some(fill)) = bar.query_selector(".fill") {
        write(&fill, "width", &share.to_string());
    }
}

fn write(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}

/// All below `place` that match.
fn found(place: &Element, selector: &str) -> Vec<Element> {
    let list = place.query_selector_all(selector);
    list.map_or_else(|_| Vec::new(), |list| elements(&list).collect())
}

/// The instant that an attribute names.
fn said(element: &Element, name: &str) -> Option<Timestamp> {
    instant(&element.get_attribute(name)?)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of our age fit into 64 bits"
)]
fn instant(text: &str) -> Option<Timestamp> {
    let millis = js_sys::Date::parse(text);
    (!millis.is_nan()).then(|| DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis as i64))
}
