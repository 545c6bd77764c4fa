//! AWS Health events and entities from their JSON text.

use backend::ports::Reject;
use domain::{
    health::{AffectedEntity, IncomingHealthEvent},
    scope::AccountId,
};

use super::{
    event::{EntityParts, EventParts},
    fields::{Description, Detailed, Entity, Event},
};
use crate::documents::{envelope::Envelope, field::Field, parse, reject};

/// Reads an event as `DescribeEvents` lists it.
pub(crate) fn listed(text: &str) -> Result<IncomingHealthEvent, Reject> {
    let event: Event<'_> = parse(text)?;
    parts(&event)
        .event()
        .map_err(|reason| reject(event.arn.kept(), reason, text))
}

/// Reads an entry of `DescribeEventDetails`: the event with its text.
pub(crate) fn detailed(text: &str) -> Result<IncomingHealthEvent, Reject> {
    let entry: Detailed<'_> = parse(text)?;
    let event = entry
        .event
        .get()
        .ok_or_else(|| reject(None, "event is missing".to_owned(), text))?;
    let mut read = parts(event)
        .event()
        .map_err(|reason| reject(event.arn.kept(), reason, text))?;
    read.description = entry
        .event_description
        .get()
        .and_then(|it| it.latest_description.kept())
        .unwrap_or_default();
    Ok(read)
}

/// Reads an entity of `DescribeAffectedEntities`, with the ARN of its event.
pub(crate) fn entity(text: &str) -> Result<(String, AffectedEntity), Reject> {
    let entity: Entity<'_> = parse(text)?;
    let refuse = |reason: String| reject(entity.entity_value.kept(), reason, text);
    let arn = entity
        .event_arn
        .kept()
        .ok_or_else(|| refuse("eventArn is missing".to_owned()))?;
    let read = entity_parts(&entity)
        .entity(&mut Vec::new())
        .map_err(refuse)?;
    Ok((arn, read))
}

/// Reads the detail of an EventBridge event; what it leaves out, the envelope says.
///
/// The envelope's account is the receiver: a public event goes to every account and touches none by name.
pub(crate) fn of_event(text: &str, envelope: &Envelope<'_>) -> Result<IncomingHealthEvent, Reject> {
    let event: Event<'_> = parse(text)?;
    let mut known = parts(&event);
    known.region = known.region.or_else(|| event_region(&event, envelope));
    known.updated = known.updated.or_else(|| envelope.time.at());
    let mut read = known
        .event()
        .map_err(|reason| reject(event.arn.kept(), reason, text))?;
    read.description = description(&event.event_description);
    let account = event
        .affected_account
        .kept()
        .or_else(|| envelope.account.kept());
    if read.scope_code != "PUBLIC" {
        read.accounts.extend(account.clone().map(AccountId));
    }
    for entity in event.affected_entities.get().into_iter().flatten() {
        let Some(entity) = entity.get() else { continue };
        let mut known = entity_parts(entity);
        known.account = known.account.or(account.as_deref());
        match known.entity(&mut read.unrecognised) {
            Ok(entity) => read.entities.push(entity),
            Err(reason) => read
                .unrecognised
                .push(("affectedEntities".to_owned(), reason)),
        }
    }
    Ok(read)
}

/// The ARN says the region of an event better than the bus that it arrived on.
fn event_region<'x>(event: &Event<'_>, envelope: &'x Envelope<'_>) -> Option<&'x str> {
    let in_arn = event.arn.text().and_then(|arn| arn.split(':').nth(3));
    match in_arn {
        Some(region) if !region.is_empty() => None,
        _ => envelope.region.text(),
    }
}

fn parts<'x>(event: &'x Event<'_>) -> EventParts<'x> {
    EventParts {
        arn: event.arn.text(),
        service: event.service.text(),
        type_code: event.event_type_code.text(),
        category: event.event_type_category.text(),
        status: event.status_code.text(),
        region: event.region.text(),
        start: event.start_time.at(),
        end: event.end_time.at(),
        updated: event.last_updated_time.at(),
        scope: event.event_scope_code.text(),
        actionability: event.actionability.text(),
    }
}

fn entity_parts<'x>(entity: &'x Entity<'_>) -> EntityParts<'x> {
    EntityParts {
        value: entity.entity_value.text(),
        account: entity.aws_account_id.text(),
        status: entity.status_code.text(),
        updated: entity.last_updated_time.at(),
    }
}

/// The English text where there is one, else the first.
fn description(field: &Field<Vec<Field<Description<'_>>>>) -> String {
    let texts = || field.get().into_iter().flatten().filter_map(Field::get);
    texts()
        .find(|it| it.language.text() == Some("en_US"))
        .or_else(|| texts().next())
        .and_then(|it| it.latest_description.kept())
        .unwrap_or_default()
}
