//! The weeks of a month: what lasts as bars across days, everything else as entries on each day that it covers.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use domain::{calendar::Window, time::Timestamp};

use super::{
    calendar::{BarView, CellView, EntryView},
    calendar_entries::{Item, day_and_time, day_words},
    calendar_month::{MONTHS, midnight},
};
use crate::format;

/// Entries in one cell.
const IN_A_CELL: usize = 5;

/// The seven cells of the week that begins on `monday`; `near` are the first of the month and today.
pub(super) fn week_cells(
    shown: &[Item],
    monday: NaiveDate,
    near: (NaiveDate, NaiveDate),
) -> Vec<CellView> {
    let sunday = monday + TimeDelta::days(7);
    let week = Window {
        from: midnight(monday),
        until: midnight(sunday),
    };
    let is_bar = |item: &&Item| item.class.starts_with("lasting") && item.window.meets(&week);
    let mut lanes: Vec<Vec<&Item>> = Vec::new();
    for bar in shown.iter().filter(is_bar) {
        let free = |lane: &&mut Vec<&Item>| {
            lane.last().is_none_or(|last| {
                // Two that share a day cannot share its line.
                last.window.until <= midnight(bar.window.from.date_naive())
            })
        };
        match lanes.iter_mut().find(free) {
            Some(lane) => lane.push(bar),
            None => lanes.push(vec![bar]),
        }
    }
    (0..7)
        .map(|n| cell(shown, &lanes, monday + TimeDelta::days(n), near))
        .collect()
}

fn cell(
    shown: &[Item],
    lanes: &[Vec<&Item>],
    day: NaiveDate,
    (first, today): (NaiveDate, NaiveDate),
) -> CellView {
    let whole = Window {
        from: midnight(day),
        until: midnight(day.checked_add_days(Days::new(1)).unwrap_or(day)),
    };
    let mut bars: Vec<BarView> = lanes
        .iter()
        .map(|lane| {
            let bar = lane.iter().find(|bar| bar.window.meets(&whole));
            bar.map_or_else(BarView::default, |bar| bar_part(bar, whole, day))
        })
        .collect();
    while bars.last().is_some_and(|bar| bar.class.is_empty()) {
        bars.pop();
    }
    let here = shown
        .iter()
        .filter(|item| item.class.starts_with("entry") && item.window.meets(&whole));
    let mut entries = folded(here.map(|item| entry(item, whole, midnight(today))));
    let more = entries.len().saturating_sub(IN_A_CELL);
    entries.truncate(IN_A_CELL);
    let mut class = "day".to_owned();
    for (is, word) in [
        (day.month() != first.month(), " outside"),
        (day == today, " today"),
        (day.weekday().num_days_from_monday() > 4, " weekend"),
    ] {
        class.push_str(if is { word } else { "" });
    }
    let named = day.day() == 1
        || (day.month() != first.month() && day.weekday().num_days_from_monday() == 0);
    CellView {
        date: day.to_string(),
        number: match named {
            true => format!("{} {}", day.day(), &MONTHS[day.month0() as usize][..3]),
            false => day.day().to_string(),
        },
        class,
        bars,
        entries,
        more: more as u32,
        more_href: String::new(),
    }
}

/// What is closed comes after all else, and a calendar once a day however often it closes.
fn folded(entries: impl Iterator<Item = EntryView>) -> Vec<EntryView> {
    let is_closed = |one: &EntryView| one.class.starts_with("entry closed");
    let (closed, mut all): (Vec<EntryView>, Vec<EntryView>) = entries.partition(is_closed);
    for one in closed {
        let mut others = all.iter_mut();
        match others.find(|other| is_closed(other) && other.title == one.title) {
            Some(other) => {
                other.time = format!("{}, {}", other.time, one.time);
                other.whole = format!("{}; {}", other.whole, one.whole);
                other.class = one.class;
            }
            None => all.push(one),
        }
    }
    all
}

/// Over how many days of its week a bar goes on from this one.
fn days_over(bar: &Item, day: NaiveDate) -> i64 {
    let left = 7 - i64::from(day.weekday().num_days_from_monday());
    let last = (bar.window.until - TimeDelta::microseconds(1)).date_naive();
    ((last - day).num_days() + 1).clamp(1, left)
}

fn bar_part(bar: &Item, whole: Window, day: NaiveDate) -> BarView {
    let begins = whole.contains(bar.window.from);
    let over = format!(" named over-{}", days_over(bar, day));
    let mut class = bar.class.to_owned();
    for (is, word) in [
        (begins, " begins"),
        (bar.window.until <= whole.until, " ends"),
        (
            begins || day.weekday().num_days_from_monday() == 0,
            over.as_str(),
        ),
        (bar.past, " past"),
    ] {
        class.push_str(if is { word } else { "" });
    }
    BarView {
        class,
        symbol: bar.mark.symbol.clone(),
        title: bar.title.clone(),
    }
}

/// An entry on one of the days that it covers.
fn entry(item: &Item, whole: Window, today: Timestamp) -> EntryView {
    let past = if item.past { " past" } else { "" };
    EntryView {
        class: format!("{}{past}", item.class),
        mark: item.mark.clone(),
        time: time_on(item.window, whole),
        title: item.title.clone(),
        whole: whole_words(item, today),
        href: item.href.clone(),
    }
}

/// When it is on a day: a mark before the time says that it began earlier, one behind it that it goes on.
fn time_on(window: Window, whole: Window) -> String {
    let begins = whole.contains(window.from);
    let ends = window.until <= whole.until;
    match (begins, ends) {
        (true, true) => format::clock(window.from),
        (true, false) => format!("{} ›", format::clock(window.from)),
        (false, false) => "‹ ›".to_owned(),
        // What ends with the day covers it.
        (false, true) if window.until == whole.until => "‹".to_owned(),
        (false, true) => format!("‹ {}", format::clock(window.until)),
    }
}

/// Its title with the whole of its time, which a cell has no room for.
fn whole_words(item: &Item, today: Timestamp) -> String {
    let Window { from, until } = item.window;
    let until = match from.date_naive() == until.date_naive() {
        _ if item.endless => ", no end is known".to_owned(),
        true => format!(" to {} UTC", format::clock(until)),
        false => format!(" to {}", day_and_time(until, today)),
    };
    format!(
        "{}, {} {}{until}",
        item.title,
        day_words(from, today),
        format::clock(from)
    )
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::calendar_entries::mark;
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    /// A planned change from one instant until another.
    pub(in super::super) fn item(title: &str, from: &str, until: &str) -> Item {
        let at = |text: &str| text.parse().expect("an instant");
        Item {
            layer: "changes",
            class: "entry planned",
            window: Window {
                from: at(from),
                until: at(until),
            },
            mark: mark("", "", ""),
            title: title.to_owned(),
            name: title.to_owned(),
            href: String::new(),
            place: String::new(),
            reasons: Vec::new(),
            beginless: false,
            endless: false,
            past: false,
        }
    }

    /// The week of Monday the 23rd of November 2026.
    fn week(shown: &[Item]) -> Vec<CellView> {
        let near = (date("2026-11-01"), date("2026-11-24"));
        week_cells(shown, date("2026-11-23"), near)
    }

    fn times(cells: &[CellView]) -> Vec<Vec<&str>> {
        cells
            .iter()
            .map(|cell| cell.entries.iter().map(|one| one.time.as_str()).collect())
            .collect()
    }

    #[test]
    fn what_lasts_for_days_stands_on_each_of_them() {
        let all = [
            item("Move", "2026-11-21T10:00:00Z", "2026-11-25T06:30:00Z"),
            item("Night", "2026-11-25T22:00:00Z", "2026-11-26T00:00:00Z"),
            item("Long", "2026-11-26T08:00:00Z", "2026-11-28T00:00:00Z"),
        ];
        assert_eq!(
            times(&week(&all)),
            [
                vec!["‹ ›"],
                vec!["‹ ›"],
                vec!["‹ 06:30", "22:00"],
                vec!["08:00 ›"],
                vec!["‹"],
                vec![],
                vec![],
            ]
        );
        assert_eq!(
            week(&all)[0].entries[0].whole,
            "Move, Sat 21 Nov 10:00 to Wed 25 Nov 06:30 UTC"
        );
    }

    #[test]
    fn what_has_no_end_is_given_none() {
        let closed = Item {
            class: "entry closed",
            endless: true,
            ..item(
                "Closed: Shops",
                "2026-11-24T16:00:00Z",
                "2026-11-30T00:00:00Z",
            )
        };
        assert_eq!(
            week(&[closed])[1].entries[0].whole,
            "Closed: Shops, Tue 24 Nov 16:00, no end is known"
        );
    }

    #[test]
    fn a_calendar_is_closed_once_a_day_and_after_all_else() {
        let closed = |from, until| Item {
            class: "entry closed",
            ..item("Closed: Shops", from, until)
        };
        let all = [
            closed("2026-11-23T16:00:00Z", "2026-11-24T07:00:00Z"),
            closed("2026-11-24T16:00:00Z", "2026-11-25T07:00:00Z"),
            item("Move", "2026-11-24T18:00:00Z", "2026-11-24T19:00:00Z"),
        ];
        assert_eq!(
            times(&week(&all))[..3],
            [
                vec!["16:00 ›"],
                vec!["18:00", "‹ 07:00, 16:00 ›"],
                vec!["‹ 07:00"],
            ]
        );
    }

    #[test]
    fn the_name_of_a_bar_has_the_days_that_it_covers() {
        let bar = Item {
            class: "lasting hard",
            ..item("Freeze", "2026-11-27T04:00:00Z", "2026-12-01T00:00:00Z")
        };
        let cells = week(&[bar]);
        assert_eq!(cells[4].bars[0].class, "lasting hard begins named over-3");
        assert_eq!(cells[5].bars[0].class, "lasting hard");
    }

    #[test]
    fn a_full_day_counts_what_began_before_it() {
        let long = item("Long", "2026-11-23T08:00:00Z", "2026-11-26T08:00:00Z");
        let mut all = vec![long];
        for hour in 10..17 {
            let (from, until) = (
                format!("2026-11-25T{hour}:00:00Z"),
                format!("2026-11-25T{hour}:30:00Z"),
            );
            all.push(item("Short", &from, &until));
        }
        let cells = week(&all);
        let folded: Vec<_> = cells
            .iter()
            .map(|cell| (cell.entries.len(), cell.more))
            .collect();
        assert_eq!(folded[..4], [(1, 0), (1, 0), (5, 3), (1, 0)]);
        assert_eq!(
            cells[2].entries[0].title, "Long",
            "it is not what is folded away"
        );
    }
}
