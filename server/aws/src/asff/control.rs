//! Which control of which standards a finding reports on.
//!
//! With consolidated control findings the document says so itself; before them the control stood in
//! `ProductFields`, and CIS rules were numbered without their standard's name, which AWS's
//! `DescribeStandardsControls` writes before the number.

use super::fields;

const ARN_PREFIX: &str = "arn:aws:securityhub:::";
const CIS: &str = "cis-aws-foundations-benchmark";

/// The control's id such as `EC2.13`.
pub(super) fn control(document: &fields::Document<'_>) -> Option<String> {
    let named = document
        .compliance
        .get()
        .and_then(|compliance| compliance.security_control_id.kept());
    named.or_else(|| {
        let fields = document.product_fields.get()?;
        fields.control_id.kept().or_else(|| {
            let of_cis = fields.standards_guide_arn.text()?.contains(CIS);
            let rule = fields.rule_id.text()?;
            of_cis.then(|| format!("CIS.{}", crate::documents::field::kept(rule)))
        })
    })
}

/// The standards, as `standards/NAME/v/VERSION` or `ruleset/NAME/v/VERSION`.
pub(super) fn standards(document: &fields::Document<'_>) -> Vec<String> {
    let associated: Vec<String> = document
        .compliance
        .get()
        .and_then(|compliance| compliance.associated_standards.get())
        .into_iter()
        .flatten()
        .filter_map(|standard| standard.get()?.standards_id.kept())
        .collect();
    if !associated.is_empty() {
        return associated;
    }
    document
        .product_fields
        .get()
        .and_then(|fields| {
            fields
                .standards_arn
                .kept()
                .or_else(|| fields.standards_guide_arn.kept())
        })
        .map(|arn| arn.strip_prefix(ARN_PREFIX).unwrap_or(&arn).to_owned())
        .into_iter()
        .collect()
}
