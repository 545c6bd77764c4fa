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
        let mut left = u32::try_from(self.can.len()).unwrap_or(u32::MAX);
        for rung in &self.rungs {
            let missing = rung.missing();
            if missing > left {
                return Err(ChangeRefusal::Unsatisfiable {
                    level: rung.level,
                    name: rung.name.clone(),
                    needed: rung.needed,
                    left,
                });
            }
            left -= missing;
        }
        Ok(())
    }
}
