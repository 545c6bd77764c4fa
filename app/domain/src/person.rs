//! People: their names, their passwords' rule, and whether they may sign in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Fewest characters of a password.
pub const MIN_PASSWORD: usize = 10;
/// Most characters of a password: hashing reads every byte, so a longer one is refused before it costs time.
pub const MAX_PASSWORD: usize = 256;

/// What is wrong with a sign-in name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error(
    "a name has 1 to 64 letters, digits, dots, dashes, underscores or @, and starts with a letter or digit"
)]
pub struct InvalidName;

/// What is wrong with a mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("a mail address is a name, an @ and a host, such as ana@example.com")]
pub struct InvalidMail;

/// Reads a mail address; an empty text is none.
///
/// # Errors
/// [`InvalidMail`] when the text could lead a mail astray.
pub fn parse_mail(text: &str) -> Result<Option<String>, InvalidMail> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let parts = text.split_once('@');
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let good = parts.is_some_and(|(name, host)| {
        let host_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        !name.is_empty()
            && name.len() <= 64
            && name.chars().all(plain)
            && host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && host.len() <= 190
            && host.chars().all(host_plain)
    });
    match good {
        true => Ok(Some(text.to_owned())),
        false => Err(InvalidMail),
    }
}

/// What is wrong with a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum InvalidPassword {
    /// Under [`MIN_PASSWORD`] characters.
    #[error("a password has at least 10 characters")]
    TooShort,
    /// Over [`MAX_PASSWORD`] characters.
    #[error("a password has at most 256 characters")]
    TooLong,
}

/// A sign-in name: case is folded, so that `Ana` and `ana` are one person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    /// Checks and folds a name.
    ///
    /// # Errors
    /// [`InvalidName`] when the text is not a name.
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        let name = text.trim().to_lowercase();
        let starts = name.chars().next().is_some_and(char::is_alphanumeric);
        let inside = name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@'));
        if starts && inside && name.chars().count() <= 64 {
            Ok(Self(name))
        } else {
            Err(InvalidName)
        }
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Holds a new password to the rule.
///
/// # Errors
/// [`InvalidPassword`] says which end of the rule it misses.
pub fn check_password(password: &str) -> Result<(), InvalidPassword> {
    match password.chars().count() {
        n if n < MIN_PASSWORD => Err(InvalidPassword::TooShort),
        n if n > MAX_PASSWORD => Err(InvalidPassword::TooLong),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_case_and_refuse_what_would_mislead() {
        assert_eq!(
            PersonName::parse(" Ana ").map(|n| n.to_string()),
            Ok("ana".into())
        );
        for bad in ["", " ", "a b", "<script>", "-x", &"a".repeat(65)] {
            assert_eq!(PersonName::parse(bad), Err(InvalidName), "{bad:?}");
        }
    }

    #[test]
    fn a_mail_address_leads_to_one_person() {
        assert_eq!(parse_mail(" "), Ok(None));
        let good = "ana.k+floor@mail.example.com";
        assert_eq!(parse_mail(good), Ok(Some(good.to_owned())));
        for bad in [
            "ana",
            "@x",
            "a@",
            "a@b@c",
            "a b@c",
            "a@b,c@d",
            "a@b\nBcc: c@d",
            "<a@b>",
        ] {
            assert_eq!(parse_mail(bad), Err(InvalidMail), "{bad:?}");
        }
    }

    #[test]
    fn passwords_are_counted_in_characters() {
        assert_eq!(check_password("watchfloor"), Ok(()));
        assert_eq!(check_password("ääääääääää"), Ok(()));
        assert_eq!(check_password("short"), Err(InvalidPassword::TooShort));
        assert_eq!(
            check_password(&"x".repeat(257)),
            Err(InvalidPassword::TooLong)
        );
    }
}
