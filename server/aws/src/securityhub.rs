//! Security Hub's findings, seen from one account and region.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_securityhub::{
    Client,
    types::{AwsSecurityFindingFilters, DateFilter, SortCriterion, SortOrder},
};
use backend::ports::{FindingFeed, FindingPage, FindingWindow};
use chrono::{SecondsFormat, TimeDelta};
use domain::{
    source::{SourceFault, SourceId},
    time::Timestamp,
};

use crate::{action::Action, bucket::Bucket, documents, faults::fault, raw_answer::RawAnswer};

/// The most that AWS gives in one answer.
const PAGE: i32 = 100;
/// AWS's limit for `GetFindings`, by account and region.
const PER_SECOND: u32 = 3;
const BURST: u32 = 6;
/// A `DateFilter` has two ends; the far one lies beyond any finding, and depends on the window alone,
/// because a token is good only for the question that it came from.
const AHEAD: TimeDelta = TimeDelta::days(3_650);

/// `GetFindings`, page by page.
#[derive(Debug)]
pub(crate) struct SecurityHub {
    source: SourceId,
    client: Client,
    bucket: Bucket,
}

impl SecurityHub {
    pub(crate) fn new(source: SourceId, config: &SdkConfig) -> Self {
        Self {
            source,
            client: Client::new(config),
            bucket: Bucket::new(PER_SECOND, BURST),
        }
    }

    /// The text of one answer.
    async fn answer(
        &self,
        window: FindingWindow,
        token: Option<&str>,
    ) -> Result<Vec<u8>, SourceFault> {
        self.bucket.take().await;
        let body = RawAnswer::default();
        let result = self
            .client
            .get_findings()
            .set_filters(filters(window))
            .sort_criteria(
                SortCriterion::builder()
                    .field("UpdatedAt")
                    .sort_order(SortOrder::Ascending)
                    .build(),
            )
            .max_results(PAGE)
            .set_next_token(token.map(str::to_owned))
            .customize()
            .interceptor(body.clone())
            .send()
            .await;
        match (body.take(), result) {
            (Some(text), _) => Ok(text),
            (None, Err(error)) => Err(fault(Action::GetFindings, &error)),
            (None, Ok(_)) => Err(SourceFault::Unreachable(
                "the answer came without a body".to_owned(),
            )),
        }
    }
}

#[async_trait]
impl FindingFeed for SecurityHub {
    fn source(&self) -> &SourceId {
        &self.source
    }

    async fn page(
        &self,
        window: FindingWindow,
        token: Option<&str>,
    ) -> Result<FindingPage, SourceFault> {
        let body = self.answer(window, token).await?;
        let mut page = documents::page(&String::from_utf8_lossy(&body)).map_err(|reject| {
            SourceFault::Unreachable(format!("{}: {}", Action::GetFindings, reject.reason))
        })?;
        // Emulators pass over filters and order; AWS has done both already.
        if let FindingWindow::UpdatedSince(since) = window {
            page.findings.retain(|finding| finding.updated >= since);
        }
        page.findings.sort_by_key(|finding| finding.updated);
        Ok(page)
    }
}

fn filters(window: FindingWindow) -> Option<AwsSecurityFindingFilters> {
    let FindingWindow::UpdatedSince(since) = window else {
        return None;
    };
    let until = since.checked_add_signed(AHEAD).unwrap_or(since);
    let updated = DateFilter::builder()
        .start(written(since))
        .end(written(until))
        .build();
    Some(
        AwsSecurityFindingFilters::builder()
            .updated_at(updated)
            .build(),
    )
}

/// Security Hub keeps milliseconds; cut down, the window begins a little early rather than late.
fn written(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
