//! Incidents that are open.

use domain::{
    actor::Actor,
    calendar::Meets,
    strip::{Cause, Fact, Grade, Link, LinkKind, Place},
};

use crate::{
    backend::Backend,
    error::Result,
    incidents::{self, IncidentSummary},
};

/// Incidents that are looked at, the worst first.
const LOOKED_AT: u16 = 500;

pub(super) async fn gather(backend: &Backend, actor: &Actor) -> Result<Vec<Fact>> {
    let open = incidents::open(backend, actor, LOOKED_AT).await?;
    Ok(open.into_iter().map(fact).collect())
}

fn fact(incident: IncidentSummary) -> Fact {
    let impact = incident.impact.rank();
    Fact {
        cause: Cause::Incident,
        grade: Grade::of_impact(u8::try_from(impact).unwrap_or(1)),
        place: Place::In(incident.scopes),
        title: format!(
            "INC-{} is open, impact {impact}: {}",
            incident.number, incident.title
        ),
        since: Some(incident.opened_at),
        until: None,
        meets: Meets::AtStart,
        count: 1,
        newest: None,
        link: Link::to(LinkKind::Incident, incident.id),
    }
}
