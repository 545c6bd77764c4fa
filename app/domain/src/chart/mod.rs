//! What a chart shows, as values: nothing here knows how it is drawn.
//!
//! Series are told apart by weight and dash and never by colour; only an event takes a colour. What has
//! no value stays a gap: a line never leads over it.

mod ticks;

use serde::{Deserialize, Serialize};

pub use ticks::{axis_top, hours, values};

use crate::time::Timestamp;

/// A chart of one of the three forms that pages know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ChartSpec {
    /// Values over time, with axes.
    Lines(LineChart),
    /// A state over time, a mark for each slice of it.
    Strip(Strip),
    /// Values over time within a cell of a table, without axes.
    Spark(Spark),
}

/// A drawing that the server made of a [`ChartSpec`]: the only HTML that a page takes as it is, since
/// whoever draws escapes each text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Svg(String);

impl Svg {
    /// What was drawn. Each text in it is escaped by now.
    #[must_use]
    pub const fn drawn(markup: String) -> Self {
        Self(markup)
    }

    /// The elements, to be put into a page.
    #[must_use]
    pub fn into_markup(self) -> String {
        self.0
    }

    /// Whether there is nothing to see.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Values over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineChart {
    /// What is shown, said to whoever does not see it.
    pub title: String,
    /// Where the time axis begins.
    pub from: Timestamp,
    /// Where the time axis ends.
    pub until: Timestamp,
    /// The value axis.
    pub scale: Scale,
    /// What is drawn; a name is only drawn where there are several.
    pub series: Vec<Series>,
    /// A level that values are held against.
    pub level: Option<Level>,
    /// The instant that explains what is seen.
    pub event: Option<Event>,
}

/// Steps of a value axis, at most.
pub const STEPS: u32 = 4;

/// The value axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// Its lowest value.
    pub low: f64,
    /// Its highest.
    pub high: f64,
    /// What stands after a value, such as "ms".
    pub unit: String,
}

impl Scale {
    /// From nothing to a round value that is no less than any of the series, in at most [`STEPS`] steps.
    #[must_use]
    pub fn from_zero(unit: &str, series: &[Series]) -> Self {
        let points = series.iter().flat_map(|one| &one.points);
        let highest = points.filter_map(|(_, value)| *value).fold(0.0, f64::max);
        Self {
            low: 0.0,
            high: axis_top(highest, STEPS),
            unit: unit.to_owned(),
        }
    }
}

/// One line of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// What tells it from the others.
    pub stroke: Stroke,
    /// Its values, oldest first; what has none is a gap.
    pub points: Vec<Point>,
}

/// A value at an instant, or that there is none.
pub type Point = (Timestamp, Option<f64>);

text_enum! {
    /// How a line is drawn, weightiest first.
    Stroke {
        /// Whole and strong.
        Solid = "s1",
        /// Dashed.
        Dashed = "s2",
        /// Dotted.
        Dotted = "s3",
        /// Whole and faint.
        Thin = "s4",
    }
}

/// The stretches of a line that have values, so that none leads over a gap.
#[must_use]
pub fn stretches(points: &[Point]) -> Vec<Vec<(Timestamp, f64)>> {
    let runs = points.split(|(_, value)| value.is_none_or(|value| !value.is_finite()));
    runs.filter(|run| !run.is_empty())
        .map(|run| {
            let known = run.iter().filter_map(|(at, value)| Some((*at, (*value)?)));
            known.collect()
        })
        .collect()
}

/// A level that values are held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// The value.
    pub at: f64,
    /// What it is called, such as "18 %".
    pub label: String,
}

/// An instant that explains what is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What happened, such as "unhealthy 14:11".
    pub label: String,
}

/// A state over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strip {
    /// What is shown, said to whoever does not see it.
    pub title: String,
    /// A mark for each slice, oldest first.
    pub marks: Vec<Mark>,
}

text_enum! {
    /// The state of one slice of time, worst last.
    Mark {
        /// Nothing was heard.
        None = "none",
        /// As it should be.
        Ok = "ok",
        /// Not wholly.
        Warn = "warn",
        /// It failed.
        Bad = "bad",
    }
}

/// Values within a cell of a table: the table says what they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spark {
    /// The values, oldest first; what has none is a gap.
    pub points: Vec<Point>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::from_micros;

    fn at(minute: i64) -> Timestamp {
        from_micros(minute * 60_000_000)
    }

    #[test]
    fn a_line_breaks_where_there_is_no_value() {
        let points = [
            (at(0), None),
            (at(1), Some(1.0)),
            (at(2), Some(2.0)),
            (at(3), None),
            (at(4), Some(f64::NAN)),
            (at(5), Some(5.0)),
        ];
        assert_eq!(
            stretches(&points),
            [vec![(at(1), 1.0), (at(2), 2.0)], vec![(at(5), 5.0)]]
        );
        assert_eq!(stretches(&points[..1]), Vec::<Vec<_>>::new());
    }

    #[test]
    fn a_scale_holds_every_value() {
        let series = |values: &[f64]| Series {
            name: String::new(),
            stroke: Stroke::Solid,
            points: values.iter().map(|value| (at(0), Some(*value))).collect(),
        };
        let scale = Scale::from_zero("ms", &[series(&[3.0, 181.0]), series(&[410.0])]);
        assert_eq!((scale.low, scale.high), (0.0, 600.0));
        assert!(Scale::from_zero("ms", &[]).high > 0.0);
    }

    #[test]
    fn the_worst_mark_is_the_greatest() {
        let worst = Mark::ALL.iter().max();
        assert_eq!(worst, Some(&Mark::Bad));
        assert!(Mark::None < Mark::Ok);
    }
}
