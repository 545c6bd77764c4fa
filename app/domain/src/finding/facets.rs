//! Facets: the axes that findings are narrowed by, with a count beside each value.

use serde::{Deserialize, Serialize};

text_enum! {
    /// An axis of the list of findings.
    Facet {
        /// How bad.
        Severity = "severity",
        /// The customer's axis.
        Workflow = "workflow",
        /// The provider's axis.
        RecordState = "record",
        /// The check's result.
        Compliance = "compliance",
        /// The AWS account.
        Account = "account",
        /// The product that reports.
        Product = "product",
        /// The region.
        Region = "region",
        /// The type of any of the resources.
        ResourceType = "resource",
        /// The control.
        Control = "control",
        /// The standard.
        Standard = "standard",
        /// Who has it.
        Assignee = "assignee",
        /// Any of the tags that people put on it.
        Tag = "tag",
        /// How long ago the product made it.
        Age = "age",
        /// Whether it came after the reader last said that everything is seen.
        Seen = "seen",
        /// When the suppression ends that hides it.
        Until = "until",
        /// Where it stands in the time that it may stay open.
        Due = "due",
    }
}

impl Facet {
    /// How many facets have a value that no moment changes: the first ones of [`Self::ALL`].
    pub const LASTING: usize = {
        let mut lasting = 0;
        while lasting < Self::ALL.len() && !Self::ALL[lasting].is_of_the_moment() {
            lasting += 1;
        }
        lasting
    };

    /// Whether the value depends on who reads and when, so that nothing can be counted ahead.
    #[must_use]
    pub const fn is_of_the_moment(self) -> bool {
        matches!(self, Self::Age | Self::Seen | Self::Until | Self::Due)
    }

    /// The facet of a query word, whatever its case; the words of pages are known too.
    #[must_use]
    pub fn of_query(word: &str) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        let other = match word.as_str() {
            "type" => Some(Self::ResourceType),
            "status" => Some(Self::Workflow),
            "result" => Some(Self::Compliance),
            "tags" => Some(Self::Tag),
            _ => None,
        };
        other.or_else(|| word.parse().ok())
    }
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The value as a filter takes it.
    pub value: String,
    /// How many findings have it, were the facet's own choice not made.
    pub count: u64,
}

/// All values of one facet, most frequent first; chosen values and fixed words stand even at zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCounts {
    /// The axis.
    pub facet: Facet,
    /// Its values.
    pub values: Vec<FacetCount>,
    /// How many values there are beyond those listed.
    pub more: u64,
}

/// Totals of the open findings: what the rail and the Watch page show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCounts {
    /// Critical ones.
    pub critical: u64,
    /// High ones.
    pub high: u64,
    /// All others.
    pub other: u64,
    /// Those that nobody has.
    pub unassigned: u64,
}

impl FindingCounts {
    /// All open findings.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.critical + self.high + self.other
    }
}
