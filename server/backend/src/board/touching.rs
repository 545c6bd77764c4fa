//! The open critical and high findings that touch some places: those of a resource one by one, others counted
//! together.

use std::collections::HashMap;

use domain::{
    finding::Severity,
    id::FindingId,
    scope::{MatchLevel, Scope},
    time::{Timestamp, from_micros},
};

use super::{
    cell,
    nearness::{Nearness, Of},
    state::State,
};

/// Findings that are told one by one; more of them are counted together.
const SINGLE: usize = 50;

/// One finding, or several that are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// How bad.
    pub severity: Severity,
    /// How near.
    pub level: MatchLevel,
    /// The finding, if it is told by itself.
    pub finding: Option<FindingId>,
    /// What all of them share; a finding that is told by itself leads to its resource.
    pub place: Scope,
    /// The title of one of them.
    pub title: String,
    /// How many.
    pub count: u64,
    /// When the product made the oldest.
    pub oldest: Timestamp,
    /// When the product made the newest.
    pub newest: Timestamp,
}

/// Findings that are equally bad, equally near and in one place.
struct Lot {
    n: usize,
    count: u64,
    oldest: i64,
    newest: i64,
}

/// The worst first, then the nearest, then the oldest.
pub(super) fn touching(state: &State, targets: &[Scope]) -> Vec<Touch> {
    let rows = &state.rows;
    let mut near = Nearness::new(state, targets, Of::Open);
    let mut singles: Vec<(Severity, MatchLevel, usize, usize)> = Vec::new();
    let mut lots: HashMap<(Severity, MatchLevel, usize), Lot> = HashMap::new();
    for n in near.looked_at(|n| rows.severity[n] >= Severity::High as u8) {
        let severity = cell::severity(state.cells.get(rows.cell[n]));
        match near.of(n) {
            Some((level, lot)) if level >= MatchLevel::Parent => {
                singles.push((severity, level, n, lot));
            }
            Some((level, lot)) => add(&mut lots, (severity, level, lot), n, rows.open_since[n]),
            None => {}
        }
    }
    singles.sort_unstable_by_key(|(severity, level, n, _)| {
        std::cmp::Reverse((
            *severity,
            *level,
            std::cmp::Reverse((rows.open_since[*n], *n)),
        ))
    });
    for (severity, level, n, lot) in singles.split_off(singles.len().min(SINGLE)) {
        add(&mut lots, (severity, level, lot), n, rows.open_since[n]);
    }
    let single = |(severity, level, n, lot): (Severity, MatchLevel, usize, usize)| Touch {
        finding: Some(rows.id[n]),
        ..touch(state, (severity, level), near.place(lot).clone(), n)
    };
    let mut all: Vec<Touch> = singles.into_iter().map(single).collect();
    all.extend(together(state, &near, lots));
    all.sort_by(|a, b| {
        let worth = |touch: &Touch| (touch.severity, touch.level);
        let worse_first = worth(b).cmp(&worth(a)).then(a.oldest.cmp(&b.oldest));
        worse_first.then_with(|| (a.finding, &a.place).cmp(&(b.finding, &b.place)))
    });
    all
}

fn add<K: std::hash::Hash + Eq>(lots: &mut HashMap<K, Lot>, key: K, n: usize, open_since: i64) {
    let lot = lots.entry(key).or_insert(Lot {
        n,
        count: 0,
        oldest: open_since,
        newest: open_since,
    });
    lot.count += 1;
    lot.oldest = lot.oldest.min(open_since);
    lot.newest = lot.newest.max(open_since);
}

/// One answer for all lots whose place is told alike.
fn together(
    state: &State,
    near: &Nearness<'_>,
    lots: HashMap<(Severity, MatchLevel, usize), Lot>,
) -> Vec<Touch> {
    let mut all: HashMap<(Severity, MatchLevel, Scope), Touch> = HashMap::new();
    for ((severity, level, number), lot) in lots {
        let place = shared(near.place(number), level);
        let new = || Touch {
            count: 0,
            ..touch(state, (severity, level), place.clone(), lot.n)
        };
        let entry = all
            .entry((severity, level, place.clone()))
            .or_insert_with(new);
        entry.count += lot.count;
        entry.oldest = entry.oldest.min(from_micros(lot.oldest));
        entry.newest = entry.newest.max(from_micros(lot.newest));
    }
    all.into_values().collect()
}

fn touch(
    state: &State,
    (severity, level): (Severity, MatchLevel),
    place: Scope,
    n: usize,
) -> Touch {
    let open_since = from_micros(state.rows.open_since[n]);
    Touch {
        severity,
        level,
        finding: None,
        place,
        title: state.words.titles.get(state.rows.title[n]).to_owned(),
        count: 1,
        oldest: open_since,
        newest: open_since,
    }
}

/// What findings have in common that are equally near.
fn shared(place: &Scope, level: MatchLevel) -> Scope {
    match level {
        MatchLevel::Organization => Scope::default(),
        MatchLevel::Account => Scope {
            account: place.account.clone(),
            ..Scope::default()
        },
        MatchLevel::Service | MatchLevel::Parent | MatchLevel::Resource => place.clone(),
    }
}
