//! A line within a cell of a table. It says how values went and not how great they are, so that it has no
//! axis; a last value well above the usual makes it bright.

use domain::chart::{Spark, stretches};
use plotters::prelude::{Cartesian2d, Circle, IntoDrawingArea as _, PathElement};

use super::{
    Failed, Plot,
    canvas::{Canvas, FINE},
    ink::Ink,
};

/// Units of width and height.
const SIZE: (i32, i32) = (62, 16);
/// A last value so many times the median is rising.
const RISING: f64 = 1.3;

/// Draws it; of nothing, nothing.
pub(super) fn draw(spark: &Spark) -> Result<String, Failed> {
    let runs = stretches(&spark.points);
    let known: Vec<f64> = runs.iter().flatten().map(|(_, value)| *value).collect();
    let ends = (spark.points.first(), spark.points.last());
    let ((Some((from, _)), Some((until, _))), Some(last)) = (ends, known.last().copied()) else {
        return Ok(String::new());
    };
    let seconds = from.timestamp()..until.timestamp().max(from.timestamp() + 1);
    let highest = known.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let class = if last > median(known) * RISING {
        "spark rising"
    } else {
        "spark"
    };
    let (width, height) = SIZE;
    let mut out =
        format!(r#"<svg class="{class}" viewBox="0 0 {width} {height}" aria-hidden="true">"#);
    let area = Canvas::new(&mut out, SIZE).into_drawing_area();
    let inner = area.margin(2 * FINE, 2 * FINE, 2 * FINE, 3 * FINE);
    let (across, down) = inner.get_pixel_range();
    let coordinates = Cartesian2d::new(seconds, 0.0..highest, (across, down.end..down.start));
    let plot: Plot<'_> = inner.apply_coord_spec(coordinates);
    let mut end = None;
    for run in runs {
        let run: Vec<(i64, f64)> = run
            .into_iter()
            .map(|(at, value)| (at.timestamp(), value))
            .collect();
        end = run.last().copied();
        plot.draw(&PathElement::new(run, Ink::Spark.line()))?;
    }
    if let Some(end) = end {
        plot.draw(&Circle::new(end, 2 * FINE, Ink::Spark.fill()))?;
    }
    area.present()?;
    drop((area, plot));
    out.push_str("</svg>");
    Ok(out)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
