//! The part of an ASFF document that lists and rules need; all else stays in the document.
//! Names: AWS, "AWS Security Finding Format".

use serde::Deserialize;

use crate::documents::{
    field::{ByKeys, Field, Text},
    instant::Instant,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    pub(super) id: Text<'a>,
    pub(super) product_arn: Text<'a>,
    pub(super) product_name: Text<'a>,
    pub(super) company_name: Text<'a>,
    pub(super) aws_account_id: Text<'a>,
    pub(super) aws_account_name: Text<'a>,
    pub(super) region: Text<'a>,
    pub(super) generator_id: Text<'a>,
    pub(super) title: Text<'a>,
    pub(super) description: Text<'a>,
    pub(super) severity: Field<Severity<'a>>,
    pub(super) workflow: Field<Workflow<'a>>,
    pub(super) workflow_state: Text<'a>,
    pub(super) record_state: Text<'a>,
    pub(super) compliance: Field<Compliance<'a>>,
    pub(super) types: Field<Vec<Text<'a>>>,
    pub(super) resources: Field<Vec<Field<Resource<'a>>>>,
    pub(super) verification_state: Text<'a>,
    pub(super) confidence: Field<f64>,
    pub(super) criticality: Field<f64>,
    pub(super) note: Field<Note<'a>>,
    pub(super) remediation: Field<Remediation<'a>>,
    pub(super) product_fields: Field<ProductFields<'a>>,
    pub(super) finding_provider_fields: Field<ProviderFields<'a>>,
    pub(super) first_observed_at: Field<Instant<'a>>,
    pub(super) last_observed_at: Field<Instant<'a>>,
    pub(super) created_at: Field<Instant<'a>>,
    pub(super) updated_at: Field<Instant<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Severity<'a> {
    #[serde(borrow)]
    pub(super) label: Text<'a>,
    pub(super) original: Text<'a>,
    pub(super) normalized: Field<f64>,
    pub(super) product: Field<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Workflow<'a> {
    #[serde(borrow)]
    pub(super) status: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Compliance<'a> {
    #[serde(borrow)]
    pub(super) status: Text<'a>,
    pub(super) security_control_id: Text<'a>,
    pub(super) associated_standards: Field<Vec<Field<Standard<'a>>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Standard<'a> {
    #[serde(borrow)]
    pub(super) standards_id: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Resource<'a> {
    #[serde(borrow, rename = "Type")]
    pub(super) kind: Text<'a>,
    pub(super) id: Text<'a>,
    pub(super) region: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Note<'a> {
    #[serde(borrow)]
    pub(super) text: Text<'a>,
    pub(super) updated_by: Text<'a>,
    pub(super) updated_at: Field<Instant<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Remediation<'a> {
    #[serde(borrow)]
    pub(super) recommendation: Field<Recommendation<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Recommendation<'a> {
    #[serde(borrow)]
    pub(super) text: Text<'a>,
    pub(super) url: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct ProductFields<'a> {
    #[serde(borrow)]
    pub(super) control_id: Text<'a>,
    pub(super) rule_id: Text<'a>,
    pub(super) standards_arn: Text<'a>,
    pub(super) standards_guide_arn: Text<'a>,
    #[serde(rename = "aws/securityhub/ProductName")]
    pub(super) product_name: Text<'a>,
    #[serde(rename = "aws/securityhub/CompanyName")]
    pub(super) company_name: Text<'a>,
    #[serde(rename = "aws/securityhub/SeverityLabel")]
    pub(super) severity_label: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct ProviderFields<'a> {
    #[serde(borrow)]
    pub(super) severity: Field<Severity<'a>>,
}

impl ByKeys for Severity<'_> {}
impl ByKeys for Workflow<'_> {}
impl ByKeys for Compliance<'_> {}
impl ByKeys for Standard<'_> {}
impl ByKeys for Resource<'_> {}
impl ByKeys for Note<'_> {}
impl ByKeys for Remediation<'_> {}
impl ByKeys for Recommendation<'_> {}
impl ByKeys for ProductFields<'_> {}
impl ByKeys for ProviderFields<'_> {}
