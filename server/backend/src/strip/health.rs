//! What AWS Health reports: issues that are open, and planned work that touches the time of the change.

use domain::{
    calendar::Meets,
    health::{EntityStatus, HealthCategory, HealthStatus},
    id::HealthEventId,
    scope::{AccountId, Region, Scope, Service},
    strip::{Cause, Fact, Grade, Link, LinkKind, Place},
};

use super::About;
use crate::{
    backend::Backend,
    error::Result,
    health::{self, HealthSummary},
    store::{
        db::Reader,
        health::{self as store, EntityRow},
    },
};

/// Entities of an event that are looked at.
const ENTITIES: i64 = 1_000;

pub(super) async fn gather(backend: &Backend, about: &About<'_>) -> Result<Vec<Fact>> {
    let mut reader = backend.reader().await?;
    let mut facts = Vec::new();
    for event in health::known_under_way(backend, &mut reader).await?.iter() {
        let Some(grade) = grade(event, about) else {
            continue;
        };
        let scopes = places(&mut reader, event, about, is_under_way).await?;
        if !scopes.is_empty() {
            facts.push(fact(event, grade, scopes));
        }
    }
    Ok(facts)
}

/// Whether something may still happen to an entity.
fn is_under_way(entity: &EntityRow) -> bool {
    let over = [EntityStatus::Resolved, EntityStatus::Unimpaired];
    !entity
        .status
        .parse()
        .is_ok_and(|status| over.contains(&status))
}

/// Where an event touches what is asked about, and those of its entities that `counts`; none where it does not.
pub(crate) async fn places(
    reader: &mut Reader,
    event: &HealthSummary,
    about: &About<'_>,
    counts: impl Fn(&EntityRow) -> bool,
) -> Result<Vec<Scope>> {
    let mut scopes = scopes(event, about);
    if scopes.is_empty() {
        return Ok(scopes);
    }
    if about.targets.iter().any(|target| target.resource.is_some()) {
        let entities = store::entities(reader.conn(), event.id.0, ENTITIES).await?;
        let counted = entities.iter().filter(|entity| counts(entity));
        scopes.extend(counted.map(|entity| named(entity, event, about)));
    }
    Ok(scopes)
}

fn grade(event: &HealthSummary, about: &About<'_>) -> Option<Grade> {
    let end = match (event.end, event.status) {
        (None, HealthStatus::Upcoming) => event.start,
        (end, _) => end,
    };
    match (event.category, event.status) {
        (_, HealthStatus::Closed) => None,
        (HealthCategory::Issue, _) => Some(Grade::Issue),
        (HealthCategory::ScheduledChange, _) => {
            about.overlaps(event.start, end).then_some(Grade::Planned)
        }
        (HealthCategory::AccountNotification | HealthCategory::Investigation, _) => None,
    }
}

/// Where the event is. One that AWS tells everybody is in each account that the change touches, as far as region and
/// service agree.
fn scopes(event: &HealthSummary, about: &About<'_>) -> Vec<Scope> {
    let of = |account: Option<AccountId>| Scope {
        account,
        ..whole(event)
    };
    if !event.accounts.is_empty() {
        let touched = event
            .accounts
            .iter()
            .cloned()
            .map(|account| of(Some(account)));
        return touched.filter(|scope| about.touches(scope)).collect();
    }
    let whole = of(None);
    let met = about
        .targets
        .iter()
        .filter(|target| whole.meets(target).is_some());
    met.map(|target| of(target.account.clone())).collect()
}

fn whole(event: &HealthSummary) -> Scope {
    Scope {
        region: Some(Region(event.region.as_str().to_lowercase())),
        service: Some(Service(event.service.to_lowercase())),
        ..Scope::default()
    }
}

/// The resource of an entity. AWS names some by ARN and others by the last part of it, which a target then completes.
fn named(entity: &EntityRow, event: &HealthSummary, about: &About<'_>) -> Scope {
    let account = (!entity.account.is_empty()).then(|| AccountId(entity.account.clone()));
    let is_it = |target: &&Scope| {
        let resource = target.resource.as_ref().map_or("", |arn| arn.as_str());
        let rest = resource.strip_suffix(entity.value.as_str());
        let same_account =
            account.is_none() || target.account.is_none() || target.account == account;
        same_account && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(['/', ':']))
    };
    let target = about.targets.iter().find(is_it);
    let resource = match target {
        Some(target) => target.resource.clone(),
        None => Some(entity.value.as_str().into()),
    };
    Scope {
        account,
        resource,
        ..whole(event)
    }
}

fn fact(event: &HealthSummary, grade: Grade, scopes: Vec<Scope>) -> Fact {
    let service = event.service.to_uppercase();
    let code = event.type_code.as_str();
    let code = code.strip_prefix("AWS_").unwrap_or(code);
    let code = code.strip_prefix(&format!("{service}_")).unwrap_or(code);
    let what = code.to_lowercase().replace('_', " ");
    let verb = match grade {
        Grade::Planned => "plans",
        _ => "reports",
    };
    Fact {
        cause: Cause::Health,
        grade,
        place: Place::In(scopes),
        title: format!("AWS {verb} {service} {what} in {}", event.region),
        since: event.start,
        until: event.end,
        meets: Meets::AtStart,
        count: 1,
        newest: None,
        link: Link::to(LinkKind::Health, HealthEventId(event.id.0)),
    }
}
