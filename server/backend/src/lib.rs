//! Every verb Watchfloor has, and the only SQL in the house.
//!
//! It knows neither HTTP nor Leptos nor an AWS type: what comes from AWS arrives through [`ports`].

pub mod accounts;
pub mod audit;
mod backend;
pub mod board;
pub mod calendar;
pub mod changes;
pub mod endpoints;
pub mod error;
pub mod findings;
pub mod floor;
pub mod health;
pub mod incidents;
pub mod live;
pub mod outbox;
pub mod people;
pub mod ports;
pub mod screens;
pub mod sources;
pub mod standards;
pub mod storage;
pub mod store;
pub mod strip;
pub mod suppressions;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod views;
pub mod wall;
pub mod work;
pub mod write_back;

pub use backend::{Backend, Parts};
pub use error::{Error, Result};
