//! What a failed call means for its source. No text here holds a credential: codes, AWS's message cut
//! short, and the innermost cause of a connection that failed.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use domain::source::SourceFault;

use crate::action::Action;

/// How much of a foreign text is shown.
const SHOWN: usize = 160;

/// The one mapping of a failed call.
pub(crate) fn fault<E>(action: Action, error: &SdkError<E, HttpResponse>) -> SourceFault
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::ServiceError(answer) => {
            let refused = answer.err();
            let status = answer.raw().status().as_u16();
            answered(action, refused.code(), refused.message(), status)
        }
        SdkError::TimeoutError(_) => SourceFault::Unreachable("no answer in time".to_owned()),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => {
            SourceFault::Unreachable("no answer in time".to_owned())
        }
        SdkError::ResponseError(answer) => {
            let status = answer.raw().status().as_u16();
            SourceFault::Unreachable(format!(
                "{action} was answered ({status}) with what cannot be read"
            ))
        }
        other => role_refused(other)
            .or_else(|| without_credentials(other))
            .unwrap_or_else(|| SourceFault::Unreachable(format!("{action}: {}", innermost(other)))),
    }
}

/// Whether AWS let the call through to the operation: it worked, or was refused for its contents alone.
pub(crate) fn was_let_through<T, E>(answer: &Result<T, SdkError<E, HttpResponse>>) -> bool
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match answer {
        Ok(_) => true,
        Err(SdkError::ServiceError(refused)) => {
            let status = refused.raw().status().as_u16();
            (400..500).contains(&status)
                && meaning(refused.err().code().unwrap_or_default(), status) == Meaning::Other
        }
        Err(_) => false,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Denied,
    Throttled,
    NoPlan,
    Off(&'static str),
    Credentials,
    Other,
}

fn meaning(code: &str, status: u16) -> Meaning {
    match code {
        "AccessDenied"
        | "AccessDeniedException"
        | "UnauthorizedOperation"
        | "NotAuthorized"
        | "AuthorizationError" => Meaning::Denied,
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "TooManyRequestsException"
        | "RequestLimitExceeded"
        | "LimitExceededException"
        | "SlowDown"
        | "PriorRequestNotComplete" => Meaning::Throttled,
        "SubscriptionRequiredException" => Meaning::NoPlan,
        "InvalidAccessException" => Meaning::Off("Security Hub"),
        "AWSOrganizationsNotInUseException" => Meaning::Off("AWS Organizations"),
        "ExpiredToken"
        | "ExpiredTokenException"
        | "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "SignatureDoesNotMatch"
        | "InvalidSignatureException"
        | "IncompleteSignature"
        | "MissingAuthenticationToken"
        | "InvalidAccessKeyId"
        | "AuthFailure" => Meaning::Credentials,
        _ if status == 429 => Meaning::Throttled,
        _ => Meaning::Other,
    }
}

fn answered(action: Action, code: Option<&str>, message: Option<&str>, status: u16) -> SourceFault {
    let code = code.unwrap_or_default();
    if code == "ConflictException" && message.is_some_and(|text| text.contains("not enabled")) {
        // How Security Hub V2 says it, where CSPM has a code of its own.
        return SourceFault::NotEnabled("Security Hub V2".to_owned());
    }
    match meaning(code, status) {
        Meaning::Denied => SourceFault::AccessDenied(action.as_str().to_owned()),
        Meaning::Throttled => SourceFault::Throttled,
        Meaning::NoPlan => SourceFault::NoSupportPlan,
        Meaning::Off(what) => SourceFault::NotEnabled(what.to_owned()),
        Meaning::Credentials => {
            SourceFault::Unreachable(format!("AWS does not accept the credentials ({code})"))
        }
        Meaning::Other => {
            let message = cut(message.unwrap_or("no message"));
            let code = if code.is_empty() { "no code" } else { code };
            SourceFault::Unreachable(format!("{action} was answered {status} {code}: {message}"))
        }
    }
}

/// The role of the account could not be assumed: then it is that which is missing, and not the call.
fn role_refused(error: &(dyn Error + 'static)) -> Option<SourceFault> {
    let refused = cause::<AssumeRoleError>(error)?;
    let (code, message) = (refused.code(), refused.message());
    Some(answered(Action::AssumeRole, code, message, 0))
}

/// No place had credentials; what the SDK says of that is a list of all places over many lines.
fn without_credentials(error: &(dyn Error + 'static)) -> Option<SourceFault> {
    let missing = cause::<CredentialsError>(error)?;
    matches!(missing, CredentialsError::CredentialsNotLoaded(_)).then(|| {
        let places = "environment, profile, web identity, and the roles of a container and an instance were tried";
        SourceFault::Unreachable(format!("no AWS credentials were found: {places}"))
    })
}

/// What of this kind an error came from.
fn cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut cause = Some(error);
    while let Some(here) = cause {
        if let Some(found) = here.downcast_ref::<E>() {
            return Some(found);
        }
        cause = here.source();
    }
    None
}

fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut here = error;
    while let Some(cause) = here.source() {
        here = cause;
    }
    cut(&here.to_string())
}

/// The first line of a foreign text, as much of it as is shown.
pub(crate) fn cut(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(SHOWN).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str, status: u16) -> SourceFault {
        answered(Action::GetFindings, Some(code), Some("because"), status)
    }

    #[test]
    fn each_code_has_one_meaning() {
        let denied = SourceFault::AccessDenied("securityhub:GetFindings".to_owned());
        assert_eq!(of("AccessDeniedException", 403), denied);
        assert_eq!(of("TooManyRequestsException", 429), SourceFault::Throttled);
        assert_eq!(of("", 429), SourceFault::Throttled);
        assert_eq!(of("Throttling", 400), SourceFault::Throttled);
        assert_eq!(
            of("SubscriptionRequiredException", 400),
            SourceFault::NoSupportPlan
        );
        assert_eq!(
            of("InvalidAccessException", 401),
            SourceFault::NotEnabled("Security Hub".to_owned())
        );
        assert!(
            matches!(of("ExpiredTokenException", 403), SourceFault::Unreachable(text) if text.contains("credentials"))
        );
        assert!(
            matches!(of("InternalException", 500), SourceFault::Unreachable(text) if text.contains("500 InternalException: because"))
        );
    }

    #[test]
    fn missing_credentials_are_told_in_one_line() {
        let missing =
            CredentialsError::not_loaded("no credentials found in chain. Attempted:\na\nb");
        let Some(SourceFault::Unreachable(told)) = without_credentials(&missing) else {
            panic!("it is not recognised");
        };
        assert!(told.starts_with("no AWS credentials were found"), "{told}");
        let broken = CredentialsError::provider_error("a profile cannot be read");
        assert_eq!(without_credentials(&broken), None);
    }

    #[test]
    fn a_foreign_text_is_cut() {
        assert_eq!(cut("one\ntwo"), "one");
        assert_eq!(cut(&"é".repeat(500)).chars().count(), SHOWN + 1);
    }
}
