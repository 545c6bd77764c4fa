//! AWS Health as the organization sees it: all accounts through the management account or its delegate.

use aws_sdk_health::{
    Client,
    types::{DateTimeRange, EntityAccountFilter, EventAccountFilter, OrganizationEventFilter},
};
use backend::ports::HealthBatch;
use domain::{scope::AccountId, source::SourceFault, time::Timestamp};

use super::{
    batch::{Gathered, PUBLIC},
    feed::{AT_ONCE, PAGE},
    sdk,
};
use crate::{action::Action, bucket::Bucket, clock, faults::fault};

/// The organization's view, for the length of one reading.
#[derive(Debug)]
pub(super) struct OrganizationView<'x> {
    pub(super) client: &'x Client,
    pub(super) bucket: &'x Bucket,
}

impl OrganizationView<'_> {
    /// Events with accounts, texts and resources.
    pub(super) async fn read(&self, since: Option<Timestamp>) -> Result<HealthBatch, SourceFault> {
        let mut gathered = Gathered::default();
        self.list(since, &mut gathered).await?;
        let listed: Vec<_> = gathered
            .events()
            .iter()
            .map(|event| (event.arn.clone(), event.scope_code == PUBLIC))
            .collect();
        // AWS refuses an account beside a public event, and wants one beside any other.
        let mut texts = Vec::with_capacity(listed.len());
        let mut resources = Vec::with_capacity(listed.len());
        for (arn, public) in listed {
            let accounts = if public {
                Vec::new()
            } else {
                self.accounts(&arn).await?
            };
            texts.push(of_account(&arn, accounts.first())?);
            for account in &accounts {
                resources.push(in_account(&arn, account)?);
            }
            gathered.touch(&arn, accounts);
        }
        for some in texts.chunks(AT_ONCE) {
            self.describe(some.to_vec(), &mut gathered).await?;
        }
        for some in resources.chunks(AT_ONCE) {
            self.affect(some.to_vec(), &mut gathered).await?;
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
            OrganizationEventFilter::builder()
                .last_updated_time(range)
                .build()
        });
        let mut token = None;
        loop {
            self.bucket.take().await;
            let answer = self
                .client
                .describe_events_for_organization()
                .set_filter(filter.clone())
                .max_results(PAGE)
                .set_next_token(token)
                .send()
                .await
                .map_err(|error| fault(Action::DescribeEventsForOrganization, &error))?;
            for event in answer.events() {
                gathered.list(sdk::organization_event(event));
            }
            token = answer.next_token;
            if token.is_none() {
                return Ok(());
            }
        }
    }

    async fn accounts(&self, arn: &str) -> Result<Vec<AccountId>, SourceFault> {
        let mut accounts = Vec::new();
        let mut token = None;
        loop {
            self.bucket.take().await;
            let answer = self
                .client
                .describe_affected_accounts_for_organization()
                .event_arn(arn)
                .max_results(PAGE)
                .set_next_token(token)
                .send()
                .await
                .map_err(|error| fault(Action::DescribeAffectedAccountsForOrganization, &error))?;
            let ids = answer.affected_accounts().iter();
            accounts.extend(ids.map(|id| AccountId(id.clone())));
            token = answer.next_token;
            if token.is_none() {
                return Ok(accounts);
            }
        }
    }

    async fn describe(
        &self,
        events: Vec<EventAccountFilter>,
        gathered: &mut Gathered,
    ) -> Result<(), SourceFault> {
        self.bucket.take().await;
        let answer = self
            .client
            .describe_event_details_for_organization()
            .set_organization_event_detail_filters(Some(events))
            .send()
            .await
            .map_err(|error| fault(Action::DescribeEventDetailsForOrganization, &error))?;
        for details in answer.successful_set() {
            let arn = details.event().and_then(|event| event.arn());
            gathered.describe(arn, details.event_description());
        }
        for failed in answer.failed_set() {
            gathered.undescribed(failed.event_arn(), failed.error_message());
        }
        Ok(())
    }

    async fn affect(
        &self,
        events: Vec<EntityAccountFilter>,
        gathered: &mut Gathered,
    ) -> Result<(), SourceFault> {
        let mut token = None;
        loop {
            self.bucket.take().await;
            let answer = self
                .client
                .describe_affected_entities_for_organization()
                .set_organization_entity_account_filters(Some(events.clone()))
                .max_results(PAGE)
                .set_next_token(token)
                .send()
                .await
                .map_err(|error| fault(Action::DescribeAffectedEntitiesForOrganization, &error))?;
            gathered.affect(answer.entities());
            token = answer.next_token;
            if token.is_none() {
                return Ok(());
            }
        }
    }
}

fn of_account(arn: &str, account: Option<&AccountId>) -> Result<EventAccountFilter, SourceFault> {
    EventAccountFilter::builder()
        .event_arn(arn)
        .set_aws_account_id(account.map(|it| it.0.clone()))
        .build()
        .map_err(|error| SourceFault::Unreachable(error.to_string()))
}

fn in_account(arn: &str, account: &AccountId) -> Result<EntityAccountFilter, SourceFault> {
    EntityAccountFilter::builder()
        .event_arn(arn)
        .aws_account_id(account.as_str())
        .build()
        .map_err(|error| SourceFault::Unreachable(error.to_string()))
}
