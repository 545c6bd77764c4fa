//! The process: configuration, HTTP, sessions, workers and the command line. It wires the other
//! packages together and holds no SQL and no rule.

// A command whose reader has gone must end, not panic: see `commands::output`.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod charts;
pub mod commands;
pub mod config;
pub mod connection;
pub mod http;
pub mod imports;
pub mod machine;
pub mod mail;
mod metrics;
mod telemetry;
pub mod workers;

/// Findings are made in one thread, written by another and freed by a third; that is what the system's own allocator is
/// slowest at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
