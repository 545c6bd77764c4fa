//! All sources of a configuration: per kind, account and region.

use std::sync::Arc;

use backend::ports::{
    AccountFeed, EndpointFeed, FindingFeed, FindingHistoryFeed, FindingWriter, HealthFeed,
    StandardsFeed,
};
use domain::{
    finding::Plane,
    scope::{AccountId, Region},
    source::{ORGANIZATION_VIEW, SourceFault, SourceId, SourceKind},
};

use crate::{
    Identity,
    aggregation::aggregation_region,
    connections::{Connections, GLOBAL_REGION, in_region},
    endpoints::Endpoints,
    finding_history::History,
    health::{Health, HealthView},
    organizations::OrganizationAccounts,
    securityhub::SecurityHub,
    securityhub_v2::SecurityHubV2,
    settings::{Accounts, AwsSettings},
    standards::Standards,
    write_back::WriteBack,
    write_back_v2::WriteBackV2,
};

/// What is polled.
pub struct Sources {
    /// Whose credentials we have.
    pub identity: Identity,
    /// The accounts that are read.
    pub accounts: Vec<AccountId>,
    /// Security Hub, each plane that is read: the aggregation region, or each account and region.
    pub findings: Vec<Arc<dyn FindingFeed>>,
    /// What AWS remembers of the findings of CSPM.
    pub histories: Vec<Arc<dyn FindingHistoryFeed>>,
    /// Where the findings of each of `findings` are written to.
    pub writers: Vec<Arc<dyn FindingWriter>>,
    /// The standards of CSPM.
    pub standards: Vec<Arc<dyn StandardsFeed>>,
    /// AWS Health: the organization, or each account.
    pub health: Vec<Arc<dyn HealthFeed>>,
    /// Route 53 with CloudWatch: each account.
    pub endpoints: Vec<Arc<dyn EndpointFeed>>,
    /// AWS Organizations, where accounts come from it.
    pub organization: Option<Arc<dyn AccountFeed>>,
    /// Why the organization's accounts could not be listed: then only our own is read, and connecting
    /// again may find the others.
    pub organization_fault: Option<SourceFault>,
    /// Why AWS did not say whether the health of the whole organization may be read: then each account is
    /// asked, and connecting again may find the one view of all.
    pub health_fault: Option<SourceFault>,
}

/// Asks AWS who we are and which accounts there are, and makes the sources. Fails when AWS does not say
/// who we are: without that no source has a name. It fails too when it does not say where findings are gathered.
pub async fn connect(settings: &AwsSettings) -> Result<Sources, SourceFault> {
    let connections = Connections::open(settings).await?;
    let own = connections.own.account.clone();
    let mut organization = None;
    let mut organization_fault = None;
    let accounts = match &settings.accounts {
        Accounts::Own => vec![own.clone()],
        Accounts::Listed(accounts) => accounts.clone(),
        Accounts::Organization => {
            let feed = organization_feed(&connections);
            let listed = feed.accounts().await;
            organization = Some(Arc::new(feed) as Arc<dyn AccountFeed>);
            match listed {
                Ok(accounts) => accounts.into_iter().map(|account| account.id).collect(),
                Err(fault) => {
                    organization_fault = Some(fault);
                    vec![own.clone()]
                }
            }
        }
    };
    let mut sources = Sources {
        identity: connections.own.clone(),
        accounts,
        findings: Vec::new(),
        histories: Vec::new(),
        writers: Vec::new(),
        standards: Vec::new(),
        health: Vec::new(),
        endpoints: Vec::new(),
        organization,
        organization_fault,
        health_fault: None,
    };
    let aggregated = aggregation_region(settings, &connections).await?;
    sources
        .fill(settings, aggregated.as_ref(), &connections)
        .await;
    Ok(sources)
}

impl Sources {
    async fn fill(
        &mut self,
        settings: &AwsSettings,
        aggregated: Option<&Region>,
        connections: &Connections,
    ) {
        let own = &connections.own.account;
        if let Some(region) = aggregated {
            self.security_hub(&settings.planes, (own, region), connections.own());
        }
        let whole = health(own, HealthView::Organization, connections.own());
        let one_view = match settings.accounts {
            Accounts::Organization => whole.sees_organization().await,
            Accounts::Own | Accounts::Listed(_) => Ok(false),
        };
        // An answer that did not come is no reason to leave the other accounts out.
        let one_view = one_view.unwrap_or_else(|fault| {
            self.health_fault = Some(fault);
            false
        });
        if one_view {
            self.health.push(Arc::new(whole));
        }
        for account in self.accounts.clone() {
            let account = &account;
            let config = connections.account(account).await;
            if aggregated.is_none() {
                for region in &settings.regions {
                    self.security_hub(&settings.planes, (account, region), &config);
                }
            }
            if !one_view {
                let feed = health(account, HealthView::Account, &config);
                self.health.push(Arc::new(feed));
            }
            self.endpoints
                .push(Arc::new(Endpoints::new(account, &config)));
        }
    }

    /// Security Hub of one account and region: read and written to, and CSPM asked for histories and standards.
    fn security_hub(
        &mut self,
        planes: &[Plane],
        (account, region): (&AccountId, &Region),
        config: &aws_config::SdkConfig,
    ) {
        let config = in_region(config, region.as_str());
        for plane in planes {
            let source = source(SourceKind::of_plane(*plane), account, region.as_str());
            match plane {
                Plane::Cspm => self.cspm(source, &config),
                Plane::V2 => {
                    self.writers
                        .push(Arc::new(WriteBackV2::new(source.clone(), &config)));
                    self.findings
                        .push(Arc::new(SecurityHubV2::new(source, &config)));
                }
            }
        }
    }

    fn cspm(&mut self, source: SourceId, config: &aws_config::SdkConfig) {
        let standards = SourceId {
            kind: SourceKind::Standards,
            ..source.clone()
        };
        self.standards
            .push(Arc::new(Standards::new(standards, config)));
        self.histories
            .push(Arc::new(History::new(source.clone(), config)));
        self.writers
            .push(Arc::new(WriteBack::new(source.clone(), config)));
        self.findings
            .push(Arc::new(SecurityHub::new(source, config)));
    }
}

pub(crate) fn organization_feed(connections: &Connections) -> OrganizationAccounts {
    let source = source(
        SourceKind::Organizations,
        &connections.own.account,
        "global",
    );
    OrganizationAccounts::new(source, &in_region(connections.own(), GLOBAL_REGION))
}

fn health(account: &AccountId, view: HealthView, config: &aws_config::SdkConfig) -> Health {
    let place = match view {
        HealthView::Organization => ORGANIZATION_VIEW,
        HealthView::Account => "global",
    };
    Health::new(source(SourceKind::Health, account, place), view, config)
}

fn source(kind: SourceKind, account: &AccountId, region: &str) -> SourceId {
    SourceId {
        kind,
        account: account.clone(),
        region: Region::from(region),
    }
}
