//! Health checks with their status: Route 53 and CloudWatch of one account behind one port.

use async_trait::async_trait;
use aws_config::SdkConfig;
use backend::ports::EndpointFeed;
use domain::{
    endpoint::{CheckerObservation, EndpointReading, HealthCheck},
    scope::{AccountId, Region},
    source::{SourceFault, SourceId, SourceKind},
};

use crate::{
    cloudwatch::CloudWatch,
    connections::{GLOBAL_REGION, in_region},
    route53::Route53,
};

/// The endpoints of one account.
#[derive(Debug)]
pub(crate) struct Endpoints {
    list: SourceId,
    status: SourceId,
    route53: Route53,
    cloudwatch: CloudWatch,
}

impl Endpoints {
    /// Route 53 has no regions, and writes its metrics to us-east-1 alone.
    pub(crate) fn new(account: &AccountId, config: &SdkConfig) -> Self {
        let config = in_region(config, GLOBAL_REGION);
        let source = |kind, region| SourceId {
            kind,
            account: account.clone(),
            region: Region::from(region),
        };
        Self {
            list: source(SourceKind::Route53, "global"),
            status: source(SourceKind::CloudWatch, GLOBAL_REGION),
            route53: Route53::new(account.clone(), &config),
            cloudwatch: CloudWatch::new(&config),
        }
    }
}

#[async_trait]
impl EndpointFeed for Endpoints {
    fn list_source(&self) -> &SourceId {
        &self.list
    }

    fn status_source(&self) -> &SourceId {
        &self.status
    }

    async fn health_checks(&self) -> Result<Vec<HealthCheck>, SourceFault> {
        self.route53.checks().await
    }

    async fn readings(&self, checks: &[HealthCheck]) -> Result<Vec<EndpointReading>, SourceFault> {
        self.cloudwatch.readings(checks).await
    }

    async fn observations(&self, id: &str) -> Result<Vec<CheckerObservation>, SourceFault> {
        self.route53.observations(id).await
    }

    async fn last_failures(&self, id: &str) -> Result<Vec<CheckerObservation>, SourceFault> {
        self.route53.last_failures(id).await
    }
}
