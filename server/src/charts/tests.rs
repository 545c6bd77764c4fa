//! What charts come out as: their markup, and what never stands in it.

use chrono::TimeDelta;
use domain::{
    chart::{ChartSpec, Event, Level, LineChart, Mark, Scale, Series, Spark, Strip, Stroke},
    time::{Timestamp, from_micros},
};

use super::draw;

/// 2026-11-24T12:00:00Z.
fn noon() -> Timestamp {
    from_micros(1_795_521_600_000_000)
}

fn series(name: &str, stroke: Stroke, values: &[Option<f64>]) -> Series {
    let points = (0..).zip(values);
    let points = points.map(|(n, value)| (noon() + TimeDelta::minutes(30 * n), *value));
    Series {
        name: name.to_owned(),
        stroke,
        points: points.collect(),
    }
}

fn chart(series: Vec<Series>) -> LineChart {
    LineChart {
        title: "First byte, ms".to_owned(),
        from: noon(),
        until: noon() + TimeDelta::hours(3),
        scale: Scale::from_zero("ms", &series),
        series,
        level: None,
        event: None,
    }
}

fn markup(spec: &ChartSpec) -> String {
    let text = draw(spec).into_markup();
    // A line an element, so that a difference can be read.
    text.replace("><", ">\n<")
}

#[test]
fn a_line_chart_has_axes_a_gap_and_an_event() {
    let values = [
        Some(180.0),
        Some(210.0),
        None,
        None,
        Some(190.0),
        None,
        Some(1_840.0),
    ];
    let mut chart = chart(vec![series("Virginia", Stroke::Solid, &values)]);
    chart.event = Some(Event {
        at: noon() + TimeDelta::minutes(131),
        label: "unhealthy 14:11".to_owned(),
    });
    insta::assert_snapshot!(markup(&ChartSpec::Lines(chart)));
}

#[test]
fn times_of_a_long_chart_are_days() {
    let mut long = chart(vec![series("Score", Stroke::Solid, &[Some(60.0)])]);
    long.until = noon() + TimeDelta::days(30);
    let drawn = markup(&ChartSpec::Lines(long));
    assert!(
        drawn.contains("9 Dec") && !drawn.contains("00:00"),
        "{drawn}"
    );
}

#[test]
fn series_differ_by_dash_and_have_names() {
    let some = |value: f64| vec![Some(value); 7];
    let mut chart = chart(vec![
        series("Virginia", Stroke::Solid, &some(20.0)),
        series("Ireland", Stroke::Dashed, &some(60.0)),
        series("Sydney", Stroke::Dotted, &some(90.0)),
    ]);
    chart.level = Some(Level {
        at: 18.0,
        label: "18 %".to_owned(),
    });
    let drawn = markup(&ChartSpec::Lines(chart));
    for part in [
        r#"class="series s1""#,
        r#"class="series s2""#,
        r#"class="series s3""#,
        r#"class="level""#,
        ">Ireland</text>",
    ] {
        assert!(drawn.matches(part).count() >= 2, "{part}: {drawn}");
    }
}

#[test]
fn a_strip_shows_worse_slices_taller_and_silence_as_a_gap() {
    let strip = Strip {
        title: "The last hours".to_owned(),
        marks: vec![
            Mark::None,
            Mark::Ok,
            Mark::Ok,
            Mark::Warn,
            Mark::Bad,
            Mark::Ok,
        ],
    };
    insta::assert_snapshot!(markup(&ChartSpec::Strip(strip)));
}

#[test]
fn a_spark_is_bright_only_while_it_rises() {
    let spark = |values: &[Option<f64>]| {
        let points = series("", Stroke::Solid, values).points;
        markup(&ChartSpec::Spark(Spark { points }))
    };
    let steady = [Some(90.0), Some(100.0), None, Some(95.0)];
    assert!(spark(&steady).starts_with(r#"<svg class="spark" "#));
    let rising = [Some(90.0), Some(100.0), Some(95.0), Some(400.0)];
    insta::assert_snapshot!(spark(&rising));
    assert_eq!(spark(&[None, None]), "");
}

#[test]
fn texts_are_escaped_and_nothing_has_a_style_of_its_own() {
    let hostile = r#""><script>alert('&')</script>"#;
    let mut lines = chart(vec![
        series(hostile, Stroke::Solid, &[Some(1.0), Some(2.0)]),
        series(hostile, Stroke::Dashed, &[Some(2.0)]),
    ]);
    lines.title = hostile.to_owned();
    lines.level = Some(Level {
        at: 1.0,
        label: hostile.to_owned(),
    });
    lines.event = Some(Event {
        at: noon(),
        label: hostile.to_owned(),
    });
    let strip = Strip {
        title: hostile.to_owned(),
        marks: vec![Mark::Ok],
    };
    for spec in [ChartSpec::Lines(lines), ChartSpec::Strip(strip)] {
        let drawn = markup(&spec);
        assert!(drawn.contains("&lt;script&gt;"), "{drawn}");
        for never in ["<script", "style=", "fill=", "stroke=", "font-", "\"\">"] {
            assert!(!drawn.contains(never), "{never}: {drawn}");
        }
    }
}

#[test]
fn a_chart_without_values_or_span_still_draws() {
    let empty = markup(&ChartSpec::Lines(chart(Vec::new())));
    assert!(
        empty.contains(">12:00</text>") && empty.contains("class=\"axis\""),
        "{empty}"
    );
    let mut nothing = chart(Vec::new());
    nothing.until = nothing.from;
    assert!(markup(&ChartSpec::Lines(nothing)).ends_with("</svg>"));
}
