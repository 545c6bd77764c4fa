//! Charts: draws what `domain::chart` describes as SVG whose looks are the style sheet's alone.
//!
//! Nothing here knows a page, a colour or what the values mean.

mod canvas;
mod ink;
mod lines;
mod spark;
mod strip;

use std::fmt;

use domain::chart::{ChartSpec, Svg};
use plotters::{
    coord::{
        Shift,
        types::{RangedCoordf64, RangedCoordi64},
    },
    prelude::{Cartesian2d, DrawingArea, DrawingAreaErrorKind},
};

use canvas::Canvas;

/// Anything that goes wrong; the canvas itself is text and only fails where writing text does.
type Failed = DrawingAreaErrorKind<fmt::Error>;

/// The whole drawing, in the canvas's own steps.
type Area<'a> = DrawingArea<Canvas<'a>, Shift>;

/// The part where values stand: seconds by value.
type Plot<'a> = DrawingArea<Canvas<'a>, Cartesian2d<RangedCoordi64, RangedCoordf64>>;

/// Draws a chart. One that cannot be drawn is nothing, and the log says why.
#[must_use]
pub fn draw(spec: &ChartSpec) -> Svg {
    let drawn = match spec {
        ChartSpec::Lines(chart) => lines::draw(chart),
        ChartSpec::Strip(strip) => strip::draw(strip),
        ChartSpec::Spark(spark) => spark::draw(spark),
    };
    drawn.map_or_else(
        |error| {
            tracing::error!(%error, "a chart could not be drawn");
            Svg::default()
        },
        Svg::drawn,
    )
}

#[cfg(test)]
mod tests;
