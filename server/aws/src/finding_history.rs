//! `GetFindingHistory`: what AWS remembers of one finding, asked only when somebody looks.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_securityhub::{Client, types::FindingHistoryRecord};
use backend::ports::{AwsChange, FindingHistoryFeed, FindingName};
use domain::source::{SourceFault, SourceId};

use crate::{action::Action, bucket::Bucket, clock, faults::fault, write_back::identifier};

/// The most that AWS gives in one answer.
const PAGE: i32 = 100;
/// Answers read of one finding: its history is 90 days at most, and a page shows the newest.
const PAGES: usize = 5;
/// AWS's limit for operations without a limit of their own, by account and region.
const PER_SECOND: u32 = 10;
const BURST: u32 = 30;

/// The histories of one account's and region's findings.
#[derive(Debug)]
pub(crate) struct History {
    source: SourceId,
    client: Client,
    bucket: Bucket,
}

impl History {
    pub(crate) fn new(source: SourceId, config: &SdkConfig) -> Self {
        Self {
            source,
            client: Client::new(config),
            bucket: Bucket::new(PER_SECOND, BURST),
        }
    }
}

#[async_trait]
impl FindingHistoryFeed for History {
    fn source(&self) -> &SourceId {
        &self.source
    }

    async fn history(&self, finding: &FindingName) -> Result<Vec<AwsChange>, SourceFault> {
        let identifier = identifier(finding);
        let (mut changes, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            self.bucket.take().await;
            let answer = self
                .client
                .get_finding_history()
                .finding_identifier(identifier.clone())
                .max_results(PAGE)
                .set_next_token(token)
                .send()
                .await
                .map_err(|error| fault(Action::GetFindingHistory, &error))?;
            changes.extend(answer.records().iter().flat_map(read));
            token = answer.next_token;
            if token.is_none() {
                break;
            }
        }
        Ok(changes)
    }
}

/// The changes that one record names; a record without a time says nothing.
fn read(record: &FindingHistoryRecord) -> Vec<AwsChange> {
    let Some(at) = record.update_time().and_then(clock::ours) else {
        return Vec::new();
    };
    let by = record.update_source().and_then(|source| source.identity());
    let change = |field: Option<&str>, old: Option<&str>, new: Option<&str>| AwsChange {
        at,
        by: by.unwrap_or_default().to_owned(),
        field: field.map(str::to_owned),
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    };
    if record.finding_created() == Some(true) {
        return vec![change(None, None, None)];
    }
    let named = record.updates().iter();
    named
        .map(|update| {
            change(
                Some(update.updated_field().unwrap_or("a field")),
                update.old_value(),
                update.new_value(),
            )
        })
        .collect()
}
