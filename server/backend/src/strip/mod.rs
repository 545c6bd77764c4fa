//! The decision strip: everything that is known around a change is gathered, and `domain::strip` judges it.
//!
//! It only reads. A decision computes it again just before its transaction and compares it with the one
//! that was shown.

mod calendar;
mod changes;
mod endpoints;
mod findings;
mod health;
mod incidents;
mod shown;
mod silent;
mod unwatched;

pub(crate) use health::places as health_places;
pub use shown::{Again, Shown, again, show};

use domain::{
    action::Action,
    actor::Actor,
    id::ChangeId,
    scope::Scope,
    strip::{Cause, Facts, Gates, Strip, judge},
    time::Timestamp,
};

use crate::{
    backend::{Backend, authorize},
    error::Result,
    sources,
};

/// What a strip is asked about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The change, which is no reason against itself; `None` for one that is not kept yet.
    pub change: Option<ChangeId>,
    /// What it touches.
    pub targets: &'a [Scope],
    /// When it starts.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// Whether calendars and freezes hold it up.
    pub gates: Gates,
}

impl About<'_> {
    /// Whether a place is anywhere near a target.
    fn touches(&self, place: &Scope) -> bool {
        self.targets
            .iter()
            .any(|target| target.meets(place).is_some())
    }

    /// Whether something that lasts so long touches the time of the change.
    fn overlaps(&self, start: Option<Timestamp>, end: Option<Timestamp>) -> bool {
        start.is_none_or(|start| start < self.until) && end.is_none_or(|end| end >= self.from)
    }
}

/// The strip as it is now.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn compute(backend: &Backend, actor: &Actor, about: &About<'_>) -> Result<Strip> {
    authorize(actor, Action::ReadFloor)?;
    let mut found = findings::gather(backend, actor, about).await?;
    found.extend(health::gather(backend, about).await?);
    found.extend(endpoints::gather(backend, actor).await?);
    found.extend(changes::gather(backend, actor, about).await?);
    found.extend(incidents::gather(backend, actor).await?);
    found.extend(calendar::gather(backend, actor, about).await?);
    let sources = sources::list(backend, actor).await?;
    let unwatched = unwatched::gather(backend, actor, about, (&found, &sources)).await?;
    let facts = Facts {
        targets: about.targets,
        gates: about.gates,
        found,
        looked_at: Cause::ALL.to_vec(),
        blind: silent::gather(backend, about, &unwatched, &sources),
        unwatched,
    };
    Ok(judge(facts, backend.now()))
}
