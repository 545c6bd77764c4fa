//! `BatchUpdateFindingsV2`: the same as `BatchUpdateFindings` for Security Hub V2, with OCSF's numbers.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_securityhub::{
    Client,
    types::{BatchUpdateFindingsV2UnprocessedFinding, OcsfFindingIdentifier},
};
use backend::ports::{FindingName, FindingUpdate, FindingWriter, Unwritten, WRITTEN_AT_ONCE};
use domain::{
    finding::{Severity, WorkflowStatus},
    source::{SourceFault, SourceId},
};

use crate::{
    action::Action,
    bucket::Bucket,
    faults::{cut, fault},
};

/// AWS's limit, by account and region. Its burst of 30 is left to others who write there.
const PER_SECOND: u32 = 10;
const BURST: u32 = 1;
/// Characters of a comment.
const LONGEST_COMMENT: usize = 512;

/// Security Hub V2 of one account and region as a place to write to.
#[derive(Debug)]
pub(crate) struct WriteBackV2 {
    source: SourceId,
    client: Client,
    bucket: Bucket,
}

impl WriteBackV2 {
    pub(crate) fn new(source: SourceId, config: &SdkConfig) -> Self {
        Self {
            source,
            client: Client::new(config),
            bucket: Bucket::new(PER_SECOND, BURST),
        }
    }
}

#[async_trait]
impl FindingWriter for WriteBackV2 {
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
        // One call names all in the same way. `metadata.uid` is the surer one, where each has it.
        let uids: Option<Vec<String>> = findings
            .iter()
            .map(|one| one.metadata_uid.clone())
            .collect();
        let identifiers = uids
            .is_none()
            .then(|| findings.iter().map(identifier).collect());
        self.bucket.take().await;
        let answer = self
            .client
            .batch_update_findings_v2()
            .set_metadata_uids(uids)
            .set_finding_identifiers(identifiers)
            .set_status_id(update.workflow.map(status_id))
            .set_severity_id(update.severity.map(severity_id))
            .set_comment(update.note.as_ref().map(|note| comment(&note.text)))
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

/// How V2 is told which finding, where it is not known by `metadata.uid`.
fn identifier(name: &FindingName) -> OcsfFindingIdentifier {
    OcsfFindingIdentifier::builder()
        .cloud_account_uid(name.account.as_str())
        .finding_info_uid(&name.aws_finding_id)
        .metadata_product_uid(&name.product_arn)
        .build()
}

/// OCSF's `status_id`: New, In Progress, Suppressed, Resolved.
const fn status_id(status: WorkflowStatus) -> i32 {
    match status {
        WorkflowStatus::New => 1,
        WorkflowStatus::Notified => 2,
        WorkflowStatus::Suppressed => 3,
        WorkflowStatus::Resolved => 4,
    }
}

/// OCSF's `severity_id`.
const fn severity_id(severity: Severity) -> i32 {
    match severity {
        Severity::Informational => 1,
        Severity::Low => 2,
        Severity::Medium => 3,
        Severity::High => 4,
        Severity::Critical => 5,
    }
}

/// As much of a note as AWS takes; what is cut off is said to be.
fn comment(note: &str) -> String {
    if note.chars().count() <= LONGEST_COMMENT {
        return note.to_owned();
    }
    let mut cut: String = note.chars().take(LONGEST_COMMENT - 1).collect();
    cut.push('…');
    cut
}

/// A finding that AWS did not take, by the name that it was called by.
fn unwritten(
    one: &BatchUpdateFindingsV2UnprocessedFinding,
    findings: &[FindingName],
) -> Option<Unwritten> {
    let is_named = |name: &&FindingName| match (one.metadata_uid(), one.finding_identifier()) {
        (Some(uid), _) => name.metadata_uid.as_deref() == Some(uid),
        (None, Some(named)) => {
            named.finding_info_uid() == Some(name.aws_finding_id.as_str())
                && named.metadata_product_uid() == Some(name.product_arn.as_str())
                && named.cloud_account_uid() == Some(name.account.as_str())
        }
        (None, None) => false,
    };
    let code = one.error_code().map_or("no code", |code| code.as_str());
    Some(Unwritten {
        name: findings.iter().find(is_named)?.clone(),
        code: cut(code),
        message: cut(one.error_message().unwrap_or("no message")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_cut_between_characters() {
        assert_eq!(comment("Ours."), "Ours.");
        let longest = "ü".repeat(LONGEST_COMMENT);
        assert_eq!(comment(&longest), longest);
        let over = comment(&format!("{longest}ü"));
        assert_eq!(over.chars().count(), LONGEST_COMMENT);
        assert!(over.ends_with("ü…"));
    }

    #[test]
    fn one_that_is_not_taken_is_called_as_it_was() {
        let name = |uid: Option<&str>, id: &str| FindingName {
            product_arn: "arn:aws:securityhub:us-east-1::productv2/aws/guardduty".to_owned(),
            aws_finding_id: id.to_owned(),
            account: "111122223333".into(),
            metadata_uid: uid.map(str::to_owned),
        };
        let names = [name(Some("u1"), "a"), name(None, "b")];
        let by_uid = BatchUpdateFindingsV2UnprocessedFinding::builder().metadata_uid("u1");
        let found = unwritten(&by_uid.build(), &names).map(|one| one.name);
        assert_eq!(found.as_ref(), Some(&names[0]));
        let by_ids = BatchUpdateFindingsV2UnprocessedFinding::builder()
            .finding_identifier(identifier(&names[1]));
        let found = unwritten(&by_ids.build(), &names).map(|one| one.name);
        assert_eq!(found.as_ref(), Some(&names[1]));
    }
}
