//! AWS Health behind its port.

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_health::Client;
use backend::ports::{HealthBatch, HealthFeed};
use domain::{
    source::{SourceFault, SourceId},
    time::Timestamp,
};

use super::{account_view::AccountView, organization_view::OrganizationView};
use crate::{
    action::Action,
    bucket::Bucket,
    connections::{GLOBAL_REGION, in_region},
    faults::fault,
};

/// The most events or entities that AWS gives in one answer.
pub(super) const PAGE: i32 = 100;
/// How many events AWS describes in one call.
pub(super) const AT_ONCE: usize = 10;

/// What is told of a view that was open when the process connected, and is asked for again all the time. It is no
/// [`SourceFault::NotEnabled`], which would be taken for something that nobody needs.
const CLOSED: &str = "AWS Health does not show the organization any more";

/// How much of AWS Health is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HealthView {
    /// The organization's, and nothing while that is not open: the account's own would pass for the whole.
    Organization,
    /// The account's own.
    Account,
}

/// AWS Health, asked with the credentials of one account.
#[derive(Debug)]
pub(crate) struct Health {
    source: SourceId,
    view: HealthView,
    client: Client,
    bucket: Bucket,
}

impl Health {
    pub(crate) fn new(source: SourceId, view: HealthView, config: &SdkConfig) -> Self {
        Self {
            source,
            view,
            client: Client::new(&in_region(config, GLOBAL_REGION)),
            // AWS names no limit, so we keep to one that any API of its kind has.
            bucket: Bucket::new(5, 10),
        }
    }

    /// Whether the organization's view is open to us. A refusal is an answer too: then it is not.
    pub(crate) async fn sees_organization(&self) -> Result<bool, SourceFault> {
        match self.organization_is_open().await {
            Err(SourceFault::AccessDenied(_)) => Ok(false),
            other => other,
        }
    }

    async fn organization_is_open(&self) -> Result<bool, SourceFault> {
        self.bucket.take().await;
        let answer = self
            .client
            .describe_health_service_status_for_organization()
            .send()
            .await;
        match answer {
            Ok(answer) => {
                let status = answer.health_service_access_status_for_organization();
                Ok(status == Some("ENABLED"))
            }
            Err(error) => match fault(Action::HealthStatusForOrganization, &error) {
                SourceFault::NotEnabled(_) => Ok(false),
                fault if crate::faults::was_let_through::<(), _>(&Err(error)) => {
                    tracing::debug!(%fault, "no view of the organization's health");
                    Ok(false)
                }
                fault => Err(fault),
            },
        }
    }
}

#[async_trait]
impl HealthFeed for Health {
    fn source(&self) -> &SourceId {
        &self.source
    }

    async fn events(&self, since: Option<Timestamp>) -> Result<HealthBatch, SourceFault> {
        if self.view == HealthView::Organization {
            if !self.organization_is_open().await? {
                return Err(SourceFault::Unreachable(CLOSED.to_owned()));
            }
            let view = OrganizationView {
                client: &self.client,
                bucket: &self.bucket,
            };
            return view.read(since).await;
        }
        let view = AccountView {
            client: &self.client,
            bucket: &self.bucket,
            account: &self.source.account,
        };
        view.read(since).await
    }
}
