//! Findings of a page that Security Hub V2 has too: each plane keeps what it says, and the row is what both say together.

use std::collections::HashMap;

use domain::{
    finding::{AwsSaid, IncomingFinding, Plane, RecordState, Said, WorkflowStatus, joined},
    time::from_micros,
};
use uuid::Uuid;

use super::{
    super::{
        act::corrupt,
        draft::Draft,
        prepare::Prepared,
        reported::{Report, said_alone, severity, updated},
        shared_rows::product_key,
    },
    Document, Page, is_known,
};
use crate::{
    backend::{Backend, Write},
    error::Result,
    store::{
        finding_documents::{self, DocumentRow},
        finding_planes::{self as store, PlaneRow},
        findings::FindingRow,
        text::storable_text,
    },
};

/// What is kept of the planes of a page's findings, and what is to be kept of them from now on.
#[derive(Default)]
pub(super) struct Planes {
    /// Of findings that V2 has; one that has no rows is CSPM's alone.
    kept: HashMap<i64, Vec<PlaneRow>>,
    /// Documents of those that are reported anew.
    documents: HashMap<i64, DocumentRow>,
    /// V2's documents of them, where CSPM has one too.
    v2_documents: HashMap<i64, DocumentRow>,
    changed: Vec<(PlaneRow, Option<DocumentRow>)>,
    /// Of findings that get their number when they are saved.
    new: Vec<(Uuid, PlaneRow)>,
}

impl Planes {
    /// One look-up, as long as V2 was never read.
    pub(super) async fn load(
        write: &mut Write<'_>,
        incoming: &[Prepared<'_>],
        kept: &HashMap<Uuid, FindingRow>,
    ) -> Result<Self> {
        let mut planes = Self::default();
        if kept.is_empty() {
            return Ok(planes);
        }
        if store::any(write.conn()).await? {
            let ns: Vec<i64> = kept.values().map(|row| row.n).collect();
            for some in ns.chunks(500) {
                for row in store::of(write.conn(), some).await? {
                    planes.kept.entry(row.n).or_default().push(row);
                }
            }
        }
        let anew = incoming.iter().filter_map(|one| {
            let row = kept.get(&one.id)?;
            let is_joined = planes.concern(row.n, one.finding.plane);
            (is_joined && !planes.is_known(row, one)).then_some(row.n)
        });
        let anew: Vec<i64> = anew.collect();
        for some in anew.chunks(500) {
            let documents = finding_documents::by_numbers(write.conn(), some).await?;
            planes.documents.extend(documents);
            let documents = store::documents(write.conn(), some).await?;
            planes.v2_documents.extend(documents);
        }
        let archive = write.backend.archive();
        for row in planes
            .documents
            .values()
            .chain(planes.v2_documents.values())
        {
            archive.learn(write.conn(), row).await?;
        }
        Ok(planes)
    }

    /// Whether a report of `plane` is of a finding that both planes may have.
    pub(super) fn concern(&self, n: i64, plane: Plane) -> bool {
        plane == Plane::V2 || self.kept.contains_key(&n)
    }

    /// Whether a report says nothing new of a finding that is kept.
    pub(super) fn is_known(&self, row: &FindingRow, one: &Prepared<'_>) -> bool {
        let Some(rows) = self.kept.get(&row.n) else {
            return one.finding.plane == Plane::Cspm
                && is_known(
                    row,
                    (&row.record_state, &row.content_hash, row.updated),
                    one,
                );
        };
        let own = rows.iter().find(|kept| is_of(kept, one.finding.plane));
        own.is_some_and(|kept| {
            is_known(
                row,
                (&kept.record_state, &kept.content_hash, kept.updated),
                one,
            )
        })
    }

    /// The document that a plane reported last. One that cannot be read any more says nothing.
    fn reported(&self, backend: &Backend, n: i64, plane: Plane) -> Option<IncomingFinding> {
        let row = match plane {
            Plane::Cspm => self.documents.get(&n),
            Plane::V2 => self.v2_documents.get(&n).or_else(|| self.documents.get(&n)),
        };
        let text = backend.archive().unpack(n, row?).ok()?;
        backend.documents().read(&text).ok()
    }

    /// What V2 says of a finding that is new.
    pub(super) fn begin(&mut self, id: Uuid, row: PlaneRow) {
        self.new.push((id, row));
    }

    /// Keeps what changed; `inserted` are the findings that have just got their numbers.
    pub(super) async fn save(
        &mut self,
        write: &mut Write<'_>,
        inserted: &[FindingRow],
    ) -> Result<()> {
        if !self.new.is_empty() {
            let numbers: HashMap<Uuid, i64> = inserted.iter().map(|row| (row.id, row.n)).collect();
            for (id, mut row) in std::mem::take(&mut self.new) {
                row.n = numbers.get(&id).copied().unwrap_or_default();
                self.changed.push((row, None));
            }
        }
        for some in self.changed.chunks(store::CHUNK) {
            store::upsert(write.conn(), some).await?;
        }
        Ok(())
    }
}

/// V2 has one word for both axes: of what it calls archived it does not say how far a customer has come.
fn says_no_status(finding: &IncomingFinding) -> bool {
    finding.plane == Plane::V2
        && finding.record_state == RecordState::Archived
        && finding.workflow == WorkflowStatus::New
}

fn is_of(row: &PlaneRow, plane: Plane) -> bool {
    row.plane == plane.as_str()
}

/// What a plane said last.
pub(crate) fn said(row: &PlaneRow) -> Result<Said> {
    Ok(Said {
        updated: from_micros(row.updated),
        workflow: row
            .workflow
            .parse()
            .map_err(|error| corrupt(row.n, error))?,
        severity: severity(row.n, row.severity)?,
    })
}

/// What CSPM says of a finding that it had alone.
fn alone(row: &FindingRow) -> Result<PlaneRow> {
    Ok(PlaneRow {
        n: row.n,
        plane: Plane::Cspm.as_str().to_owned(),
        source_n: row.source_n,
        product_n: row.product_n,
        metadata_uid: None,
        updated: row.updated,
        workflow: row.aws_workflow.clone(),
        severity: said_alone(row)?.severity.rank(),
        record_state: row.record_state.clone(),
        content_hash: row.content_hash.clone(),
    })
}

/// What is kept of a finding on each side of a report.
struct Sides {
    /// What its plane said last.
    own: Option<PlaneRow>,
    /// What the other plane said last, and the document it said it with.
    other: Option<PlaneRow>,
    document: Option<IncomingFinding>,
}

impl<'f> Page<'f> {
    /// Takes in a report of a finding that is kept and that both planes may have.
    pub(super) async fn join(
        &mut self,
        write: &mut Write<'_>,
        row: FindingRow,
        one: Prepared<'f>,
    ) -> Result<()> {
        let (n, finding) = (row.n, one.finding);
        let sides = self.sides(write, &row, finding.plane)?;
        let source_n = match &sides.own {
            Some(own) if self.is_file => own.source_n,
            _ => self.source_n,
        };
        let (both, other) = (together(&sides, finding), sides.other.as_ref());
        let draft = Draft::of(one.id, &both, one.content_hash.clone());
        let mut new = self.row(write, draft).await?;
        new.source_n = match (finding.plane, other) {
            (Plane::V2, Some(cspm)) => cspm.source_n,
            _ => source_n,
        };
        let mut own = self.plane_row(write, &one, (n, source_n)).await?;
        if says_no_status(finding)
            && let Some(last) = &sides.own
        {
            own.workflow.clone_from(&last.workflow);
        }
        let mut before = AwsSaid::default();
        for (plane, kept) in [
            (finding.plane, sides.own.as_ref()),
            (finding.plane.other(), other),
        ] {
            if let Some(kept) = kept {
                before = before.with(plane, said(kept)?);
            }
        }
        let report = Report {
            plane: finding.plane,
            before,
            now: before.with(finding.plane, said(&own)?),
            verification: (finding.plane == Plane::Cspm).then_some(finding.verification),
        };
        self.keep_documents(write, one, (own, sides.other)).await?;
        let held = self.held.get(&n).map(|held| (held, write.now));
        self.updates.push(updated(row, new, report, held)?);
        Ok(())
    }

    fn sides(&self, write: &Write<'_>, row: &FindingRow, plane: Plane) -> Result<Sides> {
        let mut rows = match self.planes.kept.get(&row.n) {
            Some(rows) => rows.clone(),
            None => vec![alone(row)?],
        };
        let mut take = |plane| {
            let at = rows.iter().position(|row| is_of(row, plane))?;
            Some(rows.swap_remove(at))
        };
        let (own, other) = (take(plane), take(plane.other()));
        let document = other
            .as_ref()
            .and_then(|_| self.planes.reported(write.backend, row.n, plane.other()));
        Ok(Sides {
            own,
            other,
            document,
        })
    }

    /// What a plane's report says, as it is kept; `n` is 0 of a finding that is new.
    pub(super) async fn plane_row(
        &mut self,
        write: &mut Write<'_>,
        one: &Prepared<'_>,
        (n, source_n): (i64, i64),
    ) -> Result<PlaneRow> {
        let finding = one.finding;
        let shared = write.backend.shared_rows();
        let key = product_key(finding);
        let product_n = shared.product(write, &mut self.fresh, key, finding).await?;
        let uid = finding.metadata_uid.as_deref();
        Ok(PlaneRow {
            n,
            plane: finding.plane.as_str().to_owned(),
            source_n,
            product_n,
            metadata_uid: uid.map(storable_text),
            updated: finding.updated.timestamp_micros(),
            workflow: finding.workflow.as_str().to_owned(),
            severity: finding.severity.rank(),
            record_state: finding.record_state.as_str().to_owned(),
            content_hash: one.content_hash.clone(),
        })
    }

    /// CSPM's document is the finding's where there is one, and V2's then stands with what V2 says.
    async fn keep_documents(
        &mut self,
        write: &Write<'_>,
        one: Prepared<'f>,
        (own, other): (PlaneRow, Option<PlaneRow>),
    ) -> Result<()> {
        let n = own.n;
        let (plane, text) = (one.finding.plane, &one.finding.document);
        let were_both = other.is_some() && self.planes.kept.contains_key(&n);
        let mut body = None;
        match (plane, other) {
            (Plane::V2, Some(cspm)) => {
                body = match one.packed {
                    Some(packed) => Some(packed),
                    None => write.backend.archive().pack(&[&**text]).await?.pop(),
                };
                if !were_both {
                    self.planes.changed.push((cspm, None));
                }
            }
            (_, other) => {
                if let Some(v2) = other
                    && !self.planes.v2_documents.contains_key(&n)
                {
                    let was = self.planes.documents.get(&n).cloned();
                    self.planes.changed.push((v2, was));
                }
                self.documents.push(Document {
                    n,
                    text,
                    packed: one.packed,
                });
            }
        }
        self.planes.changed.push((own, body));
        Ok(())
    }
}

/// What both planes say together; of one that does not report the finding any more the record state counts for nothing.
fn together(sides: &Sides, finding: &IncomingFinding) -> IncomingFinding {
    let Some(other) = &sides.document else {
        return finding.clone();
    };
    let mut both = match finding.plane {
        Plane::Cspm => joined(finding, other),
        Plane::V2 => joined(other, finding),
    };
    let is_gone = |row: &PlaneRow| row.record_state == RecordState::NotReported.as_str();
    if sides.other.as_ref().is_some_and(is_gone) {
        both.record_state = finding.record_state;
    }
    both
}
