//! The same answers from a plain list.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{DateTime, TimeDelta};
use domain::finding::{
    ComplianceStatus, Due, Facet, FacetCount, FacetCounts, FailingResources, FindingCounts,
    FindingFilter, FindingGroup, FindingList, FindingSummary, Grouping, RecordState, Severity,
    SortKey, SortOrder, Standpoint, WorkflowStatus, address, day, has_clock,
};

use super::sample::ENDS;
use crate::board::BoardRow;

/// Rows by number, as a store has them.
#[derive(Debug, Clone, Default)]
pub(super) struct Naive(pub(super) BTreeMap<u32, BoardRow>);

impl Naive {
    pub(super) fn put(&mut self, row: &BoardRow) {
        let held = self.0.get(&row.n);
        if held.is_none_or(|held| held.version <= row.version) {
            self.0.insert(row.n, row.clone());
        }
    }

    /// The rows that are asked for, in order.
    pub(super) fn list(&self, ask: &FindingList, from: Standpoint) -> Vec<&BoardRow> {
        let rows = self.0.values();
        let mut rows: Vec<&BoardRow> = rows.filter(|row| admits(row, ask, from, None)).collect();
        let due = |row: &BoardRow| from.deadlines.due_at(row.severity, row.open_since);
        rows.sort_by_key(|row| match ask.sort {
            SortKey::Severity => (row.severity.rank(), row.updated, 0, row.n),
            SortKey::Updated => (0, row.updated, 0, row.n),
            SortKey::Created => (0, row.open_since, 0, row.n),
            SortKey::Came => (0, DateTime::UNIX_EPOCH, 0, row.n),
            SortKey::Due => (
                i16::from(due(row).is_none()),
                due(row).unwrap_or_default(),
                -row.severity.rank(),
                row.n,
            ),
        });
        if ask.order == SortOrder::Descending {
            rows.reverse();
        }
        rows
    }

    pub(super) fn counts(&self) -> FindingCounts {
        let mut counts = FindingCounts::default();
        for row in self.0.values() {
            if row.record_state != RecordState::Active || !row.workflow.is_open() {
                continue;
            }
            match row.severity {
                Severity::Critical => counts.critical += 1,
                Severity::High => counts.high += 1,
                _ => counts.other += 1,
            }
            counts.unassigned += u64::from(row.assignee.is_none());
        }
        counts
    }

    pub(super) fn facets(&self, ask: &FindingList, from: Standpoint) -> Vec<FacetCounts> {
        let facets = Facet::ALL.iter().map(|facet| {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            for value in fixed(*facet).into_iter().map(str::to_owned) {
                counts.insert(value, 0);
            }
            for value in ask.filter.texts(*facet) {
                counts.insert(value.clone(), 0);
            }
            if fixed(*facet).is_empty() {
                let excluded = ask.filter.excluded(*facet).into_iter();
                let had = self.0.values().flat_map(|row| values(row, *facet, from));
                let all = excluded.map(str::to_owned).chain(had);
                counts.extend(all.map(|value| (value, 0)));
            }
            for row in self
                .0
                .values()
                .filter(|row| admits(row, ask, from, Some(*facet)))
            {
                for value in values(row, *facet, from) {
                    *counts.entry(value).or_default() += 1;
                }
            }
            let counts = counts.into_iter();
            let mut values: Vec<FacetCount> = counts
                .map(|(value, count)| FacetCount { value, count })
                .collect();
            values.sort_by_key(|v| Reverse(v.count));
            if let words @ [_, ..] = &fixed(*facet)[..] {
                values.sort_by_key(|v| words.iter().position(|word| *word == v.value));
            }
            FacetCounts {
                facet: *facet,
                values,
                more: 0,
            }
        });
        facets.collect()
    }

    /// The groups; those of resources, which come as they were first named, by their keys.
    pub(super) fn groups(
        &self,
        ask: &FindingList,
        by: Grouping,
        from: Standpoint,
    ) -> Vec<FindingGroup> {
        let mut groups: BTreeMap<String, Vec<&BoardRow>> = BTreeMap::new();
        for row in self.0.values().filter(|row| admits(row, ask, from, None)) {
            if let Some(key) = key(row, by) {
                groups.entry(key).or_default().push(row);
            }
        }
        let groups = groups
            .into_iter()
            .filter_map(|(name, rows)| self.group(&name, &rows, ask, (by, from)));
        let mut groups: Vec<FindingGroup> = groups.collect();
        groups.sort_by(|a, b| {
            let rank = |group: &FindingGroup| Reverse((group.severity, group.matching));
            rank(a).cmp(&rank(b)).then_with(|| a.key.cmp(&b.key))
        });
        groups
    }

    fn group(
        &self,
        name: &str,
        rows: &[&BoardRow],
        ask: &FindingList,
        (by, from): (Grouping, Standpoint),
    ) -> Option<FindingGroup> {
        let by_control = matches!(by, Grouping::Control | Grouping::Flat);
        let mut told: Vec<&BoardRow> = rows.to_vec();
        if by_control && rows.iter().any(|row| fails(row)) {
            told.retain(|row| fails(row));
        }
        let accounts: BTreeSet<&str> = told.iter().map(|row| &*row.account).collect();
        let regions: BTreeSet<&str> = told.iter().map(|row| &*row.region).collect();
        let newest = rows.iter().max_by_key(|row| (row.updated, row.n))?;
        let of = self
            .0
            .values()
            .filter(|row| key(row, by).as_deref() == Some(name))
            .filter(|row| is_in(row, &ask.filter, from));
        Some(FindingGroup {
            key: name.to_owned(),
            control: rows
                .iter()
                .find_map(|row| row.control.clone())
                .filter(|_| matches!(by, Grouping::Control | Grouping::Flat)),
            title: newest.title.clone(),
            severity: rows.iter().map(|row| row.severity).max()?,
            matching: rows.len() as u64,
            of: of
                .filter(|row| row.record_state == RecordState::Active)
                .count() as u64,
            resources: by_control.then(|| self.failing(name, ask, (by, from))),
            accounts: accounts.len() as u64,
            regions: regions.len() as u64,
            since: told.iter().map(|row| row.open_since).min()?,
            trend: (0..14)
                .rev()
                .map(|back| {
                    let made = |row: &&&BoardRow| match back {
                        // What comes from the future is of today.
                        0 => day(row.open_since) >= day(from.now),
                        back => day(row.open_since) == day(from.now) - back,
                    };
                    u32::try_from(told.iter().filter(made).count()).expect("few")
                })
                .collect(),
            unseen: rows.iter().filter(|row| row.n > from.seen).count() as u64,
        })
    }

    /// The resources that active findings of the group name first, each once, in the places of the filter.
    fn failing(
        &self,
        name: &str,
        ask: &FindingList,
        (by, from): (Grouping, Standpoint),
    ) -> FailingResources {
        let rows = self.0.values();
        let active: Vec<&BoardRow> = rows
            .filter(|row| row.record_state == RecordState::Active)
            .filter(|row| is_in(row, &ask.filter, from))
            .filter(|row| key(row, by).as_deref() == Some(name))
            .collect();
        let named = |rows: &mut dyn Iterator<Item = &&BoardRow>| {
            let first: BTreeSet<_> = rows.filter_map(|row| row.resources.first()).collect();
            first.len() as u64
        };
        FailingResources {
            failing: named(&mut active.iter().filter(|row| fails(row))),
            all: named(&mut active.iter()),
        }
    }
}

/// Whether its resource fails by it.
fn fails(row: &BoardRow) -> bool {
    row.record_state == RecordState::Active
        && row.workflow.is_open()
        && row.compliance != Some(ComplianceStatus::Passed)
}

fn key(row: &BoardRow, by: Grouping) -> Option<String> {
    Some(match by {
        Grouping::Control | Grouping::Flat => row.control.as_ref().unwrap_or(&row.title).clone(),
        Grouping::Account => row.account.clone(),
        Grouping::Product => row.product.clone(),
        Grouping::Resource => {
            let first = row.resources.first();
            first.map_or_else(String::new, |(kind, id)| format!("{kind} {id}"))
        }
        Grouping::Suppression if row.workflow != WorkflowStatus::Suppressed => return None,
        Grouping::Suppression => {
            let number = row.suppression;
            number.map_or_else(String::new, |number| format!("SUP-{number}"))
        }
    })
}

/// What a page shows of a row.
pub(super) fn summary(row: &BoardRow) -> FindingSummary {
    let (resource_type, resource_id) = row.resources.first().cloned().unwrap_or_default();
    FindingSummary {
        id: row.id,
        version: row.version,
        severity: row.severity,
        workflow: row.workflow,
        record_state: row.record_state,
        compliance: row.compliance,
        account: row.account.clone(),
        region: row.region.clone(),
        product: row.product.clone(),
        control: row.control.clone(),
        title: row.title.clone(),
        resource_type,
        resource_id,
        more_resources: u16::try_from(row.resources.len().saturating_sub(1)).expect("few"),
        assignee: row.assignee.clone(),
        suppression: row
            .suppression
            .filter(|_| row.workflow == WorkflowStatus::Suppressed),
        open_since: row.open_since,
        updated: row.updated,
        not_reported_since: row.not_reported_since,
        n: row.n,
    }
}

/// Whether the row is in an account and region that the filter admits.
fn is_in(row: &BoardRow, filter: &FindingFilter, from: Standpoint) -> bool {
    [Facet::Account, Facet::Region].into_iter().all(|facet| {
        let (chosen, excluded) = (filter.chosen(facet), filter.excluded(facet));
        let values = values(row, facet, from);
        let one_of = |words: &[&str]| values.iter().any(|value| words.contains(&&**value));
        (chosen.is_empty() || one_of(&chosen)) && !one_of(&excluded)
    })
}

/// Whether the row is asked for, were the choice of the facet `without` not made.
fn admits(row: &BoardRow, ask: &FindingList, from: Standpoint, without: Option<Facet>) -> bool {
    let facets = Facet::ALL.iter().filter(|facet| Some(**facet) != without);
    let of_group = ask
        .group
        .as_ref()
        .is_none_or(|group| key(row, group.by).as_ref() == Some(&group.key));
    of_group
        && holds_text(row, &ask.filter)
        && facets.into_iter().all(|facet| {
            let (chosen, excluded) = (ask.filter.chosen(*facet), ask.filter.excluded(*facet));
            let values = values(row, *facet, from);
            let one_of = |words: &[&str]| values.iter().any(|value| words.contains(&&**value));
            (chosen.is_empty() || one_of(&chosen)) && !one_of(&excluded)
        })
}

fn holds_text(row: &BoardRow, filter: &FindingFilter) -> bool {
    let fold = |text: &str| crate::board::fold::fold(text).into_owned();
    let mut fields = vec![
        fold(&row.title),
        fold(&row.aws_finding_id),
        fold(&row.account),
    ];
    fields.extend(row.resources.iter().map(|(_, id)| fold(id)));
    fields.extend(row.addresses.iter().cloned());
    fields.extend(
        row.control
            .iter()
            .chain(&row.account_name)
            .map(|text| fold(text)),
    );
    let spelt = |word: &str| address(word).map(|address| address.to_string());
    let holds = |word: &str| {
        fields.iter().any(|field| field.contains(&fold(word)))
            || spelt(word).is_some_and(|address| row.addresses.contains(&address))
    };
    let mut words = filter.text.split_whitespace();
    words.all(|word| match word.strip_prefix('-') {
        Some(word) if !word.is_empty() => !holds(word),
        _ => holds(word),
    })
}

fn fixed(facet: Facet) -> Vec<&'static str> {
    match facet {
        Facet::Severity => vec!["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"],
        Facet::Workflow => WorkflowStatus::ALL
            .iter()
            .map(|word| word.as_str())
            .collect(),
        Facet::RecordState => RecordState::ALL.iter().map(|word| word.as_str()).collect(),
        Facet::Compliance => vec!["FAILED", "WARNING", "NOT_AVAILABLE", "PASSED"],
        Facet::Age => vec!["today", "week", "month", "quarter", "older"],
        Facet::Seen => vec!["no", "yes"],
        Facet::Until => vec!["day", "week", "month", "later", "never"],
        Facet::Due => vec!["overdue", "soon", "later", "none"],
        _ => Vec::new(),
    }
}

/// The values that a row has of a facet, each once.
fn values(row: &BoardRow, facet: Facet, from: Standpoint) -> BTreeSet<String> {
    let one = |text: &str| BTreeSet::from([text.to_owned()]);
    match facet {
        Facet::Severity => one(row.severity.as_str()),
        Facet::Workflow => one(row.workflow.as_str()),
        Facet::RecordState => one(row.record_state.as_str()),
        Facet::Compliance => row
            .compliance
            .map(ComplianceStatus::as_str)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        Facet::Account => one(&row.account),
        Facet::Product => one(&row.product),
        Facet::Region => one(&row.region),
        Facet::ResourceType => row.resources.iter().map(|(kind, _)| kind.clone()).collect(),
        Facet::Control => row.control.iter().cloned().collect(),
        Facet::Standard => row.standards.iter().cloned().collect(),
        Facet::Assignee => one(row.assignee.as_deref().unwrap_or("")),
        Facet::Tag => row.tags.iter().cloned().collect(),
        Facet::Age => one(match day(from.now) - day(row.open_since) {
            ..=0 => "today",
            1..=6 => "week",
            7..=29 => "month",
            30..=89 => "quarter",
            _ => "older",
        }),
        Facet::Seen => one(if row.n <= from.seen { "yes" } else { "no" }),
        Facet::Until if row.workflow != WorkflowStatus::Suppressed => BTreeSet::new(),
        Facet::Until => one(row.suppression.map_or("never", |number| {
            let (_, until) = ENDS[number as usize - 1];
            match until
                - (from.now - DateTime::UNIX_EPOCH)
                    .num_microseconds()
                    .expect("in range")
            {
                ..=86_400_000_000 => "day",
                86_400_000_001..=604_800_000_000 => "week",
                604_800_000_001..=2_592_000_000_000 => "month",
                _ => "later",
            }
        })),
        Facet::Due => one(due(row, from).as_str()),
    }
}

/// Where the row stands in its time, by the instant at which that is over.
pub(super) fn due(row: &BoardRow, from: Standpoint) -> Due {
    let limit = from.deadlines.days(row.severity);
    let end = from.deadlines.due_at(row.severity, row.open_since);
    let open = has_clock(row.record_state, row.workflow);
    let (Some(limit), Some(end), true) = (limit, end, open) else {
        return Due::NoClock;
    };
    let soon = limit.div_ceil(4).min(7);
    match end - from.now {
        left if left <= TimeDelta::zero() => Due::Overdue,
        left if left <= TimeDelta::days(soon.into()) => Due::Soon,
        _ => Due::Later,
    }
}
