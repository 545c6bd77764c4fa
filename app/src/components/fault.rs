//! The sentence for each code. Nothing of it comes from the address.

use domain::calendar::CalendarCode;
use domain::change::ChangeCode;
use domain::suppression::SuppressionRule;
use domain::time::Timestamp;
use leptos::prelude::*;

use super::{
    sign::{CAUTION, Sign},
    state::Note,
};
use crate::{
    api::{ApiError, Field, context::faster},
    format,
};

/// What happened, what was kept, what to do.
#[must_use]
pub fn fault_sentence(fault: &ApiError) -> String {
    let sentence = match fault {
        ApiError::SignedOut => "Your session ended. Sign in to go on; nothing was changed.",
        ApiError::Interrupted => {
            "Your session had ended, so nothing was changed. What you wrote is here: send it again."
        }
        ApiError::Forbidden => "Your roles do not allow this. An administrator can change them.",
        ApiError::NotFound => "It is not there any more.",
        ApiError::Conflict => {
            "It was changed meanwhile, so yours was not applied. Look and try again."
        }
        ApiError::Invalid(field) => return field_sentence(*field),
        ApiError::Incident(rule) => return rule.to_string(),
        ApiError::Touch(rule) => return rule.to_string(),
        ApiError::Suppression(rule) => return rule.to_string(),
        ApiError::View(rule) => return rule.to_string(),
        ApiError::SignInRefused => {
            "Name and password do not match. Five wrong passwords in a row close an account for a while; an administrator can open it."
        }
        ApiError::CodeRefused => {
            "This code opens nothing: it is mistyped, or was revoked. An administrator makes another in Settings, Screens."
        }
        ApiError::PlainHttp => {
            "Signing in needs HTTPS here: over plain HTTP from another machine the browser keeps no session. Use the HTTPS address."
        }
        ApiError::LinkSpent => "The link was used or is too old. Ask an administrator for another.",
        ApiError::NameTaken => "Somebody has this name already.",
        #[cfg(feature = "ssr")]
        ApiError::Disabled => "The account is disabled: enable it first.",
        ApiError::LastAdmin => {
            "Nobody else could administer. Make somebody else an administrator first."
        }
        ApiError::Worse => {
            "It got worse since you opened this page, so nothing was decided. Look again and decide; your comment is kept."
        }
        ApiError::Change(code) => change_refused(*code),
        ApiError::Calendar(code) => calendar_refused(*code),
        ApiError::Unavailable => {
            "The server could not do it now. Nothing was changed; try again in a moment."
        }
        ApiError::Transport(_) => {
            "The server did not answer. Nothing is known to be changed; try again."
        }
    };
    sentence.to_owned()
}

/// What is wrong with a field.
fn field_sentence(field: Field) -> String {
    let sentence = match field {
        Field::Name => {
            "A name has 1 to 64 letters, digits, dots, dashes, underscores or @, and starts with a letter or digit."
        }
        Field::PasswordTooShort => "A password has at least 10 characters.",
        Field::PasswordTooLong => "A password has at most 256 characters.",
        Field::Id | Field::Choice => {
            "The form could not be read. Load the page again and repeat it."
        }
        Field::Account => {
            "An account is twelve digits, or a name from the list; a region is a code such as us-east-1."
        }
        Field::ScreenName => "A screen's name has 1 to 64 characters.",
        Field::DimHours => {
            "A screen is dim from one full hour to another, 0 to 23. Leave both empty for never."
        }
        Field::Scope => {
            "A place is an ARN, or an account, a region and a service that AWS has, such as ec2: one a line."
        }
        Field::Time => "A time is a day and a minute, in UTC.",
        #[cfg(feature = "ssr")]
        Field::Roles => "Choose at least one role.",
        Field::Mail => "A mail address is a name, an @ and a host, such as ana@example.com.",
        Field::Limit(_) => "A limit is a number of days from 1 to 3650. Leave it blank for none.",
        Field::Target(line) => {
            return format!(
                "Line {line} of the targets names no place in AWS. Write an ARN, or an account, a region and a service that AWS has."
            );
        }
    };
    sentence.to_owned()
}

/// Why a rule of changes is against an act.
const fn change_refused(code: ChangeCode) -> &'static str {
    use ChangeCode as C;
    match code {
        C::State => "It has moved on, and that cannot be done with it any more.",
        C::NoTitle => "It needs a title.",
        C::NoDescription => "Say what is done.",
        C::NoTarget => "Say what it touches: at least one target.",
        C::NoRollback => "Say how it is undone.",
        C::NoTime => "Start and end are a day and a minute each, in UTC.",
        C::EndsFirst => "It must end after it starts.",
        C::Passed => "Its end has passed. Choose another time.",
        C::LongTitle => "A title has at most 200 characters.",
        C::LongDescription | C::LongRollback => "It has at most 10,000 characters.",
        C::ManyTargets => {
            "It touches at most 50 targets. Name a service or an account in place of them."
        }
        C::ManyLinks => "It has at most 50 links.",
        C::LongLink => "A link has at most 1,000 characters.",
        C::CommentTooLong => {
            "A comment has at most 2000 characters. Yours is still here; make it shorter."
        }
        C::Link => {
            "A link is an address that starts with https:// or http://, or a path of this server."
        }
        C::Unsatisfiable => {
            "There are not enough people who could approve it: its levels say how many each needs."
        }
        C::NotRequester => "Only who asked for it may do that.",
        C::OwnRequest => "You asked for it, so you cannot decide it.",
        C::NoApprover => "You may not decide changes.",
        C::Decided => "You have decided this revision already.",
        C::Revision => "Another revision is in force now. Read it and decide again.",
        C::NoReason => "Say why in a few words.",
        C::NotDue => "Its time has not come.",
        C::Lapsed => {
            "Somebody who approved it may not decide changes any more, so it needs another approval."
        }
        C::LevelName => "A level has a name of 1 to 60 characters.",
        C::LevelNeeds => "A level needs 1 to 20 people, as a number.",
    }
}

/// Which rule a calendar, an event or a freeze misses.
const fn calendar_refused(code: CalendarCode) -> &'static str {
    use CalendarCode as C;
    match code {
        C::Name => "It needs a name of at most 80 characters.",
        C::NameTaken => "Another calendar has this name. Choose one that tells them apart.",
        C::Zone => "There is no such time zone. It is written like Europe/Berlin or UTC.",
        C::Scope => {
            "A place is an ARN, or an account, a region and a service that AWS has, or the word organization."
        }
        C::Reason => "Say why, in at most 500 characters.",
        C::Begin => "When does it begin? Give a day and a time.",
        C::End => "When does it end? Give a day and a time.",
        C::EndsFirst => "It must end after it begins, and not in the past.",
        C::TooLong => "It can last a year at most.",
        C::WeekTooLong => "What comes every week can last a week at most.",
        C::NoDay => "Choose the days on which it comes.",
        C::Until => "Its last day is before it comes for the first time, or is no day.",
        C::Full => "There are as many as there can be. Remove one first.",
        C::Ended => "It has ended, and what was is not changed any more.",
        C::Begun => "It holds already, so its beginning stays as it is.",
    }
}

/// A lost race, told with who was faster, as the server knows it: `jo rejected it at 14:02 UTC`.
#[must_use]
pub fn faster_note(who_did_what: &str, at: Timestamp) -> AnyView {
    let clock = format::clock(at);
    let text = format!(
        "{who_did_what} at {clock} UTC. Yours was not applied; what you wrote is still here."
    );
    view! { <Note sign=CAUTION text/> }.into_any()
}

/// What somebody wrote in a form that is not there any more, each text by what it was; nothing where they wrote nothing.
#[must_use]
pub fn kept_words(texts: Vec<(&'static str, String)>) -> Option<AnyView> {
    let written = texts
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty());
    let rows: Vec<_> = written
        .map(|(what, text)| view! { <dt>{what}</dt><dd class="lines">{text}</dd> })
        .collect();
    (!rows.is_empty()).then(|| view! { <dl class="kept">{rows}</dl> }.into_any())
}

/// A fault above the form that caused it.
#[component]
pub fn FaultNote(
    /// The code.
    fault: ApiError,
) -> impl IntoView {
    let sign = match fault {
        ApiError::Conflict
        | ApiError::Worse
        | ApiError::Suppression(SuppressionRule::QueryNotSeen) => CAUTION,
        _ => Sign {
            symbol: "st-failing",
            tone: "t-critical",
            word: "",
        },
    };
    let text = match (&fault, faster()) {
        (ApiError::Conflict, Some((by, at))) => format!(
            "Changed by {by} at {} UTC, so yours was not applied. Look and try again.",
            format::clock(at)
        ),
        _ => fault_sentence(&fault),
    };
    view! { <Note sign text/> }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_travelled_in_the_address_is_never_shown() {
        let fault = ApiError::Transport("<b>call 555-0100</b>".to_owned());
        let html = view! { <FaultNote fault/> }.to_html();
        assert!(!html.contains("555"), "{html}");
        assert!(html.contains(r#"role="alert""#), "{html}");
    }
}
