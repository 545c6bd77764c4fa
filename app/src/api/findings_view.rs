//! Findings as they cross the wire.

use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use domain::{
    change::ChangeState,
    finding::{Due, IncomingFinding, Plane, VerificationState},
    id::ChangeId,
};
use domain::{
    event::Seq,
    finding::{Deadlines, FacetCounts, FindingListing, FindingSummary, GroupListing},
    id::FindingId,
    page::Page,
    time::Timestamp,
    version::Version,
};
use serde::{Deserialize, Serialize};

/// The rows of a list: groups, or findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listed {
    /// A row a control, one of them perhaps open.
    Groups(GroupListing, Option<OpenGroup>),
    /// A row a finding.
    Flat(FindingListing),
}

impl Listed {
    /// How many findings the filter admits.
    #[must_use]
    pub const fn total(&self) -> u64 {
        match self {
            Self::Groups(listing, _) => listing.total,
            Self::Flat(listing) => listing.total,
        }
    }

    /// Counts beside every facet's values.
    #[must_use]
    pub fn facets(&self) -> &[FacetCounts] {
        match self {
            Self::Groups(listing, _) => &listing.facets,
            Self::Flat(listing) => &listing.facets,
        }
    }

    /// The same, to be changed.
    #[cfg(feature = "ssr")]
    pub(crate) fn facets_mut(&mut self) -> &mut [FacetCounts] {
        match self {
            Self::Groups(listing, _) => &mut listing.facets,
            Self::Flat(listing) => &mut listing.facets,
        }
    }

    /// The last event that the answer knows.
    #[must_use]
    pub const fn as_of(&self) -> Seq {
        match self {
            Self::Groups(listing, _) => listing.as_of,
            Self::Flat(listing) => listing.as_of,
        }
    }

    /// Whether the page has no row.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        match self {
            Self::Groups(listing, _) => listing.page.rows.is_empty(),
            Self::Flat(listing) => listing.page.rows.is_empty(),
        }
    }

    /// The findings that have a row: those of a flat list, or of the group that is open.
    #[must_use]
    pub fn shown(&self) -> Vec<FindingId> {
        let rows = match self {
            Self::Groups(_, open) => open.as_ref().map(|open| &open.page.rows),
            Self::Flat(listing) => Some(&listing.page.rows),
        };
        rows.into_iter()
            .flatten()
            .map(|finding| finding.id)
            .collect()
    }

    /// What to ask with for the next page.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        match self {
            Self::Groups(listing, _) => listing.page.next.as_deref(),
            Self::Flat(listing) => listing.page.next.as_deref(),
        }
    }
}

/// The first findings of a group that is open in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenGroup {
    /// The group's key.
    pub key: String,
    /// Its first findings.
    pub page: Page<FindingSummary>,
    /// How many the filter admits.
    pub total: u64,
}

/// A part of a page that needs nothing of the browser: as HTML that the server wrote, every text in it escaped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Written(String);

impl Written {
    /// Writes it.
    #[cfg(feature = "ssr")]
    pub(crate) fn by_server(part: impl leptos::prelude::RenderHtml) -> Self {
        Self(part.to_html())
    }

    /// The HTML, to be put into a page that is there already.
    #[cfg(feature = "hydrate")]
    pub(crate) fn as_markup(&self) -> &str {
        &self.0
    }

    /// The HTML.
    pub(crate) fn into_markup(self) -> String {
        self.0
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingView {
    /// The rows.
    pub listed: Listed,
    /// The list that the address stands for, as the query string of an address that says all of it.
    pub list: String,
    /// The filter of that list, with its values as findings have them, as the query string of an address has it.
    pub filter: String,
    /// The columns that a flat list shows, in their order, as an address has them.
    pub columns: String,
    /// What stands above the columns of a flat list.
    pub heads: Written,
    /// The menus of the list.
    pub menus: Written,
    /// Which view the list is.
    pub view: Written,
    /// What is chosen, as chips.
    pub chips: Written,
    /// The list as the hidden fields of a form.
    pub kept: Written,
    /// Which source of findings is not as it should be.
    pub notes: Written,
    /// What stands in place of rows, where there are none.
    pub instead: Written,
    /// Where a rule is made that hides what the list shows, where the asker may and one can be made.
    pub rule: Option<String>,
    /// What the accounts are called.
    pub names: BTreeMap<String, String>,
    /// What is shown, for the question what became of it since.
    pub stamp: String,
    /// Up to which row number the asker has seen all findings; 0 for one who never said so.
    pub seen_up_to: u32,
    /// The last row number there is.
    pub last: u32,
    /// How long findings may stay open.
    pub deadlines: Deadlines,
    /// Whether the asker may act on findings.
    pub may_triage: bool,
    /// How many suppressions end within days.
    pub ending: u64,
    /// The server's time.
    pub now: Timestamp,
}

/// What a list that is on the screen compares itself with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyView {
    /// What waits to be shown, in words, if something does.
    pub words: Option<String>,
    /// Counts beside every facet's values now.
    pub facets: Vec<FacetCounts>,
    /// The parts of rows that others changed since.
    pub parts: Vec<RowPart>,
}

/// A part of a row as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPart {
    /// The id of the finding or the key of the group that the row is of.
    pub of: String,
    /// Which part of the row, as a selector.
    pub place: String,
    /// What stands there now, of the class `now`.
    pub html: Written,
}

/// The other findings of a finding's resources.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct SameResourceView {
    /// The worst of them.
    pub findings: Vec<FindingSummary>,
    /// How many there are.
    pub total: u64,
    /// The server's time.
    pub now: Timestamp,
}

/// One change of one field.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeView {
    /// Which field.
    pub field: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
    /// Why: a person's words, or the word for what a report did by itself.
    pub reason: Option<String>,
}

/// A note that somebody here made.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct FindingNoteView {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was noted.
    pub text: String,
}

/// A finding as one plane of Security Hub has it.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct PlaneView {
    /// Which.
    pub plane: Plane,
    /// The product as the plane calls it.
    pub product_arn: String,
    /// The finding's id within the product.
    pub aws_finding_id: String,
    /// Security Hub V2's own id of it.
    pub metadata_uid: Option<String>,
    /// When the provider last changed it there.
    pub updated: Timestamp,
    /// Whether the plane has stopped reporting it.
    pub is_gone: bool,
}

/// A change that a finding is linked to.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct LinkedChangeView {
    /// Which.
    pub id: ChangeId,
    /// Its name, such as `CHG-7`.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: ChangeState,
}

/// What the server alone reads of a finding, to write parts of it.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct FindingText {
    /// As it was reported; the document is left out.
    pub reported: IncomingFinding,
    /// What its account is called, where that is known.
    pub account_name: Option<String>,
    /// As each plane has it that has it, CSPM first.
    pub planes: Vec<PlaneView>,
    /// Whether it is held to be true, by people here or else by AWS.
    pub verification: VerificationState,
    /// Until when a suppression hides it, and why, if one does.
    pub hidden: Option<(Timestamp, String)>,
    /// Its tags in their order.
    pub tags: Vec<String>,
    /// The last notes that people here made, newest first; AWS's one is in `reported`.
    pub notes: Vec<FindingNoteView>,
    /// Where it stands in its time.
    pub due: Due,
    /// When that is over, if its severity has a limit.
    pub due_at: Option<Timestamp>,
    /// By which rule it is due, or why no clock runs.
    pub due_rule: String,
    /// The changes it is linked to, the last first.
    pub changes: Vec<LinkedChangeView>,
    /// The incidents it is linked to.
    pub incidents: super::incidents::LinkedView,
    /// That AWS is about to be told something of it.
    pub untold: Option<String>,
    /// Why AWS did not take what it was told.
    pub refused: Option<String>,
}

/// A finding with what the drawer shows, but for its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    /// As lists show it.
    pub summary: FindingSummary,
    /// What changed, newest first, with what AWS remembers of it where AWS was asked.
    pub history: Written,
    /// How many changes these are.
    pub changes: u64,
    /// Who of the people changed it last, and when.
    pub last: Option<(String, Timestamp)>,
    /// The finding before it in the list that the address describes.
    pub previous: Option<FindingId>,
    /// The finding after it.
    pub next: Option<FindingId>,
    /// How many others name one of its resources.
    pub same_resource: u64,
    /// Its place in that list from 1, and how many there are, where it is in it.
    pub place: Option<(u64, u64)>,
    /// What stands above its parts.
    pub top: Written,
    /// What it says, as its first part.
    pub overview: Written,
    /// What the product advises, and where AWS's console shows it.
    pub fix: Written,
    /// The asker's sign-in name.
    pub me: String,
    /// Whether the asker may act on it.
    pub may_triage: bool,
    /// The last event that this answer knows.
    pub as_of: Seq,
    /// The server's time.
    pub now: Timestamp,
}

impl FindingView {
    /// Which finding it is of, and which state of it.
    #[must_use]
    pub const fn state(&self) -> (FindingId, Version) {
        (self.summary.id, self.summary.version)
    }
}
