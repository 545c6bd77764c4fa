//! An AWS that runs on loopback. See [`serve`].

mod caller;
mod cloudwatch;
mod control;
mod counters;
mod cut;
mod dispatch;
mod faults;
mod health;
mod identity;
mod limits;
mod operation;
mod options;
mod route53;
mod running;
mod securityhub;
mod shared;
mod story;
mod wire;
mod world;

pub use limits::Limits;
pub use options::{Options, Pace};
pub use running::{Running, serve};
