//! What the facts around a change make of it.

use super::{
    BlindSource, FORMAT, Strip, StripVerdict,
    reason::{Bearing, Cause, Fact, Grade, Place, StripReason},
};
use crate::{
    calendar::Meets,
    scope::{AccountId, MatchLevel, Scope, nearness},
    time::Timestamp,
};

/// How many reasons a strip keeps; of the rest it knows the number.
pub const KEPT_REASONS: usize = 50;

text_enum! {
    /// Whether closed calendars and freezes hold the change up.
    Gates {
        /// They do.
        Bind = "bind",
        /// They are ignored, and the strip says so: an emergency.
        Ignored = "ignored",
    }
}

/// Everything that was seen around a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<'a> {
    /// What the change touches.
    pub targets: &'a [Scope],
    /// Whether it is held up by calendars and freezes.
    pub gates: Gates,
    /// What was found.
    pub found: Vec<Fact>,
    /// What was looked at.
    pub looked_at: Vec<Cause>,
    /// The sources that are silent.
    pub blind: Vec<BlindSource>,
    /// The accounts of the targets of which nothing was ever heard.
    pub unwatched: Vec<AccountId>,
}

/// The strip of these facts.
#[must_use]
pub fn judge(facts: Facts<'_>, now: Timestamp) -> Strip {
    let Facts {
        targets,
        gates,
        found,
        mut looked_at,
        mut blind,
        unwatched,
    } = facts;
    let touching = found.into_iter().filter_map(|fact| {
        let level = level(targets, &fact)?;
        Some(reason(fact, level, gates))
    });
    let mut reasons: Vec<StripReason> = touching.collect();
    // Of one thing that is told twice the worse counts.
    reasons.sort_by(|one, two| {
        let worse_first = worth(two).cmp(&worth(one));
        one.link.cmp(&two.link).then(worse_first)
    });
    reasons.dedup_by(|next, kept| next.link == kept.link);
    reasons.sort_by(StripReason::order);
    let place = |one: &BlindSource| (one.kind, one.account.clone(), one.region.clone());
    blind.sort_by(|one, two| (place(one), one).cmp(&(place(two), two)));
    blind.dedup_by_key(|one| place(one));
    let sees = |cause: &Cause| {
        let needed = cause.sources();
        (needed.is_empty() || unwatched.is_empty())
            && !blind.iter().any(|source| needed.contains(&source.kind))
    };
    looked_at.retain(|cause| sees(cause) && reasons.iter().all(|reason| reason.cause != *cause));
    let unseen = match blind.is_empty() && unwatched.is_empty() {
        true => StripVerdict::Clear,
        false => StripVerdict::Caution,
    };
    let effects = reasons.iter().map(|reason| reason.effect);
    let verdict = effects.fold(unseen, StripVerdict::max);
    let more = reasons.len().saturating_sub(KEPT_REASONS) as u64;
    reasons.truncate(KEPT_REASONS);
    Strip {
        format: FORMAT,
        verdict,
        reasons,
        more,
        blind,
        unwatched: once(unwatched),
        quiet: once(looked_at),
        computed_at: now,
    }
}

/// All in order, each once.
fn once<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all.dedup();
    all
}

/// Which of two reasons about one thing is worse, whether or not its weight is ignored: what blocks only after the start is
/// the least.
fn worth(reason: &StripReason) -> (bool, Grade, MatchLevel, u64) {
    let later = reason.grade.blocks() && reason.meets == Meets::Later;
    (!later, reason.grade, reason.level, reason.count)
}

/// How near a fact is to the nearest target; `None` where it does not touch the change.
fn level(targets: &[Scope], fact: &Fact) -> Option<MatchLevel> {
    let scopes = match &fact.place {
        Place::Near(level) => return Some(*level),
        Place::In(scopes) => scopes,
    };
    nearness(targets, scopes, fact.grade.reaches_everywhere())
}

fn reason(fact: Fact, level: MatchLevel, gates: Gates) -> StripReason {
    let (effect, bearing) = match (fact.grade.blocks(), gates, fact.meets) {
        (true, Gates::Bind, Meets::AtStart) => (StripVerdict::Blocked, Bearing::Counts),
        (true, Gates::Ignored, _) => (StripVerdict::Caution, Bearing::Ignored),
        (true, Gates::Bind, Meets::Later) | (false, ..) => (StripVerdict::Caution, Bearing::Counts),
    };
    StripReason {
        cause: fact.cause,
        grade: fact.grade,
        effect,
        bearing,
        meets: fact.meets,
        level,
        title: fact.title,
        since: fact.since,
        until: fact.until,
        count: fact.count,
        newest: fact.newest,
        link: fact.link,
    }
}
