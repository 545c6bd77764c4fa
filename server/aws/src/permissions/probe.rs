//! Tries each permission that a configuration needs.

use aws_config::SdkConfig;
use backend::ports::AccountFeed;
use domain::{
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

/// Tries all that `settings` need, in every account. Fails when AWS does not say who we are.
pub async fn probe(settings: &AwsSettings) -> Result<Vec<Permission>, SourceFault> {
    let connections = Connections::open(settings).await?;
    let own = connections.own.account.clone();
    let mut report = vec![Permission {
        action: Action::GetCallerIdentity,
        account: own.clone(),
        standing: Standing::Granted,
    }];
    let accounts = match &settings.accounts {
        Accounts::Own => vec![own.clone()],
        Accounts::Listed(accounts) => accounts.clone(),
        Accounts::Organization => {
            report.push(tried(Action::ListAccounts, &own, connections.own()).await);
            let listed = organization_feed(&connections).accounts().await;
            listed.map_or_else(
                |_| vec![own.clone()],
                |accounts| accounts.into_iter().map(|account| account.id).collect(),
            )
        }
    };
    if settings.aggregation == Aggregation::Ask {
        report.push(tried(Action::ListFindingAggregators, &own, connections.own()).await);
    }
    // An answer that did not come stands in the report already.
    let aggregated = aggregation_region(settings, &connections).await;
    let aggregated = aggregated.unwrap_or_default();
    if let Some(region) = &aggregated {
        let config = in_region(connections.own(), region.as_str());
        report.push(tried(Action::GetFindings, &own, &config).await);
    }
    let wide = matches!(settings.accounts, Accounts::Organization)
        && organization_health(&connections, &mut report).await;
    for account in &accounts {
        let config = connections.account(account).await;
        if *account != own {
            let assumed = tried(Action::AssumeRole, account, &config).await;
            let usable = assumed.standing == Standing::Granted;
            report.push(assumed);
            if !usable {
                continue;
            }
        }
        for action in in_every_account(aggregated.is_some(), wide) {
            report.push(tried(action, account, &config).await);
        }
    }
    Ok(report)
}

/// Tries the organization's view of AWS Health, and says whether it takes the place of the accounts' own.
async fn organization_health(connections: &Connections, report: &mut Vec<Permission>) -> bool {
    let own = &connections.own.account;
    let config = connections.own();
    let status = tried(Action::HealthStatusForOrganization, own, config).await;
    let denied = status.standing == Standing::Denied;
    report.push(status);
    let source = domain::source::SourceId {
        kind: SourceKind::Health,
        account: own.clone(),
        region: domain::scope::Region::from("global"),
    };
    let health = Health::new(source, HealthView::Widest, config);
    let open = health.sees_organization().await.unwrap_or(false);
    if open || denied {
        for action in [
            Action::DescribeEventsForOrganization,
            Action::DescribeAffectedAccountsForOrganization,
            Action::DescribeEventDetailsForOrganization,
            Action::DescribeAffectedEntitiesForOrganization,
        ] {
            report.push(tried(action, own, config).await);
        }
    }
    open || denied
}

fn in_every_account(aggregated: bool, wide: bool) -> impl Iterator<Item = Action> {
    Action::ALL
        .iter()
        .copied()
        .filter(move |action| match action.source() {
            Some(SourceKind::SecurityHub) => !aggregated && *action == Action::GetFindings,
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
            Some(SourceKind::Organizations | SourceKind::Identity) | None => false,
        })
}

async fn tried(action: Action, account: &AccountId, config: &SdkConfig) -> Permission {
    let standing = match call(action, config).await {
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
