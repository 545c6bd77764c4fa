//! Takes the text of a good answer in the place of the SDK's types.
//!
//! `AwsSecurityFinding` drops the fields it does not know, refuses a page for one strange record, and is so
//! large that reading it needs more stack than a worker thread has in an unoptimised build. OCSF's findings come as
//! free documents, and what is kept is the text that AWS wrote. So a good answer
//! is kept as text and never becomes that type; of a refusal the code and the message are read, by which the
//! SDK decides whether to try again.

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_securityhub::{
    config::{ConfigBag, Intercept, RuntimeComponents},
    operation::{
        get_findings::{GetFindingsError, GetFindingsOutput},
        get_findings_v2::{GetFindingsV2Error, GetFindingsV2Output},
    },
};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::context::{BeforeSerializationInterceptorContextRef, Error, Output},
        orchestrator::{HttpResponse, OrchestratorError},
        ser_de::{DeserializeResponse, SharedResponseDeserializer},
    },
};
use aws_smithy_types::error::ErrorMetadata;
use domain::finding::Plane;
use serde::Deserialize;

/// The body of the last good answer to one call of `GetFindings` or `GetFindingsV2`.
#[derive(Debug, Clone)]
pub(crate) struct RawAnswer {
    plane: Plane,
    kept: Arc<Mutex<Option<Vec<u8>>>>,
}

impl RawAnswer {
    /// For a call of the plane's operation.
    pub(crate) fn of(plane: Plane) -> Self {
        Self {
            plane,
            kept: Arc::default(),
        }
    }

    /// The body, once the call has come back.
    pub(crate) fn take(&self) -> Option<Vec<u8>> {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

impl Intercept for RawAnswer {
    fn name(&self) -> &'static str {
        "RawAnswer"
    }

    fn read_before_serialization(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        bag.interceptor_state()
            .store_put(SharedResponseDeserializer::new(Keep(self.clone())));
        Ok(())
    }
}

/// Keeps good answers and reads refusals.
#[derive(Debug)]
struct Keep(RawAnswer);

impl DeserializeResponse for Keep {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        _bag: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Error>> {
        let body = response.body().bytes().unwrap_or_default();
        if !response.status().is_success() {
            let named = response.headers().get("x-amzn-errortype");
            let refusal = refusal(named, body);
            return Err(OrchestratorError::operation(match self.0.plane {
                Plane::Cspm => Error::erase(GetFindingsError::generic(refusal)),
                Plane::V2 => Error::erase(GetFindingsV2Error::generic(refusal)),
            }));
        }
        let kept = &self.0.kept;
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(body.to_vec());
        Ok(match self.0.plane {
            Plane::Cspm => Output::erase(GetFindingsOutput::builder().build()),
            Plane::V2 => Output::erase(GetFindingsV2Output::builder().build()),
        })
    }
}

/// The code and message of a refusal: rest-json names the code in a header or in the body, with a
/// namespace before it or an address behind it.
fn refusal(named: Option<&str>, body: &[u8]) -> ErrorMetadata {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Body {
        #[serde(rename = "__type")]
        kind: Option<String>,
        #[serde(alias = "Code")]
        code: Option<String>,
        #[serde(alias = "Message")]
        message: Option<String>,
    }
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    let code = named.map(str::to_owned).or(body.code).or(body.kind);
    let mut metadata = ErrorMetadata::builder();
    if let Some(code) = code.as_deref() {
        let code = code.split(':').next().unwrap_or(code);
        metadata = metadata.code(code.rsplit('#').next().unwrap_or(code));
    }
    if let Some(message) = body.message {
        metadata = metadata.message(message);
    }
    metadata.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_named_by_header_or_body() {
        let code = |named, body: &str| refusal(named, body.as_bytes()).code().map(str::to_owned);
        for (named, body) in [
            (Some("AccessDeniedException:http://internal/"), "{}"),
            (
                None,
                r#"{"__type":"com.amazonaws#AccessDeniedException","message":"no"}"#,
            ),
            (None, r#"{"Code":"AccessDeniedException","Message":"no"}"#),
        ] {
            assert_eq!(
                code(named, body).as_deref(),
                Some("AccessDeniedException"),
                "{body}"
            );
        }
        assert_eq!(code(None, "<html>"), None);
        let read = refusal(None, br#"{"Message":"no"}"#);
        assert_eq!(read.message(), Some("no"));
    }
}
