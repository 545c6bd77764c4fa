//! Findings: what a security product says of a resource, and what people here made of it.

mod facets;
mod filter;
mod incoming;
mod list;
mod merge;
mod query_text;
mod words;

pub use facets::{Facet, FacetCount, FacetCounts, FindingCounts};
pub use filter::{FindingFilter, Grouping, SortKey, SortOrder};
pub use incoming::{IncomingFinding, Note, Remediation, Resource};
pub use list::{ControlGroup, FindingList, FindingListing, FindingSummary, GroupListing};
pub use merge::{MergeReason, Merged, TriageState, merge};
pub use query_text::{from_pairs, to_pairs};
pub use words::{ComplianceStatus, RecordState, Severity, VerificationState, WorkflowStatus};
