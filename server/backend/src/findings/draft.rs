//! The row of a finding as it is reported, made before the store is asked: only the numbers are missing that it gives.

use domain::{
    finding::{IncomingFinding, Resource},
    version::Version,
};
use sqlx::types::Json;
use uuid::Uuid;

use super::shared_rows::{Fresh, Key, kind_key, product_key};
use crate::{
    backend::Write,
    error::Result,
    store::{findings::FindingRow, text::storable_text},
};

/// A row without its own number and those of its source, its product and its kind.
pub(super) struct Draft<'f> {
    row: FindingRow,
    finding: &'f IncomingFinding,
    product: Key,
    kind: Key,
}

impl<'f> Draft<'f> {
    pub(super) fn of(id: Uuid, finding: &'f IncomingFinding, content_hash: Vec<u8>) -> Self {
        let resource =
            |resource: &Resource| (storable_text(&resource.kind), storable_text(&resource.id.0));
        let row = FindingRow {
            n: 0,
            id,
            version: Version::FIRST.0,
            source_n: 0,
            product_n: 0,
            kind_n: 0,
            account: storable_text(&finding.account.0),
            region: storable_text(&finding.region.0),
            aws_finding_id: storable_text(&finding.aws_finding_id),
            severity: finding.severity.rank(),
            workflow: finding.workflow.as_str().to_owned(),
            aws_workflow: finding.workflow.as_str().to_owned(),
            record_state: finding.record_state.as_str().to_owned(),
            compliance: finding.compliance.map(|status| status.as_str().to_owned()),
            resources: Json(finding.resources.iter().map(resource).collect()),
            assignee: None,
            open_since: finding.created.timestamp_micros(),
            updated: finding.updated.timestamp_micros(),
            not_reported_since: None,
            content_hash,
            addresses: (!finding.addresses.is_empty()).then(|| finding.addresses.to_string()),
            aws_severity: None,
            verification: None,
            aws_verification: None,
            tags: None,
            suppression: None,
        };
        Self {
            row,
            finding,
            product: product_key(finding),
            kind: kind_key(finding),
        }
    }

    /// The row with its numbers, but for its own: that is given when it is saved.
    pub(super) async fn numbered(
        self,
        write: &mut Write<'_>,
        fresh: &mut Fresh,
        source_n: i64,
    ) -> Result<FindingRow> {
        let (shared, finding) = (write.backend.shared_rows(), self.finding);
        Ok(FindingRow {
            source_n,
            product_n: shared.product(write, fresh, self.product, finding).await?,
            kind_n: shared.kind(write, fresh, self.kind, finding).await?,
            ..self.row
        })
    }
}
