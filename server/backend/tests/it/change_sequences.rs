//! Acts on changes by anybody in any order, through the verbs and the database: nothing starts without its approvals.

use std::collections::BTreeSet;

use backend::{
    calendar::add,
    changes::{self, Decide},
    people::PersonChange,
    strip,
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    calendar::{CalendarPlan, CalendarState},
    change::{ApprovalLevel, ChangeKind, ChangeState, Decision, Plan, Revision},
    id::ChangeId,
};
use rstest::rstest;

use crate::{
    asks::admin,
    calendar_asks::calendar,
    change_asks::{detail, hire, plan, set, target},
    dice::Dice,
};

/// Everybody may approve; the first of them asks.
const NAMES: [&str; 5] = ["ana", "jo", "bo", "lu", "mo"];

/// One place where nothing is closed, and one where a calendar always is.
const PLACES: [&str; 2] = ["111122223333", "444455556666"];

/// How many each level needs, in turn.
const NEEDED: [[u32; 2]; 4] = [[1, 1], [2, 1], [1, 2], [2, 2]];

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
        let what = dice.roll(20);
        let done = self.done(id, (who, what), dice).await;
        let done = done.map_err(|error| error.to_string());
        format!("{} {what}: {done:?}", NAMES[who])
    }

    async fn done(
        &mut self,
        id: ChangeId,
        (who, what): (usize, u64),
        dice: &mut Dice,
    ) -> Result<(), backend::Error> {
        let (backend, by) = (&self.backend, &self.people[who]);
        let now = target(backend, id).await;
        match what {
            0..2 => changes::submit(backend, by, now).await.map(drop),
            2 => {
                let mut plan = detail(backend, id).await.change.plan;
                match dice.roll(4) {
                    0 => plan.description.push('x'),
                    1 => plan.kind = ChangeKind::ALL[dice.roll(3) as usize],
                    2 => plan.title.push('x'),
                    _ => {
                        plan.targets = vec![PLACES[dice.roll(2) as usize].parse().expect("a scope")]
                    }
                }
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
            11 => {
                let (_, shown) = self.shown(id, by).await?;
                changes::override_calendar(backend, by, now, ("because", &shown))
                    .await
                    .map(drop)
            }
            12 => changes::refuse_override(backend, by, now, "because")
                .await
                .map(drop),
            _ => self.decide(id, (who, what), dice).await,
        }
    }

    /// What a page shows: the revision in force, and the strip as its form carries it.
    async fn shown(&self, id: ChangeId, by: &Actor) -> Result<(Revision, String), backend::Error> {
        let change = detail(&self.backend, id).await.change;
        let about = changes::about(id, &change.plan);
        let shown = strip::show(&self.backend, by, &about, change.revision.0).await?;
        Ok((change.revision, shown.sealed))
    }

    async fn decide(
        &self,
        id: ChangeId,
        (who, what): (usize, u64),
        dice: &mut Dice,
    ) -> Result<(), backend::Error> {
        let (backend, by) = (&self.backend, &self.people[who]);
        let (revision, shown) = self.shown(id, by).await?;
        let stale = i64::from(dice.roll(6) == 0);
        let ask = Decide {
            target: target(backend, id).await,
            revision: Revision(revision.0 - stale),
            decision: match what {
                9 if dice.roll(3) == 0 => Decision::Reject,
                10 => Decision::RequestChanges,
                _ => Decision::Approve,
            },
            comment: "because",
            shown: &shown,
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
        let needed = |n: usize| change.levels[n].needed as usize;
        let enough = first.len() >= needed(0);
        let suffices = match change.plan.kind {
            ChangeKind::Standard => enough,
            _ => enough && second.len() >= needed(1) && first.is_disjoint(&second),
        };
        assert!(suffices, "{}\n{change:?}", told.join("\n"));
        // Where a calendar is closed one starts as an emergency, or because somebody said so for a reason.
        let closed = change
            .plan
            .targets
            .iter()
            .any(|one| one.to_string() == PLACES[1]);
        let passed = change.plan.kind == ChangeKind::Emergency
            || told.last().is_some_and(|act| act.contains(" 11: Ok"));
        assert!(!closed || passed, "{}\n{change:?}", told.join("\n"));
    }

    /// How many of each level the next change needs.
    async fn need(&self, needed: [u32; 2]) {
        let kept = changes::kept_levels(&self.backend, &admin()).await;
        for (kept, needed) in kept.expect("the levels").into_iter().zip(needed) {
            let level = ApprovalLevel {
                needed,
                ..kept.level
            };
            let fence = (kept.number, kept.version);
            let set = changes::set_level(&self.backend, &admin(), fence, level, None).await;
            set.expect("it is set");
        }
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
    let closed = CalendarPlan {
        scope: PLACES[1].parse().expect("a scope"),
        ..calendar("Never", CalendarState::Closed, "UTC")
    };
    let made = add(&floor.backend, &admin(), closed, None).await;
    made.expect("a calendar");
    let mut started = 0;
    for seed in 0..36 {
        let mut dice = Dice(seed);
        let now = floor.backend.now();
        floor.need(NEEDED[(seed % 4) as usize]).await;
        let written = Plan {
            targets: vec![PLACES[(seed / 4 % 2) as usize].parse().expect("a scope")],
            kind: ChangeKind::ALL[(seed % 3) as usize],
            ends_at: now + TimeDelta::days(1),
            ..plan(now)
        };
        let draft = changes::request(&floor.backend, &floor.people[0], written, None).await;
        let (id, _) = draft.expect("a draft");
        let mut told = Vec::new();
        for _ in 0..60 {
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
