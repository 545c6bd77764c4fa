//! Reports, acts, rules, switches and time in any order: what is hidden is hidden by something that holds, and nothing is
//! hidden for longer.

use backend::{
    findings,
    suppressions::{self, ChangeSuppression, MakeSuppression},
    testing::{Engine, TestBackend, batch},
};
use chrono::TimeDelta;
use domain::{
    finding::{FindingSummary, RecordState, Severity, Touch, WorkflowStatus},
    id::FindingId,
    suppression::{SuppressionState, matching, read_filter},
};
use rstest::rstest;

use crate::{
    asks::{analyst, id_of, listed},
    dice::Dice,
    own_sql::OwnSql,
    suppression_asks::{get, keep_up, named, plan, reported, with_people},
    touch_asks::{ask, ben},
};

const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const QUERIES: [&str; 4] = [
    "finding",
    "severity:high",
    "finding -b",
    "record:any control:EC2.13",
];
const SEQUENCES: u64 = 8;
const STEPS: u64 = 30;

struct Floor {
    backend: TestBackend,
    ids: Vec<FindingId>,
    hours: i64,
    made: i64,
}

impl Floor {
    async fn step(&mut self, dice: &mut Dice) -> String {
        match dice.roll(7) {
            0 => self.report(dice).await,
            1 | 2 => self.act(dice).await,
            3 => self.make(dice).await,
            4 => self.switch(dice).await,
            5 => self.change(dice).await,
            _ => {
                let hours = 1 + dice.roll(30) as i64;
                self.backend.clock.advance(TimeDelta::hours(hours));
                format!("{hours} hours")
            }
        }
    }

    async fn report(&mut self, dice: &mut Dice) -> String {
        self.hours += 1;
        let finding = reported(dice.one_of(&NAMES), self.hours, |finding| {
            finding.severity = dice.one_of(&[Severity::High, Severity::Low]);
            finding.record_state = dice.one_of(&[RecordState::Active, RecordState::Archived]);
        });
        let told = format!("report {} {}", finding.title, finding.severity);
        self.backend.ingest(batch(vec![finding])).await;
        told
    }

    async fn act(&mut self, dice: &mut Dice) -> String {
        let by = if dice.roll(2) == 0 { analyst() } else { ben() };
        let id = dice.one_of(&self.ids);
        let workflow = dice.one_of(WorkflowStatus::ALL);
        // In this story nobody suppresses without an end.
        let until = self.backend.now() + TimeDelta::hours(1 + dice.roll(40) as i64);
        let touch = Touch {
            workflow: Some(workflow),
            until: Some(until),
            ..Touch::default()
        };
        let told = format!("{touch} of {id}");
        let done = findings::touch(&self.backend, &by, ask(&self.backend, &[id], touch)).await;
        let act = done.expect("it begins");
        self.made = self.count().await;
        if dice.roll(3) == 0 {
            let undone = findings::undo(&self.backend, &by, act, None).await;
            return format!("{told}, undone: {}", undone.is_ok());
        }
        told
    }

    async fn make(&mut self, dice: &mut Dice) -> String {
        let query = dice.one_of(&QUERIES);
        let ask = MakeSuppression {
            filter: read_filter(query).expect("a query"),
            plan: plan(&self.backend, 1 + dice.roll(3) as i64),
            address: None,
        };
        let made = suppressions::make(&self.backend, &analyst(), ask).await;
        self.made = made.expect("the rule is made");
        format!("SUP-{}: {query}", self.made)
    }

    async fn switch(&mut self, dice: &mut Dice) -> String {
        if self.made == 0 {
            return String::new();
        }
        let number = 1 + dice.roll(self.made as u64) as i64;
        let kept = get(&self.backend, number).await;
        let on = kept.state == SuppressionState::Off;
        let target = (number, kept.suppression.version);
        let done = suppressions::switch(&self.backend, &analyst(), target, on, None).await;
        format!("SUP-{number} on {on}: {}", done.is_ok())
    }

    async fn change(&mut self, dice: &mut Dice) -> String {
        if self.made == 0 {
            return String::new();
        }
        let number = 1 + dice.roll(self.made as u64) as i64;
        let query = dice.one_of(&QUERIES);
        let ask = ChangeSuppression {
            number,
            expected: get(&self.backend, number).await.suppression.version,
            filter: read_filter(query).expect("a query"),
            plan: plan(&self.backend, 1 + dice.roll(3) as i64),
            address: None,
        };
        let done = suppressions::change(&self.backend, &analyst(), ask).await;
        format!("SUP-{number} is {query}: {}", done.is_ok())
    }

    async fn count(&self) -> i64 {
        let mut own = OwnSql::of(&self.backend).await;
        own.number("SELECT COUNT(*) FROM suppressions").await
    }

    fn row(&self, id: FindingId) -> FindingSummary {
        self.backend.board().row(id).expect("it is there")
    }

    /// What is hidden is hidden by a suppression that holds and matches; what a rule that holds matches is hidden, unless
    /// somebody showed it again.
    async fn check(&self, told: &[String]) {
        let told = told.join("\n");
        for id in &self.ids {
            let row = self.row(*id);
            let hidden = row.workflow == WorkflowStatus::Suppressed;
            assert_eq!(hidden, row.suppression.is_some(), "{row:?}\n{told}");
            let Some(number) = row.suppression else {
                continue;
            };
            let by = get(&self.backend, number.into()).await;
            assert_eq!(by.state, SuppressionState::On, "{row:?}\n{told}");
            if let Some(filter) = &by.suppression.filter {
                let matched = listed(&self.backend, matching(filter));
                assert!(matched.iter().any(|one| one.id == *id), "{row:?}\n{told}");
            }
        }
        for number in 1..=self.made {
            let rule = get(&self.backend, number).await;
            let open = match (&rule.suppression.filter, rule.state) {
                (Some(filter), SuppressionState::On) => listed(&self.backend, filter.clone()),
                _ => Vec::new(),
            };
            for row in open {
                assert!(
                    self.was_released(number, row.n).await,
                    "SUP-{number} {row:?}\n{told}"
                );
            }
        }
    }

    async fn was_released(&self, number: i64, n: u32) -> bool {
        let mut own = OwnSql::of(&self.backend).await;
        let question = format!(
            "SELECT COUNT(*) FROM suppressed_findings WHERE number = {number} AND n = {n} AND released_at IS NOT NULL"
        );
        own.number(&question).await == 1
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_is_hidden_but_by_what_holds(#[case] engine: Engine) {
    let mut hidden = 0;
    for seed in 0..SEQUENCES {
        let Some(backend) = with_people(engine).await else {
            return;
        };
        let findings = NAMES.map(named);
        backend.ingest(batch(findings.to_vec())).await;
        let (mut dice, mut told) = (Dice(seed), Vec::new());
        let mut floor = Floor {
            ids: findings.iter().map(id_of).collect(),
            backend,
            hours: 0,
            made: 0,
        };
        for _ in 0..STEPS {
            told.push(floor.step(&mut dice).await);
            keep_up(&floor.backend).await;
            floor.check(&told).await;
            hidden += floor
                .ids
                .iter()
                .filter(|id| floor.row(**id).suppression.is_some())
                .count();
        }
        floor.backend.clock.advance(TimeDelta::days(9));
        keep_up(&floor.backend).await;
        let left = floor.ids.iter().map(|id| floor.row(*id));
        let left: Vec<_> = left
            .filter(|row| row.workflow == WorkflowStatus::Suppressed)
            .collect();
        assert!(left.is_empty(), "{left:?}\n{}", told.join("\n"));
        floor.backend.end().await;
    }
    assert!(hidden > 50, "the story hides little: {hidden}");
}
