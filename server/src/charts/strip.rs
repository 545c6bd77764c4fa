//! A state over time: a mark for each slice. Worse ones are taller, so that colour is not alone.

use std::fmt::Write as _;

use domain::chart::{Mark, Strip};
use plotters::prelude::{IntoDrawingArea as _, Rectangle};

use super::{
    Failed,
    canvas::{Canvas, FINE, escaped},
    ink::Ink,
};

/// Units of height.
const HEIGHT: i32 = 24;

/// Draws it as wide as it has marks; the style sheet stretches it.
pub(super) fn draw(strip: &Strip) -> Result<String, Failed> {
    let (title, width) = (escaped(&strip.title), strip.marks.len());
    let mut out = String::new();
    let _ = write!(
        out,
        r#"<svg class="strip" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none" role="img" aria-label="{title}">"#
    );
    let size = (i32::try_from(width).unwrap_or(0).max(1), HEIGHT);
    let area = Canvas::new(&mut out, size).into_drawing_area();
    for (left, mark) in (0..).step_by(FINE as usize).zip(&strip.marks) {
        let top = (HEIGHT - height(*mark)) * FINE;
        let corners = [(left, top), (left + FINE * 8 / 10, HEIGHT * FINE)];
        area.draw(&Rectangle::new(corners, Ink::Slice(*mark).fill()))?;
    }
    area.present()?;
    drop(area);
    out.push_str("</svg>");
    Ok(out)
}

const fn height(mark: Mark) -> i32 {
    match mark {
        Mark::None => 2,
        Mark::Ok => 14,
        Mark::Warn => 18,
        Mark::Bad => HEIGHT,
    }
}
