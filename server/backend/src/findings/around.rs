//! What else happened around the time of one finding, near it.
//!
//! The event log says what happened and when, and is kept for a day (`live/tail.rs`); most findings are older. What
//! its events did is read where it lasts: the histories of findings and of changes, whose rows are the events' own, the
//! timelines of incidents, and what AWS and people said of AWS Health events and freezes. Only how endpoints turned stands
//! nowhere but in the log. Each of them is read by an index, the newest first, and no further than its limit; where that was
//! not all of it, the answer says so.

mod calendar;
mod changes;
mod endpoints;
mod findings;
mod health;
mod incidents;

use domain::{
    action::Action,
    actor::Actor,
    around::{Happening, Span, Window, nearest_first},
    id::FindingId,
    scope::{MatchLevel, Scope, nearness},
    strip::{Link, LinkKind},
    time::{Timestamp, from_micros},
};

use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    incidents::places_of,
    store::{events, findings as store},
};

/// What is told of one finding.
const TOLD: usize = 50;
/// How many of each kind are looked at, the latest first.
const LATEST: i64 = 200;

/// What happened around a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// The moment of the finding: when its product last changed it.
    pub moment: Timestamp,
    /// How far was looked.
    pub span: Span,
    /// What happened, the nearest first and of that the newest.
    pub happened: Vec<Happening>,
    /// How many more there were.
    pub left_out: u64,
    /// What was not looked at.
    pub cut: Vec<Cut>,
    /// Since when the event log is kept, where that is after the time that was asked about: what endpoints did before it is
    /// not known any more.
    pub log_begins: Option<Timestamp>,
}

/// What was not looked at, since there was too much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Of one kind only so many, the latest.
    Latest(LinkKind, u64),
    /// Of the findings near it, the second number, only the first, the nearest.
    Nearest(u64, u64),
}

/// What else happened near a finding within `span` of the moment when its product last changed it.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Database`].
pub async fn around(backend: &Backend, actor: &Actor, id: FindingId, span: Span) -> Result<Around> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), id.0).await?;
    let row = row.ok_or(Error::NotFound)?;
    let moment = from_micros(row.updated);
    let window = span.around(moment, backend.now());
    let mut look = Look {
        n: row.n,
        targets: places_of(&row),
        window,
        happened: Vec::new(),
        cut: Vec::new(),
    };
    findings::gather(backend, &mut reader, &mut look).await?;
    changes::gather(&mut reader, &mut look).await?;
    incidents::gather(&mut reader, &mut look).await?;
    health::gather(&mut reader, &mut look).await?;
    endpoints::gather(&mut reader, &mut look).await?;
    let begins = events::begins(reader.conn()).await?;
    drop(reader);
    calendar::gather(backend, actor, &mut look).await?;
    let (happened, left_out) = nearest_first(look.happened, TOLD);
    Ok(Around {
        moment,
        span,
        happened,
        left_out,
        cut: look.cut,
        log_begins: begins.filter(|begins| *begins > window.from),
    })
}

/// Where and when is looked, and what was found so far.
struct Look {
    /// The finding, which is nothing else beside itself.
    n: i64,
    targets: Vec<Scope>,
    window: Window,
    happened: Vec<Happening>,
    cut: Vec<Cut>,
}

impl Look {
    /// The window as the store asks for it.
    fn between(&self) -> (Timestamp, Timestamp) {
        (self.window.from, self.window.until)
    }

    /// Adds what happened to something at these places, where it is near and its time is looked at.
    fn add(&mut self, at: Timestamp, level: Option<MatchLevel>, link: Link, text: String) {
        if let Some(level) = level.filter(|_| self.window.holds(at)) {
            let one = Happening {
                at,
                level,
                link,
                text,
            };
            self.happened.push(one);
        }
    }

    /// How near something is that was bound to these places by people: what they said of everything is said of this too.
    fn level_of_said(&self, places: &[Scope]) -> Option<MatchLevel> {
        nearness(&self.targets, places, true)
    }

    /// Says that so many of a kind were read, where there may be more of them.
    fn read(&mut self, kind: LinkKind, count: usize, most: i64) {
        let cut = Cut::Latest(kind, most.unsigned_abs());
        if count as i64 >= most && !self.cut.contains(&cut) {
            self.cut.push(cut);
        }
    }
}
