//! Tries each permission that a configuration needs.

use aws_config::SdkConfig;
use backend::ports::AccountFeed;
use domain::{
    finding::Plane,
    scope::AccountId,
    source::{SourceFault, SourceKind},
};

use super::calls::call;
use crate::{
    action::Action,
    aggregation::aggregation_region,
    connections::{Connections, in_region},
    health::{Health, HealthView},
    settings::{Accounts, Aggregation, AwsSettings},
    sources::organization_feed,
};

/// How one permission stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// AWS lets the call through.
    Granted,
    /// AWS denies it.
    Denied,
    /// It could not be told: the service is off, the plan is missing, or AWS did not answer.
    Unclear(SourceFault),
}

/// One permission of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// What is to be allowed.
    pub action: Action,
    /// In which account.
    pub account: AccountId,
    /// Whether it is.
    pub standing: Standing,
}

/// What is written to AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// Nothing: every account is only observed.
    Nothing,
    /// Findings, of some account at least.
    Findings,
}

impl Writes {
    /// The actions of Security Hub that are needed wherever findings are read. Histories and standards are CSPM's.
    fn of_security_hub(self, planes: &[Plane]) -> impl Iterator<Item = Action> {
        let of_cspm = [
            Action::GetFindingHistory,
            Action::GetEnabledStandards,
            Action::ListSecurityControlDefinitions,
            Action::BatchGetSecurityControls,
            Action::ListStandardsControlAssociations,
        ];
        let is_cspm = planes.contains(&Plane::Cspm);
        let of_cspm = of_cspm.into_iter().filter(move |_| is_cspm);
        let writes = (self == Self::Findings).then_some(Action::BatchUpdateFindings);
        [Action::GetFindings]
            .into_iter()
            .chain(of_cspm)
            .chain(writes)
    }
}

/// Tries all that `settings` need, in every account. Fails when AWS does not say who we are.
pub async fn probe(settings: &AwsSettings, writes: Writes) -> Result<Vec<Permission>, SourceFault> {
    let connections = Connections::open(settings).await?;
    let own = connections.own.account.clone();
    let mut report = vec![Permission {
        action: Action::GetCallerIdentity,
        account: own.clone(),
        standing: Standing::Granted,
    }];
    let accounts = accounts(settings, &connections, &mut report).await;
    if settings.aggregation == Aggregation::Ask {
        report.push(
            tried(
                Action::ListFindingAggregators,
                (&own, &settings.planes),
                connections.own(),
            )
            .await,
        );
    }
    // An answer that did not come stands in the report already.
    let aggregated = aggregation_region(settings, &connections).await;
    let aggregated = aggregated.unwrap_or_default();
    if let Some(region) = &aggregated {
        let config = in_region(connections.own(), region.as_str());
        for action in writes.of_security_hub(&settings.planes) {
            report.push(tried(action, (&own, &settings.planes), &config).await);
        }
    }
    let wide = matches!(settings.accounts, Accounts::Organization)
        && organization_health(&connections, &mut report).await;
    for account in &accounts {
        let config = connections.account(account).await;
        if *account != own {
            let assumed = tried(Action::AssumeRole, (account, &settings.planes), &config).await;
            let usable = assumed.standing == Standing::Granted;
            report.push(assumed);
            if !usable {
                continue;
            }
        }
        let gathered = aggregated.is_some();
        let hub = writes
            .of_security_hub(&settings.planes)
            .filter(|_| !gathered);
        for action in hub.chain(in_every_account(wide)) {
            report.push(tried(action, (account, &settings.planes), &config).await);
        }
    }
    Ok(report)
}

/// The accounts that are read; where AWS does not list them it is our own alone.
async fn accounts(
    settings: &AwsSettings,
    connections: &Connections,
    report: &mut Vec<Permission>,
) -> Vec<AccountId> {
    let own = &connections.own.account;
    match &settings.accounts {
        Accounts::Own => vec![own.clone()],
        Accounts::Listed(accounts) => accounts.clone(),
        Accounts::Organization => {
            report.push(
                tried(
                    Action::ListAccounts,
                    (own, &settings.planes),
                    connections.own(),
                )
                .await,
            );
            let listed = organization_feed(connections).accounts().await;
            listed.map_or_else(
                |_| vec![own.clone()],
                |accounts| accounts.into_iter().map(|account| account.id).collect(),
            )
        }
    }
}

/// Tries the organization's view of AWS Health, and says whether it takes the place of the accounts' own.
async fn organization_health(connections: &Connections, report: &mut Vec<Permission>) -> bool {
    let own = &connections.own.account;
    let config = connections.own();
    let status = tried(Action::HealthStatusForOrganization, (own, &[]), config).await;
    let denied = status.standing == Standing::Denied;
    report.push(status);
    let source = domain::source::SourceId {
        kind: SourceKind::Health,
        account: own.clone(),
        region: domain::scope::Region::from("global"),
    };
    let health = Health::new(source, HealthView::Organization, config);
    let open = health.sees_organization().await.unwrap_or(false);
    if open || denied {
        for action in [
            Action::DescribeEventsForOrganization,
            Action::DescribeAffectedAccountsForOrganization,
            Action::DescribeEventDetailsForOrganization,
            Action::DescribeAffectedEntitiesForOrganization,
        ] {
            report.push(tried(action, (own, &[]), config).await);
        }
    }
    open || denied
}

/// What is needed in every account beside Security Hub.
fn in_every_account(wide: bool) -> impl Iterator<Item = Action> {
    Action::ALL
        .iter()
        .copied()
        .filter(move |action| match action.source() {
            Some(SourceKind::Health) => {
                !wide
                    && matches!(
                        action,
                        Action::DescribeEvents
                            | Action::DescribeEventDetails
                            | Action::DescribeAffectedEntities
                    )
            }
            Some(SourceKind::Route53 | SourceKind::CloudWatch) => true,
            Some(
                SourceKind::SecurityHub
                | SourceKind::SecurityHubV2
                | SourceKind::Standards
                | SourceKind::Organizations
                | SourceKind::Identity
                | SourceKind::File,
            )
            | None => false,
        })
}

async fn tried(
    action: Action,
    (account, planes): (&AccountId, &[Plane]),
    config: &SdkConfig,
) -> Permission {
    let standing = match call(action, planes, config).await {
        Ok(()) => Standing::Granted,
        Err(SourceFault::AccessDenied(_)) => Standing::Denied,
        Err(fault) => Standing::Unclear(fault),
    };
    Permission {
        action,
        account: account.clone(),
        standing,
    }
}
