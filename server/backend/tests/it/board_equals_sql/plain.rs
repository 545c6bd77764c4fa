//! The rules of lists and facets, written as plainly as can be: a loop over all rows for every number.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    finding::{
        AgeBand, ComplianceStatus, Deadlines, Due, Facet, FacetCounts, FindingCounts, FindingList,
        RecordState, Seen, Severity, SortKey, UntilBand, WorkflowStatus, day,
    },
    time::from_micros,
};

use super::kept::Kept;

/// The values that a finding has of a facet.
fn values(facet: Facet, row: &Kept) -> BTreeSet<String> {
    let one = |text: &str| BTreeSet::from([text.to_owned()]);
    match facet {
        Facet::Severity => one(row.severity.as_str()),
        Facet::Workflow => one(row.workflow.as_str()),
        Facet::RecordState => one(row.record_state.as_str()),
        Facet::Compliance => row
            .compliance
            .iter()
            .map(|word| word.as_str().to_owned())
            .collect(),
        Facet::Account => one(&row.account),
        Facet::Product => one(&row.product),
        Facet::Region => one(&row.region),
        Facet::ResourceType => row.resources.iter().map(|(kind, _)| kind.clone()).collect(),
        Facet::Control => row.control.iter().cloned().collect(),
        Facet::Standard => row.standards.iter().cloned().collect(),
        Facet::Assignee => one(row.assignee.as_deref().unwrap_or_default()),
        Facet::Tag => row.tags.iter().cloned().collect(),
        Facet::Age => one(match day(row.now) - day(from_micros(row.open_since)) {
            ..=0 => "today",
            1..=6 => "week",
            7..=29 => "month",
            30..=89 => "quarter",
            _ => "older",
        }),
        // The reader of these tests never said that anything is seen.
        Facet::Seen => one("no"),
        Facet::Until => match (row.workflow, row.suppression) {
            (WorkflowStatus::Suppressed, None) => one("never"),
            (WorkflowStatus::Suppressed, Some((_, until))) => {
                one(UntilBand::of(until, row.now).as_str())
            }
            _ => BTreeSet::new(),
        },
        Facet::Due => one(due(row).as_str()),
    }
}

/// Where the finding stands in the time that nobody has changed.
fn due(row: &Kept) -> Due {
    let open_since = from_micros(row.open_since);
    match is_open(row) {
        true => Deadlines::default().of_day(row.severity, day(open_since), row.now),
        false => Due::NoClock,
    }
}

/// Whether each word of the text occurs somewhere in the finding.
fn holds_text(text: &str, row: &Kept) -> bool {
    let mut places = vec![&row.title, &row.aws_finding_id, &row.account];
    places.extend(row.resources.iter().map(|(_, id)| id));
    places.extend(&row.control);
    places.extend(&row.account_name);
    places.extend(&row.addresses);
    let places: Vec<String> = places
        .into_iter()
        .map(|place| place.to_lowercase())
        .collect();
    let mut words = text.split_whitespace().map(str::to_lowercase);
    words.all(|word| places.iter().any(|place| place.contains(&word)))
}

/// Whether the list has the finding, were the choice of one facet not made.
pub(crate) fn admits(ask: &FindingList, row: &Kept, but: Option<Facet>) -> bool {
    let by_facet = |facet: &Facet| {
        let chosen = ask.filter.chosen(*facet);
        Some(*facet) == but
            || chosen.is_empty()
            || values(*facet, row)
                .iter()
                .any(|value| chosen.contains(&value.as_str()))
    };
    let by_group = ask.group.as_ref();
    let by_group = by_group.is_none_or(|wanted| wanted.key == *group(row));
    by_group && Facet::ALL.iter().all(by_facet) && holds_text(&ask.filter.text, row)
}

/// Where the finding stands in an ascending order.
pub(crate) fn place(sort: SortKey, row: &Kept) -> (Severity, i64, i64) {
    match sort {
        SortKey::Severity => (row.severity, row.updated, row.n),
        SortKey::Updated => (Severity::Informational, row.updated, row.n),
        SortKey::Created => (Severity::Informational, row.open_since, row.n),
        SortKey::Came => (Severity::Informational, 0, row.n),
        SortKey::Due => due_place(row),
    }
}

/// By when it is due; of those of one day the worst, then the first that came.
fn due_place(row: &Kept) -> (Severity, i64, i64) {
    let due = Deadlines::default().due_at(row.severity, from_micros(row.open_since));
    let days = due.map_or(1 << 30, day);
    let rest = i64::from(Severity::Critical.rank() - row.severity.rank());
    (Severity::Informational, days * 8 + rest, row.n)
}

/// Every value that a facet must show, with its count: those that some finding has, those chosen, and all fixed words.
pub(crate) fn facets(kept: &[Kept], ask: &FindingList) -> Vec<(Facet, BTreeMap<String, u64>)> {
    let of = |facet: &Facet| {
        let mut counts: BTreeMap<String, u64> = fixed(*facet)
            .iter()
            .map(|word| ((*word).to_owned(), 0))
            .collect();
        for value in kept.iter().flat_map(|row| values(*facet, row)) {
            counts.entry(value).or_insert(0);
        }
        for chosen in ask.filter.chosen(*facet) {
            counts.insert(chosen.to_owned(), 0);
        }
        for row in kept.iter().filter(|row| admits(ask, row, Some(*facet))) {
            for value in values(*facet, row) {
                *counts.entry(value).or_default() += 1;
            }
        }
        (*facet, counts)
    };
    Facet::ALL.iter().map(of).collect()
}

fn fixed(facet: Facet) -> Vec<&'static str> {
    match facet {
        Facet::Severity => Severity::ALL.iter().map(|word| word.as_str()).collect(),
        Facet::Workflow => WorkflowStatus::ALL
            .iter()
            .map(|word| word.as_str())
            .collect(),
        Facet::RecordState => RecordState::ALL.iter().map(|word| word.as_str()).collect(),
        Facet::Compliance => ComplianceStatus::ALL
            .iter()
            .map(|word| word.as_str())
            .collect(),
        Facet::Age => AgeBand::ALL.iter().map(|word| word.as_str()).collect(),
        Facet::Seen => Seen::ALL.iter().map(|word| word.as_str()).collect(),
        Facet::Until => UntilBand::ALL.iter().map(|word| word.as_str()).collect(),
        Facet::Due => Due::ALL.iter().map(|word| word.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// What the index answered, in the same form; its own order is held to the rule on the way.
pub(crate) fn shown(
    facets: &[FacetCounts],
    ask: &FindingList,
) -> Vec<(Facet, BTreeMap<String, u64>)> {
    let of = |counts: &FacetCounts| {
        assert_eq!(counts.more, 0, "these tests have few values");
        let free = fixed(counts.facet).is_empty();
        let chosen = ask.filter.chosen(counts.facet);
        let ordered = counts.values.windows(2).all(|two| {
            let key = |at: usize| (std::cmp::Reverse(two[at].count), &two[at].value);
            key(0) < key(1)
        });
        assert!(!free || ordered, "most frequent first: {counts:?}");
        let all: BTreeMap<String, u64> = counts
            .values
            .iter()
            .map(|one| (one.value.clone(), one.count))
            .collect();
        assert_eq!(
            all.len(),
            counts.values.len(),
            "no value twice: {counts:?} {chosen:?}"
        );
        (counts.facet, all)
    };
    facets.iter().map(of).collect()
}

fn is_open(row: &Kept) -> bool {
    let workflow = matches!(row.workflow, WorkflowStatus::New | WorkflowStatus::Notified);
    workflow && row.record_state == RecordState::Active
}

pub(crate) fn counts(kept: &[Kept]) -> FindingCounts {
    let open = || kept.iter().filter(|row| is_open(row));
    let of = |severity| open().filter(|row| row.severity == severity).count() as u64;
    let (critical, high) = (of(Severity::Critical), of(Severity::High));
    FindingCounts {
        critical,
        high,
        other: open().count() as u64 - critical - high,
        unassigned: open().filter(|row| row.assignee.is_none()).count() as u64,
    }
}

fn fails(row: &Kept) -> bool {
    is_open(row) && row.compliance != Some(ComplianceStatus::Passed)
}

fn group(row: &Kept) -> &String {
    row.control.as_ref().unwrap_or(&row.title)
}

/// Key, worst severity, matching, active in the accounts and regions of the filter, accounts and regions of what fails (of
/// all where nothing does) of each group, in the order of a page.
pub(crate) fn groups(
    kept: &[Kept],
    ask: &FindingList,
) -> Vec<(String, Severity, u64, u64, u64, u64)> {
    let mut groups: BTreeMap<&String, Vec<&Kept>> = BTreeMap::new();
    for row in kept.iter().filter(|row| admits(ask, row, None)) {
        groups.entry(group(row)).or_default().push(row);
    }
    let different = |rows: &[&Kept], of: fn(&Kept) -> &String| {
        rows.iter()
            .map(|row| of(row))
            .collect::<BTreeSet<_>>()
            .len() as u64
    };
    let active = |row: &&Kept| row.record_state == RecordState::Active;
    let places = FindingList::first(ask.filter.places(), 1);
    let of = |(key, rows): (&String, Vec<&Kept>)| {
        let worst = rows
            .iter()
            .map(|row| row.severity)
            .max()
            .unwrap_or(Severity::Informational);
        let all = kept
            .iter()
            .filter(|row| group(row) == key)
            .filter(active)
            .filter(|row| admits(&places, row, None))
            .count() as u64;
        let failing: Vec<&Kept> = rows.iter().copied().filter(|row| fails(row)).collect();
        let told = if failing.is_empty() { &rows } else { &failing };
        let accounts = different(told, |row| &row.account);
        let regions = different(told, |row| &row.region);
        (
            key.clone(),
            worst,
            rows.len() as u64,
            all,
            accounts,
            regions,
        )
    };
    let mut groups: Vec<_> = groups.into_iter().map(of).collect();
    groups.sort_by_key(|(key, worst, matching, ..)| {
        (std::cmp::Reverse((*worst, *matching)), key.clone())
    });
    groups
}
