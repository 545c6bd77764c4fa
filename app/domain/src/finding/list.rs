//! What a list of findings is asked for, and what it answers.

use serde::{Deserialize, Serialize};

use super::{
    facets::FacetCounts,
    filter::{FindingFilter, Grouping, SortKey, SortOrder},
    words::{ComplianceStatus, RecordState, Severity, WorkflowStatus},
};
use crate::{
    event::Seq, id::FindingId, page::Page, suppression::suppression_name, time::Timestamp,
    version::Version,
};

/// One page of findings, or of groups, that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingList {
    /// Which ones.
    pub filter: FindingFilter,
    /// Of one group alone.
    pub group: Option<GroupKey>,
    /// In which order.
    pub sort: SortKey,
    /// Which end first.
    pub order: SortOrder,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows a page, at most [`crate::page::MAX_PAGE`].
    pub limit: u16,
}

/// Which group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupKey {
    /// What the findings of the group have in common.
    pub by: Grouping,
    /// A [`FindingGroup::key`].
    pub key: String,
}

impl FindingList {
    /// The first page of what `filter` asks for, worst first.
    #[must_use]
    pub const fn first(filter: FindingFilter, limit: u16) -> Self {
        Self {
            filter,
            group: None,
            sort: SortKey::Severity,
            order: SortOrder::Descending,
            after: None,
            limit,
        }
    }
}

/// A finding as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingSummary {
    /// Ours.
    pub id: FindingId,
    /// The fence for an act from the list.
    pub version: Version,
    /// How bad.
    pub severity: Severity,
    /// The customer's axis.
    pub workflow: WorkflowStatus,
    /// The provider's axis.
    pub record_state: RecordState,
    /// The check's result, if it is a control's.
    pub compliance: Option<ComplianceStatus>,
    /// Account id.
    pub account: String,
    /// Region.
    pub region: String,
    /// Product name.
    pub product: String,
    /// Control id, if it is a control's.
    pub control: Option<String>,
    /// One line.
    pub title: String,
    /// Type of the primary resource.
    pub resource_type: String,
    /// Id of the primary resource.
    pub resource_id: String,
    /// How many more resources it names.
    pub more_resources: u16,
    /// Sign-in name of who has it.
    pub assignee: Option<String>,
    /// The number of the suppression that hides it, if it has an end.
    pub suppression: Option<u32>,
    /// Since when it fails: when the product made it, or when it was last active and failing again after it was archived or
    /// had passed.
    pub open_since: Timestamp,
    /// When the product last changed it.
    pub updated: Timestamp,
    /// Since when AWS no longer returns it.
    pub not_reported_since: Option<Timestamp>,
    /// Its place in the order in which findings came, from 1.
    pub n: u32,
}

impl FindingSummary {
    /// The [`FindingGroup::key`] of its primary resource: type and id; empty where it names none.
    #[must_use]
    pub fn resource_key(&self) -> String {
        match self.resource_type.is_empty() && self.resource_id.is_empty() {
            true => String::new(),
            false => format!("{} {}", self.resource_type, self.resource_id),
        }
    }
}

impl FindingSummary {
    /// The [`FindingGroup::key`] of the suppression that hides it; empty where none has an end.
    #[must_use]
    pub fn suppression_key(&self) -> String {
        let number = self.suppression;
        number.map_or_else(String::new, |number| suppression_name(number.into()))
    }
}

/// A page of findings with the facets of the whole answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingListing {
    /// The page.
    pub page: Page<FindingSummary>,
    /// How many findings the filter admits.
    pub total: u64,
    /// Counts beside every facet's values; a facet's own choice does not narrow it.
    pub facets: Vec<FacetCounts>,
    /// The last event that this answer knows.
    pub as_of: Seq,
}

/// All findings that have something in common: a control, or a title where a product has no controls; a resource; an
/// account; a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingGroup {
    /// What they have in common, as an address names it: a control's id or a title, a resource's id, an account's id, a
    /// product's name.
    pub key: String,
    /// The control's id, if it is a control's.
    pub control: Option<String>,
    /// One line.
    pub title: String,
    /// The worst severity among those that the filter admits.
    pub severity: Severity,
    /// How many findings of the group the filter admits.
    pub matching: u64,
    /// How many active findings the group has, whatever their result: the "212" of "9 of 212".
    pub of: u64,
    /// Of a group by control: how many resources its active findings name first, and how many of those fail.
    pub resources: Option<FailingResources>,
    /// In how many accounts those are that match: of a group by control those that match and fail, unless none does.
    pub accounts: u64,
    /// In how many regions the same are.
    pub regions: u64,
    /// When the oldest of the same was made.
    pub since: Timestamp,
    /// How many of the same were made on each of the last [`TREND_DAYS`] days of UTC, today last.
    pub trend: Vec<u32>,
    /// How many of those that match are new to the reader.
    pub unseen: u64,
}

/// How many resources of a control fail: the "9 of 212 resources". A resource fails by an active finding that somebody
/// still has to act on and whose check did not pass.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailingResources {
    /// Those that fail.
    pub failing: u64,
    /// All.
    pub all: u64,
}

/// Days of a group's trend.
pub const TREND_DAYS: usize = 14;

/// A page of groups with the facets of the whole answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupListing {
    /// The page, worst group first, then the one with most matching findings.
    pub page: Page<FindingGroup>,
    /// How many groups there are.
    pub groups: u64,
    /// How many findings the filter admits.
    pub total: u64,
    /// Counts beside every facet's values.
    pub facets: Vec<FacetCounts>,
    /// The last event that this answer knows.
    pub as_of: Seq,
}
