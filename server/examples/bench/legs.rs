//! What stands beside the findings: incidents, AWS Health, health checks, freezes and changes, as many as a busy floor has.

use anyhow::Context as _;
use backend::{
    calendar, changes, endpoints, findings, health,
    incidents::{self, Declare},
    ports::HealthBatch,
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    calendar::{FreezePlan, FreezeStrength},
    endpoint::{Enabled, EndpointReading, EndpointStatus, HealthCheck, HealthCheckKind, Inverted},
    finding::{Facet, FindingFilter},
    health::{HealthCategory, HealthStatus, IncomingHealthEvent},
    incident::Impact,
    scope::{AccountId, Scope},
    source::{SourceId, SourceKind},
};

use crate::{deciding, questions, store::Floor};

const INCIDENTS: usize = 40;
const EVENTS: usize = 200;
const CHECKS: usize = 200;
const FREEZES: usize = 5;
const CHANGES: usize = 60;
/// One of so many is what somebody has to look at.
const BAD: usize = 20;

/// Fills the floor, in the accounts that have most findings.
pub(crate) async fn fill(floor: &Floor) -> anyhow::Result<()> {
    let worker = Actor::Worker("bench".to_owned());
    let accounts = accounts(floor)?;
    let account = |n: usize| accounts[n % accounts.len()].clone();
    tell_of_health(floor, &worker, &account).await?;
    tell_of_endpoints(floor, &worker, &account).await?;
    for n in 0..INCIDENTS {
        let ask = Declare {
            title: &format!("Incident {n}"),
            summary: "What is known",
            impact: Impact::ALL[n % Impact::ALL.len()],
            scopes: vec![of_account(account(n))],
            from: None,
            address: None,
        };
        incidents::declare(&floor.backend, &floor.actor, ask).await?;
    }
    let admin = deciding::hire(floor, "admin", Role::Admin).await?;
    for n in 0..FREEZES {
        let plan = FreezePlan {
            name: format!("Freeze {n}"),
            strength: FreezeStrength::Soft,
            scope: of_account(account(n)),
            reason: "Much is sold".to_owned(),
            from: floor.backend.now(),
            until: floor.backend.now() + TimeDelta::days(9),
        };
        calendar::make_freeze(&floor.backend, &admin, plan, None).await?;
    }
    for n in 0..CHANGES {
        let plan = deciding::plan(floor, n, of_account(account(n)));
        changes::request(&floor.backend, &floor.actor, plan, None).await?;
    }
    Ok(())
}

fn accounts(floor: &Floor) -> anyhow::Result<Vec<AccountId>> {
    let open = questions::first(FindingFilter::open());
    let listing = findings::list(&floor.backend, &floor.actor, &open)?;
    let mut facets = listing.facets.into_iter();
    let counts = facets.find(|counts| counts.facet == Facet::Account);
    let values = counts.context("accounts")?.values.into_iter();
    Ok(values.map(|one| one.value.as_str().into()).collect())
}

fn of_account(account: AccountId) -> Scope {
    Scope {
        account: Some(account),
        ..Scope::default()
    }
}

fn source(kind: SourceKind, account: AccountId) -> SourceId {
    SourceId {
        kind,
        account,
        region: "us-east-1".into(),
    }
}

async fn tell_of_health(
    floor: &Floor,
    by: &Actor,
    account: &impl Fn(usize) -> AccountId,
) -> anyhow::Result<()> {
    let now = floor.backend.now();
    let event = |n: usize| IncomingHealthEvent {
        arn: format!("arn:aws:health:us-east-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/{n}"),
        service: "EC2".to_owned(),
        type_code: "AWS_EC2_OPERATIONAL_ISSUE".to_owned(),
        category: HealthCategory::Issue,
        status: match n % BAD {
            0 => HealthStatus::Open,
            _ => HealthStatus::Closed,
        },
        region: "us-east-1".into(),
        start: Some(now - TimeDelta::hours(n as i64)),
        end: (!n.is_multiple_of(BAD)).then_some(now),
        updated: now,
        scope_code: "ACCOUNT_SPECIFIC".to_owned(),
        actionability: None,
        description: "AWS looks into it.".to_owned(),
        accounts: vec![account(n)],
        entities: Vec::new(),
        unrecognised: Vec::new(),
    };
    let batch = HealthBatch {
        events: (0..EVENTS).map(event).collect(),
        rejects: Vec::new(),
    };
    let source = source(SourceKind::Health, account(0));
    health::ingest(&floor.backend, by, &source, &batch, None).await?;
    Ok(())
}

async fn tell_of_endpoints(
    floor: &Floor,
    by: &Actor,
    account: &impl Fn(usize) -> AccountId,
) -> anyhow::Result<()> {
    let check = |n: usize| HealthCheck {
        id: format!("check-{n}"),
        account: account(0),
        name: Some(format!("shop-{n}")),
        kind: Some(HealthCheckKind::Https),
        target: format!("https://shop-{n}.example/"),
        enabled: Enabled::On,
        inverted: Inverted::No,
        interval_s: Some(30),
        failure_threshold: Some(3),
        children: Vec::new(),
        health_threshold: None,
        unrecognised: Vec::new(),
    };
    let reading = |n: usize| EndpointReading {
        health_check_id: format!("check-{n}"),
        status: match n % BAD {
            0 => EndpointStatus::Unhealthy,
            _ => EndpointStatus::Healthy,
        },
        percent_healthy: Some(100.0),
        first_byte_ms: Some(81.25),
        measured_at: Some(floor.backend.now()),
    };
    let checks: Vec<HealthCheck> = (0..CHECKS).map(check).collect();
    let of = |kind| source(kind, account(0));
    endpoints::configure(&floor.backend, by, &of(SourceKind::Route53), &checks).await?;
    let readings: Vec<EndpointReading> = (0..CHECKS).map(reading).collect();
    endpoints::read(&floor.backend, by, &of(SourceKind::CloudWatch), &readings).await?;
    Ok(())
}
