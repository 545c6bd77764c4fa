//! Tags: short words that people put on findings, ours and never AWS's.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Most tags of one finding.
pub const MAX_TAGS: usize = 20;
/// Most characters of a tag.
const MAX_TAG: usize = 40;

/// The text is no tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tag has 1 to 40 letters, digits, dashes, dots, colons, slashes or underscores")]
pub struct InvalidTag;

/// One tag: case is folded, so that `PCI` and `pci` are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(String);

impl Tag {
    /// Checks and folds one tag.
    ///
    /// # Errors
    /// [`InvalidTag`].
    pub fn parse(text: &str) -> Result<Self, InvalidTag> {
        let tag = text.trim().to_lowercase();
        let inside = |c: char| c.is_alphanumeric() || "-._:/".contains(c);
        match (1..=MAX_TAG).contains(&tag.chars().count()) && tag.chars().all(inside) {
            true => Ok(Self(tag)),
            false => Err(InvalidTag),
        }
    }

    /// The tag as it is kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same as a text of its own.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The tags of a text, each once and in their order: blanks and commas stand between them.
///
/// # Errors
/// [`InvalidTag`] when one of them is none.
pub fn tags(text: &str) -> Result<Vec<Tag>, InvalidTag> {
    let words = text.split(|c: char| c == ',' || c.is_whitespace());
    let mut tags: Vec<Tag> = words
        .filter(|word| !word.is_empty())
        .map(Tag::parse)
        .collect::<Result<_, _>>()?;
    tags.sort();
    tags.dedup();
    Ok(tags)
}

/// The tags as one text, which [`tags`] reads; no tags are no text.
pub(super) fn joined(tags: &[Tag]) -> Option<String> {
    let words: Vec<&str> = tags.iter().map(Tag::as_str).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
