//! Security standards: what a control's status follows from, and what a standard's score is.
//!
//! AWS returns neither (aws.md 1.6): both are derived from what findings say. Source: AWS, "Determining the compliance status
//! of Security Hub controls" and "Calculating security scores".

mod definitions;
mod findings;
mod judge;
mod name;
mod score;
mod status;
#[cfg(test)]
mod tests;

pub use definitions::{ControlText, Definitions, Enablement, Subscription};
pub use findings::{ControlFindings, ControlRow};
pub use judge::{Judged, JudgedControl, JudgedStandard, Standing, judge};
pub use name::{standard_id, standard_name, standard_short, standard_slug, standard_version};
pub use score::{Score, StatusCounts};
pub use status::{Checks, ControlStatus, counts};
