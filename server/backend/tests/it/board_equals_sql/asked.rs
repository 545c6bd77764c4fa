//! Lists that somebody might ask for.

use domain::finding::{
    AgeBand, ComplianceStatus, Due, Facet, FindingFilter, FindingList, GroupKey, Grouping,
    RecordState, Seen, Severity, SortKey, SortOrder, UntilBand, WorkflowStatus,
};
use proptest::{collection::vec, option::weighted, prelude::*, sample::select};

use super::steps::{ACCOUNTS, CONTROLS, NAMES, PRODUCTS, REGIONS, STANDARDS, TAGS, TITLES, TYPES};

/// A few lists, the one that everybody sees first among them.
pub(crate) fn lists() -> impl Strategy<Value = Vec<FindingList>> {
    vec(list(), 3).prop_map(|mut lists| {
        lists.push(FindingList::first(FindingFilter::open(), 5));
        lists.push(FindingList::first(FindingFilter::default(), 200));
        lists
    })
}

fn list() -> impl Strategy<Value = FindingList> {
    let group = select([CONTROLS, TITLES].concat()).prop_map(str::to_owned);
    (
        filter(),
        weighted(0.2, group),
        select(SortKey::ALL),
        select(SortOrder::ALL),
        1_u16..9,
    )
        .prop_map(|(filter, group, sort, order, limit)| FindingList {
            filter,
            group: group.map(|key| GroupKey {
                by: Grouping::Control,
                key,
            }),
            sort,
            order,
            after: None,
            limit,
        })
}

fn filter() -> impl Strategy<Value = FindingFilter> {
    let words = [
        "",
        "",
        "port",
        "PORT 22",
        "sg-3",
        "finding/f1",
        "EC2.1",
        "2222",
        "pay",
        "é",
        "x y z",
        "i-1 eu",
        "203.0.113.7",
        "203.0.113.",
    ];
    (vec(choice(), 0..4), select(words.to_vec())).prop_map(|(choices, text)| {
        let filter = FindingFilter {
            text: text.to_owned(),
            ..FindingFilter::default()
        };
        choices.into_iter().fold(filter, |filter, (facet, value)| {
            filter.toggled(facet, value)
        })
    })
}

/// A facet with a value that some finding may have, or none has.
fn choice() -> impl Strategy<Value = (Facet, &'static str)> {
    fn words<T: Copy>(all: &[T], as_str: fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().map(|word| as_str(*word)).collect()
    }
    select(Facet::ALL).prop_flat_map(|facet| {
        let mut values = match facet {
            Facet::Severity => words(Severity::ALL, Severity::as_str),
            Facet::Workflow => words(WorkflowStatus::ALL, WorkflowStatus::as_str),
            Facet::RecordState => words(RecordState::ALL, RecordState::as_str),
            Facet::Compliance => words(ComplianceStatus::ALL, ComplianceStatus::as_str),
            Facet::Account => ACCOUNTS.to_vec(),
            Facet::Product => PRODUCTS.to_vec(),
            Facet::Region => REGIONS.to_vec(),
            Facet::ResourceType => TYPES.to_vec(),
            Facet::Control => CONTROLS.to_vec(),
            Facet::Standard => STANDARDS.to_vec(),
            Facet::Assignee => [NAMES, &[""]].concat(),
            Facet::Tag => TAGS.to_vec(),
            Facet::Age => words(AgeBand::ALL, AgeBand::as_str),
            Facet::Seen => words(Seen::ALL, Seen::as_str),
            Facet::Until => words(UntilBand::ALL, UntilBand::as_str),
            Facet::Due => words(Due::ALL, Due::as_str),
        };
        values.push("none has this");
        (Just(facet), select(values))
    })
}
