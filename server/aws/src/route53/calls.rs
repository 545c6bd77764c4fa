//! Route 53's own calls: health checks, their names, and what their checkers say.

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_route53::{
    Client,
    types::{HealthCheckObservation, TagResourceType},
};
use domain::{
    endpoint::{CheckerObservation, HealthCheck},
    scope::AccountId,
    source::SourceFault,
};

use super::check::CheckParts;
use crate::{action::Action, bucket::Bucket, clock, faults::fault};

/// AWS's limit for all of Route 53's operations together, by account.
const PER_SECOND: u32 = 5;
/// Resources that one `ListTagsForResources` takes.
const TAGGED_AT_ONCE: usize = 10;

/// Route 53 of one account.
#[derive(Debug)]
pub(crate) struct Route53 {
    account: AccountId,
    client: Client,
    bucket: Bucket,
}

impl Route53 {
    pub(crate) fn new(account: AccountId, config: &SdkConfig) -> Self {
        Self {
            account,
            client: Client::new(config),
            bucket: Bucket::new(PER_SECOND, PER_SECOND),
        }
    }

    /// All health checks with their names.
    pub(crate) async fn checks(&self) -> Result<Vec<HealthCheck>, SourceFault> {
        let mut checks = Vec::new();
        let mut marker = None;
        loop {
            self.bucket.take().await;
            let answer = self
                .client
                .list_health_checks()
                .set_marker(marker)
                .send()
                .await
                .map_err(|error| fault(Action::ListHealthChecks, &error))?;
            checks.extend(answer.health_checks().iter().map(|check| self.check(check)));
            marker = answer
                .next_marker()
                .filter(|_| answer.is_truncated())
                .map(str::to_owned);
            if marker.is_none() {
                break;
            }
        }
        for some in checks.chunks_mut(TAGGED_AT_ONCE) {
            self.name(some).await?;
        }
        Ok(checks)
    }

    fn check(&self, check: &aws_sdk_route53::types::HealthCheck) -> HealthCheck {
        let config = check.health_check_config();
        let parts = CheckParts {
            id: check.id(),
            kind: config.map(|it| it.r#type().as_str()).unwrap_or_default(),
            address: config.and_then(|it| it.ip_address()),
            domain: config.and_then(|it| it.fully_qualified_domain_name()),
            port: config.and_then(|it| it.port()),
            path: config.and_then(|it| it.resource_path()),
            interval_s: config.and_then(|it| it.request_interval()),
            failure_threshold: config.and_then(|it| it.failure_threshold()),
            disabled: config.and_then(|it| it.disabled()),
            inverted: config.and_then(|it| it.inverted()),
            children: config
                .map(|it| it.child_health_checks().to_vec())
                .unwrap_or_default(),
            health_threshold: config.and_then(|it| it.health_threshold()),
            alarm: config
                .and_then(|it| it.alarm_identifier())
                .map(|alarm| (alarm.name(), alarm.region().as_str())),
            routing_control: config.and_then(|it| it.routing_control_arn()),
        };
        parts.check(&self.account)
    }

    /// Fills in the names of at most ten checks from their tags.
    async fn name(&self, checks: &mut [HealthCheck]) -> Result<(), SourceFault> {
        self.bucket.take().await;
        let ids = checks.iter().map(|check| check.id.clone()).collect();
        let answer = self
            .client
            .list_tags_for_resources()
            .resource_type(TagResourceType::Healthcheck)
            .set_resource_ids(Some(ids))
            .send()
            .await
            .map_err(|error| fault(Action::ListTagsForResources, &error))?;
        let mut names: HashMap<&str, &str> = HashMap::new();
        for set in answer.resource_tag_sets() {
            let named = set.tags().iter().find(|tag| tag.key() == Some("Name"));
            if let (Some(id), Some(name)) = (set.resource_id(), named.and_then(|tag| tag.value())) {
                names.insert(id, name);
            }
        }
        for check in checks {
            let name = names.get(check.id.as_str()).filter(|name| !name.is_empty());
            check.name = name.map(|name| (*name).to_owned());
        }
        Ok(())
    }

    /// What each checker sees now.
    pub(crate) async fn observations(
        &self,
        id: &str,
    ) -> Result<Vec<CheckerObservation>, SourceFault> {
        self.bucket.take().await;
        self.client
            .get_health_check_status()
            .health_check_id(id)
            .send()
            .await
            .map(|answer| observations(answer.health_check_observations()))
            .map_err(|error| fault(Action::GetHealthCheckStatus, &error))
    }

    /// Why each checker last failed.
    pub(crate) async fn last_failures(
        &self,
        id: &str,
    ) -> Result<Vec<CheckerObservation>, SourceFault> {
        self.bucket.take().await;
        self.client
            .get_health_check_last_failure_reason()
            .health_check_id(id)
            .send()
            .await
            .map(|answer| observations(answer.health_check_observations()))
            .map_err(|error| fault(Action::GetHealthCheckLastFailureReason, &error))
    }
}

fn observations(theirs: &[HealthCheckObservation]) -> Vec<CheckerObservation> {
    theirs
        .iter()
        .map(|one| {
            let report = one.status_report();
            CheckerObservation {
                region: one
                    .region()
                    .map(|it| it.as_str())
                    .unwrap_or_default()
                    .to_owned(),
                address: one.ip_address().unwrap_or_default().to_owned(),
                status: report
                    .and_then(|it| it.status())
                    .unwrap_or_default()
                    .to_owned(),
                checked_at: report
                    .and_then(|it| it.checked_time())
                    .and_then(clock::ours),
            }
        })
        .collect()
}
