//! Words of a document that should be one of a closed set: what is none is kept beside the record.

use std::str::FromStr;

/// The fields of one record whose words are none of ours, as they came.
#[derive(Debug, Default)]
pub(crate) struct Unrecognised(Vec<(String, String)>);

/// How much of a strange word is kept.
const KEPT_BYTES: usize = 256;

impl Unrecognised {
    /// Reads `word`; one that is none of `T`'s is noted under `field`.
    pub(crate) fn read<T: FromStr>(&mut self, field: &str, word: Option<&str>) -> Option<T> {
        let word = word?;
        let read = word.parse().ok();
        if read.is_none() {
            self.note(field, word);
        }
        read
    }

    /// Notes a word under `field`.
    pub(crate) fn note(&mut self, field: &str, word: &str) {
        let end = (0..=KEPT_BYTES.min(word.len()))
            .rev()
            .find(|at| word.is_char_boundary(*at))
            .unwrap_or(0);
        self.0
            .push((field.to_owned(), super::field::kept(&word[..end])));
    }

    /// All that was noted.
    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }
}
