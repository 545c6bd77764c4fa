//! Every wrapper that a document may come in, and documents that mean harm.

use backend::ports::LARGEST_DOCUMENT;
use domain::{health::HealthStatus, scope::AccountId, time::Timestamp};
use serde_json::{Value, json};

use super::{AwsDocuments, Reading, Record, page, page_v2, read};

fn asff() -> Value {
    json!({
        "Id": "f-1", "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/config",
        "AwsAccountId": "210987654321", "Resources": [{"Id": "i-1"}], "UpdatedAt": "2025-03-01T08:00:00Z",
    })
}

fn ocsf() -> Value {
    json!({
        "class_uid": 2004, "finding_info": {"uid": "o-1", "created_time": 1_740_000_000_000_u64},
        "metadata": {"product": {"name": "Scanner"}}, "cloud": {"account": {"uid": "210987654321"}},
        "resources": [{"uid": "box"}], "severity_id": 2,
    })
}

fn event(detail_type: &str, detail: &Value) -> Value {
    json!({
        "version": "0", "id": "e-1", "detail-type": detail_type, "source": "aws.x", "account": "210987654321",
        "time": "2025-03-01T09:00:00Z", "region": "eu-west-1", "resources": ["r-1"], "detail": detail,
    })
}

fn reading(document: &Value) -> Reading {
    read(&document.to_string(), &AccountId::from("999999999999"))
}

fn finding_ids(reading: &Reading) -> Vec<&str> {
    reading
        .records
        .iter()
        .filter_map(|record| match record {
            Record::Finding(finding) => Some(finding.aws_finding_id.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn findings_are_found_in_every_wrapper() {
    for (document, ids) in [
        (asff(), vec!["f-1"]),
        (ocsf(), vec!["o-1"]),
        (json!([asff(), ocsf()]), vec!["f-1", "o-1"]),
        (json!({"Findings": [asff()], "NextToken": "t"}), vec!["f-1"]),
        (json!({"findings": [ocsf(), asff()]}), vec!["o-1", "f-1"]),
        (
            json!({"status_code": 200, "data": {"Findings": [asff()]}}),
            vec!["f-1"],
        ),
        (
            event(
                "Security Hub Findings - Imported",
                &json!({"findings": [asff()]}),
            ),
            vec!["f-1"],
        ),
        (
            json!([{"name": "n", "event_payload": event("Findings Imported V2", &json!({"findings": [ocsf()]}))}]),
            vec!["o-1"],
        ),
    ] {
        let reading = reading(&document);
        assert_eq!(finding_ids(&reading), ids, "{document}");
        assert!(
            reading.rejects.is_empty() && reading.silence.is_none(),
            "{reading:?}"
        );
    }
}

#[test]
fn what_cannot_be_used_is_refused_one_by_one() {
    let reading = reading(&json!({"Findings": [asff(), {"Id": "bad"}, 7, {"class_uid": 1}]}));
    assert_eq!(finding_ids(&reading), ["f-1"]);
    let reasons: Vec<_> = reading
        .rejects
        .iter()
        .map(|it| it.reason.as_str())
        .collect();
    assert_eq!(reasons.len(), 3);
    assert_eq!(reasons[0], "ProductArn is missing");
    assert_eq!(reading.rejects[0].external_id.as_deref(), Some("bad"));
    assert_eq!(reading.rejects[1].document, "7");
    assert_eq!(reasons[2], "finding_info is missing");
}

/// What is taken in can be read back, so one byte more than that is refused, with its id and in whichever format.
#[test]
fn a_document_larger_than_what_is_kept_is_refused() {
    let finding = json!({
        "schemaVersion": "2.0", "partition": "aws", "accountId": "210987654321", "region": "eu-west-1", "id": "g-1",
        "arn": "g-1", "type": "T", "service": {}, "resource": {}, "createdAt": "2025-03-01T08:00:00Z",
        "updatedAt": "2025-03-01T08:00:00Z", "severity": 5,
    });
    for (document, id) in [(asff(), "f-1"), (ocsf(), "o-1"), (finding, "g-1")] {
        let text = document.to_string();
        let padded = |bytes: usize| {
            format!(
                "{}{}}}",
                &text[..text.len() - 1],
                " ".repeat(bytes - text.len())
            )
        };
        let account = AccountId::from("1");
        let largest = read(&padded(LARGEST_DOCUMENT), &account);
        assert_eq!(
            finding_ids(&largest).len(),
            1,
            "{id}: {:?}",
            largest.rejects
        );
        let refused = read(&padded(LARGEST_DOCUMENT + 1), &account);
        assert!(refused.records.is_empty(), "{id}");
        assert_eq!(refused.rejects[0].external_id.as_deref(), Some(id));
        let reason = &refused.rejects[0].reason;
        assert!(reason.contains("16777217 bytes"), "{reason}");
    }
}

#[test]
fn a_document_without_records_says_so() {
    for document in [json!([]), json!({"Findings": []}), json!({"HubArn": "arn"})] {
        let reading = reading(&document);
        assert!(reading.records.is_empty() && reading.rejects.is_empty());
        assert!(reading.silence.is_some(), "{document}");
    }
    let nothing = read("  ", &AccountId::from("1"));
    assert_eq!(nothing.silence.as_deref(), Some("the document is empty"));
    let listed = reading(&json!([{"HubArn": "arn"}]));
    assert_eq!(listed.rejects.len(), 1, "a list promises records");
}

#[test]
fn broken_and_hostile_wrappers_are_refused() {
    let account = AccountId::from("1");
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for text in [
        "{",
        "[1",
        "7",
        "{\"Findings\":{}}",
        "{\"Findings\":1}",
        &deep,
        "{\"Findings\":[],\"findings\":[]}",
    ] {
        let reading = read(text, &account);
        assert!(reading.records.is_empty(), "{text:.20}");
        assert_eq!(reading.rejects.len(), 1, "{text:.20}");
    }
}

#[test]
fn a_health_event_takes_from_its_envelope_what_it_leaves_out() {
    let detail = json!({
        "eventArn": "arn:aws:health:eu-west-1::event/EC2/X/X_1", "service": "EC2", "eventTypeCode": "X",
        "eventTypeCategory": "issue", "startTime": "Sat, 1 Mar 2025 08:00:00 GMT",
        "eventDescription": [{"language": "de", "latestDescription": "Nein"}, {"language": "en_US", "latestDescription": "No"}],
        "affectedEntities": [{"entityValue": "i-1", "status": "IMPAIRED"}, {"entityValue": ""}],
    });
    let reading = reading(&event("AWS Health Event", &detail));
    let [Record::HealthEvent(read)] = reading.records.as_slice() else {
        panic!("one event: {reading:?}");
    };
    assert_eq!(read.accounts, [AccountId::from("210987654321")]);
    assert_eq!(read.status, HealthStatus::Open);
    assert_eq!(read.description, "No");
    assert_eq!(read.region.as_str(), "eu-west-1");
    assert_eq!(read.entities.len(), 1);
    let arrived: Timestamp = "2025-03-01T09:00:00Z".parse().expect("a time");
    assert_eq!(read.updated, arrived);
}

#[test]
fn a_put_events_entry_has_its_detail_as_text() {
    let detail = json!({"eventArn": "arn:a:health:us-east-1::event/x", "startTime": "Sat, 1 Mar 2025 08:00:00 GMT"});
    let entry = json!([{"DetailType": "AWS Health Event", "Source": "mock", "Time": "not yet", "Resources": [],
        "Detail": detail.to_string()}]);
    assert!(matches!(
        reading(&entry).records.as_slice(),
        [Record::HealthEvent(_)]
    ));
}

#[test]
fn an_event_of_another_kind_is_kept_as_an_event() {
    let reading = reading(&event(
        "EC2 Instance State-change Notification",
        &json!({"state": "running"}),
    ));
    let [Record::Event(read)] = reading.records.as_slice() else {
        panic!("one event: {reading:?}");
    };
    assert_eq!(read.id.as_deref(), Some("e-1"));
    assert_eq!(read.resources, ["r-1"]);
}

#[test]
fn a_page_has_its_token_and_its_documents_as_they_came() {
    let text = r#"{ "NextToken":"t2", "Findings":[ {"Id":"f-1" , "ProductArn":"p","AwsAccountId":"1","Resources":[{"Id":"r"}],"CreatedAt":"2025-03-01T08:00:00Z","Unknown":{"kept":true}}, {}] }"#;
    let page = page(text).expect("an answer");
    assert_eq!(page.next.as_deref(), Some("t2"));
    assert_eq!(page.rejects.len(), 1);
    let document = &page.findings[0].document;
    assert!(text.contains(&**document) && document.contains("\"Unknown\":{\"kept\":true}"));
    let again = backend::ports::FindingDocuments::read(&AwsDocuments, document).expect("readable");
    assert_eq!(again, page.findings[0]);
    assert!(super::page("<html>").is_err());
}

#[test]
fn an_answer_of_v2_is_read_as_ocsf() {
    let broken = json!({"class_uid": 2004});
    let answer = json!({"Findings": [ocsf(), broken], "NextToken": "t"}).to_string();
    let read = page_v2(&answer).expect("an answer");
    let ids: Vec<&str> = read
        .findings
        .iter()
        .map(|finding| finding.aws_finding_id.as_str())
        .collect();
    assert_eq!((ids, read.rejects.len()), (vec!["o-1"], 1));
    assert_eq!(read.next.as_deref(), Some("t"));
    assert_eq!(
        &*read.findings[0].document,
        ocsf().to_string(),
        "as it came"
    );
}
