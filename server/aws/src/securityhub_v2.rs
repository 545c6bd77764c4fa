//! Security Hub V2's findings, seen from one account and region.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_securityhub::{
    Client,
    types::{
        CompositeFilter, OcsfDateField, OcsfDateFilter, OcsfFindingFilters, SortCriterion,
        SortOrder,
    },
};
use backend::ports::{FindingFeed, FindingPage, FindingWindow};
use domain::{
    finding::Plane,
    source::{SourceFault, SourceId},
};

use crate::{
    bucket::Bucket,
    documents,
    raw_answer::RawAnswer,
    securityhub::{received, since, within},
};

/// The most that AWS gives in one answer.
const PAGE: i32 = 100;
/// AWS's limit by account and region, which is the operation's own: the other plane is read as fast as before.
const PER_SECOND: u32 = 3;
const BURST: u32 = 6;

/// `GetFindingsV2`, page by page.
#[derive(Debug)]
pub(crate) struct SecurityHubV2 {
    source: SourceId,
    client: Client,
    bucket: Bucket,
}

impl SecurityHubV2 {
    pub(crate) fn new(source: SourceId, config: &SdkConfig) -> Self {
        Self {
            source,
            client: Client::new(config),
            bucket: Bucket::new(PER_SECOND, BURST),
        }
    }
}

#[async_trait]
impl FindingFeed for SecurityHubV2 {
    fn source(&self) -> &SourceId {
        &self.source
    }

    async fn page(
        &self,
        window: FindingWindow,
        token: Option<&str>,
    ) -> Result<FindingPage, SourceFault> {
        self.bucket.take().await;
        let body = RawAnswer::of(Plane::V2);
        let result = self
            .client
            .get_findings_v2()
            .set_filters(filters(window))
            .sort_criteria(
                SortCriterion::builder()
                    .field(OcsfDateField::FindingInfoModifiedTimeDt.as_str())
                    .sort_order(SortOrder::Ascending)
                    .build(),
            )
            .max_results(PAGE)
            .set_next_token(token.map(str::to_owned))
            .customize()
            .interceptor(body.clone())
            .send()
            .await;
        let text = received(&body, result)?;
        within(window, documents::page_v2(&String::from_utf8_lossy(&text)))
    }
}

fn filters(window: FindingWindow) -> Option<OcsfFindingFilters> {
    let modified = OcsfDateFilter::builder()
        .field_name(OcsfDateField::FindingInfoModifiedTimeDt)
        .filter(since(window)?)
        .build();
    let one = CompositeFilter::builder().date_filters(modified).build();
    Some(OcsfFindingFilters::builder().composite_filters(one).build())
}
