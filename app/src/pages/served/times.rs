//! Times of a served page: they tick as those do that the browser wrote.

use chrono::{DateTime, TimeDelta};
use domain::time::Timestamp;
use web_sys::Element;

use super::fields::elements;
use crate::format;

/// Writes every age and duration below `place` as of `now`.
pub(super) fn tick(place: &Element, now: Timestamp) {
    each(place, "data-age", |at| format::age(at, now));
    each(place, "data-due", |at| format::left(at, now));
    each(place, "data-lasts", |at| format::stopwatch(now - at));
}

/// How often the page is asked for again, where time alone changes more of it than its times.
pub(super) fn again(place: &Element) -> Option<TimeDelta> {
    let part = place.query_selector("[data-again]").ok()??;
    let seconds = part.get_attribute("data-again")?.parse().ok()?;
    Some(TimeDelta::seconds(seconds))
}

/// Writes anew what names an instant in this attribute.
fn each(place: &Element, name: &str, words: impl Fn(Timestamp) -> String) {
    let Ok(found) = place.query_selector_all(&format!("[{name}]")) else {
        return;
    };
    for element in elements(&found) {
        let text = element.get_attribute(name).and_then(|at| instant(&at));
        let text = text.map(&words);
        if text.is_some() && text != element.text_content() {
            element.set_text_content(text.as_deref());
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of our age fit into 64 bits"
)]
fn instant(text: &str) -> Option<Timestamp> {
    let millis = js_sys::Date::parse(text);
    (!millis.is_nan()).then(|| DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis as i64))
}
