//! From rows to changes and back.

use std::collections::HashMap;

use domain::{
    change::{Approval, Approver, Change, ChangeKind, ChangeState, Plan, Revision},
    id::{ChangeId, PersonId},
    scope::Scope,
    time::Timestamp,
    version::Version,
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    store::{
        approvals::{self, ApprovalRow, ApproverRow},
        changes::{self as store, ChangeRow},
        db::Conn,
    },
};

/// A change as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSummary {
    /// Which.
    pub id: ChangeId,
    /// Its number, shown as `CHG-n`.
    pub number: i64,
    /// One line.
    pub title: String,
    /// Which levels decide.
    pub kind: ChangeKind,
    /// Where it stands.
    pub state: ChangeState,
    /// Who asked.
    pub requester: String,
    /// When it may start.
    pub starts_at: Timestamp,
    /// When it must be over.
    pub ends_at: Timestamp,
    /// What it touches.
    pub targets: Vec<Scope>,
    /// Which revision is in force.
    pub revision: i64,
    /// When it was asked for.
    pub asked_at: Option<Timestamp>,
    /// When anything of it last changed.
    pub changed_at: Timestamp,
    /// The fence for an act.
    pub version: Version,
}

/// The change of a row, whole.
pub(super) async fn whole(
    mut conn: Conn<'_>,
    row: &ChangeRow,
) -> Result<(Change, Vec<ApprovalRow>)> {
    let lines = store::targets(conn.again(), &[row.id]).await?;
    let links = store::links(conn.again(), row.id).await?;
    let said = approvals::of_change(conn.again(), row.id).await?;
    let change = Change {
        requester: PersonId(row.requester_id),
        state: word(row, &row.state)?,
        revision: Revision(row.revision),
        plan: Plan {
            title: row.title.clone(),
            description: row.description.clone(),
            kind: word(row, &row.kind)?,
            targets: scopes(row, lines.iter().map(|(_, line)| line.as_str()))?,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            rollback: row.rollback_text.clone(),
            links,
        },
        levels: row.levels.0.clone(),
        approvals: said
            .iter()
            .map(|said| approval(row, said))
            .collect::<Result<_>>()?,
    };
    Ok((change, said))
}

/// Summaries of rows, with what each touches.
pub(super) async fn summaries(conn: Conn<'_>, rows: Vec<ChangeRow>) -> Result<Vec<ChangeSummary>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut lines: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (id, line) in store::targets(conn, &ids).await? {
        lines.entry(id).or_default().push(line);
    }
    let summary = |row: ChangeRow| {
        let lines = lines.remove(&row.id).unwrap_or_default();
        summary(&row, scopes(&row, lines.iter().map(String::as_str))?)
    };
    rows.into_iter().map(summary).collect()
}

pub(super) fn summary(row: &ChangeRow, targets: Vec<Scope>) -> Result<ChangeSummary> {
    Ok(ChangeSummary {
        id: ChangeId(row.id),
        number: row.number,
        title: row.title.clone(),
        kind: word(row, &row.kind)?,
        state: word(row, &row.state)?,
        requester: row.requester.clone(),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        targets,
        revision: row.revision,
        asked_at: row.asked_at,
        changed_at: row.changed_at,
        version: Version(row.version),
    })
}

/// Writes what the domain made of a change into its row.
pub(super) fn take(row: &mut ChangeRow, change: &Change) {
    row.revision = change.revision.0;
    row.state = change.state.as_str().to_owned();
    row.kind = change.plan.kind.as_str().to_owned();
    row.title.clone_from(&change.plan.title);
    row.description.clone_from(&change.plan.description);
    row.rollback_text.clone_from(&change.plan.rollback);
    row.starts_at = change.plan.starts_at;
    row.ends_at = change.plan.ends_at;
    row.levels.0.clone_from(&change.levels);
}

/// The lines by which a plan's targets are kept.
pub(super) fn lines(plan: &Plan) -> Vec<String> {
    plan.targets.iter().map(Scope::to_string).collect()
}

/// Who may decide, as the rules know them.
pub(super) fn approvers(rows: &[ApproverRow]) -> Vec<Approver> {
    let approver = |row: &ApproverRow| Approver {
        id: PersonId(row.id),
        name: row.name.clone(),
    };
    rows.iter().map(approver).collect()
}

/// A word of a row of `changes` or below it.
pub(super) fn word<T: std::str::FromStr<Err = domain::UnknownWord>>(
    row: &ChangeRow,
    text: &str,
) -> Result<T> {
    text.parse().map_err(|error| corrupt(row, &error))
}

fn approval(row: &ChangeRow, said: &ApprovalRow) -> Result<Approval> {
    Ok(Approval {
        revision: Revision(said.revision),
        level: usize::try_from(said.level).unwrap_or_default(),
        approver: PersonId(said.approver_id),
        name: said.approver.clone(),
        decision: word(row, &said.decision)?,
        comment: said.comment.clone(),
        at: said.at,
    })
}

fn scopes<'a>(row: &ChangeRow, lines: impl Iterator<Item = &'a str>) -> Result<Vec<Scope>> {
    lines
        .map(|line| line.parse().map_err(|error| corrupt(row, &error)))
        .collect()
}

fn corrupt(row: &ChangeRow, what: &impl ToString) -> Error {
    corrupt_id(row.id, what)
}

/// The error of a row that holds a word that no version of ours writes.
pub(super) fn corrupt_state(id: Uuid, error: domain::UnknownWord) -> Error {
    corrupt_id(id, &error)
}

fn corrupt_id(id: Uuid, what: &impl ToString) -> Error {
    Error::Corrupt {
        table: "changes",
        row: id.to_string(),
        what: what.to_string(),
    }
}
