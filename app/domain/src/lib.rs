//! The rules of Watchfloor: values, states, transitions and matching.
//!
//! Nothing here does I/O, reads a clock, draws a random number or knows a database, a page or an
//! AWS type. The package compiles for the server and for the browser alike.

#[macro_use]
mod text_enum;

mod plain;

pub use text_enum::UnknownWord;

pub mod action;
pub mod actor;
pub mod around;
pub mod calendar;
pub mod change;
pub mod chart;
pub mod endpoint;
pub mod event;
pub mod finding;
pub mod health;
pub mod id;
pub mod incident;
pub mod page;
pub mod person;
pub mod scope;
pub mod screen;
pub mod source;
pub mod standard;
pub mod strip;
pub mod suppression;
pub mod time;
pub mod verdict;
pub mod version;
