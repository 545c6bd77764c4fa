//! `BatchUpdateFindings`: the one call that writes to AWS, made only for accounts that are switched to it.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_securityhub::{
    Client,
    types::{
        AwsSecurityFindingIdentifier, BatchUpdateFindingsUnprocessedFinding, NoteUpdate,
        SeverityLabel, SeverityUpdate, VerificationState, WorkflowStatus, WorkflowUpdate,
    },
};
use backend::ports::{FindingName, FindingUpdate, FindingWriter, Unwritten, WRITTEN_AT_ONCE};
use domain::source::{SourceFault, SourceId};

use crate::{
    action::Action,
    bucket::Bucket,
    faults::{cut, fault},
};

/// AWS's limit, by account and region. Its burst of 30 is left to others who write there.
const PER_SECOND: u32 = 10;
const BURST: u32 = 1;

/// Security Hub of one account and region as a place to write to.
#[derive(Debug)]
pub(crate) struct WriteBack {
    source: SourceId,
    client: Client,
    bucket: Bucket,
}

impl WriteBack {
    pub(crate) fn new(source: SourceId, config: &SdkConfig) -> Self {
        Self {
            source,
            client: Client::new(config),
            bucket: Bucket::new(PER_SECOND, BURST),
        }
    }
}

#[async_trait]
impl FindingWriter for WriteBack {
    fn source(&self) -> &SourceId {
        &self.source
    }

    async fn write(
        &self,
        findings: &[FindingName],
        update: &FindingUpdate,
    ) -> Result<Vec<Unwritten>, SourceFault> {
        if findings.len() > WRITTEN_AT_ONCE {
            return Err(SourceFault::Unreachable(format!(
                "{}: at most {WRITTEN_AT_ONCE} findings at once",
                Action::BatchUpdateFindings
            )));
        }
        let identifiers = findings.iter().map(identifier).collect();
        let note = update.note.as_ref().map(|note| {
            NoteUpdate::builder()
                .text(&note.text)
                .updated_by(&note.by)
                .build()
        });
        self.bucket.take().await;
        let answer = self
            .client
            .batch_update_findings()
            .set_finding_identifiers(Some(identifiers))
            .set_workflow(update.workflow.map(workflow))
            .set_severity(update.severity.map(severity))
            .set_verification_state(
                update
                    .verification
                    .map(|state| VerificationState::from(state.as_str())),
            )
            .set_note(note)
            .send()
            .await
            .map_err(|error| fault(Action::BatchUpdateFindings, &error))?;
        Ok(answer
            .unprocessed_findings()
            .iter()
            .filter_map(|one| unwritten(one, findings))
            .collect())
    }
}

/// How AWS is told which finding.
pub(crate) fn identifier(name: &FindingName) -> AwsSecurityFindingIdentifier {
    AwsSecurityFindingIdentifier::builder()
        .id(&name.aws_finding_id)
        .product_arn(&name.product_arn)
        .build()
}

fn workflow(status: domain::finding::WorkflowStatus) -> WorkflowUpdate {
    WorkflowUpdate::builder()
        .status(WorkflowStatus::from(status.as_str()))
        .build()
}

/// The label alone: AWS sets the number that belongs to it.
fn severity(severity: domain::finding::Severity) -> SeverityUpdate {
    SeverityUpdate::builder()
        .label(SeverityLabel::from(severity.as_str()))
        .build()
}

/// A finding that AWS did not take, by the name that it was called by.
fn unwritten(
    one: &BatchUpdateFindingsUnprocessedFinding,
    findings: &[FindingName],
) -> Option<Unwritten> {
    let named = one.finding_identifier()?;
    let is_named = |name: &&FindingName| {
        named.id() == Some(name.aws_finding_id.as_str())
            && named.product_arn() == Some(name.product_arn.as_str())
    };
    Some(Unwritten {
        name: findings.iter().find(is_named)?.clone(),
        code: cut(one.error_code().unwrap_or("no code")),
        message: cut(one.error_message().unwrap_or("no message")),
    })
}
