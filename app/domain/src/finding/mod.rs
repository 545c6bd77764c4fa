//! Findings: what a security product says of a resource, and what people here made of it.

mod addresses;
mod column;
mod deadlines;
mod facets;
mod filter;
mod incoming;
mod list;
mod merge;
mod moment;
mod plane;
mod query_language;
mod query_text;
mod touch;
mod view;
mod words;
mod write_back;

pub use addresses::{Addresses, MAX_ADDRESSES, address};
pub use column::Column;
pub use deadlines::{Deadlines, Due, InvalidLimit, has_clock};
pub use facets::{Facet, FacetCount, FacetCounts, FindingCounts};
pub use filter::{Excluded, FindingFilter, Grouping, SortKey, SortOrder};
pub use incoming::{IncomingFinding, Note, Remediation, Resource};
pub use list::{
    FailingResources, FindingGroup, FindingList, FindingListing, FindingSummary, GroupKey,
    GroupListing, TREND_DAYS,
};
pub use merge::{MergeReason, Merged, TriageState, merge};
pub use moment::{AgeBand, Seen, Standpoint, UntilBand, day};
pub use plane::{AwsSaid, Plane, Said, joined};
pub use query_language::{
    QueryFault, QueryMistake, Wanted, apply_query, complete_query, facet_being_typed, fixed_words,
    query_words, write_query,
};
pub use query_text::{from_pairs, read_pairs, to_pairs, with_unknown_typed};
pub use touch::{
    Assignment, FieldMove, InvalidTag, Link, MAX_NOTE, MAX_REASON, MAX_TAGS, Skip, SkipKind, Tag,
    Touch, TouchRule, Triage, TriageField, UNDO_MINUTES, note, reason, tags, undo,
};
pub use view::{
    MAX_SHARED_VIEWS, MAX_VIEW_NAME, MAX_VIEW_QUERY, MAX_VIEWS, Opening, OwnOpening, Sharing,
    Standing, ViewName, ViewRule, view_query,
};
pub use words::{ComplianceStatus, RecordState, Severity, VerificationState, WorkflowStatus};
pub use write_back::{SETTLES_IN, WriteBackMode, WriteBackState, pause_after};
