//! One finding whole: its row, its document and what changed on it.

use domain::{
    action::Action,
    actor::Actor,
    finding::{FindingSummary, IncomingFinding, RecordState, Tag, VerificationState, joined},
    id::FindingId,
    time::Timestamp,
};

use crate::{
    backend::{Backend, authorize},
    changes::{self, LinkedChange},
    error::{Error, Result},
    store::{
        db::Reader,
        finding_documents::{self, DocumentRow},
        finding_history, finding_notes,
        finding_planes::{self, PlaneRow},
        findings::{self as store, FindingRow},
    },
    write_back::{WriteBackStanding, standing},
};

/// Changes shown of one finding.
const HISTORY: i64 = 200;
/// Notes shown of one finding.
const NOTES: i64 = 100;

/// One change of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingChange {
    /// Which field.
    pub field: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
    /// Why: a person's words, or the word for what a report did by itself.
    pub reason: Option<String>,
}

/// A note that somebody here made. AWS keeps the last one alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingNote {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was noted.
    pub text: String,
}

impl From<finding_notes::NoteRow> for FindingNote {
    fn from(row: finding_notes::NoteRow) -> Self {
        Self {
            at: row.at,
            actor: row.actor,
            text: row.text,
        }
    }
}

/// A finding with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingDetail {
    /// As lists show it.
    pub summary: FindingSummary,
    /// As its document reads, or those of both planes together; workflow status and severity here are AWS's, those that
    /// hold are in `summary`.
    pub reported: IncomingFinding,
    /// What each plane that has it says, CSPM first.
    pub planes: Vec<PlaneDetail>,
    /// Whether it is held to be true, by people here or else by AWS.
    pub verification: VerificationState,
    /// Its tags in their order.
    pub tags: Vec<Tag>,
    /// The last notes that people here made, the newest first.
    pub notes: Vec<FindingNote>,
    /// The changes that it is linked to, the last first.
    pub changes: Vec<LinkedChange>,
    /// What AWS has still to be told of it, plane by plane; none when it has all.
    pub write_back: Vec<WriteBackStanding>,
    /// What changed, newest first.
    pub history: Vec<FindingChange>,
}

impl FindingDetail {
    /// What the plane of this name says, or the first that has it.
    #[must_use]
    pub fn in_plane(&self, plane: &str) -> Option<&PlaneDetail> {
        let of_plane = |one: &&PlaneDetail| one.reported.plane.as_str() == plane;
        self.planes.iter().find(of_plane).or(self.planes.first())
    }
}

/// A finding as one plane has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaneDetail {
    /// What its document says, with the ids by which the plane knows it.
    pub reported: IncomingFinding,
    /// Whether the plane has stopped reporting it.
    pub is_gone: bool,
}

/// One finding.
///
/// # Errors
/// [`Error::Forbidden`], or [`Error::NotFound`].
pub async fn get(backend: &Backend, actor: &Actor, id: FindingId) -> Result<FindingDetail> {
    authorize(actor, Action::ReadFloor)?;
    let mut reader = backend.reader().await?;
    let row = store::find(reader.conn(), id.0)
        .await?
        .ok_or(Error::NotFound)?;
    let kept = Documents::load(backend, &mut reader, row.n).await?;
    let history = finding_history::of_finding(reader.conn(), row.n, HISTORY).await?;
    let notes = finding_notes::of_finding(reader.conn(), row.n, NOTES).await?;
    let changes = changes::of_finding(reader.conn(), row.n, id).await?;
    let write_back = standing(reader.conn(), row.n).await?;
    drop(reader);
    let planes = kept.read(backend, &row)?;
    let reported = match planes.as_slice() {
        [cspm, v2] => joined(&cspm.reported, &v2.reported),
        [alone, ..] => alone.reported.clone(),
        [] => return Err(Error::NotFound),
    };
    let held = super::triage::triage(&row, Vec::new())?;
    let summary = backend.board().row(id).ok_or(Error::NotFound)?;
    let change = |row: finding_history::HistoryRow| FindingChange {
        field: row.field,
        at: row.at,
        actor: row.actor,
        old: row.old,
        new: row.new,
        reason: row.reason,
    };
    Ok(FindingDetail {
        summary,
        verification: held.verification.unwrap_or(reported.verification),
        reported,
        planes,
        tags: held.tags,
        notes: notes.into_iter().map(FindingNote::from).collect(),
        changes,
        write_back,
        history: history.into_iter().map(change).collect(),
    })
}

/// What is kept of a finding's documents.
struct Documents {
    /// The finding's own: CSPM's, or that of the plane that alone has it.
    own: DocumentRow,
    /// V2's, where CSPM has one too.
    v2: Option<DocumentRow>,
    planes: Vec<PlaneRow>,
}

impl Documents {
    async fn load(backend: &Backend, reader: &mut Reader, n: i64) -> Result<Self> {
        let own = finding_documents::find(reader.conn(), n)
            .await?
            .ok_or_else(|| corrupt(n, "there is none".to_owned()))?;
        let planes = finding_planes::of(reader.conn(), &[n]).await?;
        let v2 = match planes.is_empty() {
            true => None,
            false => finding_planes::documents(reader.conn(), &[n]).await?.pop(),
        };
        let v2 = v2.map(|(_, row)| row);
        for row in [Some(&own), v2.as_ref()].into_iter().flatten() {
            backend.archive().learn(reader.conn(), row).await?;
        }
        Ok(Self { own, v2, planes })
    }

    fn read(&self, backend: &Backend, row: &FindingRow) -> Result<Vec<PlaneDetail>> {
        let mut details = Vec::with_capacity(2);
        for packed in [Some(&self.own), self.v2.as_ref()].into_iter().flatten() {
            let document = backend.archive().unpack(row.n, packed)?;
            let reported = backend
                .documents()
                .read(&document)
                .map_err(|reject| corrupt(row.n, reject.reason))?;
            let plane = reported.plane.as_str();
            let kept = self.planes.iter().find(|kept| kept.plane == plane);
            let state = kept.map_or(&row.record_state, |kept| &kept.record_state);
            details.push(PlaneDetail {
                is_gone: state == RecordState::NotReported.as_str(),
                reported,
            });
        }
        Ok(details)
    }
}

fn corrupt(n: i64, what: String) -> Error {
    Error::Corrupt {
        table: "finding_documents",
        row: n.to_string(),
        what,
    }
}
