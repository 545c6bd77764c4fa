//! Time: what a tick does to the findings.

use super::dice::Dice;
use super::exposures::Exposures;
use super::findings::{Maker, become_status, intrusion, observe};
use crate::securityhub::Findings;
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

/// How many findings may come on top of those at the start: a part of them, and at least so many.
const GROWTH: usize = 4;
const LEAST_GROWTH: usize = 200;

/// How often a tick tries to find what it is looking for.
const TRIES: u32 = 40;

/// Where the story is.
#[derive(Debug)]
pub(crate) struct Story {
    seed: u64,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
    ticks: u64,
    first: u32,
    maker: Maker,
    oldest: u32,
    exposures: Exposures,
}

impl Story {
    /// At its start, with this many findings to come.
    pub(crate) fn new(seed: u64, start: DateTime<Utc>, findings: u32) -> Self {
        Self {
            seed,
            start,
            now: start,
            ticks: 0,
            first: findings,
            maker: Maker::new(seed),
            oldest: 1,
            exposures: Exposures::new(seed, findings),
        }
    }

    /// What it is repeatable by.
    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// When it started.
    pub(crate) fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// The moment it has come to.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// How many ticks have passed.
    pub(crate) fn ticks(&self) -> u64 {
        self.ticks
    }

    /// Moves on by one tick of this length.
    pub(crate) fn advance(&mut self, milliseconds: u64) {
        self.ticks += 1;
        self.now += Duration::milliseconds(i64::try_from(milliseconds).unwrap_or(0));
    }

    /// Makes the findings there are at the start: the intrusion is always among them.
    pub(crate) fn begin(&mut self, findings: &mut Findings) {
        let told = intrusion(self.seed, self.start);
        for _ in told.len()..self.first as usize {
            findings.put(&self.maker.past(self.start));
        }
        for made in told.iter().take(self.first as usize) {
            findings.put(made);
        }
        self.exposures.begin(&mut findings.plane, self.start);
    }

    /// One tick: some findings come, some are seen again, one or two flip, now and then one is archived.
    pub(crate) fn move_findings(&mut self, findings: &mut Findings) {
        let mut dice = Dice::of(self.seed, &["tick"], self.ticks);
        for _ in 0..=dice.below(3) {
            findings.put(&self.maker.fresh(self.now));
        }
        for _ in 0..2 + dice.below(3) {
            self.change(findings, &mut dice, |_, _| true);
        }
        self.change(findings, &mut dice, flip);
        if dice.chance(40) {
            self.change(findings, &mut dice, archive);
        }
        self.forget(findings);
        self.exposures
            .tick(&mut findings.plane, self.ticks, self.now);
    }

    /// Changes one finding that `change` agrees to, and moves its `UpdatedAt`.
    fn change(
        &self,
        findings: &mut Findings,
        dice: &mut Dice,
        change: impl Fn(&mut Value, &mut Dice) -> bool,
    ) {
        for _ in 0..TRIES {
            let number = self.oldest + dice.below(findings.last().saturating_sub(self.oldest) + 1);
            let Some(mut made) = findings.document(number) else {
                continue;
            };
            if made["RecordState"] == "ARCHIVED" || !change(&mut made, dice) {
                continue;
            }
            observe(&mut made, self.now);
            findings.import(&made, self.now);
            return;
        }
    }

    /// Keeps growth within bounds: the oldest go first.
    fn forget(&mut self, findings: &mut Findings) {
        let first = self.first as usize;
        while findings.len() > first + (first / GROWTH).max(LEAST_GROWTH) {
            if findings.remove_number(self.oldest).is_none() && self.oldest >= findings.last() {
                return;
            }
            self.oldest += 1;
        }
    }
}

fn flip(made: &mut Value, _: &mut Dice) -> bool {
    let next = match made["Compliance"]["Status"].as_str() {
        Some("PASSED") => "FAILED",
        Some("FAILED") if made["Compliance"]["SecurityControlId"].is_string() => "PASSED",
        _ => return false,
    };
    become_status(made, next);
    true
}

fn archive(made: &mut Value, dice: &mut Dice) -> bool {
    // Archiving is for what was dealt with, and for a few whose resource is gone.
    let over = made["Workflow"]["Status"] == "RESOLVED" || dice.chance(10);
    if over {
        made["RecordState"] = "ARCHIVED".into();
    }
    over
}
