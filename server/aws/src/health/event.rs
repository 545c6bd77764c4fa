//! One AWS Health event, from whichever shape it came in.

use domain::{
    health::{AffectedEntity, EntityStatus, HealthCategory, HealthStatus, IncomingHealthEvent},
    scope::{AccountId, Region},
    time::Timestamp,
};

use crate::documents::{field::kept, limits::MAX_ID, words::Unrecognised};

/// What every shape of an event says, in AWS's words.
#[derive(Debug, Default)]
pub(super) struct EventParts<'a> {
    pub(super) arn: Option<&'a str>,
    pub(super) service: Option<&'a str>,
    pub(super) type_code: Option<&'a str>,
    pub(super) category: Option<&'a str>,
    pub(super) status: Option<&'a str>,
    pub(super) region: Option<&'a str>,
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    pub(super) updated: Option<Timestamp>,
    pub(super) scope: Option<&'a str>,
    pub(super) actionability: Option<&'a str>,
}

impl EventParts<'_> {
    /// The event without text, accounts and entities, or a sentence that names what is missing.
    ///
    /// An unknown category is read as an issue, and an unknown or missing status as open: the reading
    /// that hides nothing. The scope tells of one who leaves it out that the event is the account's own.
    pub(super) fn event(&self) -> Result<IncomingHealthEvent, String> {
        let text = |value: Option<&str>| value.filter(|it| !it.is_empty()).map(kept);
        let arn = text(self.arn).ok_or("the event's ARN is missing")?;
        if arn.len() > MAX_ID {
            return Err(format!("the event's ARN is {} bytes long", arn.len()));
        }
        let updated = self
            .updated
            .or(self.start)
            .ok_or("lastUpdatedTime and startTime are missing")?;
        let mut words = Unrecognised::default();
        let category = words.read(
            "eventTypeCategory",
            self.category.filter(|it| !it.is_empty()),
        );
        let status = words.read("statusCode", self.status.filter(|it| !it.is_empty()));
        let of_arn = || {
            arn.split(':')
                .nth(3)
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
        };
        Ok(IncomingHealthEvent {
            service: text(self.service).unwrap_or_default(),
            type_code: text(self.type_code).unwrap_or_default(),
            category: category.unwrap_or(HealthCategory::Issue),
            status: status.unwrap_or(HealthStatus::Open),
            region: Region(
                text(self.region)
                    .or_else(of_arn)
                    .unwrap_or_else(|| "global".to_owned()),
            ),
            start: self.start,
            end: self.end,
            updated,
            scope_code: text(self.scope).unwrap_or_else(|| "ACCOUNT_SPECIFIC".to_owned()),
            actionability: text(self.actionability),
            description: String::new(),
            accounts: Vec::new(),
            entities: Vec::new(),
            unrecognised: words.into_pairs(),
            arn,
        })
    }
}

/// What every shape of an affected entity says.
#[derive(Debug, Default)]
pub(super) struct EntityParts<'a> {
    pub(super) value: Option<&'a str>,
    pub(super) account: Option<&'a str>,
    pub(super) status: Option<&'a str>,
    pub(super) updated: Option<Timestamp>,
}

impl EntityParts<'_> {
    /// The entity, or a sentence; a word that is none of ours is Unknown, and goes to `words`.
    pub(super) fn entity(
        &self,
        words: &mut Vec<(String, String)>,
    ) -> Result<AffectedEntity, String> {
        let text = |value: Option<&str>| value.filter(|it| !it.is_empty()).map(kept);
        let mut strange = Unrecognised::default();
        let status = strange.read("entity.statusCode", self.status.filter(|it| !it.is_empty()));
        words.extend(strange.into_pairs());
        Ok(AffectedEntity {
            value: text(self.value).ok_or("entityValue is missing")?,
            account: text(self.account).map(AccountId),
            status: status.unwrap_or(EntityStatus::Unknown),
            updated: self.updated,
        })
    }
}
