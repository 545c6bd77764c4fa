//! The list of findings as an address: everything that is chosen stands in the query string.

use domain::finding::{
    Facet, FindingFilter, FindingList, FindingSummary, GroupKey, Grouping, QueryFault, SortKey,
    SortOrder, WorkflowStatus, read_pairs, to_pairs,
};

use super::viewed::Viewed;
use crate::query::Query;

/// Rows a page.
pub const PAGE_ROWS: u16 = 50;

/// Keys that say which list it is; the others say what is shown beside it.
const LIST_KEYS: &[&str] = &[
    "by", "open", "within", "of", "sort", "order", "after", "edit", "cols", "view", EVERYWHERE,
    SOUGHT_IN, SOUGHT,
];

/// The key of the list that a chip was taken from.
pub(super) const WAS: &str = "was";

/// The keys of a facet among whose values something is sought, and of what.
pub(super) const SOUGHT_IN: &str = "in";
pub(super) const SOUGHT: &str = "find";

/// The key of a list that was told to be of every account and region.
const EVERYWHERE: &str = "scope";

/// What an address says of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAddress {
    /// Which findings.
    pub filter: FindingFilter,
    /// A row a control, or a row a finding.
    pub grouping: Grouping,
    /// The group that is open in place.
    pub open: Option<String>,
    /// The one group that the list is of.
    pub within: Option<GroupKey>,
    /// What a flat list is ordered by.
    pub sort: SortKey,
    /// Which end first.
    pub order: SortOrder,
    /// Where the page begins.
    pub after: Option<String>,
    /// The columns of a flat list in their order, as [`domain::finding::Column::read`] knows them; none where the reader's
    /// own ones are shown.
    pub columns: Option<String>,
    /// Whether it is of every account and region, whatever else is looked at, where the filter names none.
    pub everywhere: bool,
    /// The view that the list began as.
    pub viewed: Viewed,
    /// The facet among whose values something is sought, and what.
    pub sought: Option<(Facet, String)>,
    /// What is wrong with the query that was typed, and the query: it is no part of the filter then.
    pub fault: Option<(QueryFault, String)>,
}

impl ListAddress {
    /// Reads a query string; what is unknown in it is passed over.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::read(&Query::parse(text))
    }

    /// The same from pairs.
    #[must_use]
    pub fn read(query: &Query) -> Self {
        let text = |key: &str| query.get(key).map(str::to_owned);
        // The key of a group may be empty, such as that of what is suppressed without an end.
        let group_key = |key: &str| query.given(key).map(str::to_owned);
        let word = |key: &str| query.get(key).unwrap_or_default();
        let (filter, fault) = read_pairs(query.pairs());
        let typed = || text("q").unwrap_or_default();
        let within = |key| GroupKey {
            by: word("of").parse().unwrap_or(Grouping::Control),
            key,
        };
        Self {
            filter,
            grouping: word("by").parse().unwrap_or(Grouping::Control),
            open: group_key("open"),
            within: group_key("within").map(within),
            sort: word("sort").parse().unwrap_or(SortKey::Severity),
            order: word("order").parse().unwrap_or(SortOrder::Descending),
            after: text("after"),
            columns: text("cols"),
            everywhere: word(EVERYWHERE) == "all",
            viewed: Viewed::read(query),
            sought: Facet::of_query(word(SOUGHT_IN))
                .zip(text(SOUGHT).filter(|text| !text.trim().is_empty())),
            fault: fault.map(|fault| (fault, typed())),
        }
    }

    /// What the index is asked for.
    #[must_use]
    pub fn list(&self) -> FindingList {
        FindingList {
            filter: self.filter.clone(),
            group: self.within.clone(),
            sort: self.sort,
            order: self.order,
            after: self.after.clone(),
            limit: PAGE_ROWS,
        }
    }

    /// The list that `finding` is stepped through in: with groups it is the finding's own group.
    #[must_use]
    pub fn list_around(&self, finding: &FindingSummary) -> FindingList {
        let key = match self.grouping {
            Grouping::Flat => None,
            Grouping::Control => {
                let control = finding.control.as_ref();
                Some(control.unwrap_or(&finding.title).clone())
            }
            Grouping::Account => Some(finding.account.clone()),
            Grouping::Product => Some(finding.product.clone()),
            Grouping::Resource => Some(finding.resource_key()),
            Grouping::Suppression => Some(finding.suppression_key()),
        };
        let by = self.grouping;
        let own = key.map(|key| GroupKey { by, key });
        FindingList {
            group: own.or_else(|| self.within.clone()),
            after: None,
            ..self.list()
        }
    }

    /// The address as pairs, without what is as always.
    #[must_use]
    pub fn query(&self) -> Query {
        let mut query = Query::default().and(to_pairs(&self.filter));
        let words = [
            (
                "by",
                (self.grouping != Grouping::Control).then(|| self.grouping.to_string()),
            ),
            ("open", self.open.clone()),
            (
                "within",
                self.within.as_ref().map(|group| group.key.clone()),
            ),
            ("of", self.within.as_ref().and_then(of_word)),
            ("q", self.fault.as_ref().map(|(_, typed)| typed.clone())),
            (
                "sort",
                (self.sort != SortKey::Severity).then(|| self.sort.to_string()),
            ),
            (
                "order",
                (self.order != SortOrder::Descending).then(|| self.order.to_string()),
            ),
            ("after", self.after.clone()),
            ("cols", self.columns.clone()),
            (
                SOUGHT_IN,
                self.sought.as_ref().map(|(facet, _)| facet.to_string()),
            ),
            (SOUGHT, self.sought.as_ref().map(|(_, text)| text.clone())),
            (
                EVERYWHERE,
                (self.everywhere && !says_where(&self.filter)).then(|| "all".to_owned()),
            ),
        ];
        for (key, word) in words {
            if let Some(word) = word {
                query = query.with(key, &word);
            }
        }
        self.viewed.write(query)
    }

    /// The list itself: without what is open in it, where its page begins, and the view that it began as.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self {
            open: None,
            after: None,
            everywhere: false,
            sought: None,
            viewed: Viewed::No,
            ..self.clone()
        }
    }

    /// Whether two addresses are of the same list, in whatever order their values stand. One that names no columns has
    /// those of the other.
    #[must_use]
    pub fn is_same_list(&self, other: &Self) -> bool {
        let both = self.columns.is_some() && other.columns.is_some();
        let pairs = |address: &Self| {
            let query = address.plain().query();
            let query = if both {
                query
            } else {
                query.without(&["cols"])
            };
            let mut pairs: Vec<(String, String)> = query
                .pairs()
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect();
            pairs.sort_unstable();
            pairs
        };
        pairs(self) == pairs(other)
    }

    /// Whether the list may have suppressed findings, so that what belongs to those is shown.
    #[must_use]
    pub fn has_suppressed(&self) -> bool {
        let chosen = &self.filter.workflow;
        chosen.is_empty() || chosen.contains(&WorkflowStatus::Suppressed)
    }

    /// Where the list stands.
    #[must_use]
    pub fn href(&self) -> String {
        self.query().href("/findings")
    }

    /// Where one finding stands beside this list.
    #[must_use]
    pub fn finding_href(&self, id: domain::id::FindingId) -> String {
        self.query().href(&format!("/findings/{id}"))
    }

    /// The list with another filter: it begins at its first page, and nothing is open. Where the last account and region
    /// are taken away it is of all of them, also where the reader looks at a part.
    #[must_use]
    pub fn filtered(&self, filter: FindingFilter) -> Self {
        Self {
            sought: None,
            everywhere: self.everywhere || (says_where(&self.filter) && !says_where(&filter)),
            filter,
            open: None,
            after: None,
            ..self.clone()
        }
    }

    /// The list with `value` of `facet` chosen, or not any more; one that keeps findings out lets them in again.
    #[must_use]
    pub fn toggled(&self, facet: Facet, value: &str) -> Self {
        let filter = self.filter.clone();
        self.filtered(match filter.excluded(facet).contains(&value) {
            true => filter.readmitting_one(facet, value),
            false => filter.toggled(facet, value),
        })
    }

    /// The list with a group open, or closed if it was.
    #[must_use]
    pub fn opened(&self, key: &str) -> Self {
        let open = (self.open.as_deref() != Some(key)).then(|| key.to_owned());
        Self {
            open,
            ..self.clone()
        }
    }

    /// One group as a flat list.
    #[must_use]
    pub fn inside(&self, key: &str) -> Self {
        Self {
            grouping: Grouping::Flat,
            open: None,
            within: Some(GroupKey {
                by: self.grouping,
                key: key.to_owned(),
            }),
            after: None,
            ..self.clone()
        }
    }

    /// The list in the other form.
    #[must_use]
    pub fn grouped(&self, grouping: Grouping) -> Self {
        Self {
            grouping,
            open: None,
            within: None,
            after: None,
            ..self.clone()
        }
    }

    /// The flat list ordered by `sort`, the other way round if it was so already.
    #[must_use]
    pub fn sorted(&self, sort: SortKey) -> Self {
        let (first, second) = match sort {
            SortKey::Due => (SortOrder::Ascending, SortOrder::Descending),
            _ => (SortOrder::Descending, SortOrder::Ascending),
        };
        let turned = self.sort == sort && self.order == first;
        let order = if turned { second } else { first };
        Self {
            sort,
            order,
            after: None,
            ..self.clone()
        }
    }

    /// The list from another row on.
    #[must_use]
    pub fn from(&self, after: Option<&str>) -> Self {
        Self {
            after: after.map(str::to_owned),
            open: None,
            ..self.clone()
        }
    }
}

/// Whether a filter says itself in which accounts or regions findings are.
pub(crate) fn says_where(filter: &FindingFilter) -> bool {
    let places = [Facet::Account, Facet::Region];
    let mut places = places.into_iter();
    places.any(|facet| !filter.chosen(facet).is_empty() || !filter.excluded(facet).is_empty())
}

/// By what a group is one, where it is not by control.
fn of_word(group: &GroupKey) -> Option<String> {
    (group.by != Grouping::Control).then(|| group.by.to_string())
}

/// The part of a query string that says which list it is, for what depends on that alone.
#[must_use]
pub fn list_part(query: &Query) -> Query {
    let excluded: Vec<String> = Facet::ALL.iter().map(|facet| format!("-{facet}")).collect();
    let facets = Facet::ALL.iter().map(|facet| facet.as_str());
    let keys: Vec<&str> = facets
        .chain(excluded.iter().map(String::as_str))
        .chain(["q"])
        .chain(LIST_KEYS.iter().copied())
        .collect();
    query.clone().only(&keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let text = "severity=CRITICAL&q=ssh%20port&by=flat&sort=updated&order=asc&after=x";
        let address = ListAddress::parse(text);
        assert_eq!(address.filter.text, "ssh port");
        assert_eq!(ListAddress::read(&address.query()), address);
    }

    #[test]
    fn a_group_whose_key_is_empty_is_one() {
        let open = ListAddress::parse("by=suppression&open=");
        assert_eq!(open.open.as_deref(), Some(""));
        assert_eq!(ListAddress::read(&open.query()), open);
        assert_eq!(open.opened("").open, None, "it is closed again");
        let inside = ListAddress::parse(&open.inside("").query().to_text());
        let group = inside.within.expect("the list is of the group");
        assert_eq!((group.by, group.key.as_str()), (Grouping::Suppression, ""));
        assert_eq!(ListAddress::parse("by=suppression").open, None);
    }

    #[test]
    fn a_bare_address_is_what_is_open_by_control() {
        let address = ListAddress::parse("");
        assert_eq!(address.filter, FindingFilter::open());
        assert_eq!(address.href(), "/findings");
    }

    #[test]
    fn choosing_what_is_excluded_lets_it_in_again() {
        let address = ListAddress::parse("-product=Macie&-product=Config");
        let again = address.toggled(Facet::Product, "Macie");
        assert_eq!(again.href(), "/findings?-product=Config");
    }

    #[test]
    fn another_filter_begins_at_the_first_page() {
        let address = ListAddress::parse("after=x&open=EC2.13").toggled(Facet::Account, "1");
        assert_eq!(address.href(), "/findings?account=1");
    }

    #[test]
    fn a_group_of_another_kind_reads_back() {
        let address = ListAddress::parse("by=account").inside("111122223333");
        let text = address.query().to_text();
        assert_eq!(text, "by=flat&within=111122223333&of=account");
        assert_eq!(ListAddress::parse(&text), address);
    }

    #[test]
    fn a_query_with_a_mistake_is_kept_and_filters_nothing() {
        let address = ListAddress::parse("q=severity:loud&region=eu-west-1");
        assert_eq!(address.filter.region, ["eu-west-1"]);
        assert_eq!(address.filter.text, "");
        let (fault, typed) = address.fault.clone().expect("a mistake");
        assert_eq!(&typed[fault.from as usize..fault.to as usize], "loud");
        assert_eq!(ListAddress::parse(&address.query().to_text()), address);
    }

    #[test]
    fn without_its_last_place_a_list_is_of_everywhere() {
        let both = ListAddress::parse("account=1&region=eu-west-1");
        let region = both.toggled(Facet::Account, "1");
        assert_eq!(region.href(), "/findings?region=eu-west-1");
        let none = region.toggled(Facet::Region, "eu-west-1");
        assert_eq!(none.href(), "/findings?scope=all");
        let again = ListAddress::parse("scope=all");
        assert_eq!(again, none);
        assert_eq!(
            again.toggled(Facet::Account, "2").href(),
            "/findings?account=2"
        );
        let high = again.toggled(Facet::Severity, "HIGH");
        assert_eq!(high.href(), "/findings?severity=HIGH&scope=all");
        // A view is the same list wherever its reader looks.
        assert!(high.is_same_list(&ListAddress::parse("severity=HIGH")));
    }

    #[test]
    fn sorting_twice_turns_the_order() {
        let once = ListAddress::parse("by=flat").sorted(SortKey::Updated);
        assert_eq!(once.order, SortOrder::Descending);
        assert_eq!(once.sorted(SortKey::Updated).order, SortOrder::Ascending);
        let due = ListAddress::parse("by=flat").sorted(SortKey::Due);
        assert_eq!(due.href(), "/findings?by=flat&sort=due&order=asc");
    }

    #[test]
    fn the_drawer_is_no_part_of_the_list() {
        let query = Query::parse("severity=HIGH&tab=fix&chosen=NEW&by=flat");
        assert_eq!(list_part(&query).to_text(), "severity=HIGH&by=flat");
    }
}
