//! Findings in the Open Cybersecurity Schema Framework (OCSF), as Security Hub V2 and others write them.
//!
//! Nothing here does I/O or panics, whatever the text. Required are `finding_info.uid`,
//! `metadata.product.uid` or `.name`, `cloud.account.uid`, one usable entry of `resources`, and a time;
//! any other field that is absent or of a wrong type is passed over.

mod beside;
mod fields;
#[cfg(test)]
mod tests;
mod words;

use backend::ports::Reject;
pub(crate) use beside::beside;
use domain::{
    finding::{IncomingFinding, Note, Plane, Remediation, Resource, VerificationState},
    scope::{AccountId, Region, ResourceArn},
    time::Timestamp,
};
use fields::{Cloud, Document, FindingInfo, Product};

use crate::documents::{
    addresses::addresses,
    field::{Field, Text, kept},
    instant::Instant,
    limits::{MAX_ACCOUNT, MAX_ID, fits},
    parse,
    percent::percent,
    reject,
    resource_type::security_hub_type,
    words::Unrecognised,
};

/// Reads one finding from its own text.
pub fn read(text: &str) -> Result<IncomingFinding, Reject> {
    let document: Document<'_> = parse(text)?;
    let finding = fits(text).and_then(|()| finding(&document, text));
    finding.map_err(|reason| {
        let id = document.finding_info.get().and_then(|it| it.uid.kept());
        reject(id, reason, text)
    })
}

fn finding(document: &Document<'_>, text: &str) -> Result<IncomingFinding, String> {
    let info = part(&document.finding_info, "finding_info")?;
    let cloud = part(&document.cloud, "cloud")?;
    let product = document.metadata.get().and_then(|it| it.product.get());
    let aws_finding_id = info.uid.required("finding_info.uid", MAX_ID)?;
    let product_arn = product_arn(product)?;
    let account = part(&cloud.account, "cloud.account")?;
    let resources = resources(document)?;
    let (created, updated) = times(document, info)?;
    let mut words = Unrecognised::default();
    let severity = words::severity(document, &mut words);
    let (workflow, record_state) = words::status(document, &mut words);
    let compliance = words::compliance(document, &mut words);
    Ok(IncomingFinding {
        plane: plane(&product_arn),
        metadata_uid: document.metadata.get().and_then(|it| it.uid.kept()),
        account: AccountId(account.uid.required("cloud.account.uid", MAX_ACCOUNT)?),
        account_name: account.name.kept(),
        region: region(cloud, &resources),
        generator: generator(document, info),
        title: first([&info.title, &document.message]).unwrap_or_else(|| aws_finding_id.clone()),
        description: first([&info.desc, &document.message, &document.status_detail])
            .unwrap_or_default(),
        severity,
        provider_severity: None,
        workflow,
        record_state,
        compliance,
        control: document.compliance.get().and_then(|it| it.control.kept()),
        standards: standards(document),
        types: texts(&info.types),
        verification: VerificationState::Unknown,
        confidence: percent(&document.confidence_score),
        criticality: None,
        note: note(document),
        remediation: remediation(document),
        first_observed: either(&info.first_seen_time_dt, &info.first_seen_time),
        last_observed: either(&info.last_seen_time_dt, &info.last_seen_time),
        unrecognised: words.into_pairs(),
        addresses: addresses(text),
        document: text.into(),
        product_name: product.and_then(|it| it.name.kept()),
        company_name: product.and_then(|it| it.vendor_name.kept()),
        aws_finding_id,
        product_arn,
        resources,
        created,
        updated,
    })
}

fn part<'x, T>(field: &'x Field<T>, name: &str) -> Result<&'x T, String> {
    match field {
        Field::Given(part) => Ok(part),
        Field::Absent => Err(format!("{name} is missing")),
        Field::Wrong(found) => Err(format!("{name} is {found} where an object was expected")),
    }
}

fn product_arn(product: Option<&Product<'_>>) -> Result<String, String> {
    let Some(product) = product else {
        return Err("metadata.product is missing".to_owned());
    };
    match product.uid.text() {
        Some(_) => product.uid.required("metadata.product.uid", MAX_ID),
        None => product.name.required("metadata.product.name", MAX_ID),
    }
}

/// Security Hub V2 names its products by an ARN of its own, and other writers of OCSF name theirs in their own ways.
fn plane(product: &str) -> Plane {
    let mut parts = product.splitn(6, ':');
    let is_hub = parts.next() == Some("arn") && parts.nth(1) == Some("securityhub");
    if is_hub { Plane::V2 } else { Plane::Cspm }
}

fn resources(document: &Document<'_>) -> Result<Vec<Resource>, String> {
    let usable: Vec<Resource> = part(&document.resources, "resources")
        .map_err(|fault| fault.replace("an object was", "a list was"))?
        .iter()
        .filter_map(|entry| {
            let entry = entry.get()?;
            Some(Resource {
                id: ResourceArn(resource_id(entry)?),
                kind: kind(entry),
                region: entry.region.kept().map(Region),
            })
        })
        .collect();
    if usable.is_empty() {
        return Err("resources names no resource by its uid".to_owned());
    }
    Ok(usable)
}

/// As CSPM names it, so that a resource is one whichever plane names it.
fn kind(entry: &fields::Resource<'_>) -> String {
    let kind = entry.kind.kept();
    kind.map_or_else(|| "Other".to_owned(), |kind| security_hub_type(&kind))
}

/// Security Hub V2 cuts a resource's ARN down to an id, and keeps the ARN beside it.
fn resource_id(entry: &fields::Resource<'_>) -> Option<String> {
    let arn = entry.uid_alt.kept().filter(|id| id.starts_with("arn:"));
    arn.or_else(|| entry.uid.kept())
        .or_else(|| entry.name.kept())
}

/// When it was made and last changed. A writer that does not say when it changed reports what it sees
/// at `time`; one that has no time at all made it when it says.
fn times(
    document: &Document<'_>,
    info: &FindingInfo<'_>,
) -> Result<(Timestamp, Timestamp), String> {
    for (field, name) in [
        (&info.modified_time_dt, "finding_info.modified_time_dt"),
        (&info.modified_time, "finding_info.modified_time"),
        (&info.created_time_dt, "finding_info.created_time_dt"),
        (&info.created_time, "finding_info.created_time"),
    ] {
        if let Some(fault) = field.fault(name) {
            return Err(fault);
        }
    }
    let created = either(&info.created_time_dt, &info.created_time);
    let seen = either(&document.time_dt, &document.time);
    let updated = either(&info.modified_time_dt, &info.modified_time)
        .or(seen)
        .or(created);
    match (created.or(updated), updated) {
        (Some(created), Some(updated)) => Ok((created, updated)),
        _ => Err("finding_info.modified_time is missing".to_owned()),
    }
}

/// The text form first: the number's unit differs between writers, and it may be cut to seconds.
fn either(text: &Field<Instant<'_>>, number: &Field<Instant<'_>>) -> Option<Timestamp> {
    text.at().or_else(|| number.at())
}

fn region(cloud: &Cloud<'_>, resources: &[Resource]) -> Region {
    cloud
        .region
        .kept()
        .map(Region)
        .or_else(|| {
            resources
                .iter()
                .find_map(|resource| resource.region.clone())
        })
        .unwrap_or_else(|| Region::from("global"))
}

fn generator(document: &Document<'_>, info: &FindingInfo<'_>) -> String {
    let code = document.metadata.get().and_then(|it| it.event_code.kept());
    let analytic = || {
        let analytic = info.analytic.get()?;
        first([&analytic.uid, &analytic.name])
    };
    code.or_else(analytic).unwrap_or_default()
}

fn standards(document: &Document<'_>) -> Vec<String> {
    let check = document.compliance.get();
    check.map_or_else(Vec::new, |it| texts(&it.standards))
}

fn note(document: &Document<'_>) -> Option<Note> {
    Some(Note {
        text: document.comment.kept()?,
        updated_by: String::new(),
        updated_at: None,
    })
}

fn remediation(document: &Document<'_>) -> Remediation {
    document
        .remediation
        .get()
        .map_or_else(Remediation::default, |advice| Remediation {
            text: advice.desc.kept(),
            url: texts(&advice.references)
                .into_iter()
                .find(|reference| reference.starts_with("https://")),
        })
}

fn first<const N: usize>(texts: [&Text<'_>; N]) -> Option<String> {
    texts.into_iter().find_map(Field::kept)
}

fn texts(field: &Field<Vec<Text<'_>>>) -> Vec<String> {
    field
        .get()
        .into_iter()
        .flatten()
        .filter_map(|text| text.text().map(kept))
        .collect()
}
