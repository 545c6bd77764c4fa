//! The history of a health check as charts, each with the table behind it.

use backend::endpoints::EndpointDetail;
use domain::{
    chart::{ChartSpec, Event, Level, LineChart, Mark, Point, Scale, Series, Strip, Stroke},
    endpoint::{
        HEALTHY_ABOVE_PERCENT, HealthCheckKind, Minute, Slices, Standing, fell_at, marks, median,
        quarters,
    },
    time::Timestamp,
};

use super::{charts::Charts, endpoints::ChartView};
use crate::format;

/// How far back values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Hour,
    Quarter,
    Day,
}

impl Span {
    /// Any other word is six hours: the address is anybody's to write.
    pub(super) fn read(word: &str) -> Self {
        match word {
            "1h" => Self::Hour,
            "24h" => Self::Day,
            _ => Self::Quarter,
        }
    }

    fn slices(self, now: Timestamp) -> Slices {
        match self {
            Self::Hour => Slices::up_to(now, 2, 30),
            Self::Quarter => Slices::up_to(now, 5, 72),
            Self::Day => quarters(now),
        }
    }
}

/// The last day as a strip, and for a check with checkers its values within `span`.
pub(super) fn history(
    found: &EndpointDetail,
    span: Span,
    now: Timestamp,
    charts: &Charts,
) -> Vec<ChartView> {
    let mut views = vec![day(&found.history, now, charts)];
    let kind = found.summary.check.kind;
    if kind.is_some_and(HealthCheckKind::has_checkers) {
        let slices = span.slices(now);
        let event = event(found, &slices);
        views.push(first_byte(found, &slices, event.clone(), charts));
        views.push(share(&found.history, &slices, event, charts));
    }
    views
}

fn day(minutes: &[Minute], now: Timestamp, charts: &Charts) -> ChartView {
    let slices = quarters(now);
    let marks = marks(&slices, minutes);
    let count = |wanted: Mark| marks.iter().filter(|mark| **mark == wanted).count();
    let aside = format!(
        "failing in {} of {} quarters of an hour, no data in {}",
        count(Mark::Bad),
        marks.len(),
        count(Mark::None)
    );
    let title = format!("State, 24 h to {} UTC", format::clock(now));
    let times = slices.begins().zip(&marks);
    let table = runs(
        "State",
        times.map(|(at, mark)| (at, mark_word(*mark).to_owned())),
        &slices,
    );
    ChartView {
        svg: charts.draw(&ChartSpec::Strip(Strip {
            title: format!("{title}: {aside}"),
            marks,
        })),
        title,
        aside,
        table,
    }
}

const fn mark_word(mark: Mark) -> &'static str {
    match mark {
        Mark::None => "No data",
        Mark::Ok => "Healthy",
        Mark::Warn => "Partial",
        Mark::Bad => "Failing",
    }
}

/// When it turned unhealthy: for one that fails now what its lamp counts from.
fn event(found: &EndpointDetail, slices: &Slices) -> Option<Event> {
    let failing = found.summary.standing == Standing::Failing;
    let at = match failing {
        true => Some(found.summary.since),
        false => fell_at(&found.history),
    };
    let at = at.filter(|at| slices.place(*at).is_some())?;
    let label = format!("unhealthy {}", format::clock(at));
    Some(Event { at, label })
}

fn first_byte(
    found: &EndpointDetail,
    slices: &Slices,
    event: Option<Event>,
    charts: &Charts,
) -> ChartView {
    let values = found
        .history
        .iter()
        .map(|minute| (minute.at, minute.first_byte_ms));
    let points = slices.gather(values, median);
    let known: Vec<f64> = points.iter().filter_map(|(_, value)| *value).collect();
    let now = found.summary.first_byte_ms;
    let aside = match (now, known.as_slice()) {
        (_, []) => "no data in this time".to_owned(),
        (None, known) => format!("median {:.0} ms", median(known)),
        (Some(now), known) => format!("now {now:.0} ms, median {:.0} ms", median(known)),
    };
    let series = vec![line("First byte", &points, slices)];
    let chart = LineChart {
        title: "First byte, ms".to_owned(),
        from: slices.from,
        until: slices.until(),
        scale: Scale::from_zero("ms", &series),
        series,
        level: None,
        event,
    };
    view(chart, aside, &points, slices, charts)
}

fn share(minutes: &[Minute], slices: &Slices, event: Option<Event>, charts: &Charts) -> ChartView {
    let lowest = |values: &[f64]| values.iter().copied().fold(100.0, f64::min);
    let values = minutes
        .iter()
        .map(|minute| (minute.at, minute.percent_healthy));
    let points = slices.gather(values, lowest);
    let level = Level {
        at: HEALTHY_ABOVE_PERCENT,
        label: format!("healthy above {HEALTHY_ABOVE_PERCENT} %"),
    };
    let chart = LineChart {
        title: "Checkers that pass, %".to_owned(),
        from: slices.from,
        until: slices.until(),
        scale: Scale {
            low: 0.0,
            high: 100.0,
            unit: "%".to_owned(),
        },
        series: vec![line("Checkers", &points, slices)],
        level: Some(level),
        event,
    };
    let aside = "the lowest of each time".to_owned();
    view(chart, aside, &points, slices, charts)
}

/// A value stands in the middle of its time, so that it lies on the right side of an event.
fn line(name: &str, points: &[Point], slices: &Slices) -> Series {
    let middle = points
        .iter()
        .map(|(at, value)| (*at + slices.width / 2, *value));
    Series {
        name: name.to_owned(),
        stroke: Stroke::Solid,
        points: middle.collect(),
    }
}

fn view(
    chart: LineChart,
    aside: String,
    points: &[Point],
    slices: &Slices,
    charts: &Charts,
) -> ChartView {
    let unit = &chart.scale.unit;
    let said = |value: Option<f64>| match value {
        Some(value) => format!("{value:.0} {unit}"),
        None => "No data".to_owned(),
    };
    let table = runs(
        &chart.title,
        points.iter().map(|(at, value)| (*at, said(*value))),
        slices,
    );
    ChartView {
        title: chart.title.clone(),
        aside,
        table,
        svg: charts.draw(&ChartSpec::Lines(chart)),
    }
}

/// The table of what is said of each time: equal words next to each other become one row.
fn runs(
    what: &str,
    said: impl Iterator<Item = (Timestamp, String)>,
    slices: &Slices,
) -> Vec<Vec<String>> {
    // What lies before midnight says its day.
    let last = slices.until() - slices.width;
    // What ends with the day still belongs to it.
    let time = |at: Timestamp| format::moment(at, at.max(last));
    let mut rows = vec![["From, UTC", "Until", what].map(str::to_owned).to_vec()];
    for (from, words) in said {
        let until = time(from + slices.width);
        match rows.last_mut() {
            Some(row) if row[2] == words => row[1] = until,
            _ => rows.push(vec![time(from), until, words]),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::from_micros;

    #[test]
    fn equal_neighbours_share_a_row_of_the_table() {
        let now = from_micros(1_795_521_600_000_000);
        let slices = Slices::up_to(now, 15, 4);
        let words = ["No data", "No data", "182 ms", "No data"];
        let said = slices.begins().zip(words.map(str::to_owned));
        assert_eq!(
            runs("First byte", said, &slices),
            [
                ["From, UTC", "Until", "First byte"],
                ["11:15", "11:45", "No data"],
                ["11:45", "12:00", "182 ms"],
                ["12:00", "12:15", "No data"],
            ]
        );
    }

    #[test]
    fn a_span_that_nobody_offered_is_six_hours() {
        for (word, slices, width) in [
            ("1h", 30, 2),
            ("6h", 72, 5),
            ("24h", 96, 15),
            ("<b>", 72, 5),
        ] {
            let found = Span::read(word).slices(from_micros(1_795_521_600_000_000));
            assert_eq!(
                (found.count, found.width.num_minutes()),
                (slices, width),
                "{word}"
            );
        }
    }
}
