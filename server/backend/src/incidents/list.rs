//! Incidents as a list, and how many are open.

use domain::{
    action::Action,
    actor::Actor,
    id::IncidentId,
    incident::{Impact, IncidentStatus},
    page::Page,
    scope::Scope,
    time::{Timestamp, from_micros},
    version::Version,
};

use super::rows::{corrupt, summaries};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{
        db::Conn,
        incidents::{self as store, IncidentRow},
    },
};

/// Rows a page.
const PAGE: usize = 50;
/// Pages that are read at most for one of [`list_within`].
const READ_AT_ONCE: usize = 20;
/// Open incidents that are read at most where all are asked for.
const OPEN: i64 = 500;
/// Later than everything, and both engines can hold it: the year 9999.
const END: i64 = 253_402_300_799_000_000;

/// An incident as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentSummary {
    /// Which.
    pub id: IncidentId,
    /// Its number; people read `INC-` and the number.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// How bad it is.
    pub impact: Impact,
    /// Where it stands.
    pub status: IncidentStatus,
    /// Who leads the work.
    pub commander: Option<String>,
    /// When it was declared.
    pub opened_at: Timestamp,
    /// When it ended, if it did.
    pub resolved_at: Option<Timestamp>,
    /// What it touches.
    pub scopes: Vec<Scope>,
    /// Which state of it this is.
    pub version: Version,
}

/// How many incidents are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenIncidents {
    /// All of them.
    pub count: u64,
    /// The worst impact among them.
    pub worst: Option<Impact>,
    /// Since when the oldest is open.
    pub oldest_open: Option<Timestamp>,
}

/// Open incidents, the worst first and of those the oldest, at most `limit` and never more than 500.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn open(backend: &Backend, actor: &Actor, limit: u16) -> Result<Vec<IncidentSummary>> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let kept = &backend.kept().open_incidents;
    let open = kept.get(&mut reader, read_open).await?;
    Ok(open.iter().take(usize::from(limit)).cloned().collect())
}

async fn read_open(mut conn: Conn<'_>) -> Result<Vec<IncidentSummary>> {
    let rows = store::open(conn.again(), (0, 0), OPEN).await?;
    summaries(conn, &rows).await
}

/// One page of the incidents with a status; `after` is the `next` of the page before. Open ones come in the order of
/// [`open`], resolved ones the last resolved first.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::BadCursor`] for a cursor of another list.
pub async fn list(
    backend: &Backend,
    actor: &Actor,
    status: IncidentStatus,
    after: Option<&str>,
) -> Result<Page<IncidentSummary>> {
    authorize(actor, Action::ReadFloor)?;
    let key = after
        .map(|text| parse(text).ok_or(Error::BadCursor))
        .transpose()?;
    let mut reader = backend.reader().await?;
    let limit = PAGE as i64 + 1;
    let mut rows = match status {
        IncidentStatus::Open => {
            let (impact, number) = key.unwrap_or((0, 0));
            let impact = i16::try_from(impact).map_err(|_| Error::BadCursor)?;
            store::open(reader.conn(), (impact, number), limit).await?
        }
        IncidentStatus::Resolved => {
            let (micros, number) = key.unwrap_or((END, 0));
            let before = from_micros(micros.min(END));
            store::resolved(reader.conn(), (before, number), limit).await?
        }
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(cursor);
    let rows = summaries(reader.conn(), &rows).await?;
    Ok(Page { rows, next })
}

/// As [`list`], without the incidents that lie outside `scope`. A page may be longer than others, or shorter with more
/// behind it: so much is read and no more.
///
/// # Errors
/// As [`list`].
pub async fn list_within(
    backend: &Backend,
    actor: &Actor,
    (status, scope): (IncidentStatus, &Scope),
    after: Option<&str>,
) -> Result<Page<IncidentSummary>> {
    let (mut rows, mut next) = (Vec::new(), after.map(str::to_owned));
    for _ in 0..READ_AT_ONCE {
        let page = list(backend, actor, status, next.as_deref()).await?;
        let inside = page.rows.into_iter();
        rows.extend(inside.filter(|incident| scope.shows_any(&incident.scopes)));
        next = page.next;
        if next.is_none() || rows.len() >= PAGE {
            break;
        }
    }
    Ok(Page { rows, next })
}

fn cursor(row: &IncidentRow) -> String {
    let first = row
        .resolved_at
        .map_or(i64::from(row.impact), |at| at.timestamp_micros());
    format!("{first}.{}", row.number)
}

fn parse(cursor: &str) -> Option<(i64, i64)> {
    let (first, number) = cursor.split_once('.')?;
    Some((first.parse().ok()?, number.parse().ok()?))
}

/// How many incidents are open, how bad the worst is, and since when the oldest is.
///
/// # Errors
/// [`Error::Forbidden`], or when the database fails.
pub async fn counts(backend: &Backend, actor: &Actor) -> Result<OpenIncidents> {
    authorize(actor, Action::ReadFloor)?;
    let rows = store::counts(backend.reader().await?.conn()).await?;
    let mut open = OpenIncidents::default();
    for (rank, count, oldest) in rows {
        let impact = Impact::from_rank(rank)
            .ok_or_else(|| corrupt("incidents", "of the counts", format!("impact {rank}")))?;
        open.count += count.unsigned_abs();
        open.worst = Some(open.worst.map_or(impact, |worst| worst.min(impact)));
        open.oldest_open = Some(open.oldest_open.map_or(oldest, |before| before.min(oldest)));
    }
    Ok(open)
}
