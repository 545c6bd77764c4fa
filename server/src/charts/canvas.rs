//! The canvas that the plotting library draws on: SVG with classes in place of colours and fonts, since
//! the page's policy allows no inline style and a chart has to follow the theme. Each text is escaped.

use std::fmt::{self, Write as _};

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    text_anchor::{HPos, VPos},
};

use super::ink::Ink;

/// The library counts in whole steps: so many make one unit of the drawing.
pub(super) const FINE: i32 = 10;

/// A drawing as it grows.
pub(super) struct Canvas<'a> {
    out: &'a mut String,
    size: (u32, u32),
    /// The class of the path that is still open: what comes next in the same class is added to it.
    open: Option<String>,
}

type Drawn = Result<(), DrawingErrorKind<fmt::Error>>;

impl<'a> Canvas<'a> {
    /// A drawing of so many units that is written to `out`, within elements of the caller's.
    pub(super) const fn new(out: &'a mut String, (width, height): (i32, i32)) -> Self {
        let size = ((width * FINE) as u32, (height * FINE) as u32);
        Self {
            out,
            size,
            open: None,
        }
    }

    fn path(&mut self, class: String, d: &str) {
        if self.open.as_ref() != Some(&class) {
            self.close();
            self.out.push_str("<path class=\"");
            self.out.push_str(&class);
            self.out.push_str("\" d=\"");
            self.open = Some(class);
        }
        self.out.push_str(d);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("\"/>");
        }
    }
}

/// The class of what has a colour.
fn class(color: BackendColor) -> String {
    Ink::class(color.rgb)
}

/// Steps as units.
pub(super) fn units(steps: i32) -> f64 {
    f64::from(steps) / f64::from(FINE)
}

fn point((x, y): BackendCoord) -> String {
    format!("{} {}", units(x), units(y))
}

/// Text as it may stand in an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = fmt::Error;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.close();
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_line(at, at, &color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<String> = path.into_iter().map(point).collect();
        // A single point is a dot: a line to itself with round ends.
        let d = match points.as_slice() {
            [] => return Ok(()),
            [dot] => format!("M{dot}L{dot}"),
            points => format!("M{}", points.join("L")),
        };
        self.path(class(style.color()), &d);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _: bool,
    ) -> Drawn {
        let (width, height) = (units(right - left), units(bottom - top));
        let d = format!("M{}h{width}v{height}h-{width}z", point((left, top)));
        self.path(class(style.color()), &d);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        _: bool,
    ) -> Drawn {
        self.close();
        let (x, y, r) = (units(x), units(y), f64::from(radius) / f64::from(FINE));
        let class = class(style.color());
        let circle = write!(
            self.out,
            r#"<circle class="{class}" cx="{x}" cy="{y}" r="{r}"/>"#
        );
        circle.map_err(DrawingErrorKind::DrawingError)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        self.close();
        let anchor = style.anchor();
        let across = match anchor.h_pos {
            HPos::Left => "",
            HPos::Center => r#" text-anchor="middle""#,
            HPos::Right => r#" text-anchor="end""#,
        };
        let down = match anchor.v_pos {
            VPos::Top => r#" dy=".8em""#,
            VPos::Center => r#" dy=".36em""#,
            VPos::Bottom => "",
        };
        let (class, x, y, text) = (class(style.color()), units(x), units(y), escaped(text));
        let text = write!(
            self.out,
            r#"<text class="{class}" x="{x}" y="{y}"{across}{down}>{text}</text>"#
        );
        text.map_err(DrawingErrorKind::DrawingError)
    }
}
