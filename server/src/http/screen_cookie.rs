//! The cookie in which a wall screen's browser keeps its code, apart from any session.

use http::{HeaderMap, header};

use super::router::Site;

/// Seconds that browsers keep a cookie at most.
const KEPT: u32 = 400 * 86_400;

/// What the cookie is called, and whether it is Secure.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScreenCookie {
    https: bool,
}

impl Site {
    pub(super) fn screen_cookie(&self) -> ScreenCookie {
        let https = self.is_https();
        ScreenCookie { https }
    }
}

impl ScreenCookie {
    /// With the prefix that binds it to this host wherever cookies are Secure, as the session's.
    const fn name(self) -> &'static str {
        match self.https {
            true => "__Host-watchfloor-screen",
            false => "watchfloor-screen",
        }
    }

    /// The code that the browser keeps.
    pub(super) fn read(self, headers: &HeaderMap) -> Option<String> {
        let cookies = headers.get_all(header::COOKIE).iter();
        let mut pairs = cookies
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        pairs
            .find(|(name, _)| *name == self.name())
            .map(|(_, code)| code.to_owned())
    }

    /// What makes the browser keep a code.
    pub(super) fn set(self, code: &str) -> String {
        let name = self.name();
        let secure = if self.https { "; Secure" } else { "" };
        format!("{name}={code}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite=Lax{secure}")
    }
}
