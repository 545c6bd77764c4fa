//! AWS Health as one account sees it.

use aws_sdk_health::{
    Client,
    types::{DateTimeRange, EntityFilter, EventFilter},
};
use backend::ports::HealthBatch;
use domain::{scope::AccountId, source::SourceFault, time::Timestamp};

use super::{
    batch::{Gathered, PUBLIC},
    feed::{AT_ONCE, PAGE},
    sdk,
};
use crate::{action::Action, bucket::Bucket, clock, faults::fault};

/// One account's view, for the length of one reading.
#[derive(Debug)]
pub(super) struct AccountView<'x> {
    pub(super) client: &'x Client,
    pub(super) bucket: &'x Bucket,
    pub(super) account: &'x AccountId,
}

impl AccountView<'_> {
    /// Events with texts and resources.
    pub(super) async fn read(&self, since: Option<Timestamp>) -> Result<HealthBatch, SourceFault> {
        let mut gathered = Gathered::default();
        self.list(since, &mut gathered).await?;
        let listed: Vec<_> = gathered
            .events()
            .iter()
            .map(|event| (event.arn.clone(), event.scope_code == PUBLIC))
            .collect();
        for (arn, public) in &listed {
            if !public {
                gathered.touch(arn, vec![self.account.clone()]);
            }
        }
        for some in listed.chunks(AT_ONCE) {
            let arns: Vec<String> = some.iter().map(|(arn, _)| arn.clone()).collect();
            self.describe(&arns, &mut gathered).await?;
            self.affect(arns, &mut gathered).await?;
        }
        Ok(gathered.finish())
    }

    async fn list(
        &self,
        since: Option<Timestamp>,
        gathered: &mut Gathered,
    ) -> Result<(), SourceFault> {
        let filter = since.map(|since| {
            let range = DateTimeRange::builder().from(clock::theirs(since)).build();
            EventFilter::builder().last_updated_times(range).build()
        });
        let mut token = None;
        loop {
            self.bucket.take().await;
            let answer = self
                .client
                .describe_events()
                .set_filter(filter.clone())
                .max_results(PAGE)
                .set_next_token(token)
                .send()
                .await
                .map_err(|error| fault(Action::DescribeEvents, &error))?;
            answer
                .events()
                .iter()
                .for_each(|event| gathered.list(sdk::event(event)));
            token = answer.next_token;
            if token.is_none() {
                return Ok(());
            }
        }
    }

    async fn describe(&self, arns: &[String], gathered: &mut Gathered) -> Result<(), SourceFault> {
        self.bucket.take().await;
        let answer = self
            .client
            .describe_event_details()
            .set_event_arns(Some(arns.to_vec()))
            .send()
            .await
            .map_err(|error| fault(Action::DescribeEventDetails, &error))?;
        for details in answer.successful_set() {
            let arn = details.event().and_then(|event| event.arn());
            gathered.describe(arn, details.event_description());
        }
        for failed in answer.failed_set() {
            gathered.undescribed(failed.event_arn(), failed.error_message());
        }
        Ok(())
    }

    async fn affect(&self, arns: Vec<String>, gathered: &mut Gathered) -> Result<(), SourceFault> {
        let filter = EntityFilter::builder()
            .set_event_arns(Some(arns))
            .build()
            .map_err(|error| SourceFault::Unreachable(error.to_string()))?;
        let mut token = None;
        loop {
            self.bucket.take().await;
            let answer = self
                .client
                .describe_affected_entities()
                .filter(filter.clone())
                .max_results(PAGE)
                .set_next_token(token)
                .send()
                .await
                .map_err(|error| fault(Action::DescribeAffectedEntities, &error))?;
            gathered.affect(answer.entities());
            token = answer.next_token;
            if token.is_none() {
                return Ok(());
            }
        }
    }
}
