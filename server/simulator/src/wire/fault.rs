//! A refusal, before a protocol gives it its shape.

use std::borrow::Cow;

/// What AWS answers instead of a result.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// HTTP status.
    pub(crate) status: u16,
    /// AWS's error code, which SDKs turn into an exception's name.
    pub(crate) code: Cow<'static, str>,
    /// A sentence for the reader.
    pub(crate) message: String,
}

impl Fault {
    /// A refusal with this status and code.
    pub(crate) fn new(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
        }
    }

    /// Security Hub's answer to input it cannot use.
    pub(crate) fn invalid_input(message: impl Into<String>) -> Self {
        Self::new(400, "InvalidInputException", message)
    }

    /// The answer to the same of the newer Security Hub.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new(400, "ValidationException", message)
    }

    /// The answer to an operation this simulator does not have.
    pub(crate) fn unknown_operation(what: &str) -> Self {
        Self::new(
            404,
            "UnknownOperationException",
            format!("{what} is not simulated"),
        )
    }

    /// Whose fault it is, in the words of the query protocol.
    pub(crate) fn side(&self) -> &'static str {
        if self.status >= 500 {
            "Receiver"
        } else {
            "Sender"
        }
    }
}
