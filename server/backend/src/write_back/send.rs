//! Telling AWS what is due: equal updates of one place together, a hundred findings at a time.

use std::collections::BTreeMap;

use domain::{
    event::Topic,
    finding::{
        Plane, SETTLES_IN, Severity, VerificationState, WorkflowStatus, WriteBackState, pause_after,
    },
    source::{SourceFault, SourceId},
};

use super::settle::settle;
use crate::{
    backend::Backend,
    error::Result,
    ports::{FindingName, FindingUpdate, FindingWriter, Unwritten, WRITTEN_AT_ONCE},
    store::{
        text::storable,
        write_backs::{self as store, DueRow, Miss},
    },
};

/// Rows read at once.
const AT_ONCE: i64 = 2_000;

/// The places out of `among` that something is due for: as a rule none. What was written long enough ago is forgotten.
///
/// # Errors
/// When the database fails.
pub async fn places_due(backend: &Backend, among: &[SourceId]) -> Result<Vec<SourceId>> {
    settle(backend).await?;
    let now = backend.now();
    let due = store::due(backend.reader().await?.conn(), now, AT_ONCE).await?;
    let mut places: Vec<SourceId> = Vec::new();
    for row in &due {
        if let Some(place) = place(row, among)
            && !places.contains(place)
        {
            places.push(place.clone());
        }
    }
    Ok(places)
}

/// Tells AWS what is due and `writer`'s to tell; `among` are the places of all writers. What AWS took is marked, and what
/// it did not take keeps AWS's words and is tried again later, each time a bit later. Once AWS gives no answer that can be
/// used, what is left of this turn waits as well; a refusal is of what was written alone, since a policy may allow one
/// status and not another (AWS, condition key `securityhub:ASFFSyntaxPath`). The answer is how many findings AWS took.
///
/// # Errors
/// When the database fails.
pub async fn send_due(
    backend: &Backend,
    writer: &dyn FindingWriter,
    among: &[SourceId],
) -> Result<u64> {
    let now = backend.now();
    let due = store::due(backend.reader().await?.conn(), now, AT_ONCE).await?;
    let own = due.into_iter();
    let own = own.filter(|row| place(row, among) == Some(writer.source()));
    let mut taken = 0;
    let mut faults: Vec<(Kind, SourceFault)> = Vec::new();
    for (update, rows) in equal(own) {
        for some in rows.chunks(WRITTEN_AT_ONCE) {
            let kind = kind(&update);
            let holds = |(of, fault): &&(Kind, SourceFault)| {
                *of == kind || !matches!(fault, SourceFault::AccessDenied(_))
            };
            let answer = match faults.iter().find(holds) {
                Some((_, fault)) => Err(fault.clone()),
                None => writer.write(&names(some), &update).await,
            };
            taken += mark(backend, some, &update, &answer).await?;
            faults.extend(answer.err().map(|fault| (kind, fault)));
        }
    }
    Ok(taken)
}

/// What a policy can tell updates apart by: the values of the fields, and whether there is a note.
type Kind = (
    Option<WorkflowStatus>,
    Option<Severity>,
    Option<VerificationState>,
    bool,
);

const fn kind(update: &FindingUpdate) -> Kind {
    (
        update.workflow,
        update.severity,
        update.verification,
        update.note.is_some(),
    )
}

/// Whose a row is, of those of its plane: where its finding was read, else the place of its account and region, else the first: AWS then says
/// itself that it does not know the finding.
fn place<'a>(row: &DueRow, among: &'a [SourceId]) -> Option<&'a SourceId> {
    let plane: Option<Plane> = row.plane.parse().ok();
    let of_plane = |id: &&SourceId| id.kind.plane() == plane;
    let of = |account: &str, region: &str| {
        among
            .iter()
            .filter(of_plane)
            .find(|id| id.account.as_str() == account && id.region.as_str() == region)
    };
    of(&row.source_account, &row.source_region)
        .or_else(|| of(&row.account, &row.region))
        .or_else(|| among.iter().find(of_plane))
}

/// Rows with the update that they share.
fn equal(rows: impl Iterator<Item = DueRow>) -> Vec<(FindingUpdate, Vec<DueRow>)> {
    let mut groups: BTreeMap<String, (FindingUpdate, Vec<DueRow>)> = BTreeMap::new();
    for row in rows {
        let key = serde_json::to_string(&row.wanted.0).unwrap_or_default();
        let group = groups
            .entry(key)
            .or_insert_with(|| (row.wanted.0.clone(), Vec::new()));
        group.1.push(row);
    }
    groups.into_values().collect()
}

fn names(rows: &[DueRow]) -> Vec<FindingName> {
    let name = |row: &DueRow| FindingName {
        product_arn: row.product_arn.clone(),
        aws_finding_id: row.aws_finding_id.clone(),
        account: row.account.as_str().into(),
        metadata_uid: row.metadata_uid.clone(),
    };
    rows.iter().map(name).collect()
}

/// Writes down what became of one call, and tells open pages. How many findings AWS took.
async fn mark(
    backend: &Backend,
    rows: &[DueRow],
    update: &FindingUpdate,
    answer: &std::result::Result<Vec<Unwritten>, SourceFault>,
) -> Result<u64> {
    let mut write = backend.write().await?;
    let (now, mut taken) = (write.now, 0);
    for row in rows {
        let key = (row.n, row.plane.as_str());
        let Some((state, code, fault)) = miss(row, answer) else {
            let written = row.written.overlaid(update);
            let turn = (key, row.turn);
            let settled_at = now + SETTLES_IN;
            if store::written(write.conn(), turn, &written, settled_at).await? == 0 {
                // Somebody has decided again since: AWS has this one, and is to be told the next.
                store::written_before(write.conn(), key, &written).await?;
            }
            taken += 1;
            continue;
        };
        let miss = Miss {
            state: state.as_str(),
            code: &storable(&code),
            fault: &storable(&fault),
            again_at: now + pause_after(row.attempts),
        };
        store::not_written(write.conn(), (key, row.turn), miss).await?;
    }
    if let Err(fault) = answer {
        tracing::warn!(%fault, findings = rows.len(), "AWS was not told; it is tried again");
    }
    let subjects = rows.iter().map(|row| row.n.to_string()).collect();
    let seq = write.take_seq().await?;
    write
        .finish(seq, Topic::Findings, "findings.told_aws", subjects)
        .await?;
    Ok(taken)
}

/// Why a row was not written, if it was not.
fn miss(
    row: &DueRow,
    answer: &std::result::Result<Vec<Unwritten>, SourceFault>,
) -> Option<(WriteBackState, String, String)> {
    match answer {
        Err(fault) => {
            let (state, code) = word(fault);
            Some((state, code.to_owned(), fault.to_string()))
        }
        Ok(unwritten) => {
            let of_row = |one: &&Unwritten| {
                one.name.aws_finding_id == row.aws_finding_id
                    && one.name.product_arn == row.product_arn
            };
            let one = unwritten.iter().find(of_row)?;
            Some((
                WriteBackState::Refused,
                one.code.clone(),
                one.message.clone(),
            ))
        }
    }
}

/// A fault of the whole call as a code, and whether AWS said no or nothing.
fn word(fault: &SourceFault) -> (WriteBackState, &'static str) {
    match fault {
        SourceFault::AccessDenied(_) => (WriteBackState::Refused, "AccessDenied"),
        SourceFault::NotEnabled(_) | SourceFault::NoSupportPlan => {
            (WriteBackState::Refused, "NotEnabled")
        }
        SourceFault::Throttled => (WriteBackState::Failed, "Throttled"),
        SourceFault::Unreachable(_) => (WriteBackState::Failed, "NoAnswer"),
    }
}
