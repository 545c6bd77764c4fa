//! Endpoints that do not answer.

use domain::{
    actor::Actor,
    calendar::Meets,
    endpoint::Standing,
    scope::{Region, Scope},
    strip::{Cause, Fact, Grade, Link, LinkKind, Place},
};

use crate::{
    backend::Backend,
    endpoints::{self, EndpointSummary},
    error::Result,
};

pub(super) async fn gather(backend: &Backend, actor: &Actor) -> Result<Vec<Fact>> {
    let all = endpoints::list(backend, actor).await?;
    let failing = all
        .into_iter()
        .filter(|one| one.standing == Standing::Failing);
    Ok(failing.map(fact).collect())
}

fn fact(endpoint: EndpointSummary) -> Fact {
    let check = endpoint.check;
    let resource = format!("arn:aws:route53:::healthcheck/{}", check.id);
    let link = format!("{}/{}", check.account, check.id);
    let name = check.name.unwrap_or(check.target);
    Fact {
        cause: Cause::Endpoint,
        grade: Grade::Failing,
        place: Place::In(vec![Scope {
            account: Some(check.account),
            region: Some(Region("global".to_owned())),
            ..Scope::of_resource(&resource)
        }]),
        title: format!("{name} does not answer"),
        since: Some(endpoint.since),
        until: None,
        meets: Meets::AtStart,
        count: 1,
        newest: None,
        link: Link::to(LinkKind::Endpoint, link),
    }
}
