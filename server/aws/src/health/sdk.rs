//! The SDK's types of AWS Health in ours.

use aws_sdk_health::types;
use backend::ports::Reject;
use domain::{health::AffectedEntity, health::IncomingHealthEvent};
use serde_json::json;

use super::event::{EntityParts, EventParts};
use crate::{clock, documents::reject};

/// The account's and the organization's events are two types of the same fields.
macro_rules! parts {
    ($event:expr) => {
        EventParts {
            arn: $event.arn(),
            service: $event.service(),
            type_code: $event.event_type_code(),
            category: $event.event_type_category().map(|word| word.as_str()),
            status: $event.status_code().map(|word| word.as_str()),
            region: $event.region(),
            start: $event.start_time().and_then(clock::ours),
            end: $event.end_time().and_then(clock::ours),
            updated: $event.last_updated_time().and_then(clock::ours),
            scope: $event.event_scope_code().map(|word| word.as_str()),
            actionability: $event.actionability().map(|word| word.as_str()),
        }
    };
}

/// An event of one account.
pub(super) fn event(event: &types::Event) -> Result<IncomingHealthEvent, Reject> {
    read(&parts!(event))
}

/// An event of the organization.
pub(super) fn organization_event(
    event: &types::OrganizationEvent,
) -> Result<IncomingHealthEvent, Reject> {
    read(&parts!(event))
}

/// The SDK has no text of an event to keep; a reject shows what could be read of it.
fn read(parts: &EventParts<'_>) -> Result<IncomingHealthEvent, Reject> {
    parts.event().map_err(|reason| {
        let shown = json!({
            "arn": parts.arn, "service": parts.service, "eventTypeCode": parts.type_code,
            "eventTypeCategory": parts.category, "statusCode": parts.status, "region": parts.region,
        });
        reject(parts.arn.map(str::to_owned), reason, &shown.to_string())
    })
}

/// A resource, with the ARN of its event; words that are none of ours go to `words`.
pub(super) fn entity(
    entity: &types::AffectedEntity,
    words: &mut Vec<(String, String)>,
) -> Option<AffectedEntity> {
    let parts = EntityParts {
        value: entity.entity_value(),
        account: entity.aws_account_id(),
        status: entity.status_code().map(|word| word.as_str()),
        updated: entity.last_updated_time().and_then(clock::ours),
    };
    parts
        .entity(words)
        .map_err(|reason| words.push(("affectedEntities".to_owned(), reason)))
        .ok()
}
