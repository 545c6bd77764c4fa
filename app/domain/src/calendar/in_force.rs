//! Which of the freezes that hold is told of first, and when that may become another one.

use super::{Freeze, FreezeStrength};
use crate::time::Timestamp;

/// What holds at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce<'a> {
    /// The freeze that is told of: a hard one before a soft one, and of those the one that holds longest.
    pub first: &'a Freeze,
    /// How many hold beside it.
    pub more: usize,
}

/// The freezes that hold at `now`, by the one that is told of; nothing where none holds.
#[must_use]
pub fn in_force(freezes: &[Freeze], now: Timestamp) -> Option<InForce<'_>> {
    let holding = || {
        let freezes = freezes.iter();
        freezes.filter(|freeze| freeze.window().contains(now))
    };
    let first = holding().max_by_key(|freeze| {
        let hard = freeze.strength == FreezeStrength::Hard;
        // Of equals always the same one, so that the words do not change from answer to answer.
        (hard, freeze.until, freeze.id)
    })?;
    let more = holding().count() - 1;
    Some(InForce { first, more })
}

/// When a freeze begins or ends next after `now`.
#[must_use]
pub fn next_turn(freezes: &[Freeze], now: Timestamp) -> Option<Timestamp> {
    let turns = freezes.iter().flat_map(|one| [one.from, one.until]);
    turns.filter(|at| *at > now).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{id::FreezeId, scope::Scope, time::from_micros, version::Version};

    fn at(hour: i64) -> Timestamp {
        from_micros(hour * 3_600_000_000)
    }

    fn freeze(n: u128, strength: FreezeStrength, [from, until]: [i64; 2]) -> Freeze {
        Freeze {
            id: FreezeId(uuid::Uuid::from_u128(n)),
            version: Version::FIRST,
            name: n.to_string(),
            strength,
            scope: Scope::default(),
            reason: String::new(),
            from: at(from),
            until: at(until),
            created_by: "ada".to_owned(),
            ended_at: None,
        }
    }

    #[test]
    fn a_hard_one_that_holds_longest_is_told_of() {
        use FreezeStrength::{Hard, Soft};
        let all = [
            freeze(1, Soft, [0, 90]),
            freeze(2, Hard, [1, 20]),
            freeze(3, Hard, [2, 30]),
            freeze(4, Hard, [40, 99]),
        ];
        let told = |hour| in_force(&all, at(hour)).map(|one| (one.first.name.as_str(), one.more));
        assert_eq!(told(-1), None);
        assert_eq!(told(0), Some(("1", 0)));
        assert_eq!(told(1), Some(("2", 1)));
        assert_eq!(told(2), Some(("3", 2)));
        assert_eq!(told(20), Some(("3", 1)), "an end does not belong to it");
        assert_eq!(told(30), Some(("1", 0)));
        assert_eq!(told(99), None);
    }

    #[test]
    fn each_beginning_and_end_is_a_turn() {
        use FreezeStrength::{Hard, Soft};
        let all = [freeze(1, Soft, [1, 5]), freeze(2, Hard, [3, 9])];
        let mut now = at(0);
        for hour in [1, 3, 5, 9] {
            let turn = next_turn(&all, now).expect("another turn");
            assert_eq!(turn, at(hour));
            now = turn;
        }
        assert_eq!(next_turn(&all, now), None);
    }
}
