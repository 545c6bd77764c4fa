//! Configured access to AWS: one set of credentials an account, made once and kept, since each caches
//! what it assumed.

use std::time::Duration;

use aws_config::{
    BehaviorVersion, Region, SdkConfig, identity::IdentityCache, retry::RetryConfig,
    sts::AssumeRoleProvider, timeout::TimeoutConfig,
};
use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};
use domain::{scope::AccountId, source::SourceFault};

use crate::{
    settings::{Access, AwsSettings},
    sts::{self, Identity},
};

/// How the sessions that we assume are named in the customer's CloudTrail.
const SESSION: &str = "watchfloor";
/// Where the services without regions sign, and the default of a configuration that names none.
pub(crate) const GLOBAL_REGION: &str = "us-east-1";

/// Access to AWS with the operator's own credentials, and through them to other accounts.
#[derive(Debug, Clone)]
pub(crate) struct Connections {
    base: SdkConfig,
    role_name: String,
    external_id: Option<String>,
    pub(crate) own: Identity,
}

impl Connections {
    /// Loads the credentials and asks AWS whose they are.
    pub(crate) async fn open(settings: &AwsSettings) -> Result<Self, SourceFault> {
        let base = base(settings).await;
        let own = sts::identity(&base).await?;
        Ok(Self {
            base,
            role_name: settings.role_name.clone(),
            external_id: settings.external_id.clone(),
            own,
        })
    }

    /// The configuration with our own credentials.
    pub(crate) const fn own(&self) -> &SdkConfig {
        &self.base
    }

    /// The configuration that reads `account`: our own credentials, or the role of that account.
    pub(crate) async fn account(&self, account: &AccountId) -> SdkConfig {
        if *account == self.own.account {
            return self.base.clone();
        }
        let role = format!(
            "arn:{}:iam::{account}:role/{}",
            self.own.partition, self.role_name
        );
        let mut provider = AssumeRoleProvider::builder(role)
            .configure(&self.base)
            .session_name(SESSION);
        if let Some(external_id) = &self.external_id {
            provider = provider.external_id(external_id);
        }
        let provider = provider.build().await;
        self.base
            .to_builder()
            .credentials_provider(SharedCredentialsProvider::new(provider))
            .identity_cache(IdentityCache::lazy().build())
            .build()
    }
}

/// The same access, asked in another region.
pub(crate) fn in_region(config: &SdkConfig, region: &str) -> SdkConfig {
    config
        .to_builder()
        .region(Region::new(region.to_owned()))
        .build()
}

async fn base(settings: &AwsSettings) -> SdkConfig {
    let region = settings
        .regions
        .first()
        .map_or(GLOBAL_REGION, |region| region.as_str());
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(5))
        .operation_attempt_timeout(Duration::from_secs(20))
        .build();
    let loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .region(Region::new(region.to_owned()))
        .timeout_config(timeouts)
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .identity_cache(IdentityCache::lazy().build());
    match &settings.access {
        Access::Ambient => loader.load().await,
        Access::Fixed {
            endpoint,
            access_key_id,
            secret_access_key,
        } => {
            let keys = Credentials::new(access_key_id, secret_access_key, None, None, "fixed");
            loader
                .endpoint_url(endpoint)
                .credentials_provider(keys)
                .load()
                .await
        }
    }
}
