//! The event filters of both views. A value list that is absent or empty lets everything through.

use super::event::{Entity, HealthEvent};
use super::{View, invalid};
use crate::wire::Fault;
use crate::wire::input::{list, texts, time};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// The lists whose length AWS bounds, with their bounds.
const BOUNDS: [(&str, usize); 7] = [
    ("eventArns", 10),
    ("eventTypeCodes", 10),
    ("services", 10),
    ("regions", 10),
    ("entityArns", 99),
    ("entityValues", 99),
    ("awsAccountIds", 50),
];

/// Refuses lists that are longer than AWS takes.
pub(super) fn check(filter: &Value) -> Result<(), Fault> {
    match BOUNDS
        .iter()
        .find(|(name, most)| list(filter, name).len() > *most)
    {
        Some((name, most)) => Err(invalid(format!("{name} may hold at most {most} values"))),
        None => Ok(()),
    }
}

/// Whether an event passes a filter of the given view.
pub(super) fn passes(event: &HealthEvent, filter: &Value, view: View) -> bool {
    let one = |name: &str, value: &str| {
        let wanted = texts(filter, name);
        wanted.is_empty() || wanted.contains(&value)
    };
    one("eventArns", &event.arn)
        && one("eventTypeCodes", &event.type_code)
        && one("services", event.product)
        && one("regions", event.region)
        && one("eventTypeCategories", event.category)
        && one("eventStatusCodes", event.status)
        && one("actionabilities", event.actionability)
        && one("availabilityZones", event.zone.unwrap_or_default())
        && any(filter, "personas", |wanted| {
            event.personas.contains(&wanted)
        })
        && any(filter, "awsAccountIds", |wanted| event.affects(wanted))
        && any(filter, "entityArns", |wanted| {
            has(event, view, |entity| entity.arn == wanted)
        })
        && any(filter, "entityValues", |wanted| {
            has(event, view, |entity| entity.value == wanted)
        })
        && within(filter, "startTime", Some(event.start))
        && within(filter, "endTime", event.end)
        && within(filter, "lastUpdatedTime", Some(event.updated))
}

/// Whether a resource passes the filter of DescribeAffectedEntities.
pub(super) fn passes_entity(entity: &Entity, filter: &Value) -> bool {
    any(filter, "entityArns", |wanted| entity.arn == wanted)
        && any(filter, "entityValues", |wanted| entity.value == wanted)
        && any(filter, "statusCodes", |wanted| entity.status == wanted)
        && within(filter, "lastUpdatedTime", Some(entity.updated))
}

fn any(filter: &Value, name: &str, test: impl Fn(&str) -> bool) -> bool {
    let wanted = texts(filter, name);
    wanted.is_empty() || wanted.into_iter().any(test)
}

fn has(event: &HealthEvent, view: View, test: impl Fn(&Entity) -> bool) -> bool {
    event
        .affected
        .iter()
        .filter(|affected| in_view(view, affected.account))
        .any(|affected| affected.entities.iter().any(&test))
}

fn in_view(view: View, account: &str) -> bool {
    match view {
        View::Organization => true,
        View::Account(own) => own == account,
    }
}

/// The account's view takes lists of ranges (`startTimes`), the organization's one range (`startTime`).
fn within(filter: &Value, name: &str, at: Option<DateTime<Utc>>) -> bool {
    let holds = |range: &Value| {
        at.is_some_and(|at| {
            time(range, "from").is_none_or(|from| at >= from)
                && time(range, "to").is_none_or(|to| at <= to)
        })
    };
    let ranges = list(filter, &format!("{name}s"));
    (ranges.is_empty() || ranges.iter().any(holds)) && filter.get(name).is_none_or(holds)
}
