//! Every verb Watchfloor has, and the only SQL in the house.
//!
//! It knows neither HTTP nor Leptos nor an AWS type: what comes from AWS arrives through [`ports`].

pub mod ports;
