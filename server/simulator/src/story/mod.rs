//! The story: an organization, its findings, its Health events and its endpoints, and how they change with time.
//!
//! Everything here is a pure function of the seed, the start and the ticks. Nothing reads a clock.

pub(crate) mod accounts;
pub(crate) mod dice;
pub(crate) mod endpoints;
mod exposures;
mod findings;
pub(crate) mod health;
mod tick;

pub(crate) use findings::{controls, stamp};
pub(crate) use tick::Story;
