//! The findings of any state that are near some places.

use domain::{
    around::Window,
    scope::{MatchLevel, Scope},
    time::{Timestamp, from_micros},
};

use super::{
    fold::index,
    nearness::{Nearness, Of},
    state::State,
};

/// A finding that is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbour {
    /// Its row number.
    pub n: u32,
    /// How near.
    pub level: MatchLevel,
    /// When the product made it.
    pub made: Timestamp,
}

/// Findings that are near.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearby {
    /// The nearest; of those that are equally near the ones that were made in the time come first, then the last changed.
    pub nearest: Vec<Neighbour>,
    /// How many are near.
    pub total: u64,
}

/// What of a finding decides who comes first; its number is the last to.
type Worth = (MatchLevel, bool, i64, u32);

/// At most `most` findings near the targets.
pub(super) fn nearby(state: &State, targets: &[Scope], window: &Window, most: usize) -> Nearby {
    let rows = &state.rows;
    let (from, until) = (
        window.from.timestamp_micros(),
        window.until.timestamp_micros(),
    );
    let mut near = Nearness::new(state, targets, Of::Any);
    let mut all: Vec<Worth> = Vec::new();
    for n in near.looked_at(|_| true) {
        if let Some((level, _)) = near.of(n) {
            let is_made_then = (from..=until).contains(&rows.open_since[n]);
            all.push((level, is_made_then, rows.updated[n], index(n)));
        }
    }
    let total = all.len() as u64;
    let first = |one: &Worth, two: &Worth| two.cmp(one);
    if all.len() > most {
        all.select_nth_unstable_by(most, first);
        all.truncate(most);
    }
    all.sort_unstable_by(first);
    let neighbour = |(level, _, _, n): Worth| Neighbour {
        n,
        level,
        made: from_micros(rows.open_since[n as usize]),
    };
    Nearby {
        nearest: all.into_iter().map(neighbour).collect(),
        total,
    }
}
