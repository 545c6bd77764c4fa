//! The operations this AWS has, and nothing else.

/// One operation, of one of AWS's APIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    GetFindings,
    BatchUpdateFindings,
    GetFindingHistory,
    GetFindingsV2,
    BatchUpdateFindingsV2,
    ListFindingAggregators,
    GetEnabledStandards,
    ListSecurityControlDefinitions,
    BatchGetSecurityControls,
    ListStandardsControlAssociations,
    DescribeEvents,
    DescribeEventDetails,
    DescribeAffectedEntities,
    DescribeEventsForOrganization,
    DescribeEventDetailsForOrganization,
    DescribeAffectedAccountsForOrganization,
    DescribeAffectedEntitiesForOrganization,
    DescribeHealthServiceStatusForOrganization,
    ListHealthChecks,
    GetHealthCheckStatus,
    GetHealthCheckLastFailureReason,
    ListTagsForResources,
    GetMetricData,
    AssumeRole,
    GetCallerIdentity,
    ListAccounts,
    DescribeOrganization,
}

use Operation as O;

/// Every operation with its name behind the prefix of its API, which is nearly always its action in IAM.
const ALL: [(Operation, &str); 27] = [
    (O::GetFindings, "securityhub:GetFindings"),
    (O::BatchUpdateFindings, "securityhub:BatchUpdateFindings"),
    (O::GetFindingHistory, "securityhub:GetFindingHistory"),
    (O::GetFindingsV2, "securityhub:GetFindingsV2"),
    (
        O::BatchUpdateFindingsV2,
        "securityhub:BatchUpdateFindingsV2",
    ),
    (
        O::ListFindingAggregators,
        "securityhub:ListFindingAggregators",
    ),
    (O::GetEnabledStandards, "securityhub:GetEnabledStandards"),
    (
        O::ListSecurityControlDefinitions,
        "securityhub:ListSecurityControlDefinitions",
    ),
    (
        O::BatchGetSecurityControls,
        "securityhub:BatchGetSecurityControls",
    ),
    (
        O::ListStandardsControlAssociations,
        "securityhub:ListStandardsControlAssociations",
    ),
    (O::DescribeEvents, "health:DescribeEvents"),
    (O::DescribeEventDetails, "health:DescribeEventDetails"),
    (
        O::DescribeAffectedEntities,
        "health:DescribeAffectedEntities",
    ),
    (
        O::DescribeEventsForOrganization,
        "health:DescribeEventsForOrganization",
    ),
    (
        O::DescribeEventDetailsForOrganization,
        "health:DescribeEventDetailsForOrganization",
    ),
    (
        O::DescribeAffectedAccountsForOrganization,
        "health:DescribeAffectedAccountsForOrganization",
    ),
    (
        O::DescribeAffectedEntitiesForOrganization,
        "health:DescribeAffectedEntitiesForOrganization",
    ),
    (
        O::DescribeHealthServiceStatusForOrganization,
        "health:DescribeHealthServiceStatusForOrganization",
    ),
    (O::ListHealthChecks, "route53:ListHealthChecks"),
    (O::GetHealthCheckStatus, "route53:GetHealthCheckStatus"),
    (
        O::GetHealthCheckLastFailureReason,
        "route53:GetHealthCheckLastFailureReason",
    ),
    (O::ListTagsForResources, "route53:ListTagsForResources"),
    (O::GetMetricData, "cloudwatch:GetMetricData"),
    (O::AssumeRole, "sts:AssumeRole"),
    (O::GetCallerIdentity, "sts:GetCallerIdentity"),
    (O::ListAccounts, "organizations:ListAccounts"),
    (
        O::DescribeOrganization,
        "organizations:DescribeOrganization",
    ),
];

/// Which of AWS's APIs an operation belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Api {
    SecurityHub,
    Health,
    Route53,
    CloudWatch,
    Sts,
    Organizations,
}

impl Api {
    /// The prefix of its IAM actions.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::SecurityHub => "securityhub",
            Self::Health => "health",
            Self::Route53 => "route53",
            Self::CloudWatch => "cloudwatch",
            Self::Sts => "sts",
            Self::Organizations => "organizations",
        }
    }
}

impl Operation {
    /// Every one.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(|(operation, _)| *operation)
    }

    /// The operation of that API with that name.
    pub(crate) fn named(api: Api, name: &str) -> Option<Self> {
        ALL.iter()
            .find(|(_, action)| action.split_once(':') == Some((api.prefix(), name)))
            .map(|(operation, _)| *operation)
    }

    /// What faults and counters know it by, such as `securityhub:GetFindings`.
    pub(crate) fn action(self) -> &'static str {
        ALL.iter()
            .find(|(operation, _)| *operation == self)
            .map_or("", |(_, action)| action)
    }

    /// The action that IAM asks for: the V2 forms of reading and updating findings have none of their own (aws.md 1.7).
    pub(crate) fn permission(self) -> &'static str {
        match self {
            O::GetFindingsV2 => O::GetFindings.action(),
            O::BatchUpdateFindingsV2 => O::BatchUpdateFindings.action(),
            other => other.action(),
        }
    }

    /// Whether it belongs to the newer Security Hub, which speaks OCSF and refuses in words of its own.
    pub(crate) fn is_v2(self) -> bool {
        matches!(self, O::GetFindingsV2 | O::BatchUpdateFindingsV2)
    }

    /// Its name alone.
    pub(crate) fn name(self) -> &'static str {
        self.action().split_once(':').map_or("", |(_, name)| name)
    }

    /// The API it belongs to.
    pub(crate) fn api(self) -> Api {
        match self {
            O::GetFindings
            | O::BatchUpdateFindings
            | O::GetFindingHistory
            | O::GetFindingsV2
            | O::BatchUpdateFindingsV2
            | O::ListFindingAggregators
            | O::GetEnabledStandards
            | O::ListSecurityControlDefinitions
            | O::BatchGetSecurityControls
            | O::ListStandardsControlAssociations => Api::SecurityHub,
            O::ListHealthChecks
            | O::GetHealthCheckStatus
            | O::GetHealthCheckLastFailureReason
            | O::ListTagsForResources => Api::Route53,
            O::GetMetricData => Api::CloudWatch,
            O::AssumeRole | O::GetCallerIdentity => Api::Sts,
            O::ListAccounts | O::DescribeOrganization => Api::Organizations,
            _ => Api::Health,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Operation};

    #[test]
    fn every_action_leads_back_to_its_operation() {
        for (operation, action) in ALL {
            assert_eq!(
                Operation::named(operation.api(), operation.name()),
                Some(operation),
                "{action}"
            );
        }
    }
}
