//! What a server function answers when it does not do what was asked: a code, never a text to show.
//!
//! Without JavaScript the error travels in the address, where anybody can write one. So pages show
//! their own sentence for each code, and names and values come from the server's own answers.

use domain::calendar::CalendarCode;
use domain::change::ChangeCode;
use domain::finding::{Severity, TouchRule, ViewRule};
use domain::incident::IncidentRule;
use domain::suppression::SuppressionRule;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// A field of a form that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// A sign-in name.
    Name,
    /// What a wall screen is called.
    ScreenName,
    /// The hours in which a screen is dim.
    DimHours,
    /// A password that is too short.
    PasswordTooShort,
    /// A password that is too long.
    PasswordTooLong,
    /// An id or version, which only a page of ours writes.
    Id,
    /// A value that is none of those offered.
    Choice,
    /// An account that is not known by that name, or a region.
    Account,
    /// A mail address.
    Mail,
    /// The roles of a person: there is none. A form alone is told so, and its page is made by the server.
    #[cfg(feature = "ssr")]
    Roles,
    /// A line that names no place in AWS, by its number.
    Target(u32),
    /// A line that names no place in AWS.
    Scope,
    /// A time that is none.
    Time,
    /// How many days findings of a severity may stay open.
    Limit(Severity),
}

/// Why a server function did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ApiError {
    /// Nobody is signed in, or the session has ended.
    #[error("signed out")]
    SignedOut,
    /// The session had ended when a form was sent; its page shows it again, filled, to who signed in since.
    #[error("interrupted")]
    Interrupted,
    /// The policy does not allow it to this person.
    #[error("forbidden")]
    Forbidden,
    /// There is no such thing.
    #[error("not found")]
    NotFound,
    /// It was changed since it was read. By whom and when is no part of the code, which anybody can write into an address:
    /// pages show it from their own answer, or from [`super::context::faster`].
    #[error("conflict")]
    Conflict,
    /// A field cannot be read.
    #[error("invalid")]
    Invalid(Field),
    /// Name or password is wrong, or the account is locked: which of them is not said.
    #[error("sign-in refused")]
    SignInRefused,
    /// The code opens no wall.
    #[error("code refused")]
    CodeRefused,
    /// The browser would not keep the session: the page is reached over plain HTTP from another machine.
    #[error("plain HTTP")]
    PlainHttp,
    /// The one-time link was used or is too old.
    #[error("link spent")]
    LinkSpent,
    /// The name is somebody's.
    #[error("name taken")]
    NameTaken,
    /// The person is disabled, and a link would open nothing for them. A form alone is told so, and its page is made by
    /// the server.
    #[cfg(feature = "ssr")]
    #[error("person disabled")]
    Disabled,
    /// Somebody must remain administrator.
    #[error("last administrator")]
    LastAdmin,
    /// A rule of changes is against it.
    #[error("change refused")]
    Change(ChangeCode),
    /// A calendar, event or freeze misses a rule.
    #[error("calendar refused")]
    Calendar(CalendarCode),
    /// What speaks against a change got worse since it was shown.
    #[error("got worse")]
    Worse,
    /// An incident's rule is against it.
    #[error("incident")]
    Incident(IncidentRule),
    /// A rule of acts on findings is against it; [`TouchRule::place`] says at which field.
    #[error("touch")]
    Touch(TouchRule),
    /// A rule of suppressions is against it; [`SuppressionRule::place`] says at which field.
    #[error("suppression")]
    Suppression(SuppressionRule),
    /// A rule of views is against it.
    #[error("view")]
    View(ViewRule),
    /// The server cannot answer now; the request id leads to why.
    #[error("unavailable")]
    Unavailable,
    /// The answer did not arrive or could not be read. The text is for logs and is never shown.
    #[error("transport")]
    Transport(String),
}

impl ApiError {
    /// The HTTP status that says the same.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::SignedOut | Self::Interrupted | Self::SignInRefused | Self::CodeRefused => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Incident(
                IncidentRule::AlreadyOpen
                | IncidentRule::AlreadyResolved
                | IncidentRule::IsResolved,
            )
            | Self::Touch(TouchRule::StillGoing | TouchRule::AlreadyUndone)
            | Self::View(ViewRule::NameTaken | ViewRule::Full | ViewRule::SharedFull)
            | Self::Conflict
            | Self::NameTaken
            | Self::LastAdmin
            | Self::Worse => 409,
            #[cfg(feature = "ssr")]
            Self::Disabled => 409,
            Self::Touch(TouchRule::NotYours) | Self::View(ViewRule::NotYours) => 403,
            Self::LinkSpent
            | Self::Touch(TouchRule::TooLate)
            | Self::Suppression(SuppressionRule::Over) => 410,
            Self::Invalid(_)
            | Self::Calendar(_)
            | Self::Change(_)
            | Self::Incident(_)
            | Self::Suppression(_)
            | Self::Touch(_)
            | Self::View(_) => 422,
            Self::Transport(_) | Self::PlainHttp => 400,
            Self::Unavailable => 503,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let code = Self::Transport(error.to_string());
        // Arguments that cannot be read are the caller's fault, which the framework would answer with 500.
        #[cfg(feature = "ssr")]
        let code = super::context::answer(code);
        code
    }
}

#[cfg(feature = "ssr")]
impl From<&backend::Error> for ApiError {
    fn from(error: &backend::Error) -> Self {
        use backend::Error as E;
        use domain::person::InvalidPassword;
        match error {
            E::Forbidden => Self::Forbidden,
            E::NotFound | E::BadCursor => Self::NotFound,
            E::Conflict { .. } => Self::Conflict,
            E::Name(_) => Self::Invalid(Field::Name),
            E::Mail(_) => Self::Invalid(Field::Mail),
            E::Password(InvalidPassword::TooShort) => Self::Invalid(Field::PasswordTooShort),
            E::Password(InvalidPassword::TooLong) => Self::Invalid(Field::PasswordTooLong),
            E::ScreenName(_) => Self::Invalid(Field::ScreenName),
            E::DimHours(_) => Self::Invalid(Field::DimHours),
            E::CodeRefused => Self::CodeRefused,
            E::NameTaken => Self::NameTaken,
            E::NoRole => Self::Invalid(Field::Roles),
            E::Disabled(_) => Self::Disabled,
            E::SignInRefused => Self::SignInRefused,
            E::LinkSpent => Self::LinkSpent,
            E::LastAdmin => Self::LastAdmin,
            E::StripWorse(_) => Self::Worse,
            E::Change(refusal) => Self::Change(refusal.into()),
            E::Calendar(code) => Self::Calendar(*code),
            E::Incident(rule) => Self::Incident(*rule),
            E::Touch(rule) => Self::Touch(*rule),
            E::Suppression(rule) => Self::Suppression(*rule),
            E::View(rule) => Self::View(*rule),
            E::Database(_) | E::Corrupt { .. } | E::Broken(_) => Self::Unavailable,
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use domain::time::from_micros;

    #[test]
    fn what_a_person_can_cause_has_its_own_code() {
        use backend::Error as E;
        let at = from_micros(0);
        let by = "ana".to_owned();
        let expected = [
            (E::Forbidden, ApiError::Forbidden, 403),
            (E::NotFound, ApiError::NotFound, 404),
            (E::BadCursor, ApiError::NotFound, 404),
            (E::Conflict { by, at }, ApiError::Conflict, 409),
            (E::SignInRefused, ApiError::SignInRefused, 401),
            (E::CodeRefused, ApiError::CodeRefused, 401),
            (E::LinkSpent, ApiError::LinkSpent, 410),
            (E::NameTaken, ApiError::NameTaken, 409),
            (E::NoRole, ApiError::Invalid(Field::Roles), 422),
            (E::Disabled("ana".to_owned()), ApiError::Disabled, 409),
            (E::LastAdmin, ApiError::LastAdmin, 409),
        ];
        for (error, code, status) in expected {
            assert_eq!(ApiError::from(&error), code);
            assert_eq!(code.status(), status);
        }
    }

    #[test]
    fn what_the_server_did_wrong_stays_inside() {
        let inner = backend::Error::Broken("the disk at /data is full".to_owned());
        let code = ApiError::from(&inner);
        assert_eq!(code, ApiError::Unavailable);
        let sent = String::from_utf8(code.ser().to_vec()).expect("JSON is UTF-8");
        assert!(!sent.contains("disk"), "{sent}");
    }

    #[test]
    fn codes_survive_the_wire() {
        let code = ApiError::Invalid(Field::PasswordTooShort);
        assert_eq!(ApiError::de(code.ser()), code);
    }
}
