//! Everything that knows an AWS type: the sources behind the product's ports, and the parsers of the
//! documents that AWS and its tools write.
//!
//! Two calls here write to AWS, `BatchUpdateFindings` and `BatchUpdateFindingsV2`; nothing here knows SQL, HTTP routes or pages.

mod action;
mod aggregation;
pub mod asff;
mod bucket;
mod clock;
mod cloudwatch;
mod connections;
pub mod documents;
mod endpoints;
mod faults;
mod finding_history;
pub mod guardduty;
mod health;
pub mod ocsf;
mod organizations;
pub mod permissions;
mod raw_answer;
mod route53;
mod securityhub;
mod securityhub_v2;
mod settings;
mod sources;
mod standards;
mod sts;
mod write_back;
mod write_back_v2;

pub use action::Action;
pub use settings::{Access, Accounts, Aggregation, AwsSettings};
pub use sources::{Sources, connect};
pub use sts::Identity;
