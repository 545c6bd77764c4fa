//! Which findings are linked to a change, and which changes to a finding.

use domain::{
    change::ChangeState,
    event::Topic,
    finding::FindingSummary,
    id::{ChangeId, FindingId},
};
use uuid::Uuid;

use super::rows::corrupt_state;
use crate::{
    backend::{Backend, Write},
    error::Result,
    store::{change_findings, changes as store, db::Conn},
};

/// Changes that the page of a finding names.
const CHANGES: i64 = 20;
/// Findings that the page of a change names.
const FINDINGS: i64 = 50;

/// A change as the page of a linked finding names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedChange {
    /// Which.
    pub id: ChangeId,
    /// Its number, shown as `CHG-n`.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: ChangeState,
}

/// The findings that are linked to a change: the first of them, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkedFindings {
    /// At most 50 of them.
    pub first: Vec<FindingSummary>,
    /// How many there are.
    pub count: u64,
}

/// The change that people call by this number, once it was asked for: a draft is nobody's business but its writer's.
pub(crate) async fn by_number(conn: Conn<'_>, number: i64) -> Result<Option<Uuid>> {
    let row = store::by_number(conn, number).await?;
    Ok(row
        .filter(|row| row.state != ChangeState::Draft.as_str())
        .map(|row| row.id))
}

/// Links findings to a change, by their row numbers.
pub(crate) async fn link(
    write: &mut Write<'_>,
    actor: &str,
    change: Uuid,
    ns: &[i64],
) -> Result<()> {
    let at = write.now;
    change_findings::insert(write.conn(), change, ns, (actor, at)).await?;
    tell(write, change).await
}

/// Takes links of findings to a change back.
pub(crate) async fn unlink(write: &mut Write<'_>, change: Uuid, ns: &[i64]) -> Result<()> {
    change_findings::delete(write.conn(), change, ns).await?;
    tell(write, change).await
}

async fn tell(write: &mut Write<'_>, change: Uuid) -> Result<()> {
    let seq = write.take_seq().await?;
    let subjects = vec![change.to_string()];
    write
        .tell(seq, Topic::Changes, "changes.linked", subjects)
        .await
}

/// The changes that are linked to a finding or name its page, the last first.
pub(crate) async fn of_finding(conn: Conn<'_>, n: i64, id: FindingId) -> Result<Vec<LinkedChange>> {
    let page = format!("/findings/{id}");
    let rows = change_findings::of_finding(conn, n, &page, CHANGES).await?;
    let linked = |row: change_findings::LinkedChangeRow| {
        Ok(LinkedChange {
            id: ChangeId(row.id),
            number: row.number,
            state: row
                .state
                .parse()
                .map_err(|error| corrupt_state(row.id, error))?,
            title: row.title,
        })
    };
    rows.into_iter().map(linked).collect()
}

/// The findings that are linked to a change.
pub(super) async fn of_change(
    backend: &Backend,
    conn: Conn<'_>,
    change: Uuid,
) -> Result<LinkedFindings> {
    let (ns, count) = change_findings::of_change(conn, change, FINDINGS).await?;
    let row = |n: i64| backend.board().at(u32::try_from(n).ok()?);
    Ok(LinkedFindings {
        first: ns.into_iter().filter_map(row).collect(),
        count: count.unsigned_abs(),
    })
}
