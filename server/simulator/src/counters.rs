//! How often each operation was asked for and refused, for tests to read.

use crate::operation::Operation;
use serde::Serialize;
use std::collections::BTreeMap;

/// Counts since the start, or since they were last cleared.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Counters {
    requests: BTreeMap<&'static str, u64>,
    refused: BTreeMap<&'static str, BTreeMap<String, u64>>,
}

impl Counters {
    /// One more request.
    pub(crate) fn count(&mut self, operation: Operation) {
        *self.requests.entry(operation.action()).or_default() += 1;
    }

    /// One more refusal with this code.
    pub(crate) fn refuse(&mut self, operation: Operation, code: &str) {
        *self
            .refused
            .entry(operation.action())
            .or_default()
            .entry(code.to_owned())
            .or_default() += 1;
    }

    /// Requests of all operations.
    pub(crate) fn total(&self) -> u64 {
        self.requests.values().sum()
    }
}
