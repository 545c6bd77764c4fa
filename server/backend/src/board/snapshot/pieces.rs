//! Numbers and texts as bytes, little end first.

use super::BadSnapshot;
use crate::board::fold::index;

/// What a frame is made of: numbers of a fixed width.
pub(super) trait Number: Copy {
    /// Adds its bytes.
    fn put(self, out: &mut Vec<u8>);
    /// Takes its bytes from the front.
    fn take(from: &mut &[u8]) -> Option<Self>;
}

macro_rules! numbers {
    ($($kind:ty),+) => { $(
        impl Number for $kind {
            fn put(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn take(from: &mut &[u8]) -> Option<Self> {
                let (bytes, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_le_bytes(*bytes))
            }
        }
    )+ };
}
numbers!(u8, u32, i64, u64, u128);

impl<const N: usize> Number for [u32; N] {
    fn put(self, out: &mut Vec<u8>) {
        self.into_iter().for_each(|number| number.put(out));
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let mut all = [0; N];
        for number in &mut all {
            *number = u32::take(from)?;
        }
        Some(all)
    }
}

/// Adds numbers; the reader has to know how many.
pub(super) fn put_all<T: Number>(out: &mut Vec<u8>, numbers: impl Iterator<Item = T>) {
    numbers.for_each(|number| number.put(out));
}

/// Adds a text, its length first.
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    index(text.len()).put(out);
    out.extend_from_slice(text.as_bytes());
}

/// A frame's content, read from the front.
pub(super) struct Content<'a>(pub(super) &'a [u8]);

impl<'a> Content<'a> {
    pub(super) fn number<T: Number>(&mut self) -> Result<T, BadSnapshot> {
        T::take(&mut self.0).ok_or(BadSnapshot::Damaged("a number is missing"))
    }

    /// As many numbers as are said.
    pub(super) fn all<T: Number>(&mut self, len: usize) -> Result<Vec<T>, BadSnapshot> {
        // No number takes less than a byte, so that this asks for no more room than the frame does.
        let mut numbers = Vec::with_capacity(len.min(self.0.len()));
        for _ in 0..len {
            numbers.push(self.number()?);
        }
        Ok(numbers)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, BadSnapshot> {
        let len = self.number::<u32>()? as usize;
        let (text, rest) = self
            .0
            .split_at_checked(len)
            .ok_or(BadSnapshot::Damaged("a text is cut"))?;
        self.0 = rest;
        str::from_utf8(text).map_err(|_| BadSnapshot::Damaged("a text is none"))
    }
}
