//! Acts on changes by anybody in any order, through the verbs and the database: nothing starts without its approvals.

use std::collections::BTreeSet;

use backend::{
    changes::{self, Decide},
    people::PersonChange,
    strip,
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    change::{ChangeKind, ChangeState, Decision, Plan, Revision},
    id::ChangeId,
};
use rstest::rstest;

use crate::{
    change_asks::{detail, hire, plan, set, target},
    dice::Dice,
};

/// Everybody may approve; the first of them asks.
const NAMES: [&str; 4] = ["ana", "jo", "bo", "lu"];

struct Floor {
    backend: TestBackend,
    people: Vec<Actor>,
    enabled: BTreeSet<usize>,
}

impl Floor {
    async fn of(backend: TestBackend) -> Self {
        hire(&backend, "ida", &[Role::Admin]).await;
        let mut people = Vec::new();
        for name in NAMES {
            people.push(hire(&backend, name, &[Role::Approver]).await);
        }
        Self {
            backend,
            people,
            enabled: (0..NAMES.len()).collect(),
        }
    }

    /// One act by anybody; a refusal is as good an answer as any.
    async fn act(&mut self, id: ChangeId, dice: &mut Dice) -> String {
        let who = dice.roll(NAMES.len() as u64) as usize;
        let (backend, by) = (&self.backend, &self.people[who]);
        let now = target(backend, id).await;
        let what = dice.roll(20);
        let done = match what {
            0..2 => changes::submit(backend, by, now).await.map(drop),
            2 => {
                let mut plan = detail(backend, id).await.change.plan;
                plan.description.push('x');
                changes::edit(backend, by, now, plan).await.map(drop)
            }
            3 => changes::withdraw(backend, by, now, "").await.map(drop),
            4..6 => changes::start(backend, by, now, "").await.map(drop),
            6..8 => {
                let name = NAMES[who];
                match self.enabled.remove(&who) {
                    true => set(backend, name, PersonChange::Disable).await,
                    false => {
                        self.enabled.insert(who);
                        set(backend, name, PersonChange::Enable).await;
                    }
                }
                Ok(())
            }
            8 => changes::advance_due(backend).await.map(drop),
            _ => self.decide(id, (who, what), dice).await,
        };
        format!(
            "{} {what}: {:?}",
            NAMES[who],
            done.map_err(|error| error.to_string())
        )
    }

    async fn decide(
        &self,
        id: ChangeId,
        (who, what): (usize, u64),
        dice: &mut Dice,
    ) -> Result<(), backend::Error> {
        let (backend, by) = (&self.backend, &self.people[who]);
        let change = detail(backend, id).await.change;
        let about = changes::about(id, &change.plan);
        let shown = strip::show(backend, by, &about, change.revision.0).await?;
        let stale = i64::from(dice.roll(6) == 0);
        let ask = Decide {
            target: target(backend, id).await,
            revision: Revision(change.revision.0 - stale),
            decision: match what {
                9 if dice.roll(3) == 0 => Decision::Reject,
                10 => Decision::RequestChanges,
                _ => Decision::Approve,
            },
            comment: "because",
            shown: &shown.sealed,
        };
        changes::decide(backend, by, ask).await.map(drop)
    }

    /// Whether a change that runs has what it needs, counted from the rows without the ladder.
    async fn check(&self, id: ChangeId, told: &[String]) {
        let change = detail(&self.backend, id).await.change;
        let counts = |level: usize| -> BTreeSet<usize> {
            let of_level = change.approvals.iter().filter(|said| {
                said.level == level
                    && said.revision == change.revision
                    && said.decision == Decision::Approve
            });
            let who = of_level.filter_map(|said| NAMES.iter().position(|name| *name == said.name));
            who.filter(|who| *who != 0 && self.enabled.contains(who))
                .collect()
        };
        let (first, second) = (counts(1), counts(2));
        let suffices = match change.plan.kind {
            ChangeKind::Standard => !first.is_empty(),
            _ => !first.is_empty() && !second.is_empty() && first.is_disjoint(&second),
        };
        assert!(suffices, "{}\n{change:?}", told.join("\n"));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn no_sequence_starts_a_change_without_its_approvals(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let mut floor = Floor::of(backend).await;
    let mut started = 0;
    for seed in 0..24 {
        let mut dice = Dice(seed);
        let now = floor.backend.now();
        let written = Plan {
            kind: ChangeKind::ALL[(seed % 3) as usize],
            ends_at: now + TimeDelta::days(1),
            ..plan(now)
        };
        let draft = changes::request(&floor.backend, &floor.people[0], written, None).await;
        let (id, _) = draft.expect("a draft");
        let mut told = Vec::new();
        for _ in 0..40 {
            let said = floor.act(id, &mut dice).await;
            told.push(said);
            if detail(&floor.backend, id).await.change.state == ChangeState::Running {
                floor.check(id, &told).await;
                started += 1;
                break;
            }
        }
    }
    assert!(started > 0, "some of them start, or nothing was shown");
}
