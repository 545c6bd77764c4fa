//! Wall screens: what they are called, and the code that opens the wall on one.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Letters and digits that nobody takes for another: no I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code: five bits each, so 120 bits that nobody can guess.
const LENGTH: usize = 24;
/// Characters that are shown together.
const GROUP: usize = 4;
/// Most characters of a screen's name.
const MAX_NAME: usize = 64;

/// What is wrong with a screen's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("a screen's name has 1 to 64 characters on one line")]
pub struct InvalidScreenName;

/// What a screen is called, such as where it hangs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScreenName(String);

impl ScreenName {
    /// Checks a name.
    ///
    /// # Errors
    /// [`InvalidScreenName`] when the text is none.
    pub fn parse(text: &str) -> Result<Self, InvalidScreenName> {
        let name = text.trim();
        let fits = (1..=MAX_NAME).contains(&name.chars().count());
        match fits && !name.chars().any(char::is_control) {
            true => Ok(Self(name.to_owned())),
            false => Err(InvalidScreenName),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What opens the wall: typed once on the screen, kept by its browser, and known to the store by its hash alone.
#[derive(Clone, PartialEq, Eq)]
pub struct ScreenCode(String);

impl ScreenCode {
    /// A code from bytes that nobody can guess.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        let letters = secret.iter().take(LENGTH);
        Self(
            letters
                .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
                .collect(),
        )
    }

    /// Reads a code as somebody types it: in any case, with any dashes and blanks, and with the letters that look like a digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut code = String::with_capacity(LENGTH);
        for letter in text.chars().filter(|c| !matches!(c, ' ' | '-' | '\t')) {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let known = letter.is_ascii() && ALPHABET.contains(&(letter as u8));
            if !known || code.len() == LENGTH {
                return None;
            }
            code.push(letter);
        }
        (code.len() == LENGTH).then_some(Self(code))
    }

    /// The bare letters, as they are hashed and as the browser keeps them.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In groups, as people read it out.
impl fmt::Display for ScreenCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, letter) in self.0.chars().enumerate() {
            if n > 0 && n % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

/// A secret: it stands in no log.
impl fmt::Debug for ScreenCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScreenCode")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_code_is_read_back_however_it_is_typed(secret: [u8; 32], lower: bool) {
            let code = ScreenCode::from_secret(&secret);
            let shown = code.to_string();
            let typed = match lower {
                true => shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"),
                false => shown,
            };
            prop_assert_eq!(ScreenCode::parse(&typed), Some(code));
        }

        #[test]
        fn other_text_is_no_code(text in "\\PC{0,40}") {
            if let Some(code) = ScreenCode::parse(&text) {
                prop_assert_eq!(code.as_str().len(), LENGTH);
            }
        }
    }

    #[test]
    fn a_code_is_shown_in_groups_and_in_no_log() {
        let code = ScreenCode::from_secret(&[7; 32]);
        assert_eq!(code.to_string(), "7777-7777-7777-7777-7777-7777");
        assert_eq!(format!("{code:?}"), "ScreenCode");
        assert_eq!(ScreenCode::parse("7777-7777"), None);
    }

    #[test]
    fn a_name_is_one_line() {
        let name = ScreenName::parse("  Operations room ").expect("a name");
        assert_eq!(name.as_str(), "Operations room");
        for wrong in ["", "  ", "a\nb", &"x".repeat(65)] {
            assert_eq!(
                ScreenName::parse(wrong),
                Err(InvalidScreenName),
                "{wrong:?}"
            );
        }
    }
}
