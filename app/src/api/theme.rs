//! Dark or light, as this browser keeps it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use super::{context, error::Field};

/// The ground that pages stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
}

impl Theme {
    /// As it stands in the cookie and in the page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// The word for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dark => "Dark",
            Self::Light => "Light",
        }
    }
}

/// What this browser chose; the system decides where it did not.
#[cfg(feature = "ssr")]
#[must_use]
pub fn chosen() -> Option<Theme> {
    read(&context::cookie("theme")?)
}

#[cfg(feature = "ssr")]
fn read(word: &str) -> Option<Theme> {
    [Theme::Dark, Theme::Light]
        .into_iter()
        .find(|theme| theme.as_str() == word)
}

/// Keeps the theme in this browser for a year; `system` lets the system decide again.
#[server(prefix = "/api", endpoint = "theme/choose")]
pub async fn choose_theme(
    /// `dark`, `light` or `system`.
    theme: String,
) -> Result<(), ApiError> {
    let (word, age) = match (read(&theme), theme.as_str()) {
        (Some(theme), _) => (theme.as_str(), 365 * 86_400),
        (None, "system") => ("", 0),
        (None, _) => return Err(ApiError::Invalid(Field::Choice)),
    };
    context::set_cookie(&format!(
        "theme={word}; Path=/; Max-Age={age}; SameSite=Lax"
    ));
    Ok(())
}
