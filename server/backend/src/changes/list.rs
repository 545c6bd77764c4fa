//! The queue: what waits for somebody, what somebody asked for, what was decided.

use domain::{action::Action, actor::Actor, page::Page, scope::Scope, time::Timestamp};
use uuid::Uuid;

use super::rows::{ChangeSummary, summaries};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{
        changes::{self as store, ChangeRow},
        db::Conn,
    },
};

/// Rows a page.
const PAGE: usize = 50;
/// Pages that are read at most for one of [`list_within`].
const READ_AT_ONCE: usize = 20;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Those that wait for a decision of the actor.
    Waiting,
    /// Those that the actor asked for.
    Mine,
    /// Those that somebody has decided, or that are over.
    Decided,
    /// All that were asked for.
    Every,
}

/// How many wait for the actor, and how many of the actor are not over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// For a decision of the actor.
    pub waiting: u64,
    /// Asked for by the actor and not over.
    pub mine: u64,
}

/// One page of a queue; `after` is the `next` of the page before.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::BadCursor`] for a cursor of somebody else.
pub async fn list(
    backend: &Backend,
    actor: &Actor,
    queue: Queue,
    after: Option<&str>,
) -> Result<Page<ChangeSummary>> {
    authorize(actor, Action::ReadFloor)?;
    let key = match after {
        Some(text) => parse(text).ok_or(Error::BadCursor)?,
        None => first(queue),
    };
    let mut reader = backend.reader().await?;
    let mut rows = rows(reader.conn(), actor, queue, key).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| {
        let at = match queue {
            Queue::Waiting => row.starts_at,
            Queue::Mine | Queue::Decided | Queue::Every => row.changed_at,
        };
        format!("{}.{}", at.timestamp_micros(), row.id)
    });
    Ok(Page {
        rows: summaries(reader.conn(), rows).await?,
        next,
    })
}

/// As [`list`], without the changes that lie outside `scope`. A page may be longer than others, or shorter with more behind
/// it: so much is read and no more.
///
/// # Errors
/// As [`list`].
pub async fn list_within(
    backend: &Backend,
    actor: &Actor,
    (queue, scope): (Queue, &Scope),
    after: Option<&str>,
) -> Result<Page<ChangeSummary>> {
    let (mut rows, mut next) = (Vec::new(), after.map(str::to_owned));
    for _ in 0..READ_AT_ONCE {
        let page = list(backend, actor, queue, next.as_deref()).await?;
        let inside = page.rows.into_iter();
        rows.extend(inside.filter(|change| scope.shows_any(&change.targets)));
        next = page.next;
        if next.is_none() || rows.len() >= PAGE {
            break;
        }
    }
    Ok(Page { rows, next })
}

/// How many wait.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn queue_counts(backend: &Backend, actor: &Actor) -> Result<QueueCounts> {
    let waiting = super::waiting_for(backend, actor).await?;
    let mine = match actor {
        Actor::Person(person) => {
            let mut reader = backend.reader().await?;
            store::count_mine(reader.conn(), person.id.0).await?
        }
        _ => 0,
    };
    Ok(QueueCounts {
        waiting,
        mine: mine.unsigned_abs(),
    })
}

async fn rows(
    conn: Conn<'_>,
    actor: &Actor,
    queue: Queue,
    key: (Timestamp, Uuid),
) -> Result<Vec<ChangeRow>> {
    let limit = PAGE as i64 + 1;
    let person = match actor {
        Actor::Person(person) => person.id.0,
        _ => return Ok(Vec::new()),
    };
    Ok(match queue {
        Queue::Waiting if !actor.may(Action::DecideChanges) => Vec::new(),
        Queue::Waiting => store::list_waiting(conn, person, key, limit).await?,
        Queue::Mine => store::list_mine(conn, person, key, limit).await?,
        Queue::Decided => store::list_decided(conn, key, limit).await?,
        Queue::Every => store::list_every(conn, key, limit).await?,
    })
}

/// Before all of a queue, within what both engines can hold.
fn first(queue: Queue) -> (Timestamp, Uuid) {
    match queue {
        Queue::Waiting => (domain::time::from_micros(0), Uuid::nil()),
        Queue::Mine | Queue::Decided | Queue::Every => (
            domain::time::from_micros(253_402_300_799_000_000),
            Uuid::max(),
        ),
    }
}

fn parse(cursor: &str) -> Option<(Timestamp, Uuid)> {
    let (micros, id) = cursor.split_once('.')?;
    let micros: i64 = micros.parse().ok()?;
    let within = (0..=253_402_300_799_000_000).contains(&micros);
    within.then_some((domain::time::from_micros(micros), Uuid::try_parse(id).ok()?))
}
