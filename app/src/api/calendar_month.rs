//! A month as an agenda, with what needs a look in it; its weeks are in `calendar_cells`.

use backend::{Backend, calendar};
use chrono::{Datelike, Months, NaiveDate, NaiveTime, TimeDelta};
use domain::{
    action::Action,
    actor::Actor,
    calendar::{CalendarState, StateAt, Window},
    time::Timestamp,
};

use super::{
    calendar::{AgendaDay, AgendaView, CalendarView, CellView, LayerView, MarkView},
    calendar_cells::week_cells,
    calendar_entries::{Item, LAYERS, day_and_time, day_words, items, mark},
    narrow::narrowed,
};
use crate::{format, query::Query};

/// Their names.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Days of the agenda.
const AGENDA_DAYS: usize = 60;
/// Days after today that the agenda of this month tells at least, however near the end of the month is.
const AHEAD_DAYS: i64 = 7;

/// The month that was asked for, with what is left out.
pub(super) async fn read_month(
    backend: &Backend,
    actor: &Actor,
    (month, off): (&str, &str),
) -> backend::Result<CalendarView> {
    let now = backend.now();
    let first = first_of(month, now);
    let after = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let (monday, weeks) = weeks_of(first, after);
    let of_month = Window {
        from: midnight(first),
        until: midnight(after),
    };
    let told = told(of_month, midnight(monday + TimeDelta::days(weeks * 7)), now);
    let range = Window {
        from: midnight(monday),
        ..told
    };
    let off: Vec<&str> = off.split(',').filter(|word| !word.is_empty()).collect();
    let all = items(backend, actor, range).await?;
    let layers = layers(&all, first, &off, told);
    let shown: Vec<Item> = all
        .into_iter()
        .filter(|item| !off.contains(&item.layer))
        .collect();
    let [agenda, earlier] = agenda(&shown, (of_month, told.until), now);
    let mondays = (0..weeks).map(|week| monday + TimeDelta::days(week * 7));
    let near = (first, now.date_naive());
    let mut grid: Vec<_> = mondays.map(|one| week_cells(&shown, one, near)).collect();
    lead_on(&mut grid, (first, &off), [&earlier, &agenda]);
    let way = |month: Option<NaiveDate>| address(month.unwrap_or(first), &off);
    Ok(CalendarView {
        title: format!("{} {}", MONTHS[first.month0() as usize], first.year()),
        ways: [
            way(first.checked_sub_months(Months::new(1))),
            way(first_day(now.date_naive())),
            way(Some(after)),
        ],
        weeks: grid,
        agenda,
        earlier,
        layers,
        needs: needs(&shown, told),
        notes: notes(backend, actor, now).await?,
        may_request: actor.may(Action::RequestChanges),
        may_change: actor.may(Action::AdministerCalendars),
        now,
    })
}

/// The days of which a month's agenda tells. It ends with the weeks that are drawn, and no sooner than a week from now: on
/// the last day of a month people ask for tomorrow.
fn told(of_month: Window, grid_ends: Timestamp, now: Timestamp) -> Window {
    let week_ends = midnight(now.date_naive()) + TimeDelta::days(AHEAD_DAYS + 1);
    let until = match of_month.contains(now) {
        true => grid_ends.max(week_ends),
        false => grid_ends,
    };
    Window { until, ..of_month }
}

/// Says of each day where all of it is read.
fn lead_on(grid: &mut [Vec<CellView>], month: (NaiveDate, &[&str]), agendas: [&[AgendaDay]; 2]) {
    let days = agendas.into_iter().flatten();
    let listed: Vec<&str> = days.map(|day| day.date.as_str()).collect();
    for cell in grid.iter_mut().flatten() {
        cell.more_href = more_href(&cell.date, month, &listed);
    }
}

/// Where all of a day is read: in the agenda, and where this one does not tell of it, in that of its own month. A day on
/// which nothing begins has no place of its own there.
fn more_href(date: &str, (first, off): (NaiveDate, &[&str]), listed: &[&str]) -> String {
    let day: Option<NaiveDate> = date.parse().ok();
    let month = day.and_then(first_day).filter(|month| *month != first);
    match month {
        _ if listed.contains(&date) => format!("#day-{date}"),
        Some(month) => format!("{}#day-{date}", address(month, off)),
        None => "#agenda".to_owned(),
    }
}

/// The Monday with which the grid begins, and how many weeks it has.
fn weeks_of(first: NaiveDate, after: NaiveDate) -> (NaiveDate, i64) {
    let before = i64::from(first.weekday().num_days_from_monday());
    let days = before + (after - first).num_days();
    (first - TimeDelta::days(before), (days + 6) / 7)
}

/// With what a day begins.
pub(super) fn midnight(day: NaiveDate) -> Timestamp {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn first_day(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)
}

/// The first day of a month such as `2026-11`, or of this one.
fn first_of(month: &str, now: Timestamp) -> NaiveDate {
    let asked: Option<NaiveDate> = format!("{month}-01").parse().ok();
    let sane = asked.filter(|day| (1970..2200).contains(&day.year()));
    let today = now.date_naive();
    sane.or_else(|| first_day(today)).unwrap_or(today)
}

fn address(month: NaiveDate, off: &[&str]) -> String {
    let month = format!("{:04}-{:02}", month.year(), month.month());
    let query = Query::default().with("month", &month);
    let query = match off {
        [] => query,
        off => query.with("off", &off.join(",")),
    };
    query.href("/calendar")
}

fn layers(all: &[Item], first: NaiveDate, off: &[&str], told: Window) -> Vec<LayerView> {
    let layer = |(key, word, icon): &(&'static str, &str, &str)| {
        let here = all
            .iter()
            .filter(|item| item.layer == *key && item.window.meets(&told));
        let shown = !off.contains(key);
        let mut others: Vec<&str> = LAYERS
            .iter()
            .map(|(other, ..)| *other)
            .filter(|other| other != key && off.contains(other))
            .collect();
        if shown {
            others.push(key);
        }
        LayerView {
            word: (*word).to_owned(),
            icon: (*icon).to_owned(),
            count: here.count() as u32,
            shown,
            href: address(first, &others),
        }
    };
    LAYERS.iter().map(layer).collect()
}

/// Counted over the same days as the layers.
fn needs(shown: &[Item], told: Window) -> Vec<MarkView> {
    let here = |item: &&Item| item.window.meets(&told);
    let here: Vec<&Item> = shown.iter().filter(here).collect();
    let count = |word: &str| here.iter().filter(|item| item.mark.words == word).count();
    let (conflicts, blocked) = (count("conflict"), count("blocked"));
    let conflicts = (conflicts > 0).then(|| {
        let words = format::counted(conflicts as u64, "conflict", "conflicts");
        mark("st-partial", "t-warn", words)
    });
    let blocked =
        (blocked > 0).then(|| mark("st-blocked", "t-critical", format!("{blocked} blocked")));
    conflicts.into_iter().chain(blocked).collect()
}

/// Freezes that hold or will within a day, and what the calendars say of now.
async fn notes(backend: &Backend, actor: &Actor, now: Timestamp) -> backend::Result<Vec<MarkView>> {
    let soon = now + TimeDelta::days(1);
    let (mut freezes, scope) = (
        calendar::freezes_between(backend, actor, now, soon).await?,
        narrowed(),
    );
    freezes.retain(|freeze| scope.shows(&freeze.scope));
    let mut notes: Vec<MarkView> = freezes
        .iter()
        .map(|freeze| {
            let (name, strength) = (&freeze.name, freeze.strength);
            let words = match freeze.from <= now {
                true => format!(
                    "{name}, {strength} freeze, until {}.",
                    day_and_time(freeze.until, now)
                ),
                false => format!(
                    "{name}, {strength} freeze, begins {}.",
                    day_and_time(freeze.from, now)
                ),
            };
            mark("i-freeze", "t-quiet", words)
        })
        .collect();
    let mut calendars = calendar::list(backend, actor).await?;
    calendars.retain(|one| scope.shows(&one.calendar.plan.scope));
    let said = calendars
        .iter()
        .filter_map(|one| state_said(&one.calendar.plan.name, one.now, now));
    notes.extend(said.map(|words| mark("i-clock", "t-quiet", words)));
    Ok(notes)
}

/// How a calendar stands; nothing of one that is open and stays so.
fn state_said(name: &str, stands: StateAt, now: Timestamp) -> Option<String> {
    match (stands.state, stands.next.map(|at| day_and_time(at, now))) {
        (CalendarState::Closed, Some(next)) => Some(format!("{name} is closed until {next}.")),
        (CalendarState::Closed, None) => Some(format!("{name} is closed.")),
        (CalendarState::Open, Some(next)) => Some(format!("{name} is open until {next}.")),
        (CalendarState::Open, None) => None,
    }
}

/// The agenda, and what of the month is earlier than it: where the month is this one, it begins today.
fn agenda(
    shown: &[Item],
    (of_month, until): (Window, Timestamp),
    now: Timestamp,
) -> [Vec<AgendaDay>; 2] {
    let today = midnight(now.date_naive());
    let from = if of_month.contains(now) {
        today
    } else {
        of_month.from
    };
    let (earlier, ahead) = (
        Window {
            from: of_month.from,
            until: from,
        },
        Window { from, until },
    );
    // What goes on today stands there.
    let over = shown.iter().filter(|item| item.window.until <= from);
    [
        agenda_days(shown.iter(), ahead, now),
        agenda_days(over, earlier, now),
    ]
}

fn agenda_days<'a>(
    items: impl Iterator<Item = &'a Item>,
    range: Window,
    now: Timestamp,
) -> Vec<AgendaDay> {
    let mut days: Vec<AgendaDay> = Vec::new();
    for item in items.filter(|item| item.window.meets(&range)) {
        // What has begun before stands on the first day.
        let at = item.window.from.max(range.from);
        let date = at.date_naive().to_string();
        if days.last().is_none_or(|day| day.date != date) {
            if days.len() == AGENDA_DAYS {
                break;
            }
            let words = day_words(at, now);
            days.push(AgendaDay {
                title: if at.date_naive() == now.date_naive() {
                    format!("Today, {words}")
                } else {
                    words
                },
                date,
                entries: Vec::new(),
            });
        }
        if let Some(day) = days.last_mut() {
            day.entries.push(line(item, at, now));
        }
    }
    days
}

fn line(item: &Item, at: Timestamp, now: Timestamp) -> AgendaView {
    AgendaView {
        time: match item.window.from < at {
            true if item.beginless => "goes on".to_owned(),
            true => format!("since {}", format::date(item.window.from, now)),
            false => format::clock(at),
        },
        span: match item.beginless || item.endless {
            true => String::new(),
            false => format::span(item.window.until - item.window.from),
        },
        mark: item.mark.clone(),
        title: item.name.clone(),
        href: item.href.clone(),
        place: item.place.clone(),
        reasons: ends(item, now)
            .into_iter()
            .chain(item.reasons.iter().cloned())
            .collect(),
    }
}

/// When something ends that does not end on the day on which it begins: its length alone says that badly. A freeze
/// says it in words of its own.
fn ends(item: &Item, now: Timestamp) -> Option<MarkView> {
    if item.endless {
        return Some(mark("", "t-quiet", "No end is known."));
    }
    let Window { from, until } = item.window;
    let over = item.layer != "freezes" && until > midnight(from.date_naive()) + TimeDelta::days(1);
    over.then(|| {
        mark(
            "",
            "t-quiet",
            format!("Until {}.", day_and_time(until, now)),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{super::calendar_cells::tests::item, *};

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_month_has_whole_weeks() {
        for (first, after, monday, weeks) in [
            ("2026-11-01", "2026-12-01", "2026-10-26", 6),
            ("2027-02-01", "2027-03-01", "2027-02-01", 4),
            ("2026-12-01", "2027-01-01", "2026-11-30", 5),
        ] {
            assert_eq!(
                weeks_of(date(first), date(after)),
                (date(monday), weeks),
                "{first}"
            );
        }
    }

    #[test]
    fn what_is_no_month_is_this_one() {
        let now = midnight(date("2026-11-24"));
        assert_eq!(first_of("2027-03", now), date("2027-03-01"));
        for text in ["", "2027-13", "9999-01", "2027-03-05", "-1"] {
            assert_eq!(first_of(text, now), date("2026-11-01"), "{text}");
        }
    }

    #[test]
    fn a_calendar_is_named_with_its_state() {
        let next = Some(midnight(date("2026-11-25")));
        let said = |state, next| {
            state_said(
                "Shops",
                StateAt { state, next },
                midnight(date("2026-11-24")),
            )
        };
        assert_eq!(
            said(CalendarState::Closed, next).as_deref(),
            Some("Shops is closed until Wed 25 Nov 00:00 UTC.")
        );
        assert_eq!(said(CalendarState::Open, None), None);
    }

    #[test]
    fn all_of_a_day_is_in_the_agenda() {
        let november = date("2026-11-01");
        let href = |day: &str| more_href(day, (november, &["aws"]), &["2026-11-05", "2026-12-01"]);
        assert_eq!(href("2026-11-05"), "#day-2026-11-05");
        assert_eq!(href("2026-11-06"), "#agenda");
        assert_eq!(href("2026-12-01"), "#day-2026-12-01");
        assert_eq!(
            href("2026-12-02"),
            "/calendar?month=2026-12&off=aws#day-2026-12-02"
        );
    }

    #[test]
    fn what_is_over_stands_apart() {
        let at = |text: &str| -> Timestamp { text.parse().expect("an instant") };
        let all = [
            item("Over", "2026-10-30T10:00:00Z", "2026-11-03T11:00:00Z"),
            item("Goes on", "2026-11-20T10:00:00Z", "2026-12-02T10:00:00Z"),
            item("Ahead", "2026-11-28T10:00:00Z", "2026-11-28T11:00:00Z"),
            item("Next", "2026-12-01T10:00:00Z", "2026-12-01T11:00:00Z"),
        ];
        let month = Window {
            from: at("2026-11-01T00:00:00Z"),
            until: at("2026-12-01T00:00:00Z"),
        };
        let told = |now: &str| {
            let (now, ends) = (at(now), at("2026-12-07T00:00:00Z"));
            let until = super::told(month, ends, now).until;
            agenda(&all, (month, until), now).map(|days| {
                let days = days.iter().map(|day| {
                    let names = day.entries.iter().map(|entry| entry.title.as_str());
                    format!("{}: {}", day.date, names.collect::<Vec<_>>().join(", "))
                });
                days.collect::<Vec<_>>()
            })
        };
        let [ahead, earlier] = told("2026-11-24T12:00:00Z");
        let tomorrow = "2026-12-01: Next";
        assert_eq!(
            ahead,
            ["2026-11-24: Goes on", "2026-11-28: Ahead", tomorrow]
        );
        assert_eq!(earlier, ["2026-11-01: Over"]);
        let [last_day, _] = told("2026-11-30T12:00:00Z");
        assert_eq!(last_day, ["2026-11-30: Goes on", tomorrow]);
        let [whole, earlier] = told("2027-01-01T12:00:00Z");
        assert_eq!(whole.len(), 4, "{whole:?}");
        assert_eq!(earlier.len(), 0);
    }

    #[test]
    fn what_began_nobody_knows_when_is_given_no_beginning() {
        let closed = Item {
            beginless: true,
            ..item("Closed", "2026-10-25T00:00:00Z", "2026-11-20T00:00:00Z")
        };
        let month = Window {
            from: midnight(date("2026-11-01")),
            until: midnight(date("2026-12-01")),
        };
        let now = midnight(date("2026-10-20"));
        let [days, _] = agenda(&[closed], (month, month.until), now);
        let told = &days[0].entries[0];
        assert_eq!((told.time.as_str(), told.span.as_str()), ("goes on", ""));
    }

    #[test]
    fn an_agenda_tells_of_a_week_at_least() {
        let may = Window {
            from: midnight(date("2026-05-01")),
            until: midnight(date("2026-06-01")),
        };
        let until = |now: &str| {
            // The last of May is a Sunday, with which the weeks of the month end too.
            let now = midnight(date(now)) + TimeDelta::hours(9);
            told(may, may.until, now).until.date_naive().to_string()
        };
        assert_eq!(until("2026-05-04"), "2026-06-01");
        assert_eq!(until("2026-05-31"), "2026-06-08");
        assert_eq!(until("2026-06-20"), "2026-06-01");
    }

    #[test]
    fn what_needs_a_look_is_counted_over_the_days_of_the_layers() {
        let mut all = [
            item("Before", "2026-11-30T10:00:00Z", "2026-11-30T11:00:00Z"),
            item("In it", "2026-12-01T10:00:00Z", "2026-12-01T11:00:00Z"),
            item(
                "In its weeks",
                "2027-01-02T10:00:00Z",
                "2027-01-02T11:00:00Z",
            ),
        ];
        for item in &mut all {
            item.mark = mark("st-blocked", "t-critical", "blocked");
        }
        let december = Window {
            from: midnight(date("2026-12-01")),
            until: midnight(date("2027-01-04")),
        };
        let needs = needs(&all, december);
        let words: Vec<&str> = needs.iter().map(|need| need.words.as_str()).collect();
        assert_eq!(words, ["2 blocked"]);
        let layers = layers(&all, date("2026-12-01"), &[], december);
        assert_eq!(layers[0].count, 2);
    }

    #[test]
    fn an_address_keeps_what_is_left_out() {
        assert_eq!(address(date("2026-11-01"), &[]), "/calendar?month=2026-11");
        let both = address(date("2026-11-01"), &["aws", "closed"]);
        assert_eq!(both, "/calendar?month=2026-11&off=aws,closed");
    }
}
