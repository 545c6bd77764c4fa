//! Values over time with axes: once for a wide page and once for a phone, since text must not shrink with
//! the drawing. The style sheet shows one of the two.

use std::fmt::Write as _;

use chrono::TimeDelta;
use domain::{
    chart::{LineChart, STEPS, Series, hours, stretches, values},
    time::Timestamp,
};
use plotters::{
    prelude::{Cartesian2d, Circle, EmptyElement, IntoDrawingArea as _, PathElement, Text},
    style::text_anchor::{HPos, Pos, VPos},
};

use super::{
    Area, Failed, Plot,
    canvas::{Canvas, FINE, escaped},
    ink::Ink,
};

/// One of the two drawings.
struct Format {
    class: &'static str,
    size: (i32, i32),
    /// Times at the axis, at most.
    times: u32,
}

const FORMATS: [Format; 2] = [
    Format {
        class: "chart wide",
        size: (680, 190),
        times: 9,
    },
    Format {
        class: "chart narrow",
        size: (330, 170),
        times: 5,
    },
];

/// Room around the plot: above, below, before, behind.
const AROUND: (i32, i32, i32, i32) = (16 * FINE, 22 * FINE, 44 * FINE, 18 * FINE);

/// The radius of a value that has no neighbour.
const ALONE: i32 = 5 * FINE / 2;

/// Draws it in both formats.
pub(super) fn draw(chart: &LineChart) -> Result<String, Failed> {
    let mut out = String::new();
    for format in &FORMATS {
        let ((width, height), class) = (format.size, format.class);
        let title = escaped(&chart.title);
        let _ = write!(
            out,
            r#"<svg class="{class}" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">"#
        );
        let area = Canvas::new(&mut out, format.size).into_drawing_area();
        picture(&area, chart, format)?;
        area.present()?;
        drop(area);
        out.push_str("</svg>");
    }
    Ok(out)
}

fn picture<'a>(area: &Area<'a>, chart: &LineChart, format: &Format) -> Result<(), Failed> {
    let (top, bottom, left, right) = AROUND;
    let inner = area.margin(top, bottom, left, right);
    let (across, down) = inner.get_pixel_range();
    let seconds = chart.from.timestamp()..chart.until.timestamp();
    if seconds.is_empty() || chart.scale.high <= chart.scale.low {
        return Ok(());
    }
    let scale = chart.scale.low..chart.scale.high;
    // Values grow upwards, steps downwards.
    let coordinates = Cartesian2d::new(seconds, scale, (across, down.end..down.start));
    let plot: Plot<'a> = inner.apply_coord_spec(coordinates);
    axes(&plot, chart, format)?;
    for series in &chart.series {
        line(&plot, series)?;
    }
    level(&plot, chart)?;
    event(&plot, chart)?;
    if chart.series.len() > 1 {
        legend(area, chart, format)?;
    }
    Ok(())
}

fn axes(plot: &Plot<'_>, chart: &LineChart, format: &Format) -> Result<(), Failed> {
    let (from, until) = (chart.from.timestamp(), chart.until.timestamp());
    for value in values(chart.scale.low, chart.scale.high, STEPS) {
        let ink = if value > chart.scale.low {
            Ink::Grid
        } else {
            Ink::Axis
        };
        plot.draw(&PathElement::new(
            vec![(from, value), (until, value)],
            ink.line(),
        ))?;
    }
    for value in values(chart.scale.low, chart.scale.high, STEPS) {
        let end = Pos::new(HPos::Right, VPos::Center);
        say(
            plot,
            Ink::Axis,
            (from, value),
            (-8 * FINE, 0),
            end,
            plain(value),
        )?;
    }
    let said = match chart.until - chart.from > CLOCK_UP_TO {
        true => day,
        false => clock,
    };
    for time in hours(chart.from, chart.until, format.times) {
        let at = (time.timestamp(), chart.scale.low);
        let below = Pos::new(HPos::Center, VPos::Top);
        say(plot, Ink::Axis, at, (0, 8 * FINE), below, said(time))?;
    }
    Ok(())
}

fn line(plot: &Plot<'_>, series: &Series) -> Result<(), Failed> {
    for stretch in stretches(&series.points) {
        let points = stretch
            .into_iter()
            .map(|(at, value)| (at.timestamp(), value));
        let points: Vec<(i64, f64)> = points.collect();
        let ink = Ink::Series(series.stroke).line();
        // A value alone has no line to be seen by.
        match points.as_slice() {
            [alone] => plot.draw(&Circle::new(*alone, ALONE, ink))?,
            _ => plot.draw(&PathElement::new(points, ink))?,
        }
    }
    Ok(())
}

fn level(plot: &Plot<'_>, chart: &LineChart) -> Result<(), Failed> {
    let Some(level) = &chart.level else {
        return Ok(());
    };
    let (from, until) = (chart.from.timestamp(), chart.until.timestamp());
    let across = vec![(from, level.at), (until, level.at)];
    plot.draw(&PathElement::new(across, Ink::Level.line()))?;
    let over = Pos::new(HPos::Left, VPos::Bottom);
    let label = level.label.clone();
    say(
        plot,
        Ink::Label,
        (from, level.at),
        (4 * FINE, -4 * FINE),
        over,
        label,
    )
}

fn event(plot: &Plot<'_>, chart: &LineChart) -> Result<(), Failed> {
    let within = chart.from..=chart.until;
    let Some(event) = chart
        .event
        .as_ref()
        .filter(|event| within.contains(&event.at))
    else {
        return Ok(());
    };
    let (at, top) = (event.at.timestamp(), chart.scale.high);
    let upright = vec![(at, chart.scale.low), (at, top)];
    plot.draw(&PathElement::new(upright, Ink::Event.line()))?;
    // Its words stand where there is more room for them.
    let late = event.at - chart.from > chart.until - event.at;
    let (side, aside) = if late {
        (HPos::Right, -6 * FINE)
    } else {
        (HPos::Left, 6 * FINE)
    };
    let above = Pos::new(side, VPos::Bottom);
    say(
        plot,
        Ink::Event,
        (at, top),
        (aside, -3 * FINE),
        above,
        event.label.clone(),
    )
}

/// What the lines are called, above the plot from its end.
fn legend(area: &Area<'_>, chart: &LineChart, format: &Format) -> Result<(), Failed> {
    let mut end = format.size.0 * FINE;
    for series in chart.series.iter().rev() {
        let name = Text::new(
            series.name.clone(),
            (end, 6 * FINE),
            Ink::Label.text().pos(Pos::new(HPos::Right, VPos::Center)),
        );
        area.draw(&name)?;
        // Letters differ in width; the style sheet's are seldom wider than this.
        let letters = i32::try_from(series.name.chars().count()).unwrap_or(0);
        let stroke = end - letters * 7 * FINE;
        let sample = vec![
            (stroke - 24 * FINE, 6 * FINE),
            (stroke - 6 * FINE, 6 * FINE),
        ];
        area.draw(&PathElement::new(sample, Ink::Series(series.stroke).line()))?;
        end = stroke - 40 * FINE;
    }
    Ok(())
}

fn say(
    plot: &Plot<'_>,
    ink: Ink,
    at: (i64, f64),
    beside: (i32, i32),
    anchor: Pos,
    text: String,
) -> Result<(), Failed> {
    let text = Text::new(text, beside, ink.text().pos(anchor));
    plot.draw(&(EmptyElement::at(at) + text))
}

/// A round value as an axis says it: with a comma before every three digits.
fn plain(value: f64) -> String {
    let text = format!("{}", (value * 1_000.0).round() / 1_000.0);
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let digits = whole.trim_start_matches('-').len();
    let mut said = String::new();
    for (n, c) in whole.chars().enumerate() {
        let left = whole.len() - n;
        if left < digits && left.is_multiple_of(3) {
            said.push(',');
        }
        said.push(c);
    }
    said + rest
}

/// A longer chart is of days, and its times are all midnight.
const CLOCK_UP_TO: TimeDelta = TimeDelta::days(3);

fn day(at: Timestamp) -> String {
    at.format("%-d %b").to_string()
}

fn clock(at: Timestamp) -> String {
    at.format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn values_have_commas() {
        for (value, text) in [
            (0.0, "0"),
            (2.5, "2.5"),
            (250.0, "250"),
            (1_000.0, "1,000"),
            (-12_500.0, "-12,500"),
            (1_500_000.0, "1,500,000"),
        ] {
            assert_eq!(plain(value), text);
        }
    }
}
