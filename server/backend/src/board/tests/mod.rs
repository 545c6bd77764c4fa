//! The board against the plainest thing that can answer the same: a list that is filtered, sorted
//! and counted anew for each question.

mod answers;
mod changes;
mod controls;
mod naive;
mod sample;
mod snapshot;
mod touching;
