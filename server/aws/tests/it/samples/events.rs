//! AWS Health, Route 53 and EventBridge.

use std::collections::BTreeMap;

use aws::documents::{Reading, Record};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{endpoint::HealthCheck, health::IncomingHealthEvent};
use serde_json::Value;

use super::{ACCOUNT, at, every_file, text};

fn count(file: &str, reading: &Reading, count: usize) {
    if reading.records.is_empty() {
        assert!(reading.silence.is_some(), "{file} says that it has none");
    } else {
        assert_eq!(
            reading.records.len(),
            count,
            "{file}: as many as SOURCES.md says"
        );
    }
}

/// Reads the forms that occur: RFC 1123, seconds since the epoch, and boto3's recorded datetimes.
fn instant(value: &Value) -> Option<DateTime<Utc>> {
    match value {
        Value::Null => None,
        Value::String(text) => match DateTime::parse_from_rfc2822(text) {
            Ok(at) => Some(at.to_utc()),
            Err(_) => text.parse().ok(),
        },
        Value::Number(seconds) => {
            let millis = (seconds.as_f64()? * 1e3).round() as i64;
            DateTime::from_timestamp_millis(millis)
        }
        parts => {
            let part = |key: &str| parts[key].as_u64().and_then(|it| u32::try_from(it).ok());
            let year = i32::try_from(parts["year"].as_u64()?).ok()?;
            NaiveDate::from_ymd_opt(year, part("month")?, part("day")?)?
                .and_hms_micro_opt(
                    part("hour")?,
                    part("minute")?,
                    part("second")?,
                    part("microsecond")?,
                )
                .map(|at| at.and_utc())
        }
    }
}

/// The event's own object and the envelope around it, from any of the shapes.
fn health_event(json: &Value) -> (Value, Value) {
    if let Some(quoted) = json[0]["Detail"].as_str() {
        return (serde_json::from_str(quoted).expect("JSON"), json[0].clone());
    }
    if json["detail"].is_object() {
        return (json["detail"].clone(), json.clone());
    }
    let answer = if json["data"].is_object() {
        &json["data"]
    } else {
        json
    };
    match &answer["events"] {
        Value::Array(events) => (events[0].clone(), Value::Null),
        _ => (answer["successfulSet"][0]["event"].clone(), Value::Null),
    }
}

fn same_event(file: &str, read: &IncomingHealthEvent, json: &Value) {
    let (raw, envelope) = health_event(json);
    let arn = text(&raw, &["arn"]).or_else(|| text(&raw, &["eventArn"]));
    assert_eq!(Some(read.arn.as_str()), arn, "{file}");
    assert_eq!(
        Some(read.type_code.as_str()),
        text(&raw, &["eventTypeCode"]),
        "{file}"
    );
    assert_eq!(
        Some(read.category.as_str()),
        text(&raw, &["eventTypeCategory"]),
        "{file}"
    );
    assert_eq!(
        read.status.as_str(),
        text(&raw, &["statusCode"]).unwrap_or("open"),
        "{file}"
    );
    let region = text(&raw, &["region"]).or_else(|| arn?.split(':').nth(3));
    assert_eq!(Some(read.region.as_str()), region, "{file}");
    assert_eq!(read.start, instant(&raw["startTime"]), "{file}");
    assert_eq!(read.end, instant(&raw["endTime"]), "{file}");
    let updated = instant(&raw["lastUpdatedTime"])
        .or_else(|| instant(&envelope["time"]))
        .or_else(|| instant(&envelope["Time"]))
        .or(read.start);
    assert_eq!(Some(read.updated), updated, "{file}");
    let accounts: Vec<_> = read.accounts.iter().map(|it| it.as_str()).collect();
    let receiver: Vec<_> = text(&envelope, &["account"]).into_iter().collect();
    assert_eq!(accounts, receiver, "{file}");
    let entities: Vec<_> = read.entities.iter().map(|it| it.value.as_str()).collect();
    let theirs = raw["affectedEntities"].as_array().into_iter().flatten();
    let theirs: Vec<_> = theirs.filter_map(|it| text(it, &["entityValue"])).collect();
    assert_eq!(entities, theirs, "{file}");
}

fn check_health(file: &str, reading: &Reading, json: &Value, records: usize) {
    count(file, reading, records);
    for record in &reading.records {
        match record {
            Record::HealthEvent(event) => same_event(file, event, json),
            Record::HealthEntity { event_arn, entity } => {
                let raw = at(json, &["data", "entities"]);
                let raw = &raw[0];
                assert_eq!(Some(event_arn.as_str()), text(raw, &["eventArn"]), "{file}");
                assert_eq!(
                    Some(entity.value.as_str()),
                    text(raw, &["entityValue"]),
                    "{file}"
                );
                assert_eq!(entity.updated, instant(&raw["lastUpdatedTime"]), "{file}");
                let account = entity.account.as_ref().map(|it| it.as_str());
                assert_eq!(account, text(raw, &["awsAccountId"]), "{file}");
                assert_eq!(
                    entity.status.as_str(),
                    text(raw, &["statusCode"]).unwrap_or("UNKNOWN"),
                    "{file}"
                );
            }
            other => panic!("{file}: {other:?}"),
        }
    }
}

fn check_route53(file: &str, reading: &Reading, json: &Value, records: usize) {
    assert_eq!(reading.records.len(), records, "{file}");
    let [record] = reading.records.as_slice() else {
        panic!("{file}: one record: {reading:?}");
    };
    match record {
        Record::HealthCheck(check) => same_check(file, check, json),
        Record::Tags { resource_id, tags } => same_tags(file, resource_id, tags, json),
        other => panic!("{file}: {other:?}"),
    }
}

fn same_check(file: &str, check: &HealthCheck, json: &Value) {
    let listed = at(json, &["data", "HealthChecks"]);
    let raw = if listed.is_array() {
        &listed[0]
    } else {
        &json["HealthCheck"]
    };
    assert_eq!(Some(check.id.as_str()), text(raw, &["Id"]), "{file}");
    assert_eq!(check.account.as_str(), ACCOUNT, "{file}");
    let config = &raw["HealthCheckConfig"];
    assert_eq!(
        check.kind.map(|it| it.as_str()),
        text(config, &["Type"]),
        "{file}"
    );
    let host = text(config, &["FullyQualifiedDomainName"]).expect("a host");
    assert!(check.target.contains(host), "{file}: {}", check.target);
    let whole = |key: &str| config[key].as_i64();
    assert_eq!(check.interval_s.map(i64::from), whole("RequestInterval"));
    assert_eq!(
        check.failure_threshold.map(i64::from),
        whole("FailureThreshold")
    );
}

fn same_tags(file: &str, resource_id: &str, tags: &BTreeMap<String, String>, json: &Value) {
    let sets = at(json, &["data", "ResourceTagSets"]);
    let raw = if sets.is_array() {
        &sets[0]
    } else {
        at(json, &["data", "ResourceTagSet"])
    };
    assert_eq!(Some(resource_id), text(raw, &["ResourceId"]), "{file}");
    let theirs = raw["Tags"].as_array().expect("a list");
    assert_eq!(tags.len(), theirs.len(), "{file}");
    for tag in theirs {
        let key = text(tag, &["Key"]).expect("a key");
        assert_eq!(
            tags.get(key).map(String::as_str),
            text(tag, &["Value"]),
            "{file}"
        );
    }
}

fn check_event(file: &str, reading: &Reading, json: &Value, records: usize) {
    count(file, reading, records);
    let Some(record) = reading.records.first() else {
        assert!(json["detail-type"].is_null(), "{file}: an event is read");
        return;
    };
    match record {
        Record::Event(event) => {
            assert_eq!(event.id.as_deref(), text(json, &["id"]), "{file}");
            assert_eq!(
                Some(event.detail_type.as_str()),
                text(json, &["detail-type"]),
                "{file}"
            );
            let account = event.account.as_ref().map(|it| it.as_str());
            assert_eq!(account, text(json, &["account"]), "{file}");
            let region = event.region.as_ref().map(|it| it.as_str());
            assert_eq!(region, text(json, &["region"]), "{file}");
            assert_eq!(event.time, instant(&json["time"]), "{file}");
            let theirs = json["resources"].as_array().into_iter().flatten();
            let theirs: Vec<_> = theirs.filter_map(Value::as_str).collect();
            assert_eq!(event.resources, theirs, "{file}");
            assert!(
                json["detail"]["findings"].is_null(),
                "{file}: findings are read as such"
            );
        }
        Record::Finding(finding) => {
            let raw = &json["detail"]["findings"][0];
            assert_eq!(
                Some(finding.aws_finding_id.as_str()),
                text(raw, &["Id"]),
                "{file}"
            );
            assert_eq!(
                Some(finding.account.as_str()),
                text(raw, &["AwsAccountId"]),
                "{file}"
            );
            assert_eq!(Some(finding.updated), instant(&raw["UpdatedAt"]), "{file}");
            let ids: Vec<_> = finding.resources.iter().map(|it| it.id.as_str()).collect();
            let theirs = raw["Resources"].as_array().into_iter().flatten();
            let theirs: Vec<_> = theirs.filter_map(|it| text(it, &["Id"])).collect();
            assert_eq!(ids, theirs, "{file}");
        }
        other => panic!("{file}: {other:?}"),
    }
}

#[test]
fn health_events_are_read_as_they_are() {
    every_file("health", check_health);
}

#[test]
fn health_checks_are_read_as_they_are() {
    every_file("route53", check_route53);
}

#[test]
fn events_are_read_as_they_are() {
    every_file("eventbridge", check_event);
}
