//! Reports by AWS and acts by people in any order, through the verbs and the database: a finding stays the same finding,
//! AWS's side is what AWS said last, and the history of each field is one unbroken line that ends at what holds.

use std::collections::BTreeMap;

use backend::{
    findings::{self, BulkAct},
    testing::{Engine, TestBackend, batch, incoming},
};
use domain::{
    actor::{Actor, Role},
    finding::{
        Assignment, ComplianceStatus, IncomingFinding, RecordState, Severity, Tag, Touch,
        VerificationState, WorkflowStatus, tags,
    },
    person::PersonName,
};
use rstest::rstest;

use crate::{
    asks::{analyst, id_of},
    change_asks::hire,
    dice::Dice,
    own_sql::OwnSql,
    touch_asks::{ask, ben, read},
};

const FINDINGS: u64 = 4;
const SEQUENCES: u64 = 12;
const STEPS: u64 = 25;

fn some_tags(dice: &mut Dice) -> Vec<Tag> {
    let text = dice.one_of(&["", "", "pci", "prod", "pci prod"]);
    tags(text).expect("tags")
}

fn report(n: u64, dice: &mut Dice) -> IncomingFinding {
    incoming(&format!("f{n}"), |finding| {
        finding.severity = dice.one_of(Severity::ALL);
        finding.workflow = dice.one_of(WorkflowStatus::ALL);
        finding.verification = dice.one_of(VerificationState::ALL);
        finding.record_state = dice.one_of(&[RecordState::Active, RecordState::Archived]);
        finding.compliance = dice.maybe(ComplianceStatus::ALL);
    })
}

fn touch(dice: &mut Dice) -> Touch {
    Touch {
        workflow: dice.maybe(WorkflowStatus::ALL),
        until: None,
        severity: dice.maybe(Severity::ALL),
        verification: dice.maybe(VerificationState::ALL),
        note: dice.maybe(&["seen"]).map(str::to_owned),
        assignee: match dice.roll(6) {
            0 => Some(Assignment::Claim),
            1 => Some(Assignment::Nobody),
            2 => PersonName::parse("cleo").ok().map(Assignment::To),
            _ => None,
        },
        add_tags: some_tags(dice),
        remove_tags: Vec::new(),
        link: None,
    }
}

/// AWS's table of automatic changes, over what the database holds before and after a report that moved no status itself.
fn by_table(
    before: &BTreeMap<&'static str, String>,
    after: &BTreeMap<&'static str, String>,
) -> String {
    let was = |field: &str, word: &str| before[field] == word;
    let active_again = was("record_state", "ARCHIVED") && after["record_state"] == "ACTIVE";
    let passes = after["compliance"] == "PASSED";
    let fails_again = was("compliance", "PASSED") && !passes && !after["compliance"].is_empty();
    let becomes_passed = !was("compliance", "PASSED") && passes;
    let rows = [
        (active_again || fails_again, ["NOTIFIED", "RESOLVED"], "NEW"),
        (becomes_passed, ["NEW", "NOTIFIED"], "RESOLVED"),
    ];
    let mut rows = rows.into_iter();
    let row = rows.find(|(happens, from, _)| *happens && from.contains(&&*before["workflow"]));
    row.map_or_else(|| before["workflow"].clone(), |(.., to)| to.to_owned())
}

struct Floor {
    backend: TestBackend,
    /// What AWS said last of each finding.
    said: Vec<IncomingFinding>,
    last: Option<(Actor, BulkAct)>,
}

impl Floor {
    async fn step(&mut self, dice: &mut Dice) -> String {
        match dice.roll(5) {
            0 | 1 => {
                let n = dice.roll(FINDINGS);
                let before = self.row(n).await;
                self.said[n as usize] = report(n, dice);
                let page = batch(vec![self.said[n as usize].clone()]);
                self.backend.ingest(page).await;
                let after = self.row(n).await;
                let hidden = before["workflow"] == "SUPPRESSED";
                let by_aws = before["aws_workflow"] == "SUPPRESSED";
                assert!(
                    !hidden || by_aws || after["workflow"] == "SUPPRESSED",
                    "hidden here, shown by a report: {before:?} {after:?}"
                );
                if before["aws_workflow"] == after["aws_workflow"] {
                    let expected = by_table(&before, &after);
                    assert_eq!(after["workflow"], expected, "{before:?} {after:?}");
                }
                format!("report of f{n}: {after:?}")
            }
            2 => match self.last.take() {
                Some((by, act)) => {
                    let undo = findings::undo(&self.backend, &by, act.id, None).await;
                    format!("undo: {undo:?}")
                }
                None => "nothing to undo".to_owned(),
            },
            _ => self.act(dice).await,
        }
    }

    async fn act(&mut self, dice: &mut Dice) -> String {
        let by = if dice.roll(2) == 0 { analyst() } else { ben() };
        let chosen = (0..FINDINGS).filter(|_| dice.roll(2) == 0);
        let ids: Vec<_> = chosen.map(|n| id_of(&self.said[n as usize])).collect();
        let asked = ask(&self.backend, &ids, touch(dice));
        let told = format!("{} by {}", asked.touch, by.label());
        match findings::touch(&self.backend, &by, asked).await {
            Ok(id) => {
                let act = read(&self.backend, &by, id).await;
                let skipped: u64 = act.skipped.iter().map(|(_, count)| count).sum();
                assert_eq!(act.done + skipped, ids.len() as u64);
                self.last = Some((by, act));
                told
            }
            Err(error) => format!("{told}: {error}"),
        }
    }

    /// What the tables hold of a finding, by column.
    async fn row(&self, n: u64) -> BTreeMap<&'static str, String> {
        const COLUMNS: [&str; 8] = [
            "workflow",
            "aws_workflow",
            "severity",
            "aws_severity",
            "verification",
            "assignee",
            "compliance",
            "record_state",
        ];
        let mut own = OwnSql::of(&self.backend).await;
        let columns = COLUMNS.join(", ");
        let question = format!("SELECT {columns}, tags FROM findings WHERE n = {}", n + 1);
        let cells = own.rows(&question).await.remove(0);
        let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let mut row: BTreeMap<_, _> = COLUMNS.into_iter().zip(cells.iter().map(text)).collect();
        for field in ["severity", "aws_severity"] {
            let rank = row[field].parse().ok().and_then(Severity::from_rank);
            row.insert(
                field,
                rank.map_or(String::new(), |severity| severity.to_string()),
            );
        }
        let tags = cells[COLUMNS.len()].as_deref().unwrap_or("[]");
        let tags: Vec<String> = serde_json::from_str(tags).expect("a list");
        row.insert("tags", tags.join(" "));
        row
    }

    async fn check(&self, first: &[BTreeMap<&'static str, String>], told: &[String]) {
        let told = told.join("\n");
        let mut own = OwnSql::of(&self.backend).await;
        let count = own.number("SELECT COUNT(*) FROM findings").await;
        assert_eq!(count, FINDINGS as i64, "a finding is one finding\n{told}");
        for n in 0..FINDINGS {
            let row = self.row(n).await;
            let said = &self.said[n as usize];
            let aws = if row["aws_severity"].is_empty() {
                "severity"
            } else {
                "aws_severity"
            };
            assert_eq!(row[aws], said.severity.to_string(), "f{n}\n{told}");
            assert_ne!(row["aws_severity"], row["severity"], "f{n}\n{told}");
            assert_eq!(
                row["aws_workflow"],
                said.workflow.to_string(),
                "f{n}\n{told}"
            );
            let question = format!(
                "SELECT field, old, new FROM finding_history WHERE n = {} ORDER BY seq",
                n + 1
            );
            let mut now = first[n as usize].clone();
            for cells in own.rows(&question).await {
                let cell = |at: usize| cells[at].clone().unwrap_or_default();
                if cell(0) == "note" {
                    continue;
                }
                let held = now.get_mut(cell(0).as_str()).expect("a field");
                assert_eq!(*held, cell(1), "{} of f{n}\n{told}", cell(0));
                *held = cell(2);
            }
            for aws in ["aws_workflow", "aws_severity"] {
                now.insert(aws, row[aws].clone());
            }
            assert_eq!(now, row, "f{n}\n{told}");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn any_sequence_leaves_each_history_unbroken(#[case] engine: Engine) {
    let mut acted = 0;
    for seed in 0..SEQUENCES {
        let Some(backend) = TestBackend::new(engine).await else {
            return;
        };
        hire(&backend, "cleo", &[Role::Analyst]).await;
        let mut dice = Dice(seed);
        let said: Vec<_> = (0..FINDINGS).map(|n| report(n, &mut dice)).collect();
        backend.ingest(batch(said.clone())).await;
        let mut floor = Floor {
            backend,
            said,
            last: None,
        };
        let mut first = Vec::new();
        for n in 0..FINDINGS {
            first.push(floor.row(n).await);
        }
        let mut told = Vec::new();
        for _ in 0..STEPS {
            let step = floor.step(&mut dice).await;
            told.push(step);
        }
        floor.check(&first, &told).await;
        let mut own = OwnSql::of(&floor.backend).await;
        acted += own
            .number("SELECT COUNT(*) FROM finding_history WHERE reason = 'undone'")
            .await;
        floor.backend.end().await;
    }
    assert!(acted > 0, "something was taken back, or nothing was shown");
}
