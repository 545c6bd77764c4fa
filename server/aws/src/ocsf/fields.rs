//! The part of an OCSF finding that lists and rules need; all else stays in the document.
//! Names: Open Cybersecurity Schema Framework, classes of the Findings category.

use serde::Deserialize;

use crate::documents::{
    field::{ByKeys, Field, Text},
    instant::Instant,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    pub(super) metadata: Field<Metadata<'a>>,
    pub(super) finding_info: Field<FindingInfo<'a>>,
    pub(super) cloud: Field<Cloud<'a>>,
    pub(super) resources: Field<Vec<Field<Resource<'a>>>>,
    pub(super) message: Text<'a>,
    pub(super) comment: Text<'a>,
    pub(super) severity: Text<'a>,
    pub(super) severity_id: Field<f64>,
    pub(super) status: Text<'a>,
    pub(super) status_id: Field<f64>,
    pub(super) status_code: Text<'a>,
    pub(super) status_detail: Text<'a>,
    pub(super) activity_id: Field<f64>,
    pub(super) confidence_score: Field<f64>,
    pub(super) compliance: Field<Compliance<'a>>,
    pub(super) remediation: Field<Remediation<'a>>,
    pub(super) time: Field<Instant<'a>>,
    pub(super) time_dt: Field<Instant<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Metadata<'a> {
    #[serde(borrow)]
    pub(super) product: Field<Product<'a>>,
    pub(super) event_code: Text<'a>,
    pub(super) uid: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Product<'a> {
    #[serde(borrow)]
    pub(super) name: Text<'a>,
    pub(super) uid: Text<'a>,
    pub(super) vendor_name: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FindingInfo<'a> {
    #[serde(borrow)]
    pub(super) uid: Text<'a>,
    pub(super) title: Text<'a>,
    pub(super) desc: Text<'a>,
    pub(super) types: Field<Vec<Text<'a>>>,
    pub(super) analytic: Field<Analytic<'a>>,
    pub(super) created_time: Field<Instant<'a>>,
    pub(super) created_time_dt: Field<Instant<'a>>,
    pub(super) modified_time: Field<Instant<'a>>,
    pub(super) modified_time_dt: Field<Instant<'a>>,
    pub(super) first_seen_time: Field<Instant<'a>>,
    pub(super) first_seen_time_dt: Field<Instant<'a>>,
    pub(super) last_seen_time: Field<Instant<'a>>,
    pub(super) last_seen_time_dt: Field<Instant<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Analytic<'a> {
    #[serde(borrow)]
    pub(super) uid: Text<'a>,
    pub(super) name: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Cloud<'a> {
    #[serde(borrow)]
    pub(super) account: Field<Account<'a>>,
    pub(super) region: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Account<'a> {
    #[serde(borrow)]
    pub(super) uid: Text<'a>,
    pub(super) name: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Resource<'a> {
    #[serde(borrow)]
    pub(super) uid: Text<'a>,
    pub(super) uid_alt: Text<'a>,
    pub(super) name: Text<'a>,
    #[serde(rename = "type")]
    pub(super) kind: Text<'a>,
    pub(super) region: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Compliance<'a> {
    #[serde(borrow)]
    pub(super) status: Text<'a>,
    pub(super) status_id: Field<f64>,
    pub(super) control: Text<'a>,
    pub(super) standards: Field<Vec<Text<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Remediation<'a> {
    #[serde(borrow)]
    pub(super) desc: Text<'a>,
    pub(super) references: Field<Vec<Text<'a>>>,
}

impl ByKeys for Metadata<'_> {}
impl ByKeys for Product<'_> {}
impl ByKeys for FindingInfo<'_> {}
impl ByKeys for Analytic<'_> {}
impl ByKeys for Cloud<'_> {}
impl ByKeys for Account<'_> {}
impl ByKeys for Resource<'_> {}
impl ByKeys for Compliance<'_> {}
impl ByKeys for Remediation<'_> {}
