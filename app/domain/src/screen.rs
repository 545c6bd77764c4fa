//! Wall screens: what they are called, the code that opens the wall on one, and the hours in which one is dim.

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

/// What is wrong with the hours in which a screen is to be dim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("a screen is dim from one full hour to another, 0 to 23, or never")]
pub struct InvalidDimHours;

/// From which full hour to which a screen is dim, by the clocks where it hangs; it may be over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DimHours {
    /// The hour at which it begins, 0 to 23.
    pub from: u8,
    /// The hour at which it is over, 0 to 23.
    pub until: u8,
}

impl DimHours {
    /// Reads both hours as they are typed; nothing where both are empty.
    ///
    /// # Errors
    /// [`InvalidDimHours`] where one is no hour, is missing, or both are the same.
    pub fn parse(from: &str, until: &str) -> Result<Option<Self>, InvalidDimHours> {
        let (from, until) = (from.trim(), until.trim());
        if from.is_empty() && until.is_empty() {
            return Ok(None);
        }
        let hour = |text: &str| text.parse().ok().filter(|hour| *hour < 24u8);
        match (hour(from), hour(until)) {
            (Some(from), Some(until)) if from != until => Ok(Some(Self { from, until })),
            _ => Err(InvalidDimHours),
        }
    }

    /// Whether a screen is dim in that hour of the day.
    #[must_use]
    pub const fn hold(self, hour: u32) -> bool {
        let (from, until) = (self.from as u32, self.until as u32);
        match from < until {
            true => from <= hour && hour < until,
            false => from <= hour || hour < until,
        }
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
    fn a_screen_is_dim_between_two_hours_or_never() {
        let read = |from, until| DimHours::parse(from, until);
        assert_eq!(read("", " "), Ok(None));
        for (from, until) in [
            ("22", ""),
            ("", "6"),
            ("24", "6"),
            ("-1", "6"),
            ("6", "6"),
            ("ten", "6"),
        ] {
            assert_eq!(read(from, until), Err(InvalidDimHours), "{from} to {until}");
        }
        let dim = |from, until| {
            let hours = read(from, until).expect("hours").expect("some");
            (0..24)
                .filter(|hour| hours.hold(*hour))
                .collect::<Vec<u32>>()
        };
        assert_eq!(dim("22", "2"), [0, 1, 22, 23]);
        assert_eq!(dim(" 09", "11 "), [9, 10]);
        assert_eq!(dim("23", "0"), [23]);
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
