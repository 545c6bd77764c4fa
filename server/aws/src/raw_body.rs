//! Takes the text of an answer beside what the SDK makes of it: its types drop the fields they do not know.

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_securityhub::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::{
    box_error::BoxError, client::interceptors::context::AfterDeserializationInterceptorContextRef,
};

/// The body of the last good answer to one call.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawBody(Arc<Mutex<Option<Vec<u8>>>>);

impl RawBody {
    /// The body, once the call has come back.
    pub(crate) fn take(&self) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Intercept for RawBody {
    fn name(&self) -> &'static str {
        "RawBody"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let body = response
            .status()
            .is_success()
            .then(|| response.body().bytes().map(<[u8]>::to_vec))
            .flatten();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = body;
        Ok(())
    }
}
