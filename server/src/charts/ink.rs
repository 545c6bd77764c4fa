//! What a stroke or a text is for. The plotting library only knows colours, so each ink travels as a
//! colour of its own and comes out as a class, to which the style sheet gives its colour in each theme.

use domain::chart::{Mark, Stroke};
use plotters::style::{RGBColor, ShapeStyle, TextStyle};
use plotters_backend::BackendStyle;

/// One class of the style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// A line across the plot at a round value.
    Grid,
    /// The time axis, and what stands at axes.
    Axis,
    /// A line of values.
    Series(Stroke),
    /// A level that values are held against.
    Level,
    /// An instant that explains what is seen.
    Event,
    /// What a line is called.
    Label,
    /// One slice of a strip.
    Slice(Mark),
    /// A line within a cell.
    Spark,
}

/// Every ink; its place here is the colour that it travels as.
const INKS: [Ink; 14] = [
    Ink::Grid,
    Ink::Axis,
    Ink::Series(Stroke::Solid),
    Ink::Series(Stroke::Dashed),
    Ink::Series(Stroke::Dotted),
    Ink::Series(Stroke::Thin),
    Ink::Level,
    Ink::Event,
    Ink::Label,
    Ink::Slice(Mark::None),
    Ink::Slice(Mark::Ok),
    Ink::Slice(Mark::Warn),
    Ink::Slice(Mark::Bad),
    Ink::Spark,
];

impl Ink {
    /// The colour that it travels as.
    fn color(self) -> RGBColor {
        let place = INKS.iter().position(|ink| *ink == self);
        let place = place.and_then(|place| u8::try_from(place).ok());
        RGBColor(place.unwrap_or(u8::MAX), 0, 0)
    }

    /// The class of a colour; of one that is no ink of ours, none.
    pub(super) fn class((red, _, _): (u8, u8, u8)) -> String {
        match INKS.get(usize::from(red)) {
            None => String::new(),
            Some(Self::Grid) => "grid".to_owned(),
            Some(Self::Axis) => "axis".to_owned(),
            Some(Self::Series(stroke)) => format!("series {stroke}"),
            Some(Self::Level) => "level".to_owned(),
            Some(Self::Event) => "event".to_owned(),
            Some(Self::Label) => "label".to_owned(),
            Some(Self::Slice(mark)) => mark.to_string(),
            Some(Self::Spark) => "now".to_owned(),
        }
    }

    pub(super) fn line(self) -> ShapeStyle {
        ShapeStyle::from(self.color())
    }

    pub(super) fn fill(self) -> ShapeStyle {
        self.line().filled()
    }

    /// The size is the style sheet's; the library wants one.
    pub(super) fn text(self) -> TextStyle<'static> {
        let mut style = TextStyle::from(("sans-serif", 11.0));
        style.color = BackendStyle::color(&self.color());
        style
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ink_comes_out_as_its_own_class() {
        let mut classes: Vec<String> = INKS
            .iter()
            .map(|ink| {
                let RGBColor(red, green, blue) = ink.color();
                Ink::class((red, green, blue))
            })
            .collect();
        assert_eq!(classes[2], "series s1");
        classes.sort();
        classes.dedup();
        assert_eq!(classes.len(), INKS.len());
        assert_eq!(Ink::class((200, 0, 0)), "");
    }
}
