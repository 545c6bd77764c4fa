//! Which findings a page asks for.

use serde::{Deserialize, Serialize};

use super::{
    deadlines::Due,
    facets::Facet,
    moment::{AgeBand, Seen, UntilBand},
    words::{ComplianceStatus, RecordState, Severity, WorkflowStatus},
};

text_enum! {
    /// What a list of findings is ordered by.
    SortKey {
        /// Worst first, then the most recently updated.
        Severity = "severity",
        /// When the product last changed it.
        Updated = "updated",
        /// When the product made it.
        Created = "created",
        /// When it came here first.
        Came = "came",
        /// When its time is over, were it open; without a limit last.
        Due = "due",
    }
}

text_enum! {
    /// Which end of an order comes first.
    SortOrder {
        /// Highest or newest first.
        Descending = "desc",
        /// Lowest or oldest first.
        Ascending = "asc",
    }
}

text_enum! {
    /// Whether a list shows findings, or one row for all findings that have something in common.
    Grouping {
        /// A row a control, or a title where a product has no controls.
        Control = "control",
        /// A row for all findings that name a resource first.
        Resource = "resource",
        /// A row an account.
        Account = "account",
        /// A row a product.
        Product = "product",
        /// A row a suppression, and one for what was suppressed without an end; what is not suppressed is not listed.
        Suppression = "suppression",
        /// A row a finding.
        Flat = "flat",
    }
}

/// The findings that are asked for. Values of one facet are alternatives; facets must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingFilter {
    /// Severities; empty is any.
    pub severity: Vec<Severity>,
    /// Workflow statuses; empty is any.
    pub workflow: Vec<WorkflowStatus>,
    /// Record states; empty is any.
    pub record_state: Vec<RecordState>,
    /// Check results; empty is any.
    pub compliance: Vec<ComplianceStatus>,
    /// Account ids; empty is any.
    pub account: Vec<String>,
    /// Regions; empty is any.
    pub region: Vec<String>,
    /// Product names; empty is any.
    pub product: Vec<String>,
    /// Control ids, matched whole: `Config.1` is not `Config.10`; empty is any.
    pub control: Vec<String>,
    /// Standards; empty is any.
    pub standard: Vec<String>,
    /// Types of any of the resources; empty is any.
    pub resource_type: Vec<String>,
    /// Sign-in names of assignees, the empty text for nobody; empty is any.
    pub assignee: Vec<String>,
    /// Tags of which it has one; empty is any, and tagged or not.
    pub tag: Vec<String>,
    /// How old; empty is any.
    pub age: Vec<AgeBand>,
    /// Whether it is new to the reader; empty is any.
    pub seen: Vec<Seen>,
    /// When its suppression ends; empty is any, and hidden or not.
    pub until: Vec<UntilBand>,
    /// Where it stands in its time; empty is any.
    pub due: Vec<Due>,
    /// Values that it must not have.
    pub excluded: Vec<Excluded>,
    /// Words and "quoted phrases" that must all occur, each somewhere in title, resource ids, finding id, control,
    /// account or an IP address of the document, and must not with a `-` before; case is folded.
    pub text: String,
}

/// A value of a facet that keeps a finding out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    /// Of which facet.
    pub facet: Facet,
    /// Which value, as a filter takes it.
    pub value: String,
}

impl FindingFilter {
    /// What a newcomer to the page sees, and what Security Hub's own summary counts: active, new or notified.
    #[must_use]
    pub fn open() -> Self {
        Self {
            workflow: vec![WorkflowStatus::New, WorkflowStatus::Notified],
            record_state: vec![RecordState::Active],
            ..Self::default()
        }
    }

    /// The chosen values of one facet, as text.
    #[must_use]
    pub fn chosen(&self, facet: Facet) -> Vec<&str> {
        fn words<T: Copy>(values: &[T], as_str: fn(T) -> &'static str) -> Vec<&str> {
            values.iter().map(|value| as_str(*value)).collect()
        }
        match facet {
            Facet::Severity => words(&self.severity, Severity::as_str),
            Facet::Workflow => words(&self.workflow, WorkflowStatus::as_str),
            Facet::RecordState => words(&self.record_state, RecordState::as_str),
            Facet::Compliance => words(&self.compliance, ComplianceStatus::as_str),
            Facet::Age => words(&self.age, AgeBand::as_str),
            Facet::Seen => words(&self.seen, Seen::as_str),
            Facet::Until => words(&self.until, UntilBand::as_str),
            Facet::Due => words(&self.due, Due::as_str),
            _ => self.texts(facet).iter().map(String::as_str).collect(),
        }
    }

    /// The values of a facet whose values are free text; no values for one with fixed words.
    #[must_use]
    pub fn texts(&self, facet: Facet) -> &[String] {
        match facet {
            Facet::Severity
            | Facet::Workflow
            | Facet::RecordState
            | Facet::Compliance
            | Facet::Age
            | Facet::Seen
            | Facet::Until
            | Facet::Due => &[],
            Facet::Account => &self.account,
            Facet::Region => &self.region,
            Facet::Product => &self.product,
            Facet::Control => &self.control,
            Facet::Standard => &self.standard,
            Facet::ResourceType => &self.resource_type,
            Facet::Assignee => &self.assignee,
            Facet::Tag => &self.tag,
        }
    }

    /// The same with `value` of `facet` chosen if it was not, and not chosen if it was. An unknown word changes nothing.
    #[must_use]
    pub fn toggled(mut self, facet: Facet, value: &str) -> Self {
        fn flip<T: PartialEq>(values: &mut Vec<T>, value: Option<T>) {
            let Some(value) = value else { return };
            match values.iter().position(|chosen| *chosen == value) {
                Some(at) => drop(values.remove(at)),
                None => values.push(value),
            }
        }
        match facet {
            Facet::Severity => flip(&mut self.severity, value.parse().ok()),
            Facet::Workflow => flip(&mut self.workflow, value.parse().ok()),
            Facet::RecordState => flip(&mut self.record_state, value.parse().ok()),
            Facet::Compliance => flip(&mut self.compliance, value.parse().ok()),
            Facet::Age => flip(&mut self.age, value.parse().ok()),
            Facet::Seen => flip(&mut self.seen, value.parse().ok()),
            Facet::Until => flip(&mut self.until, value.parse().ok()),
            Facet::Due => flip(&mut self.due, value.parse().ok()),
            Facet::Account => flip(&mut self.account, Some(value.to_owned())),
            Facet::Region => flip(&mut self.region, Some(value.to_owned())),
            Facet::Product => flip(&mut self.product, Some(value.to_owned())),
            Facet::Control => flip(&mut self.control, Some(value.to_owned())),
            Facet::Standard => flip(&mut self.standard, Some(value.to_owned())),
            Facet::ResourceType => flip(&mut self.resource_type, Some(value.to_owned())),
            Facet::Assignee => flip(&mut self.assignee, Some(value.to_owned())),
            Facet::Tag => flip(&mut self.tag, Some(value.to_owned())),
        }
        self
    }

    /// The values of one facet that keep a finding out.
    #[must_use]
    pub fn excluded(&self, facet: Facet) -> Vec<&str> {
        let of = self.excluded.iter().filter(|one| one.facet == facet);
        of.map(|one| one.value.as_str()).collect()
    }

    /// The same with `value` of `facet` keeping findings out. A word that the facet does not know changes nothing.
    #[must_use]
    pub fn excluding(mut self, facet: Facet, value: &str) -> Self {
        let excluded = Excluded {
            facet,
            value: value.to_owned(),
        };
        let known = Self::default().toggled(facet, value) != Self::default();
        if known && !self.excluded.contains(&excluded) {
            self.excluded.push(excluded);
        }
        self
    }

    /// The same with `value` of `facet` keeping nothing out any more.
    #[must_use]
    pub fn readmitting_one(mut self, facet: Facet, value: &str) -> Self {
        self.excluded
            .retain(|one| one.facet != facet || one.value != value);
        self
    }

    /// The same without any value of `facet` that keeps findings out.
    #[must_use]
    pub fn readmitting(mut self, facet: Facet) -> Self {
        self.excluded.retain(|one| one.facet != facet);
        self
    }

    /// What it says of accounts and regions, and nothing else.
    #[must_use]
    pub fn places(&self) -> Self {
        let excluded = self.excluded.iter();
        let of_place = |one: &&Excluded| matches!(one.facet, Facet::Account | Facet::Region);
        Self {
            account: self.account.clone(),
            region: self.region.clone(),
            excluded: excluded.filter(of_place).cloned().collect(),
            ..Self::default()
        }
    }

    /// The same without any value of `facet`.
    #[must_use]
    pub fn without(mut self, facet: Facet) -> Self {
        for value in self
            .chosen(facet)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
        {
            self = self.toggled(facet, &value);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choosing_twice_is_choosing_never() {
        for facet in Facet::ALL {
            let value = match facet {
                Facet::Severity => "HIGH",
                Facet::Workflow => "RESOLVED",
                Facet::RecordState => "ARCHIVED",
                Facet::Compliance => "FAILED",
                Facet::Age => "week",
                Facet::Seen => "no",
                Facet::Until => "month",
                Facet::Due => "soon",
                _ => "any text",
            };
            let once = FindingFilter::open().toggled(*facet, value);
            assert!(once.chosen(*facet).contains(&value), "{facet}");
            assert_eq!(
                once.toggled(*facet, value),
                FindingFilter::open(),
                "{facet}"
            );
        }
    }

    #[test]
    fn a_word_that_is_none_changes_nothing() {
        assert_eq!(
            FindingFilter::open().toggled(Facet::Severity, "LOUD"),
            FindingFilter::open()
        );
    }
}
