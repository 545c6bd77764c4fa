//! Security Hub CSPM's findings, seen from one account and region.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_securityhub::{
    Client,
    types::{AwsSecurityFindingFilters, DateFilter, SortCriterion, SortOrder},
};
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use backend::ports::{FindingFeed, FindingPage, FindingWindow, Reject};
use chrono::{SecondsFormat, TimeDelta};
use domain::{
    finding::Plane,
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
        let body = RawAnswer::of(Plane::Cspm);
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
        received(&body, result)
    }
}

/// The text of a good answer.
pub(crate) fn received<T, E>(
    body: &RawAnswer,
    result: Result<T, SdkError<E, HttpResponse>>,
) -> Result<Vec<u8>, SourceFault>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match (body.take(), result) {
        (Some(text), _) => Ok(text),
        (None, Err(error)) => Err(fault(Action::GetFindings, &error)),
        (None, Ok(_)) => Err(SourceFault::Unreachable(
            "the answer came without a body".to_owned(),
        )),
    }
}

/// The findings of an answer, as far as the window has them and in its order: emulators pass over filters and order, and
/// AWS has done both already.
pub(crate) fn within(
    window: FindingWindow,
    read: Result<FindingPage, Reject>,
) -> Result<FindingPage, SourceFault> {
    let mut page = read.map_err(|reject| {
        SourceFault::Unreachable(format!("{}: {}", Action::GetFindings, reject.reason))
    })?;
    if let FindingWindow::UpdatedSince(since) = window {
        page.findings.retain(|finding| finding.updated >= since);
    }
    page.findings.sort_by_key(|finding| finding.updated);
    Ok(page)
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
        within(window, documents::page(&String::from_utf8_lossy(&body)))
    }
}

fn filters(window: FindingWindow) -> Option<AwsSecurityFindingFilters> {
    Some(
        AwsSecurityFindingFilters::builder()
            .updated_at(since(window)?)
            .build(),
    )
}

/// When what a window has was updated; nothing where it has everything.
pub(crate) fn since(window: FindingWindow) -> Option<DateFilter> {
    let FindingWindow::UpdatedSince(since) = window else {
        return None;
    };
    let until = since.checked_add_signed(AHEAD).unwrap_or(since);
    let updated = DateFilter::builder();
    Some(updated.start(written(since)).end(written(until)).build())
}

/// Security Hub keeps milliseconds; cut down, the window begins a little early rather than late.
fn written(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
