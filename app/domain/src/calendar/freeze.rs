//! A freeze: for a while, nothing is changed in some place.

use serde::{Deserialize, Serialize};

use super::{CalendarCode, MAX_REASON, Window, event::MAX_LENGTH, name, text_of};
use crate::{id::FreezeId, scope::Scope, time::Timestamp, version::Version};

text_enum! {
    /// How a freeze holds.
    FreezeStrength {
        /// A change in it does not start.
        Hard = "hard",
        /// A change in it is warned of.
        Soft = "soft",
    }
}

/// What somebody says of a freeze.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreezePlan {
    /// Its name.
    pub name: String,
    /// How it holds.
    pub strength: FreezeStrength,
    /// Where.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// From when on.
    pub from: Timestamp,
    /// Up to when.
    pub until: Timestamp,
}

/// A freeze.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freeze {
    /// Which.
    pub id: FreezeId,
    /// The fence for a change.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// How it holds.
    pub strength: FreezeStrength,
    /// Where.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// From when on.
    pub from: Timestamp,
    /// Up to when: where somebody ended it before its time, then.
    pub until: Timestamp,
    /// Who made it.
    pub created_by: String,
    /// When somebody ended it before its time.
    pub ended_at: Option<Timestamp>,
}

impl FreezePlan {
    /// Holds it to the rules.
    ///
    /// # Errors
    /// The rule that it misses.
    pub fn checked(self) -> Result<Self, CalendarCode> {
        let plan = Self {
            name: name(&self.name, CalendarCode::Name)?,
            reason: text_of(&self.reason, MAX_REASON, CalendarCode::Reason)?,
            ..self
        };
        match plan.until - plan.from {
            length if length <= chrono::TimeDelta::zero() => Err(CalendarCode::EndsFirst),
            length if length > MAX_LENGTH => Err(CalendarCode::TooLong),
            _ => Ok(plan),
        }
    }
}

impl Freeze {
    /// What it is called behind the word freeze, with which most names end.
    #[must_use]
    pub fn called(&self) -> &str {
        self.name.strip_suffix(" freeze").unwrap_or(&self.name)
    }

    /// When it holds.
    #[must_use]
    pub const fn window(&self) -> Window {
        Window {
            from: self.from,
            until: self.until,
        }
    }

    /// Whether it holds for something that touches one of the places at some time of the window.
    #[must_use]
    pub fn holds(&self, places: &[Scope], window: Window) -> bool {
        self.window().meets(&window) && places.iter().any(|place| touches(&self.scope, place))
    }

    /// What is changed about it, decided at `now`.
    ///
    /// # Errors
    /// [`CalendarCode::Ended`] once it is over, [`CalendarCode::Begun`] where a freeze that holds would begin at another
    /// time, [`CalendarCode::EndsFirst`] where it would end in the past, or a rule that the plan misses.
    pub fn changed(self, plan: FreezePlan, now: Timestamp) -> Result<Self, CalendarCode> {
        let plan = plan.checked()?;
        if self.is_over(now) {
            return Err(CalendarCode::Ended);
        }
        if self.from <= now && plan.from != self.from {
            return Err(CalendarCode::Begun);
        }
        if plan.until <= now {
            return Err(CalendarCode::EndsFirst);
        }
        Ok(Self {
            name: plan.name,
            strength: plan.strength,
            scope: plan.scope,
            reason: plan.reason,
            from: plan.from,
            until: plan.until,
            ..self
        })
    }

    /// Ends it at `now`; one that has not begun never holds.
    ///
    /// # Errors
    /// [`CalendarCode::Ended`] once it is over.
    pub fn ended(self, now: Timestamp) -> Result<Self, CalendarCode> {
        if self.is_over(now) {
            return Err(CalendarCode::Ended);
        }
        Ok(Self {
            until: now.max(self.from),
            ended_at: Some(now),
            ..self
        })
    }

    /// Whether it holds no more, and will not.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until <= now || self.ended_at.is_some()
    }
}

/// Whether something can lie in both places. Nearness is not enough here: two regions of one account are near, and a
/// freeze of one leaves the other alone.
#[must_use]
pub fn touches(one: &Scope, other: &Scope) -> bool {
    fn agree<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        one.is_none() || other.is_none() || one == other
    }
    let everywhere = |scope: &Scope| {
        scope
            .region
            .as_ref()
            .is_none_or(|region| region.is_global())
    };
    let region = everywhere(one) || everywhere(other) || one.region == other.region;
    let resource = one.resource.is_none()
        || other.resource.is_none()
        || one.covers(other)
        || other.covers(one);
    one.meets(other).is_some()
        && region
        && resource
        && agree(one.account.as_ref(), other.account.as_ref())
        && agree(one.service.as_ref(), other.service.as_ref())
}
