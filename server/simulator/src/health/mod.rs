//! AWS Health.
use crate::{
    caller::Caller,
    operation::Operation,
    wire::{Fault, Tree},
};
/// Events.
#[derive(Debug)]
pub(crate) struct HealthEvents;
impl HealthEvents {
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
    _: &HealthEvents,
    _: &serde_json::Value,
    _: &Caller,
) -> Result<Tree, Fault> {
    Err(Fault::unknown_operation(operation.action()))
}
