//! What an address says of views: nothing, that it is of none, which one it is, or which one it began as.

use super::address::list_part;
use crate::query::Query;

/// The key.
pub(crate) const VIEW: &str = "view";
/// What stands for no view, where a list would begin with one by itself.
pub(crate) const NO_VIEW: &str = "none";
/// The address of all open findings, whatever a list begins with.
pub const ALL_OPEN: &str = "/findings?view=none";

/// The view of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Viewed {
    /// It names none. If it says nothing else, the list is what the reader begins with.
    #[default]
    No,
    /// It is of none, also if it says nothing else.
    AllOpen,
    /// It is the view of this id and says nothing else.
    Itself(String),
    /// It began as the view of this id and says all that it is.
    Changed(String),
}

impl Viewed {
    /// Reads it from the whole query.
    pub(super) fn read(query: &Query) -> Self {
        match query.get(VIEW) {
            None => Self::No,
            Some(NO_VIEW) => Self::AllOpen,
            Some(id) => match list_part(query).without(&[VIEW]).is_empty() {
                true => Self::Itself(id.to_owned()),
                false => Self::Changed(id.to_owned()),
            },
        }
    }

    /// The same list with its view said. What says nothing by itself gets a word, so that it is not taken for what it
    /// began as.
    pub(super) fn write(&self, query: Query) -> Query {
        match self {
            Self::No => query,
            Self::AllOpen if query.is_empty() => query.with(VIEW, NO_VIEW),
            Self::AllOpen => query,
            Self::Itself(id) => Query::default().with(VIEW, id),
            Self::Changed(id) if query.is_empty() => query.with("by", "control").with(VIEW, id),
            Self::Changed(id) => query.with(VIEW, id),
        }
    }
}

/// Where a view stands; the server alone writes links to views.
#[cfg(feature = "ssr")]
pub(crate) fn view_href(id: domain::id::ViewId) -> String {
    format!("/findings?{VIEW}={id}")
}

#[cfg(test)]
mod tests {
    use domain::finding::{Column, Facet, Grouping, Severity, SortKey, SortOrder};

    use super::super::address::ListAddress;
    use super::*;

    const ID: &str = "01a20e10-a12f-7be1-8142-790186575004";

    fn back(address: &ListAddress) -> ListAddress {
        ListAddress::parse(&address.query().to_text())
    }

    /// Every form of a list, with columns in an order of its own.
    fn lists() -> Vec<ListAddress> {
        let mut all = Vec::new();
        for text in [
            "",
            "severity=CRITICAL&severity=HIGH&-account=1&q=a%20b",
            "workflow=any&seen=no",
        ] {
            for by in Grouping::ALL {
                for (sort, order) in SortKey::ALL.iter().zip(SortOrder::ALL.iter().cycle()) {
                    let columns: [Option<&[Column]>; 3] =
                        [None, Some(&[]), Some(&[Column::Age, Column::Account])];
                    all.extend(columns.map(|columns| ListAddress {
                        grouping: *by,
                        sort: *sort,
                        order: *order,
                        columns: columns.map(Column::write),
                        ..ListAddress::parse(text)
                    }));
                }
            }
        }
        all
    }

    #[test]
    fn the_text_of_a_view_is_its_list_and_nothing_else() {
        for list in lists() {
            assert_eq!(back(&list), list);
            let on_a_page = ListAddress {
                after: Some("x".to_owned()),
                open: Some("EC2.13".to_owned()),
                viewed: Viewed::Changed(ID.to_owned()),
                ..list.clone()
            };
            assert_eq!(on_a_page.plain(), list);
            assert_eq!(back(&on_a_page), on_a_page);
            assert!(on_a_page.is_same_list(&list));
            let other = list.toggled(Facet::Severity, Severity::Low.as_str());
            assert!(!on_a_page.is_same_list(&other));
        }
    }

    #[test]
    fn what_says_nothing_else_is_the_view_and_what_says_more_began_as_it() {
        let itself = ListAddress::parse(&format!("view={ID}&tab=fix"));
        assert_eq!(itself.viewed, Viewed::Itself(ID.to_owned()));
        assert_eq!(itself.href(), format!("/findings?view={ID}"));
        // The last filter of a view is taken away: what is left is not the view again.
        let list = ListAddress::parse(&format!("view={ID}&severity=HIGH"));
        let loose = list.toggled(Facet::Severity, "HIGH");
        assert_eq!(loose.href(), format!("/findings?by=control&view={ID}"));
        assert_eq!(back(&loose).viewed, Viewed::Changed(ID.to_owned()));
    }

    #[test]
    fn all_open_findings_are_said_only_where_nothing_else_is() {
        let all = ListAddress::parse("view=none");
        assert_eq!(all.href(), ALL_OPEN);
        let high = all.toggled(Facet::Severity, "HIGH");
        assert_eq!(high.href(), "/findings?severity=HIGH");
        assert_eq!(high.toggled(Facet::Severity, "HIGH").href(), ALL_OPEN);
    }

    #[test]
    fn the_order_of_values_makes_no_other_list() {
        let one = ListAddress::parse("severity=HIGH&severity=LOW&cols=age");
        let other = ListAddress::parse("severity=LOW&severity=HIGH");
        assert!(one.is_same_list(&other));
        assert!(!one.is_same_list(&ListAddress::parse("severity=HIGH")));
        let columns = ListAddress::parse("severity=LOW&severity=HIGH&cols=account");
        assert!(!one.is_same_list(&columns));
    }
}
