//! Wall screens: made and revoked in the settings, and the code that a screen enters once.

use domain::{id::ScreenId, time::Timestamp, version::Version};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{self, asker, backend, door, form_answer, refuse},
        error::Field,
    },
    backend::screens::{self, ScreenStatus},
    leptos::server_fn::ServerFn,
};

/// The cookie that carries a code from the answer that made it to the page that shows it once.
#[cfg(feature = "ssr")]
const CODE_COOKIE: &str = "screen_code";

/// A screen as the settings show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenView {
    /// Which.
    pub id: ScreenId,
    /// What it is called.
    pub name: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// When it last asked for the wall.
    pub seen_at: Option<Timestamp>,
    /// Who ended its code.
    pub revoked_by: Option<String>,
    /// When.
    pub revoked_at: Option<Timestamp>,
    /// In which hours it is dim, in words.
    pub dim_words: String,
    /// From which hour to which of which zone it is dim, as its form has them; empty where it never is.
    pub dim: [String; 3],
    /// The fence for a change.
    pub version: Version,
}

/// The screens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreensView {
    /// The newest first.
    pub screens: Vec<ScreenView>,
    /// The code that was just made, shown this once.
    pub code: Option<String>,
    /// The server's time.
    pub now: Timestamp,
}

/// Every screen.
#[server(prefix = "/api", endpoint = "screens/list")]
pub async fn list_screens() -> Result<ScreensView, ApiError> {
    let (asker, backend, code) = (asker(), backend()?, take_code());
    let screens = screens::list(&backend, &asker.actor).await;
    let screens = screens.map_err(|error| refuse(&asker, &error))?;
    Ok(ScreensView {
        screens: screens.into_iter().map(ScreenView::from).collect(),
        code,
        now: backend.now(),
    })
}

/// Makes a screen; the page that is shown next says its code once.
#[server(prefix = "/api", endpoint = "screens/add")]
pub async fn add_screen(
    /// What it is called.
    name: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let address = asker.address.as_deref();
    let made = screens::add(&backend, &asker.actor, &name, address).await;
    let made = made.map_err(|error| {
        let code = refuse(&asker, &error);
        form_answer(AddScreen::PATH, &code, &[("name", &name)]);
        code
    })?;
    set_code_cookie(&made.code.to_string(), 60);
    Ok(())
}

/// Ends a screen's code.
#[server(prefix = "/api", endpoint = "screens/revoke")]
pub async fn revoke_screen(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: ScreenId = id.parse().map_err(|_| ApiError::Invalid(Field::Id))?;
    let (target, address) = ((id, Version(expected_version)), asker.address.as_deref());
    let revoked = screens::revoke(&backend, &asker.actor, target, address).await;
    revoked.map_err(|error| refuse(&asker, &error))
}

/// Dims a screen between two hours, or never.
#[server(prefix = "/api", endpoint = "screens/dim")]
pub async fn dim_screen(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
    /// The hour from which on, as typed; empty with the other for never.
    #[server(default)]
    from: String,
    /// The hour up to which, as typed.
    #[server(default)]
    until: String,
    /// Their zone, as typed.
    #[server(default)]
    zone: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let screen: ScreenId = id.parse().map_err(|_| ApiError::Invalid(Field::Id))?;
    let (target, address) = (
        (screen, Version(expected_version)),
        asker.address.as_deref(),
    );
    let hours = [from.as_str(), &until, &zone];
    let done = screens::dim(&backend, &asker.actor, target, hours, address).await;
    done.map_err(|error| {
        let code = refuse(&asker, &error);
        let typed = [
            ("of", id.as_str()),
            ("from", &from),
            ("until", &until),
            ("zone", &zone),
        ];
        form_answer(DimScreen::PATH, &code, &typed);
        code
    })
}

/// Takes the code that somebody typed on a screen, which opens the wall on it from then on.
#[server(prefix = "/api", endpoint = "screens/enter")]
pub async fn enter_code(
    /// The code as typed.
    code: String,
) -> Result<(), ApiError> {
    let (asker, backend, door) = (asker(), backend()?, door()?);
    let address = asker.address.as_deref();
    let kept = async {
        door.0.may_begin()?;
        let entered = screens::enter(&backend, &code, address).await;
        let code = entered.map_err(|error| refuse(&asker, &error))?;
        Ok::<_, ApiError>(door.0.keep_screen(code.as_str())?)
    };
    match kept.await {
        Ok(cookie) => context::set_cookie(&cookie),
        Err(code) => {
            form_answer(EnterCode::PATH, &code, &[]);
            return Err(code);
        }
    }
    leptos_axum::redirect("/wall");
    Ok(())
}

/// Hands a code to the page that is shown next: for a minute, and for that page alone.
#[cfg(feature = "ssr")]
fn set_code_cookie(code: &str, seconds: u32) {
    let secure = match context::public_url() {
        url if url.starts_with("https://") => "; Secure",
        _ => "",
    };
    context::set_cookie(&format!(
        "{CODE_COOKIE}={code}; Path=/settings/screens; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    ));
}

#[cfg(feature = "ssr")]
fn take_code() -> Option<String> {
    let code = context::cookie(CODE_COOKIE)?;
    set_code_cookie("", 0);
    domain::screen::ScreenCode::parse(&code).map(|code| code.to_string())
}

#[cfg(feature = "ssr")]
impl From<ScreenStatus> for ScreenView {
    fn from(screen: ScreenStatus) -> Self {
        let (dim_words, dim) = match screen.dim {
            None => ("Never dimmed at night".to_owned(), Default::default()),
            Some((hours, zone)) => {
                let (from, until) = (hours.from.to_string(), hours.until.to_string());
                let words = format!("Dim from {from} to {until}, {zone}");
                (words, [from, until, zone])
            }
        };
        Self {
            id: screen.id,
            name: screen.name,
            made_by: screen.made_by,
            made_at: screen.made_at,
            seen_at: screen.seen_at,
            revoked_by: screen.revoked_by,
            revoked_at: screen.revoked_at,
            dim_words,
            dim,
            version: screen.version,
        }
    }
}
