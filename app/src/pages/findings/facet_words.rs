//! How the axes of the list and their values are called.

use super::account_names::AccountNames;
use domain::{
    finding::{
        AgeBand, ComplianceStatus, Due, Facet, RecordState, Seen, Severity, UntilBand,
        WorkflowStatus,
    },
    standard::{standard_id, standard_name},
};

/// The axis, above its values.
pub(super) const fn facet_label(facet: Facet) -> &'static str {
    match facet {
        Facet::Severity => "Severity",
        Facet::Workflow => "Workflow",
        Facet::RecordState => "Record",
        Facet::Compliance => "Result",
        Facet::Account => "Account",
        Facet::Product => "Product",
        Facet::Region => "Region",
        Facet::ResourceType => "Resource type",
        Facet::Control => "Control",
        Facet::Standard => "Standard",
        Facet::Assignee => "Assignee",
        Facet::Tag => "Tag",
        Facet::Age => "Age",
        Facet::Seen => "New to you",
        Facet::Until => "Suppressed until",
        Facet::Due => "Due",
    }
}

/// A value of an axis as a person reads it.
pub(super) fn value_label(facet: Facet, value: &str, names: &AccountNames) -> String {
    fn known<T: std::str::FromStr>(value: &str, label: fn(T) -> &'static str) -> Option<String> {
        value.parse().ok().map(|word| label(word).to_owned())
    }
    let label = match facet {
        Facet::Severity => known(value, Severity::label),
        Facet::Workflow => known(value, WorkflowStatus::label),
        Facet::RecordState => known(value, RecordState::label),
        Facet::Compliance => known(value, ComplianceStatus::label),
        Facet::Age => known(value, AgeBand::label),
        Facet::Seen => known(value, Seen::label),
        Facet::Until => known(value, UntilBand::label),
        Facet::Due => known(value, Due::label),
        Facet::Assignee if value.is_empty() => Some("nobody".to_owned()),
        Facet::Account => Some(names.of(value)),
        Facet::Standard => Some(standard_name(standard_id(value))),
        _ => None,
    };
    label.unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_words() {
        let names = AccountNames::default();
        let value_label = |facet, value: &str| value_label(facet, value, &names);
        assert_eq!(
            value_label(Facet::Compliance, "NOT_AVAILABLE"),
            "Not available"
        );
        assert_eq!(value_label(Facet::Assignee, ""), "nobody");
        assert_eq!(value_label(Facet::Account, "111122223333"), "111122223333");
        assert_eq!(
            value_label(
                Facet::Standard,
                "standards/aws-foundational-security-best-practices/v/1.0.0"
            ),
            "AWS Foundational Security Best Practices v1.0.0"
        );
    }
}
