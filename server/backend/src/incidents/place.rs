//! Where findings, AWS Health events and health checks are in AWS, as incidents see it.

use domain::scope::{AccountId, Region, Scope, Service};

use crate::store::{
    endpoints::CheckRow,
    findings::FindingRow,
    health::{EntityRow, HealthRow},
};

/// A resource in an account and region that its name may leave out, as that of an S3 bucket does.
fn resource(id: &str, account: &str, region: &str) -> Scope {
    let said = Scope::of_resource(id);
    Scope {
        account: said.account.or_else(|| some(account).map(AccountId)),
        region: said.region.or_else(|| some(region).map(Region)),
        ..said
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The resources of a finding, or its account and region where it names none.
pub(crate) fn of_finding(row: &FindingRow) -> Vec<Scope> {
    let mut places: Vec<Scope> = row
        .resources
        .iter()
        .map(|(_, id)| resource(id, &row.account, &row.region))
        .collect();
    if places.is_empty() {
        places.push(Scope {
            account: some(&row.account).map(AccountId),
            region: some(&row.region).map(Region),
            ..Scope::default()
        });
    }
    places
}

/// The service and region of an AWS Health event in each account that it names, and its resources.
pub(super) fn of_health(row: &HealthRow, entities: &[EntityRow]) -> Vec<Scope> {
    let service = || some(&row.service.to_lowercase()).map(Service);
    let region = || some(&row.region).map(Region);
    let named = entities
        .iter()
        .filter(|one| one.value.starts_with("arn:"))
        .map(|one| resource(&one.value, &one.account, &row.region));
    let accounts = row.accounts.iter().map(|account| Scope {
        account: some(account).map(AccountId),
        region: region(),
        service: service(),
        resource: None,
    });
    let mut places: Vec<Scope> = named.chain(accounts).collect();
    if places.is_empty() {
        places.push(Scope {
            region: region(),
            service: service(),
            ..Scope::default()
        });
    }
    places
}

/// A health check by the ARN that AWS gives it, which names no account.
pub(super) fn of_endpoint(row: &CheckRow) -> Vec<Scope> {
    let arn = format!("arn:aws:route53:::healthcheck/{}", row.id);
    vec![resource(&arn, &row.account, "global")]
}

/// How a health check is called.
pub(super) fn endpoint_name(row: &CheckRow) -> &str {
    row.name
        .as_deref()
        .filter(|name| !name.is_empty())
        .unwrap_or(&row.target)
}
