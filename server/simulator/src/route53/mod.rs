//! Route 53.
use crate::{
    caller::Caller,
    operation::Operation,
    wire::{Fault, Tree},
};
/// Health checks.
#[derive(Debug)]
pub(crate) struct Endpoints;
impl Endpoints {
    /// At the start.
    pub(crate) fn new(_: &crate::story::Story) -> Self {
        Self
    }
    /// One tick.
    pub(crate) fn tick(&mut self, _: &crate::story::Story) {}
}
/// Answers.
pub(crate) fn answer(
    operation: Operation,
    _: &Endpoints,
    _: &serde_json::Value,
    _: &Caller,
    _: chrono::DateTime<chrono::Utc>,
) -> Result<Tree, Fault> {
    Err(Fault::unknown_operation(operation.action()))
}
