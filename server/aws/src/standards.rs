//! The standards of Security Hub: which are enabled, which controls each has, and whether a control is switched on there.
//!
//! A whole read takes one call for each control, so it is asked seldom.

use std::collections::BTreeSet;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_securityhub::{
    Client,
    types::{
        AssociationStatus, ControlStatus, SecurityControl as AwsControl,
        StandardsControlAssociationSummary, StandardsSubscription, UpdateStatus,
    },
};
use backend::ports::{
    ControlAssociation, EnabledStandard, SecurityControl, StandardsFeed, StandardsReading,
};
use domain::{
    source::{SourceFault, SourceId},
    standard::{ControlText, standard_id},
};

use crate::{action::Action, bucket::Bucket, faults::fault};

/// The most that AWS gives in one answer, and takes in one batch.
const PAGE: i32 = 100;
const BATCH: usize = 100;
/// AWS's limit for operations without a limit of their own, by account and region.
const PER_SECOND: u32 = 10;
const BURST: u32 = 30;

/// The standards of one account and region.
#[derive(Debug)]
pub(crate) struct Standards {
    source: SourceId,
    client: Client,
    enabled: Bucket,
    definitions: Bucket,
    controls: Bucket,
    associations: Bucket,
}

impl Standards {
    pub(crate) fn new(source: SourceId, config: &SdkConfig) -> Self {
        let bucket = || Bucket::new(PER_SECOND, BURST);
        Self {
            source,
            client: Client::new(config),
            enabled: bucket(),
            definitions: bucket(),
            controls: bucket(),
            associations: bucket(),
        }
    }

    async fn enabled(&self) -> Result<Vec<StandardsSubscription>, SourceFault> {
        let (mut all, mut token) = (Vec::new(), None);
        loop {
            self.enabled.take().await;
            let call = self.client.get_enabled_standards().max_results(PAGE);
            let answer = call.set_next_token(token).send().await;
            let answer = answer.map_err(|error| fault(Action::GetEnabledStandards, &error))?;
            all.extend(answer.standards_subscriptions.unwrap_or_default());
            token = answer.next_token;
            if token.is_none() {
                return Ok(all);
            }
        }
    }

    /// Adds the ids of a standard's controls, by its ARN.
    async fn defined(&self, arn: &str, ids: &mut BTreeSet<String>) -> Result<(), SourceFault> {
        let mut token = None;
        loop {
            self.definitions.take().await;
            let call = self.client.list_security_control_definitions();
            let call = call.standards_arn(arn).max_results(PAGE);
            let answer = call.set_next_token(token).send().await;
            let answer =
                answer.map_err(|error| fault(Action::ListSecurityControlDefinitions, &error))?;
            let defined = answer.security_control_definitions().iter();
            ids.extend(defined.filter_map(|one| Some(one.security_control_id()?.to_owned())));
            token = answer.next_token;
            if token.is_none() {
                return Ok(());
            }
        }
    }

    async fn told(&self, ids: &[String]) -> Result<Vec<SecurityControl>, SourceFault> {
        let mut controls = Vec::with_capacity(ids.len());
        for some in ids.chunks(BATCH) {
            self.controls.take().await;
            let call = self.client.batch_get_security_controls();
            let call = call.set_security_control_ids(Some(some.to_vec()));
            let answer = call.send().await;
            let answer = answer.map_err(|error| fault(Action::BatchGetSecurityControls, &error))?;
            controls.extend(answer.security_controls().iter().filter_map(control));
        }
        Ok(controls)
    }

    async fn associated(&self, id: &str) -> Result<Vec<ControlAssociation>, SourceFault> {
        let (mut all, mut token) = (Vec::new(), None);
        loop {
            self.associations.take().await;
            let call = self.client.list_standards_control_associations();
            let call = call.security_control_id(id).max_results(PAGE);
            let answer = call.set_next_token(token).send().await;
            let answer =
                answer.map_err(|error| fault(Action::ListStandardsControlAssociations, &error))?;
            let told = answer.standards_control_association_summaries().iter();
            all.extend(told.filter_map(association));
            token = answer.next_token;
            if token.is_none() {
                return Ok(all);
            }
        }
    }
}

#[async_trait]
impl StandardsFeed for Standards {
    fn source(&self) -> &SourceId {
        &self.source
    }

    async fn standards(&self) -> Result<StandardsReading, SourceFault> {
        let subscriptions = self.enabled().await?;
        let mut ids = BTreeSet::new();
        for arn in subscriptions.iter().filter_map(|one| one.standards_arn()) {
            self.defined(arn, &mut ids).await?;
        }
        let ids: Vec<String> = ids.into_iter().collect();
        let controls = self.told(&ids).await?;
        let mut associations = Vec::new();
        for id in &ids {
            associations.extend(self.associated(id).await?);
        }
        Ok(StandardsReading {
            standards: subscriptions.iter().filter_map(standard).collect(),
            controls,
            associations,
        })
    }
}

fn standard(told: &StandardsSubscription) -> Option<EnabledStandard> {
    let reason = told.standards_status_reason();
    let reason = reason.and_then(|reason| reason.status_reason_code());
    Some(EnabledStandard {
        standard: standard_id(told.standards_arn()?).to_owned(),
        state: told.standards_status()?.as_str().to_owned(),
        reason: reason.map(|code| code.as_str().to_owned()),
    })
}

fn control(told: &AwsControl) -> Option<SecurityControl> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let severity = told.severity_rating().map(|rating| rating.as_str());
    Some(SecurityControl {
        id: told.security_control_id()?.to_owned(),
        text: ControlText {
            title: text(told.title()),
            description: text(told.description()),
            severity: text(severity),
            remediation_url: text(told.remediation_url()),
            is_updating: told.update_status() == Some(&UpdateStatus::Updating),
        },
        is_on: told.security_control_status() != Some(&ControlStatus::Disabled),
    })
}

fn association(told: &StandardsControlAssociationSummary) -> Option<ControlAssociation> {
    Some(ControlAssociation {
        standard: standard_id(told.standards_arn()?).to_owned(),
        control: told.security_control_id()?.to_owned(),
        is_on: told.association_status()? != &AssociationStatus::Disabled,
        reason: told.updated_reason().map(str::to_owned),
    })
}
