//! Events as they are put together from several answers.

use std::collections::HashMap;

use aws_sdk_health::types;
use backend::ports::{HealthBatch, Reject};
use domain::{health::IncomingHealthEvent, scope::AccountId};

use super::sdk;

/// Events of public scope go to everybody, and no account is named with them.
pub(super) const PUBLIC: &str = "PUBLIC";

/// The events so far, found by their ARN.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    events: Vec<IncomingHealthEvent>,
    rejects: Vec<Reject>,
    by_arn: HashMap<String, usize>,
}

impl Gathered {
    /// Adds an event that was listed; one that was listed before is passed over.
    pub(super) fn list(&mut self, event: Result<IncomingHealthEvent, Reject>) {
        match event {
            Ok(event) if self.by_arn.contains_key(&event.arn) => {}
            Ok(event) => {
                self.by_arn.insert(event.arn.clone(), self.events.len());
                self.events.push(event);
            }
            Err(reject) => self.rejects.push(reject),
        }
    }

    /// The events, in the order of the list.
    pub(super) fn events(&self) -> &[IncomingHealthEvent] {
        &self.events
    }

    fn of(&mut self, arn: Option<&str>) -> Option<&mut IncomingHealthEvent> {
        let at = *self.by_arn.get(arn?)?;
        self.events.get_mut(at)
    }

    /// Adds an event's text.
    pub(super) fn describe(&mut self, arn: Option<&str>, text: Option<&types::EventDescription>) {
        if let (Some(event), Some(text)) =
            (self.of(arn), text.and_then(|it| it.latest_description()))
        {
            event.description = crate::documents::field::kept(text);
        }
    }

    /// Notes that AWS had no text for an event; the event itself stands.
    pub(super) fn undescribed(&mut self, arn: Option<&str>, why: Option<&str>) {
        if let Some(event) = self.of(arn) {
            let why = why.unwrap_or("no text").to_owned();
            event
                .unrecognised
                .push(("eventDescription".to_owned(), why));
        }
    }

    /// Adds the accounts that an event touches.
    pub(super) fn touch(&mut self, arn: &str, accounts: Vec<AccountId>) {
        if let Some(event) = self.of(Some(arn)) {
            event.accounts.extend(accounts);
        }
    }

    /// Adds resources to the events that they name.
    pub(super) fn affect(&mut self, entities: &[types::AffectedEntity]) {
        for theirs in entities {
            if let Some(event) = self.of(theirs.event_arn()) {
                let ours = sdk::entity(theirs, &mut event.unrecognised);
                event.entities.extend(ours);
            }
        }
    }

    /// What there is.
    pub(super) fn finish(self) -> HealthBatch {
        HealthBatch {
            events: self.events,
            rejects: self.rejects,
        }
    }
}
