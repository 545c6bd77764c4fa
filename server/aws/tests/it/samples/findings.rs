//! Findings: ASFF, OCSF and GuardDuty's own.

use aws::documents::{Reading, Record};
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::finding::{IncomingFinding, Severity};
use serde_json::Value;

use super::{at, every_file, text};

/// The findings of a document.
pub(super) fn findings(reading: &Reading) -> Vec<&IncomingFinding> {
    reading
        .records
        .iter()
        .filter_map(|record| match record {
            Record::Finding(finding) => Some(&**finding),
            _ => None,
        })
        .collect()
}

/// Every object of a document, however deep, that `is_record` takes for a record.
fn records<'x>(value: &'x Value, is_record: &dyn Fn(&Value) -> bool) -> Vec<&'x Value> {
    match value {
        value if is_record(value) => vec![value],
        Value::Array(items) => items.iter().flat_map(|it| records(it, is_record)).collect(),
        Value::Object(map) => map.values().flat_map(|it| records(it, is_record)).collect(),
        _ => Vec::new(),
    }
}

fn instant(value: &Value) -> DateTime<Utc> {
    match value {
        Value::Number(number) => {
            let number = number.as_f64().expect("finite");
            let seconds = if number > 1e11 { number / 1e3 } else { number };
            DateTime::from_timestamp_millis((seconds * 1e3).round() as i64).expect("in range")
        }
        Value::String(text) => match text.parse::<DateTime<Utc>>() {
            Ok(at) => at,
            Err(_) => text.parse::<NaiveDateTime>().expect("a time").and_utc(),
        },
        other => panic!("{other} is no time"),
    }
}

fn label(number: i64, bands: [i64; 4]) -> &'static str {
    let above = bands.iter().filter(|band| number >= **band).count();
    ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"][above]
}

/// Files whose records are other answers of the same service, and no findings.
const OTHER: &[&str] = &[
    "awscli/guardduty.get-detector.1.json",
    "awscli/guardduty.list-findings.3.json",
    "awscli/guardduty.list-findings.4.json",
];

/// Compares what every format has: how many, and each one's ids, resources and that nothing was left out.
fn same_documents(
    file: &str,
    reading: &Reading,
    read: &[&IncomingFinding],
    raw: &[&Value],
    count: usize,
) {
    assert_eq!(
        raw.len(),
        read.len(),
        "{file}: as many as an independent reading finds"
    );
    if read.is_empty() {
        let silent = reading.silence.is_some() || !reading.rejects.is_empty();
        assert!(
            silent && reading.records.is_empty(),
            "{file} says that it has none"
        );
        assert_eq!(
            count > 0,
            OTHER.contains(&file),
            "{file}: its records are none"
        );
    } else {
        assert_eq!(read.len(), count, "{file}: as many as SOURCES.md says");
        assert_eq!(reading.records.len(), count, "{file}: and nothing else");
    }
    for (finding, raw) in read.iter().zip(raw) {
        let document: Value = serde_json::from_str(&finding.document).expect("JSON");
        assert_eq!(&document, *raw, "{file}: the document is whole");
    }
}

fn check_asff(file: &str, reading: &Reading, json: &Value, count: usize) {
    let raw = records(json, &|it| {
        it["ProductArn"].is_string() && it["Resources"].is_array()
    });
    let read = findings(reading);
    same_documents(file, reading, &read, &raw, count);
    for (read, raw) in read.into_iter().zip(raw) {
        assert_eq!(
            Some(read.aws_finding_id.as_str()),
            text(raw, &["Id"]),
            "{file}"
        );
        assert_eq!(
            Some(read.product_arn.as_str()),
            text(raw, &["ProductArn"]),
            "{file}"
        );
        assert_eq!(
            Some(read.account.as_str()),
            text(raw, &["AwsAccountId"]),
            "{file}"
        );
        let of_product = read.product_arn.split(':').nth(3);
        let region = text(raw, &["Region"]).or(of_product);
        assert_eq!(Some(read.region.as_str()), region, "{file}");
        let normalized = at(raw, &["Severity", "Normalized"]).as_f64();
        let severity = text(raw, &["Severity", "Label"])
            .or_else(|| Some(label(normalized? as i64, [1, 40, 70, 90])));
        assert_eq!(Some(read.severity.as_str()), severity, "{file}");
        assert_eq!(read.updated, instant(&raw["UpdatedAt"]), "{file}");
        assert_eq!(read.created, instant(&raw["CreatedAt"]), "{file}");
        for (mine, key) in [
            (read.first_observed, "FirstObservedAt"),
            (read.last_observed, "LastObservedAt"),
        ] {
            let theirs = raw[key].is_string().then(|| instant(&raw[key]));
            assert_eq!(mine, theirs, "{file} {key}");
        }
        let keys = ["Id", "Type", "Region"];
        resources(file, read, &raw["Resources"], (keys, str::to_owned));
    }
}

/// OCSF names types as CloudFormation does, and a finding has them as ASFF does: of these samples, with the service as one
/// word.
fn as_asff(kind: &str) -> String {
    let Some((service, kind)) = kind
        .strip_prefix("AWS::")
        .and_then(|kind| kind.split_once("::"))
    else {
        return kind.to_owned();
    };
    let service = match service {
        "IAM" => "Iam",
        "KMS" => "Kms",
        other => other,
    };
    format!("Aws{service}{kind}")
}

type Keys<'k> = ([&'k str; 3], fn(&str) -> String);

/// The resources have the same ids, types and regions.
fn resources(
    file: &str,
    read: &IncomingFinding,
    raw: &Value,
    ([id, kind, region], named): Keys<'_>,
) {
    let raw = raw.as_array().expect("a list");
    assert_eq!(read.resources.len(), raw.len(), "{file}");
    for (mine, theirs) in read.resources.iter().zip(raw) {
        assert_eq!(Some(mine.id.as_str()), text(theirs, &[id]), "{file}");
        let kind = text(theirs, &[kind]).map(named);
        assert_eq!(Some(&mine.kind), kind.as_ref(), "{file}");
        let mine = mine.region.as_ref().map(domain::scope::Region::as_str);
        assert_eq!(mine, text(theirs, &[region]), "{file}");
    }
}

fn check_ocsf(file: &str, reading: &Reading, json: &Value, count: usize) {
    let raw = records(json, &|it| it["finding_info"].is_object());
    let read = findings(reading);
    same_documents(file, reading, &read, &raw, count);
    for (read, raw) in read.into_iter().zip(raw) {
        assert_eq!(
            Some(read.aws_finding_id.as_str()),
            text(raw, &["finding_info", "uid"]),
            "{file}"
        );
        assert_eq!(
            Some(read.account.as_str()),
            text(raw, &["cloud", "account", "uid"]),
            "{file}"
        );
        assert_eq!(
            Some(read.region.as_str()),
            text(raw, &["cloud", "region"]),
            "{file}"
        );
        let product = ["uid", "name"]
            .iter()
            .find_map(|key| text(raw, &["metadata", "product", key]));
        assert_eq!(Some(read.product_arn.as_str()), product, "{file}");
        let severity = text(raw, &["severity"]).map(str::to_ascii_uppercase);
        assert_eq!(Some(read.severity.as_str().to_owned()), severity, "{file}");
        let info = &raw["finding_info"];
        let either = |name: &str| match &info[format!("{name}_dt")] {
            Value::Null => &info[name],
            text => text,
        };
        assert_eq!(read.created, instant(either("created_time")), "{file}");
        let updated = [either("modified_time"), &raw["time_dt"], &raw["time"]]
            .into_iter()
            .find(|it| !it.is_null())
            .unwrap_or_else(|| either("created_time"));
        assert_eq!(read.updated, instant(updated), "{file}");
        let keys = ["uid", "type", "region"];
        resources(file, read, &raw["resources"], (keys, as_asff));
    }
}

fn check_guardduty(file: &str, reading: &Reading, json: &Value, count: usize) {
    let raw = records(json, &|it| {
        it["accountId"].is_string() && it["service"].is_object()
    });
    let read = findings(reading);
    same_documents(file, reading, &read, &raw, count);
    for (read, raw) in read.into_iter().zip(raw) {
        assert_eq!(
            Some(read.aws_finding_id.as_str()),
            text(raw, &["arn"]),
            "{file}"
        );
        assert_eq!(
            Some(read.account.as_str()),
            text(raw, &["accountId"]),
            "{file}"
        );
        assert_eq!(Some(read.region.as_str()), text(raw, &["region"]), "{file}");
        let score = raw["severity"].as_f64().expect("a number");
        assert_eq!(
            read.severity.as_str(),
            label(score as i64, [1, 4, 7, 9]),
            "{file}"
        );
        assert_eq!(read.updated, instant(&raw["updatedAt"]), "{file}");
        assert_eq!(read.created, instant(&raw["createdAt"]), "{file}");
        let called = at(
            raw,
            &["service", "action", "awsApiCallAction", "affectedResources"],
        );
        let theirs: Vec<_> = called
            .as_object()
            .into_iter()
            .flat_map(|it| it.values())
            .collect();
        let mine: Vec<_> = read.resources.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(theirs, mine, "{file}");
    }
}

#[test]
fn security_hub_findings_are_read_as_they_are() {
    every_file("asff", check_asff);
}

#[test]
fn ocsf_findings_are_read_as_they_are() {
    every_file("ocsf", check_ocsf);
}

#[test]
fn guardduty_findings_are_read_as_they_are() {
    every_file("guardduty", check_guardduty);
}

/// The independent reading above is checked against AWS's bands, so that it can disagree.
#[test]
fn the_independent_bands_are_those_of_the_format() {
    for score in 0..=100 {
        assert_eq!(
            label(score, [1, 40, 70, 90]),
            Severity::from_normalized(score).as_str()
        );
    }
}
