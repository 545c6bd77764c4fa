//! Open critical and high findings.

use std::collections::HashMap;

use domain::{
    actor::Actor,
    calendar::Meets,
    finding::Severity,
    scope::{AccountId, MatchLevel, Scope},
    strip::{Cause, Fact, Grade, Link, LinkKind, Place},
};

use super::About;
use crate::{accounts, backend::Backend, board::Touch, error::Result};

pub(super) async fn gather(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
) -> Result<Vec<Fact>> {
    let touches = backend.board().touching(about.targets);
    let far = |touch: &Touch| touch.finding.is_none() && touch.level <= MatchLevel::Account;
    let names = match touches.iter().any(far) {
        true => accounts::list(backend, actor).await?,
        false => Vec::new(),
    };
    let names: HashMap<AccountId, String> =
        names.into_iter().map(|one| (one.id, one.name)).collect();
    Ok(touches
        .into_iter()
        .map(|touch| fact(touch, &names))
        .collect())
}

fn fact(touch: Touch, names: &HashMap<AccountId, String>) -> Fact {
    Fact {
        cause: Cause::Finding,
        grade: match touch.severity {
            Severity::Critical => Grade::Critical,
            _ => Grade::High,
        },
        place: Place::Near(touch.level),
        since: Some(touch.oldest),
        until: None,
        meets: Meets::AtStart,
        count: touch.count,
        newest: Some(touch.newest),
        link: link(&touch),
        title: title(touch, names),
    }
}

/// The severity, the level, the account, the region and the service: what a list can show, and what makes two
/// reasons one.
fn link(touch: &Touch) -> Link {
    if let Some(id) = touch.finding {
        return Link::to(LinkKind::Finding, id);
    }
    let Scope {
        account,
        region,
        service,
        ..
    } = &touch.place;
    let parts = [
        touch.severity.as_str(),
        touch.level.as_str(),
        account.as_ref().map_or("", |account| account.as_str()),
        region.as_ref().map_or("", |region| region.as_str()),
        service.as_ref().map_or("", |service| service.as_str()),
    ];
    Link::to(LinkKind::Findings, parts.join("/"))
}

fn title(touch: Touch, names: &HashMap<AccountId, String>) -> String {
    if touch.finding.is_some() {
        return touch.title;
    }
    let severity = touch.severity.label().to_lowercase();
    let what = match touch.count {
        1 => format!("1 {severity} finding"),
        count => format!("{count} {severity} findings"),
    };
    match (touch.level, touch.place) {
        (
            MatchLevel::Service | MatchLevel::Parent | MatchLevel::Resource,
            Scope {
                region: Some(region),
                service: Some(service),
                ..
            },
        ) => format!("{what} on {service} in {region}"),
        (
            _,
            Scope {
                account: Some(account),
                ..
            },
        ) => match names.get(&account) {
            Some(name) => format!("{what} in {name} {account}"),
            None => format!("{what} in {account}"),
        },
        _ => what,
    }
}
