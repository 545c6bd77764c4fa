//! Open critical and high findings.

use domain::{
    calendar::Meets,
    finding::Severity,
    scope::{MatchLevel, Scope},
    strip::{Cause, Fact, Grade, Link, LinkKind, Place},
};

use super::About;
use crate::{backend::Backend, board::Touch};

pub(super) fn gather(backend: &Backend, about: &About<'_>) -> Vec<Fact> {
    let touches = backend.board().touching(about.targets);
    touches.into_iter().map(fact).collect()
}

fn fact(touch: Touch) -> Fact {
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
        title: title(touch),
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

fn title(touch: Touch) -> String {
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
        ) => format!("{what} in {account}"),
        _ => what,
    }
}
