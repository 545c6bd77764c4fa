//! The process: configuration, HTTP, sessions, workers and the command line. It wires the other
//! packages together and holds no SQL and no rule.

pub mod commands;
pub mod config;
mod connection;
pub mod http;
mod machine;
mod metrics;
mod telemetry;
mod workers;
