//! The fields that a question may name, by the kind of filter that takes them: the model's `Ocsf…Field` lists. A field
//! is the path to it in a document.

use super::super::columns::walk;
use super::super::plane::Record;
use serde_json::{Map, Value};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Date,
    Number,
    Flag,
    Map,
    Address,
}

/// The field with that name among those of a kind.
pub(super) fn find(kind: Kind, name: &str) -> Option<&'static str> {
    let fields: &'static [&'static str] = match kind {
        Kind::Text => &STRINGS,
        Kind::Date => &DATES,
        Kind::Number => &NUMBERS,
        Kind::Flag => &FLAGS,
        Kind::Map => &MAPS,
        Kind::Address => &ADDRESSES,
    };
    fields.iter().copied().find(|field| *field == name)
}

/// One finding being read: columns first, the document only when a field needs it.
pub(in crate::securityhub::v2) struct Reading<'a> {
    record: &'a Record,
    document: Option<Value>,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub(in crate::securityhub::v2) fn of(record: &'a Record) -> Self {
        Self {
            record,
            document: None,
        }
    }

    /// Calls `judge` with the field's texts.
    pub(super) fn texts<T>(&mut self, field: &str, judge: impl FnOnce(&[&str]) -> T) -> T {
        if let Some(kept) = self.record.columns.text(field) {
            return judge(kept.as_slice());
        }
        let values = walk(self.document(), field);
        let texts: Vec<&str> = values.into_iter().filter_map(Value::as_str).collect();
        judge(&texts)
    }

    /// The field's numbers.
    pub(super) fn numbers(&mut self, field: &str) -> Vec<f64> {
        if let Some(kept) = self.record.columns.number(field) {
            return kept.into_iter().collect();
        }
        let values = walk(self.document(), field);
        values.into_iter().filter_map(Value::as_f64).collect()
    }

    /// The field's booleans.
    pub(super) fn flags(&mut self, field: &str) -> Vec<bool> {
        let values = walk(self.document(), field);
        values.into_iter().filter_map(Value::as_bool).collect()
    }

    /// The field's names with their values, as one map.
    pub(super) fn map(&mut self, field: &str) -> Value {
        let pairs = walk(self.document(), field).into_iter().filter_map(|pair| {
            let name = pair.get("name")?.as_str()?.to_owned();
            Some((name, pair.get("value")?.clone()))
        });
        Value::Object(pairs.collect::<Map<String, Value>>())
    }

    /// `finding_info.modified_time_dt` in milliseconds since 1970, if it is a date.
    pub(super) fn modified_ms(&self) -> Option<i64> {
        self.record.columns.modified_ms()
    }

    fn document(&mut self) -> &Value {
        let text = &self.record.text;
        self.document
            .get_or_insert_with(|| serde_json::from_str(text).unwrap_or_default())
    }
}

const STRINGS: [&str; 79] = [
    "metadata.uid",
    "activity_name",
    "cloud.account.uid",
    "cloud.provider",
    "cloud.region",
    "compliance.assessments.category",
    "compliance.assessments.name",
    "compliance.control",
    "compliance.status",
    "compliance.standards",
    "finding_info.desc",
    "finding_info.src_url",
    "finding_info.title",
    "finding_info.types",
    "finding_info.uid",
    "finding_info.related_events.traits.category",
    "finding_info.related_events.uid",
    "finding_info.related_events.product.uid",
    "finding_info.related_events.title",
    "impact",
    "likelihood",
    "metadata.product.name",
    "metadata.product.uid",
    "metadata.product.vendor_name",
    "remediation.desc",
    "remediation.references",
    "resources.cloud_partition",
    "resources.criticality",
    "resources.name",
    "resources.owner.account.uid",
    "resources.owner.org.uid",
    "resources.owner.account.name",
    "resources.provider",
    "resources.region",
    "resources.type",
    "resources.uid",
    "severity",
    "status",
    "comment",
    "vulnerabilities.fix_coverage",
    "class_name",
    "databucket.encryption_details.algorithm",
    "databucket.encryption_details.key_uid",
    "databucket.file.data_classifications.classifier_details.type",
    "evidences.actor.user.account.uid",
    "evidences.api.operation",
    "evidences.api.response.error_message",
    "evidences.api.service.name",
    "evidences.connection_info.direction",
    "evidences.connection_info.protocol_name",
    "evidences.dst_endpoint.autonomous_system.name",
    "evidences.dst_endpoint.location.city",
    "evidences.dst_endpoint.location.country",
    "evidences.src_endpoint.autonomous_system.name",
    "evidences.src_endpoint.hostname",
    "evidences.src_endpoint.location.city",
    "evidences.src_endpoint.location.country",
    "finding_info.analytic.name",
    "malware.name",
    "malware_scan_info.uid",
    "malware.severity",
    "resources.cloud_function.layers.uid_alt",
    "resources.cloud_function.runtime",
    "resources.cloud_function.user.uid",
    "resources.device.encryption_details.key_uid",
    "resources.device.image.uid",
    "resources.image.architecture",
    "resources.image.registry_uid",
    "resources.image.repository_name",
    "resources.image.uid",
    "resources.subnet_info.uid",
    "resources.vpc_uid",
    "vulnerabilities.affected_code.file.path",
    "vulnerabilities.affected_packages.name",
    "vulnerabilities.cve.epss.score",
    "vulnerabilities.cve.uid",
    "vulnerabilities.related_vulnerabilities",
    "cloud.account.name",
    "vendor_attributes.severity",
];

const DATES: [&str; 7] = [
    "finding_info.created_time_dt",
    "finding_info.first_seen_time_dt",
    "finding_info.last_seen_time_dt",
    "finding_info.modified_time_dt",
    "resources.image.created_time_dt",
    "resources.image.last_used_time_dt",
    "resources.modified_time_dt",
];

const NUMBERS: [&str; 14] = [
    "activity_id",
    "compliance.status_id",
    "confidence_score",
    "severity_id",
    "status_id",
    "finding_info.related_events_count",
    "evidences.api.response.code",
    "evidences.dst_endpoint.autonomous_system.number",
    "evidences.dst_endpoint.port",
    "evidences.src_endpoint.autonomous_system.number",
    "evidences.src_endpoint.port",
    "resources.image.in_use_count",
    "vulnerabilities.cve.cvss.base_score",
    "vendor_attributes.severity_id",
];

const FLAGS: [&str; 3] = [
    "compliance.assessments.meets_criteria",
    "vulnerabilities.is_exploit_available",
    "vulnerabilities.is_fix_available",
];

const MAPS: [&str; 4] = [
    "resources.tags",
    "compliance.control_parameters",
    "databucket.tags",
    "finding_info.tags",
];

const ADDRESSES: [&str; 2] = ["evidences.dst_endpoint.ip", "evidences.src_endpoint.ip"];
