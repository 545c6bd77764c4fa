//! What stands on the wall: the floor, and what comes next.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{
    action::Action, actor::Actor, calendar::Freeze, id::ChangeId, scope::Scope, time::Timestamp,
};

use crate::{
    backend::{Backend, authorize},
    calendar,
    changes::{self, ChangeSummary},
    error::Result,
    floor::{self, Floor},
    screens,
};

/// How far the wall looks ahead.
const AHEAD: TimeDelta = TimeDelta::days(14);
/// Changes that are read at most.
const CHANGES: u16 = 100;

/// The wall.
#[derive(Debug, Clone)]
pub struct Wall {
    /// What is open now.
    pub floor: Floor,
    /// Changes that lie ahead or go on, the next first.
    pub changes: Vec<ChangeSummary>,
    /// Those of them that a calendar or a freeze keeps from starting.
    pub blocked: BTreeSet<ChangeId>,
    /// Freezes that lie ahead or hold.
    pub freezes: Vec<Freeze>,
    /// How far ahead it looks.
    pub until: Timestamp,
    /// Whether the screen that asks is to be dim now.
    pub is_dim: bool,
}

/// The wall as it is now. A screen may see it and nothing of what it is made from, so that is read on the server's own
/// behalf.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn read(backend: &Backend, actor: &Actor) -> Result<Wall> {
    authorize(actor, Action::ReadWall)?;
    let reader = Actor::Worker("wall".to_owned());
    let floor = floor::read(backend, &reader, &Scope::default()).await?;
    let (from, until) = (floor.now, floor.now + AHEAD);
    let changes = changes::upcoming(backend, &reader, (from, until), CHANGES).await?;
    Ok(Wall {
        blocked: changes::blocked(backend, &reader, &changes).await?,
        changes,
        freezes: calendar::freezes_between(backend, &reader, from, until).await?,
        until,
        is_dim: match actor {
            Actor::Display { id, .. } => screens::is_dim(backend, *id).await?,
            _ => false,
        },
        floor,
    })
}
