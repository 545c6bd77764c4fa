//! The members of a finding that nearly every filter asks for, read once when the document is put.

use crate::wire::input::moment;
use serde_json::Value;

/// A text member kept beside the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Id,
    ProductArn,
    ProductName,
    GeneratorId,
    Account,
    Region,
    SeverityLabel,
    WorkflowStatus,
    RecordState,
    ComplianceStatus,
    ControlId,
    CreatedAt,
    UpdatedAt,
}

/// Where each column is found, in the order of [`Column`].
const POINTERS: [&str; 13] = [
    "/Id",
    "/ProductArn",
    "/ProductName",
    "/GeneratorId",
    "/AwsAccountId",
    "/Region",
    "/Severity/Label",
    "/Workflow/Status",
    "/RecordState",
    "/Compliance/Status",
    "/Compliance/SecurityControlId",
    "/CreatedAt",
    "/UpdatedAt",
];

/// The columns of one finding.
#[derive(Debug)]
pub(crate) struct Columns {
    texts: [Option<Box<str>>; 13],
    updated_ms: Option<i64>,
}

impl Columns {
    /// Reads them from a document.
    pub(crate) fn of(document: &Value) -> Self {
        let texts = POINTERS.map(|at| document.pointer(at).and_then(Value::as_str).map(Box::from));
        let updated_ms = texts[Column::UpdatedAt as usize]
            .as_deref()
            .and_then(moment)
            .map(|at| at.timestamp_millis());
        Self { texts, updated_ms }
    }

    /// One column's text.
    pub(crate) fn text(&self, column: Column) -> Option<&str> {
        self.texts[column as usize].as_deref()
    }

    /// `UpdatedAt` in milliseconds since 1970, if it is a date.
    pub(crate) fn updated_ms(&self) -> Option<i64> {
        self.updated_ms
    }
}
