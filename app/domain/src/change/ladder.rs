//! The levels of approval: what has been said of the revision in force, who counts, and who still can.

use serde::{Deserialize, Serialize};

use super::{Change, ChangeRefusal, Decision, Revision};
use crate::{id::PersonId, time::Timestamp};

/// One level: how many people it needs. Anybody who may decide changes can be one of them, but for who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalLevel {
    /// What the level is called.
    pub name: String,
    /// How many approvals it needs, at least one.
    pub needed: u32,
}

/// The most characters of a level's name.
const LONGEST_NAME: usize = 60;
/// The most people that a level may need.
const MOST_NEEDED: u32 = 20;

impl ApprovalLevel {
    /// Holds it to the rules.
    ///
    /// # Errors
    /// [`ChangeRefusal::LevelName`] or [`ChangeRefusal::LevelNeeds`].
    pub fn checked(self) -> Result<Self, ChangeRefusal> {
        let name = self.name.trim().to_owned();
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
            return Err(ChangeRefusal::LevelName);
        }
        if !(1..=MOST_NEEDED).contains(&self.needed) {
            return Err(ChangeRefusal::LevelNeeds);
        }
        Ok(Self { name, ..self })
    }
}

/// Whether so many people could complete all levels one after the other: nobody counts on two of them.
///
/// # Errors
/// [`ChangeRefusal::Unsatisfiable`] with the first level that they could not complete.
pub fn check_levels(levels: &[ApprovalLevel], people: u32) -> Result<(), ChangeRefusal> {
    let missing = levels.iter().map(|level| level.needed);
    let levels = levels
        .iter()
        .map(|level| (level.name.as_str(), level.needed));
    check_left(levels.zip(missing), people)
}

/// Takes from `left` what each level, given by name and number, misses.
fn check_left<'a>(
    levels: impl Iterator<Item = ((&'a str, u32), u32)>,
    mut left: u32,
) -> Result<(), ChangeRefusal> {
    for (at, ((name, needed), missing)) in levels.enumerate() {
        if missing > left {
            return Err(ChangeRefusal::Unsatisfiable {
                level: at + 1,
                name: name.to_owned(),
                needed,
                left,
            });
        }
        left -= missing;
    }
    Ok(())
}

/// A person who may decide changes: enabled, with the role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approver {
    /// Who.
    pub id: PersonId,
    /// Their sign-in name.
    pub name: String,
}

/// What one person said of one revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Of which revision.
    pub revision: Revision,
    /// For which level, from one.
    pub level: usize,
    /// Who.
    pub approver: PersonId,
    /// As they were called then.
    pub name: String,
    /// What.
    pub decision: Decision,
    /// Why, if they said so.
    pub comment: String,
    /// When.
    pub at: Timestamp,
}

/// One level as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Which level, from one.
    pub level: usize,
    /// What it is called.
    pub name: String,
    /// How many it needs.
    pub needed: u32,
    /// The approvals that count.
    pub counting: Vec<Approval>,
    /// Approvals of people who may not decide any more.
    pub void: Vec<Approval>,
}

impl Rung {
    /// How many approvals are missing.
    #[must_use]
    pub fn missing(&self) -> u32 {
        self.needed
            .saturating_sub(u32::try_from(self.counting.len()).unwrap_or(u32::MAX))
    }
}

/// All levels of a change, for the revision in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// The levels in order.
    pub rungs: Vec<Rung>,
    /// Who may still decide this revision, by name.
    pub can: Vec<Approver>,
}

impl Ladder {
    pub(super) fn of(change: &Change, approvers: &[Approver]) -> Self {
        let of_now = |said: &&Approval| said.revision == change.revision;
        let may = |id: PersonId| {
            id != change.requester && approvers.iter().any(|approver| approver.id == id)
        };
        let mut counted = Vec::new();
        let levels = change.levels.iter().take(change.plan.kind.levels());
        let mut rungs: Vec<Rung> = levels
            .enumerate()
            .map(|(at, level)| Rung {
                level: at + 1,
                name: level.name.clone(),
                needed: level.needed.max(1),
                counting: Vec::new(),
                void: Vec::new(),
            })
            .collect();
        let approvals = change.approvals.iter().filter(of_now);
        for said in approvals.filter(|said| said.decision == Decision::Approve) {
            let Some(rung) = rungs.iter_mut().find(|rung| rung.level == said.level) else {
                continue;
            };
            if !may(said.approver) {
                rung.void.push(said.clone());
            } else if !counted.contains(&said.approver) {
                counted.push(said.approver);
                rung.counting.push(said.clone());
            }
        }
        let decided = |id| {
            let mut of_now = change.approvals.iter().filter(of_now);
            of_now.any(|said| said.approver == id)
        };
        let can = approvers.iter();
        let can = can.filter(|one| may(one.id) && !decided(one.id));
        Self {
            rungs,
            can: can.cloned().collect(),
        }
    }

    /// The first level that is not complete: the one that decides now.
    #[must_use]
    pub fn open(&self) -> Option<&Rung> {
        self.rungs.iter().find(|rung| rung.missing() > 0)
    }

    /// Whether every level has what it needs; a ladder without levels has nothing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.rungs.is_empty() && self.open().is_none()
    }

    /// How many levels are complete.
    #[must_use]
    pub fn complete(&self) -> usize {
        self.rungs.iter().filter(|rung| rung.missing() == 0).count()
    }

    /// Whether the people there are can still complete it: nobody counts on two levels.
    ///
    /// # Errors
    /// [`ChangeRefusal::Unsatisfiable`] with the first level that cannot be completed.
    pub fn check_satisfiable(&self) -> Result<(), ChangeRefusal> {
        let left = u32::try_from(self.can.len()).unwrap_or(u32::MAX);
        let rungs = self.rungs.iter();
        let rungs = rungs.map(|rung| ((rung.name.as_str(), rung.needed), rung.missing()));
        check_left(rungs, left)
    }
}
