//! The IAM actions that the sources need: every call to AWS is one of these.

use domain::source::SourceKind;

macro_rules! actions {
    ($( $(#[$meta:meta])* $name:ident = $text:literal for $kind:expr ),+ $(,)?) => {
        /// An IAM action that a source needs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $( $(#[$meta])* $name ),+ }

        impl Action {
            /// All of them.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),+ ];

            /// The name as a policy writes it, such as `securityhub:GetFindings`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $text ),+ }
            }

            /// The source that needs it; `None` for what all need.
            #[must_use]
            pub const fn source(self) -> Option<SourceKind> {
                match self { $( Self::$name => $kind ),+ }
            }
        }
    };
}

actions! {
    /// Who we are.
    GetCallerIdentity = "sts:GetCallerIdentity" for None,
    /// To become the reading role of another account.
    AssumeRole = "sts:AssumeRole" for None,
    /// Findings, of either plane.
    GetFindings = "securityhub:GetFindings" for Some(SourceKind::SecurityHub),
    /// What AWS remembers of a finding.
    GetFindingHistory = "securityhub:GetFindingHistory" for Some(SourceKind::SecurityHub),
    /// To write over findings of either plane, where an account is switched to it.
    BatchUpdateFindings = "securityhub:BatchUpdateFindings" for Some(SourceKind::SecurityHub),
    /// The standards that are enabled.
    GetEnabledStandards = "securityhub:GetEnabledStandards" for Some(SourceKind::Standards),
    /// Which controls a standard has.
    ListSecurityControlDefinitions = "securityhub:ListSecurityControlDefinitions" for Some(SourceKind::Standards),
    /// What controls are.
    BatchGetSecurityControls = "securityhub:BatchGetSecurityControls" for Some(SourceKind::Standards),
    /// In which standards a control is switched on.
    ListStandardsControlAssociations = "securityhub:ListStandardsControlAssociations" for Some(SourceKind::Standards),
    /// The region where findings are gathered.
    ListFindingAggregators = "securityhub:ListFindingAggregators" for Some(SourceKind::SecurityHub),
    /// Whether the organization's view is open.
    HealthStatusForOrganization = "health:DescribeHealthServiceStatusForOrganization" for Some(SourceKind::Health),
    /// Events of this account.
    DescribeEvents = "health:DescribeEvents" for Some(SourceKind::Health),
    /// Their texts.
    DescribeEventDetails = "health:DescribeEventDetails" for Some(SourceKind::Health),
    /// The resources they touch.
    DescribeAffectedEntities = "health:DescribeAffectedEntities" for Some(SourceKind::Health),
    /// Events of the organization.
    DescribeEventsForOrganization = "health:DescribeEventsForOrganization" for Some(SourceKind::Health),
    /// The accounts they touch.
    DescribeAffectedAccountsForOrganization = "health:DescribeAffectedAccountsForOrganization" for Some(SourceKind::Health),
    /// Their texts.
    DescribeEventDetailsForOrganization = "health:DescribeEventDetailsForOrganization" for Some(SourceKind::Health),
    /// The resources they touch.
    DescribeAffectedEntitiesForOrganization = "health:DescribeAffectedEntitiesForOrganization" for Some(SourceKind::Health),
    /// Health checks.
    ListHealthChecks = "route53:ListHealthChecks" for Some(SourceKind::Route53),
    /// Their names.
    ListTagsForResources = "route53:ListTagsForResources" for Some(SourceKind::Route53),
    /// What each checker sees.
    GetHealthCheckStatus = "route53:GetHealthCheckStatus" for Some(SourceKind::Route53),
    /// Why each checker last failed.
    GetHealthCheckLastFailureReason = "route53:GetHealthCheckLastFailureReason" for Some(SourceKind::Route53),
    /// The status of health checks.
    GetMetricData = "cloudwatch:GetMetricData" for Some(SourceKind::CloudWatch),
    /// The accounts of the organization.
    ListAccounts = "organizations:ListAccounts" for Some(SourceKind::Organizations),
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
