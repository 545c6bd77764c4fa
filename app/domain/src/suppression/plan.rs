//! A suppression, what somebody says of it, and what may be changed.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::rule::SuppressionRule;
use crate::{
    finding::{FindingFilter, TouchRule, reason},
    id::SuppressionId,
    person::PersonName,
    time::Timestamp,
    version::Version,
};

/// Most days between now and the end of a suppression.
pub const LONGEST_DAYS: i64 = 731;
/// Days before its end from which a suppression is warned of.
pub const WARNED_DAYS: i64 = 3;

text_enum! {
    /// Whether a suppression hides anything.
    SuppressionState {
        /// It does.
        On = "on",
        /// Somebody switched it off.
        Off = "off",
        /// Its end has come.
        Ended = "ended",
    }
}

/// What somebody says of a suppression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionPlan {
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: PersonName,
    /// Up to when.
    pub until: Timestamp,
}

/// A suppression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// Which.
    pub id: SuppressionId,
    /// The number that people call it by: `SUP-7`.
    pub number: i64,
    /// The fence for a change.
    pub version: Version,
    /// What a rule hides; nothing for findings that somebody chose.
    pub filter: Option<FindingFilter>,
    /// Why.
    pub reason: String,
    /// Sign-in name of who answers for it.
    pub owner: String,
    /// Up to when.
    pub until: Timestamp,
    /// Since when it is switched off.
    pub off_since: Option<Timestamp>,
    /// When its end was carried out.
    pub ended_at: Option<Timestamp>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it last hid a finding.
    pub last_matched: Option<Timestamp>,
}

impl SuppressionPlan {
    /// Holds it to the rules at `now`.
    ///
    /// # Errors
    /// The rule that it misses.
    pub fn checked(self, now: Timestamp) -> Result<Self, SuppressionRule> {
        let kept = match reason(&self.reason) {
            Ok(Some(kept)) => kept,
            Err(TouchRule::ReasonTooLong) => return Err(SuppressionRule::ReasonTooLong),
            _ => return Err(SuppressionRule::ReasonMissing),
        };
        if self.until <= now {
            return Err(SuppressionRule::EndsInThePast);
        }
        if self.until - now > TimeDelta::days(LONGEST_DAYS) {
            return Err(SuppressionRule::TooLong);
        }
        Ok(Self {
            reason: kept,
            ..self
        })
    }
}

impl Suppression {
    /// Whether it hides anything at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> SuppressionState {
        match (self.ended_at, self.off_since) {
            (Some(_), _) => SuppressionState::Ended,
            _ if self.until <= now => SuppressionState::Ended,
            (None, Some(_)) => SuppressionState::Off,
            (None, None) => SuppressionState::On,
        }
    }

    /// What is changed about it at `now`; the filter of a rule may change too.
    ///
    /// # Errors
    /// [`SuppressionRule::Over`], or a rule that the plan misses.
    pub fn changed(
        self,
        plan: SuppressionPlan,
        filter: Option<FindingFilter>,
        now: Timestamp,
    ) -> Result<Self, SuppressionRule> {
        let plan = plan.checked(now)?;
        if self.state(now) == SuppressionState::Ended {
            return Err(SuppressionRule::Over);
        }
        Ok(Self {
            reason: plan.reason,
            owner: plan.owner.as_str().to_owned(),
            until: plan.until,
            filter: self.filter.and(filter),
            ..self
        })
    }

    /// Switches it on or off at `now`.
    ///
    /// # Errors
    /// [`SuppressionRule::Over`] or [`SuppressionRule::AlreadySo`].
    pub fn switched(self, on: bool, now: Timestamp) -> Result<Self, SuppressionRule> {
        match (self.state(now), on) {
            (SuppressionState::Ended, _) => Err(SuppressionRule::Over),
            (SuppressionState::On, false) => Ok(Self {
                off_since: Some(now),
                ..self
            }),
            (SuppressionState::Off, true) => Ok(Self {
                off_since: None,
                ..self
            }),
            _ => Err(SuppressionRule::AlreadySo),
        }
    }
}

/// Whether the end is near enough to be warned of; not any more once it has come.
#[must_use]
pub fn ends_soon(until: Timestamp, now: Timestamp) -> bool {
    now < until && until - now <= TimeDelta::days(WARNED_DAYS)
}
