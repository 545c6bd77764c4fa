//! Findings that are made up: six products, each in its own file, all in ASFF's shape.
//!
//! A finding is a pure function of the seed, the start and its number.

mod access;
mod control;
pub(crate) mod controls;
mod envelope;
mod guardduty;
mod inspector;
mod intrusion;
mod macie;
mod maker;
mod resource_details;
pub(crate) mod resources;

pub(crate) use control::{become_status, observe};
pub(crate) use envelope::stamp;
pub(crate) use intrusion::intrusion;
pub(crate) use maker::Maker;
