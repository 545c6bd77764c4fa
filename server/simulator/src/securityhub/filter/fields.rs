//! The attributes that filters may name, where they are in a document, and how they are read.

use super::super::columns::Column;
use super::super::store::Record;
use serde_json::Value;

/// Which kind of filter an attribute takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Date,
    Number,
    Map,
    Flag,
    Words,
}

/// An attribute: AWS's name for it, its kind, and the path to it; `[]` walks a list.
#[derive(Debug)]
pub(crate) struct Field {
    /// The name in `Filters`.
    pub(crate) name: &'static str,
    /// The kind of its filter.
    pub(crate) kind: Kind,
    path: &'static str,
    column: Option<Column>,
}

/// The attribute of that name.
pub(crate) fn find(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// One finding being read: columns first, the document only when an attribute needs it.
pub(crate) struct Reading<'a> {
    record: &'a Record,
    document: Option<Value>,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub(crate) fn of(record: &'a Record) -> Self {
        Self {
            record,
            document: None,
        }
    }

    /// The document's text.
    pub(crate) fn whole(&self) -> &str {
        &self.record.text
    }

    /// Calls `judge` with the attribute's texts.
    pub(crate) fn texts<T>(&mut self, field: &Field, judge: impl FnOnce(&[&str]) -> T) -> T {
        if let Some(column) = field.column {
            return match self.record.columns.text(column) {
                Some(text) => judge(&[text]),
                None => judge(&[]),
            };
        }
        let texts: Vec<&str> = self
            .values(field)
            .into_iter()
            .filter_map(Value::as_str)
            .collect();
        judge(&texts)
    }

    /// The attribute's numbers.
    pub(crate) fn numbers(&mut self, field: &Field) -> Vec<f64> {
        self.values(field)
            .into_iter()
            .filter_map(Value::as_f64)
            .collect()
    }

    /// The attribute's values.
    pub(crate) fn values(&mut self, field: &Field) -> Vec<&Value> {
        let text = &self.record.text;
        let document = self
            .document
            .get_or_insert_with(|| serde_json::from_str(text).unwrap_or_default());
        walk(document, field.path)
    }
}

fn walk<'v>(document: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut reached = vec![document];
    for step in path.split('.') {
        let (name, many) = match step.strip_suffix("[]") {
            Some(name) => (name, Many::Each),
            None => (step, Many::One),
        };
        let next = reached.into_iter().filter_map(|value| value.get(name));
        reached = match many {
            Many::One => next.collect(),
            Many::Each => next.filter_map(Value::as_array).flatten().collect(),
        };
    }
    reached
}

enum Many {
    One,
    Each,
}

const fn kept(name: &'static str, kind: Kind, path: &'static str, column: Column) -> Field {
    Field {
        name,
        kind,
        path,
        column: Some(column),
    }
}

const fn at(name: &'static str, kind: Kind, path: &'static str) -> Field {
    Field {
        name,
        kind,
        path,
        column: None,
    }
}

use Kind::{Date, Flag, Map, Number, Text, Words};

const FIELDS: [Field; 76] = [
    kept("Id", Text, "Id", Column::Id),
    kept("ProductArn", Text, "ProductArn", Column::ProductArn),
    kept("ProductName", Text, "ProductName", Column::ProductName),
    kept("GeneratorId", Text, "GeneratorId", Column::GeneratorId),
    kept("AwsAccountId", Text, "AwsAccountId", Column::Account),
    kept("Region", Text, "Region", Column::Region),
    kept(
        "SeverityLabel",
        Text,
        "Severity.Label",
        Column::SeverityLabel,
    ),
    kept(
        "WorkflowStatus",
        Text,
        "Workflow.Status",
        Column::WorkflowStatus,
    ),
    kept("RecordState", Text, "RecordState", Column::RecordState),
    kept(
        "ComplianceStatus",
        Text,
        "Compliance.Status",
        Column::ComplianceStatus,
    ),
    kept(
        "ComplianceSecurityControlId",
        Text,
        "Compliance.SecurityControlId",
        Column::ControlId,
    ),
    kept("CreatedAt", Date, "CreatedAt", Column::CreatedAt),
    kept("UpdatedAt", Date, "UpdatedAt", Column::UpdatedAt),
    at("FirstObservedAt", Date, "FirstObservedAt"),
    at("LastObservedAt", Date, "LastObservedAt"),
    at("NoteUpdatedAt", Date, "Note.UpdatedAt"),
    at("AwsAccountName", Text, "AwsAccountName"),
    at("CompanyName", Text, "CompanyName"),
    at("Title", Text, "Title"),
    at("Description", Text, "Description"),
    at("Type", Text, "Types[]"),
    at("SourceUrl", Text, "SourceUrl"),
    at(
        "RecommendationText",
        Text,
        "Remediation.Recommendation.Text",
    ),
    at("SeverityNormalized", Number, "Severity.Normalized"),
    at("SeverityProduct", Number, "Severity.Product"),
    at("Confidence", Number, "Confidence"),
    at("Criticality", Number, "Criticality"),
    at("VerificationState", Text, "VerificationState"),
    at("WorkflowState", Text, "WorkflowState"),
    at("ResourceType", Text, "Resources[].Type"),
    at("ResourceId", Text, "Resources[].Id"),
    at("ResourcePartition", Text, "Resources[].Partition"),
    at("ResourceRegion", Text, "Resources[].Region"),
    at("ResourceProvider", Text, "Resources[].Provider"),
    at(
        "ResourceApplicationName",
        Text,
        "Resources[].ApplicationName",
    ),
    at("ResourceApplicationArn", Text, "Resources[].ApplicationArn"),
    at(
        "ResourceOwnerAccountId",
        Text,
        "Resources[].Owner.AccountId",
    ),
    at("ResourceOwnerOrgId", Text, "Resources[].Owner.OrgId"),
    at("ResourceTags", Map, "Resources[].Tags"),
    at("ResourceDetailsOther", Map, "Resources[].Details.Other"),
    at(
        "ResourceAwsEc2InstanceType",
        Text,
        "Resources[].Details.AwsEc2Instance.Type",
    ),
    at(
        "ResourceAwsEc2InstanceImageId",
        Text,
        "Resources[].Details.AwsEc2Instance.ImageId",
    ),
    at(
        "ResourceAwsEc2InstanceVpcId",
        Text,
        "Resources[].Details.AwsEc2Instance.VpcId",
    ),
    at(
        "ResourceAwsEc2InstanceSubnetId",
        Text,
        "Resources[].Details.AwsEc2Instance.SubnetId",
    ),
    at(
        "ResourceAwsEc2InstanceKeyName",
        Text,
        "Resources[].Details.AwsEc2Instance.KeyName",
    ),
    at(
        "ResourceAwsEc2InstanceLaunchedAt",
        Date,
        "Resources[].Details.AwsEc2Instance.LaunchedAt",
    ),
    at(
        "ResourceAwsIamAccessKeyUserName",
        Text,
        "Resources[].Details.AwsIamAccessKey.UserName",
    ),
    at(
        "ResourceAwsIamAccessKeyPrincipalName",
        Text,
        "Resources[].Details.AwsIamAccessKey.PrincipalName",
    ),
    at(
        "ResourceAwsIamUserUserName",
        Text,
        "Resources[].Details.AwsIamUser.UserName",
    ),
    at(
        "ResourceAwsS3BucketOwnerId",
        Text,
        "Resources[].Details.AwsS3Bucket.OwnerId",
    ),
    at(
        "ResourceAwsS3BucketOwnerName",
        Text,
        "Resources[].Details.AwsS3Bucket.OwnerName",
    ),
    at("ProductFields", Map, "ProductFields"),
    at("UserDefinedFields", Map, "UserDefinedFields"),
    at(
        "ComplianceAssociatedStandardsId",
        Text,
        "Compliance.AssociatedStandards[].StandardsId",
    ),
    at(
        "ComplianceSecurityControlParametersName",
        Text,
        "Compliance.SecurityControlParameters[].Name",
    ),
    at(
        "ComplianceSecurityControlParametersValue",
        Text,
        "Compliance.SecurityControlParameters[].Value[]",
    ),
    at("RelatedFindingsId", Text, "RelatedFindings[].Id"),
    at(
        "RelatedFindingsProductArn",
        Text,
        "RelatedFindings[].ProductArn",
    ),
    at("NoteText", Text, "Note.Text"),
    at("NoteUpdatedBy", Text, "Note.UpdatedBy"),
    at(
        "FindingProviderFieldsConfidence",
        Number,
        "FindingProviderFields.Confidence",
    ),
    at(
        "FindingProviderFieldsCriticality",
        Number,
        "FindingProviderFields.Criticality",
    ),
    at(
        "FindingProviderFieldsRelatedFindingsId",
        Text,
        "FindingProviderFields.RelatedFindings[].Id",
    ),
    at(
        "FindingProviderFieldsRelatedFindingsProductArn",
        Text,
        "FindingProviderFields.RelatedFindings[].ProductArn",
    ),
    at(
        "FindingProviderFieldsSeverityLabel",
        Text,
        "FindingProviderFields.Severity.Label",
    ),
    at(
        "FindingProviderFieldsSeverityOriginal",
        Text,
        "FindingProviderFields.Severity.Original",
    ),
    at(
        "FindingProviderFieldsTypes",
        Text,
        "FindingProviderFields.Types[]",
    ),
    at(
        "VulnerabilitiesExploitAvailable",
        Text,
        "Vulnerabilities[].ExploitAvailable",
    ),
    at(
        "VulnerabilitiesFixAvailable",
        Text,
        "Vulnerabilities[].FixAvailable",
    ),
    at("MalwareName", Text, "Malware[].Name"),
    at("MalwareType", Text, "Malware[].Type"),
    at("ProcessName", Text, "Process.Name"),
    at(
        "ThreatIntelIndicatorType",
        Text,
        "ThreatIntelIndicators[].Type",
    ),
    at(
        "ThreatIntelIndicatorValue",
        Text,
        "ThreatIntelIndicators[].Value",
    ),
    at("Sample", Flag, "Sample"),
    at("Keyword", Words, ""),
];
