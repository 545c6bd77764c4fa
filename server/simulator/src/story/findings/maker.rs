//! Decides what the next finding is about. Shares follow what was measured on findings that people published: most are
//! of controls, every sixth is a package with a flaw, threats are rare.

use super::controls::{self, Control};
use super::envelope::Times;
use super::resources::Place;
use super::{access, control, guardduty, inspector, macie};
use crate::story::accounts::{ACCOUNTS, REGIONS};
use crate::story::dice::Dice;
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use std::collections::HashMap;

/// Counts what has been made, so that no control is checked twice on one resource.
#[derive(Debug)]
pub(crate) struct Maker {
    seed: u64,
    made: u64,
    checked: HashMap<(&'static str, &'static str, &'static str), u32>,
}

/// The oldest finding's age in days; AWS keeps none longer.
const OLDEST: f64 = 90.0;

impl Maker {
    /// Begins with nothing made.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            made: 0,
            checked: HashMap::new(),
        }
    }

    /// The next finding of the past: it is up to ninety days old at `now`.
    pub(crate) fn past(&mut self, now: DateTime<Utc>) -> Value {
        let mut dice = Dice::of(self.seed, &["age"], self.made);
        let age = match dice.below(100) {
            0..=49 => dice.share(),
            50..=79 => dice.share() * 14.0,
            _ => dice.share() * (OLDEST - 1.0),
        };
        let back = |days: f64| {
            now - Duration::minutes(2) - Duration::milliseconds((days * 86_400_000.0) as i64)
        };
        let older = age + (OLDEST - 0.5 - age).max(0.0) * dice.share() * dice.share();
        self.make(Times {
            created: back(older),
            updated: back(age),
        })
    }

    /// The next finding, made at `now`.
    pub(crate) fn fresh(&mut self, now: DateTime<Utc>) -> Value {
        self.make(Times {
            created: now,
            updated: now,
        })
    }

    fn make(&mut self, times: Times) -> Value {
        self.made += 1;
        let (seed, number) = (self.seed, self.made);
        let mut dice = Dice::of(seed, &["product"], number);
        let share = dice.below(1000);
        if share < 775 {
            return self.control(times, &mut dice);
        }
        let place = place(&mut dice, 60);
        match share {
            775..920 => inspector::finding(seed, &place, times, number),
            920..945 => access::shared(seed, &place, times, number),
            945..970 => access::rule(seed, &place, times, number),
            970..980 => macie::finding(seed, &place, times, number),
            _ => guardduty::finding(seed, &place, times, number),
        }
    }

    fn control(&mut self, times: Times, dice: &mut Dice) -> Value {
        let mut choice = self.choose(dice);
        // An account is checked once in each region; a full one leaves its turn to a control with room.
        while choice.0.resource == "AwsAccount" && choice.1.number > 0 {
            choice = self.choose(dice);
        }
        let (control, place) = choice;
        *self
            .checked
            .entry((control.id, place.account, place.region))
            .or_default() += 1;
        control::finding(self.seed, control, &place, times)
    }

    fn choose(&self, dice: &mut Dice) -> (&'static Control, Place) {
        let (_, control) = dice.weighted(controls::all(), |control| control.weight);
        let mut place = place(dice, 1);
        place.number = self
            .checked
            .get(&(control.id, place.account, place.region))
            .copied()
            .unwrap_or(0);
        (control, place)
    }
}

fn place(dice: &mut Dice, resources: u32) -> Place {
    let (_, account) = dice.weighted(&ACCOUNTS, |account| account.weight);
    let (_, (region, _)) = dice.weighted(&REGIONS, |(_, weight)| *weight);
    Place {
        account: account.id,
        account_name: account.name,
        region,
        number: dice.below(resources),
    }
}
