//! Findings in AWS's own format (ASFF): read from one document's text, and written of what other formats say.
//!
//! Nothing here does I/O or panics, whatever the text. Required are `Id`, `ProductArn`,
//! `AwsAccountId`, one usable entry of `Resources`, and `UpdatedAt` or `CreatedAt`; any other field
//! that is absent or of a wrong type is passed over.

mod control;
mod fields;
mod severity;
#[cfg(test)]
mod tests;
mod written;

use backend::ports::Reject;
use domain::{
    finding::{
        ComplianceStatus, IncomingFinding, Note, Plane, RecordState, Remediation, Resource,
        VerificationState, WorkflowStatus,
    },
    scope::{AccountId, Region, ResourceArn},
    time::Timestamp,
};
use fields::Document;
pub(crate) use written::{Beside, ResourceBeside, write};

use crate::documents::{
    addresses::addresses,
    field::{Field, Text, kept},
    limits::{MAX_ACCOUNT, MAX_ID, fits},
    parse,
    percent::percent,
    reject,
    words::Unrecognised,
};

/// Reads one finding from its own text.
pub fn read(text: &str) -> Result<IncomingFinding, Reject> {
    let document: Document<'_> = parse(text)?;
    let finding = fits(text).and_then(|()| finding(&document, text));
    finding.map_err(|reason| reject(document.id.kept(), reason, text))
}

fn finding(document: &Document<'_>, text: &str) -> Result<IncomingFinding, String> {
    let aws_finding_id = document.id.required("Id", MAX_ID)?;
    let product_arn = document.product_arn.required("ProductArn", MAX_ID)?;
    let account = document
        .aws_account_id
        .required("AwsAccountId", MAX_ACCOUNT)?;
    let resources = resources(document)?;
    let (created, updated) = times(document)?;
    let mut words = Unrecognised::default();
    let severity = severity::read(document, &mut words);
    let (product_name, company_name) = product(document);
    let title = document.title.kept();
    Ok(IncomingFinding {
        plane: Plane::Cspm,
        metadata_uid: None,
        region: region(document, &product_arn, &resources),
        generator: document.generator_id.kept().unwrap_or_default(),
        title: title.unwrap_or_else(|| aws_finding_id.clone()),
        description: document.description.kept().unwrap_or_default(),
        severity,
        provider_severity: severity::provider(document, &mut words),
        workflow: workflow(document, &mut words),
        record_state: record_state(document, &mut words),
        compliance: compliance(document, &mut words),
        control: control::control(document),
        standards: control::standards(document),
        types: texts(&document.types),
        verification: words
            .read("VerificationState", document.verification_state.text())
            .unwrap_or(VerificationState::Unknown),
        confidence: percent(&document.confidence),
        criticality: percent(&document.criticality),
        note: note(document),
        remediation: remediation(document),
        first_observed: document.first_observed_at.at(),
        last_observed: document.last_observed_at.at(),
        unrecognised: words.into_pairs(),
        addresses: addresses(text),
        document: text.into(),
        account: AccountId(account),
        account_name: document.aws_account_name.kept(),
        aws_finding_id,
        product_arn,
        product_name,
        company_name,
        resources,
        created,
        updated,
    })
}

fn resources(document: &Document<'_>) -> Result<Vec<Resource>, String> {
    let entries = match &document.resources {
        Field::Given(entries) => entries,
        Field::Absent => return Err("Resources is missing".to_owned()),
        Field::Wrong(found) => {
            return Err(format!("Resources is {found} where a list was expected"));
        }
    };
    let usable: Vec<Resource> = entries
        .iter()
        .filter_map(|entry| {
            let entry = entry.get()?;
            Some(Resource {
                id: ResourceArn(entry.id.kept()?),
                kind: entry.kind.kept().unwrap_or_else(|| "Other".to_owned()),
                region: entry.region.kept().map(Region),
            })
        })
        .collect();
    if usable.is_empty() {
        return Err("Resources names no resource by its Id".to_owned());
    }
    Ok(usable)
}

/// When it was made and last changed; where a document has one of the two, it stands for both.
fn times(document: &Document<'_>) -> Result<(Timestamp, Timestamp), String> {
    if let Some(fault) = document.updated_at.fault("UpdatedAt") {
        return Err(fault);
    }
    if let Some(fault) = document.created_at.fault("CreatedAt") {
        return Err(fault);
    }
    match (document.created_at.at(), document.updated_at.at()) {
        (Some(created), Some(updated)) => Ok((created, updated)),
        (Some(at), None) | (None, Some(at)) => Ok((at, at)),
        (None, None) => Err("UpdatedAt is missing".to_owned()),
    }
}

/// Security Hub fills `Region` since 2020; before, the product's ARN and the resource say it.
fn region(document: &Document<'_>, product_arn: &str, resources: &[Resource]) -> Region {
    let of_product = || {
        let region = product_arn.split(':').nth(3).filter(|it| !it.is_empty())?;
        Some(Region(region.to_owned()))
    };
    document
        .region
        .kept()
        .map(Region)
        .or_else(of_product)
        .or_else(|| {
            resources
                .iter()
                .find_map(|resource| resource.region.clone())
        })
        .unwrap_or_else(|| Region::from("global"))
}

fn product(document: &Document<'_>) -> (Option<String>, Option<String>) {
    let fields = document.product_fields.get();
    let name = document.product_name.kept();
    let company = document.company_name.kept();
    (
        name.or_else(|| fields?.product_name.kept()),
        company.or_else(|| fields?.company_name.kept()),
    )
}

/// A document without `Workflow` is older than 2020 and has the retired `WorkflowState`, whose middle words
/// all mean that somebody has seen it. An unknown word is read as New: somebody still has to look.
fn workflow(document: &Document<'_>, words: &mut Unrecognised) -> WorkflowStatus {
    let status = document.workflow.get().and_then(|it| it.status.text());
    if status.is_some() {
        return words
            .read("Workflow.Status", status)
            .unwrap_or(WorkflowStatus::New);
    }
    match document.workflow_state.text() {
        None | Some("NEW") => WorkflowStatus::New,
        Some("ASSIGNED" | "IN_PROGRESS" | "DEFERRED") => WorkflowStatus::Notified,
        Some("RESOLVED") => WorkflowStatus::Resolved,
        Some(other) => {
            words.note("WorkflowState", other);
            WorkflowStatus::New
        }
    }
}

/// Only an explicit `ARCHIVED` is read as archived.
fn record_state(document: &Document<'_>, words: &mut Unrecognised) -> RecordState {
    match document.record_state.text() {
        None | Some("ACTIVE") => RecordState::Active,
        Some("ARCHIVED") => RecordState::Archived,
        Some(other) => {
            words.note("RecordState", other);
            RecordState::Active
        }
    }
}

/// An unknown result is one that could not be decided.
fn compliance(document: &Document<'_>, words: &mut Unrecognised) -> Option<ComplianceStatus> {
    let status = document.compliance.get()?.status.text()?;
    Some(
        words
            .read("Compliance.Status", Some(status))
            .unwrap_or(ComplianceStatus::Warning),
    )
}

fn note(document: &Document<'_>) -> Option<Note> {
    let note = document.note.get()?;
    Some(Note {
        text: note.text.kept()?,
        updated_by: note.updated_by.kept().unwrap_or_default(),
        updated_at: note.updated_at.at(),
    })
}

fn remediation(document: &Document<'_>) -> Remediation {
    document
        .remediation
        .get()
        .and_then(|remediation| remediation.recommendation.get())
        .map_or_else(Remediation::default, |advice| Remediation {
            text: advice.text.kept(),
            url: advice.url.kept(),
        })
}

fn texts(field: &Field<Vec<Text<'_>>>) -> Vec<String> {
    field
        .get()
        .into_iter()
        .flatten()
        .filter_map(|text| text.text().map(kept))
        .collect()
}
