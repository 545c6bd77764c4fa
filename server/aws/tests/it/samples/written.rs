//! Findings of other formats as they are written in ASFF: read again they say the same, and AWS would take them.

use std::{
    cell::RefCell,
    io::Write as _,
    process::{Command, Stdio},
};

use aws::documents::{AwsDocuments, finding};
use backend::{
    findings::{canonical_product, finding_id},
    ports::FindingDocuments,
};
use domain::finding::IncomingFinding;
use serde_json::Value;

use super::{every_file, findings::findings};
use crate::emulated::python;

/// Every finding of a folder with what is written of it.
fn written(folder: &str) -> Vec<(IncomingFinding, String)> {
    let all = RefCell::new(Vec::new());
    every_file(folder, |file, reading, _, _| {
        for one in findings(reading) {
            let text = AwsDocuments.as_asff(&one.document);
            let text = text.unwrap_or_else(|reject| panic!("{file}: {}", reject.reason));
            all.borrow_mut().push((one.clone(), text.into_owned()));
        }
    });
    all.into_inner()
}

/// Who a finding is.
fn identity(one: &IncomingFinding) -> impl PartialEq + std::fmt::Debug {
    let id = finding_id(one.account.as_str(), &one.product_arn, &one.aws_finding_id);
    (id, one.account.clone(), one.aws_finding_id.clone())
}

/// What both formats have of a finding.
fn told(one: &IncomingFinding) -> impl PartialEq + std::fmt::Debug {
    let ids = one.resources.iter();
    let ids: Vec<_> = ids.map(|it| (it.id.clone(), it.region.clone())).collect();
    let names = (
        one.region.clone(),
        one.account_name.clone(),
        one.product_name.clone(),
        one.company_name.clone(),
        one.types.clone(),
        ids,
    );
    let words = (one.severity, one.workflow, one.record_state, one.compliance);
    let times = [
        Some(one.created),
        Some(one.updated),
        one.first_observed,
        one.last_observed,
    ];
    let check = (
        one.control.clone(),
        one.standards.clone(),
        one.confidence,
        one.remediation.url.clone(),
    );
    (names, words, times, check)
}

/// Looks whether what is written of a finding is read as the finding.
pub(crate) fn says_the_same(one: &IncomingFinding, text: &str) {
    let asff: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(asff["SchemaVersion"], "2018-10-08", "{text}");
    let again = finding(text).expect("our own reader takes it");
    assert_eq!(identity(&again), identity(one), "{text}");
    assert_eq!(again.product_arn, canonical_product(&one.product_arn));
    assert_eq!(told(&again), told(one), "{text}");
    let cut = |text: &str, at| text.chars().take(at).collect::<String>();
    assert_eq!(again.title, cut(&one.title, 256));
    assert!(again.unrecognised.is_empty(), "{:?}", again.unrecognised);
    let twice = AwsDocuments.as_asff(text).expect("ASFF");
    assert_eq!(twice, text, "what is in ASFF stays as it is");
}

fn all_say_the_same(folder: &str) {
    for (one, text) in written(folder) {
        says_the_same(&one, &text);
    }
}

#[test]
fn ocsf_written_in_asff_says_the_same() {
    all_say_the_same("ocsf");
}

#[test]
fn guardduty_written_in_asff_says_the_same() {
    all_say_the_same("guardduty");
}

/// AWS's own document is never touched.
#[test]
fn asff_stays_as_it_came() {
    for (one, text) in written("asff") {
        assert_eq!(*one.document, *text);
    }
}

#[test]
fn aws_would_take_what_is_written() {
    let all = ["ocsf", "guardduty"].into_iter().flat_map(written);
    let all: Vec<String> = all.map(|(_, text)| text).collect();
    aws_would_take(&all);
}

/// Asks botocore's model of what AWS takes; where there is no botocore that is said, and fails in CI.
pub(crate) fn aws_would_take(all: &[String]) {
    let Some(python) = python() else {
        assert!(std::env::var_os("CI").is_none(), "CI has boto3");
        println!("skipped: no Python with boto3 in WATCHFLOOR_PYTHON or the user's cache");
        return;
    };
    let mut child = Command::new(python)
        .args(["-c", include_str!("import_findings.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut stdin = child.stdin.take().expect("piped");
    let list = format!("[{}]", all.join(","));
    stdin.write_all(list.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    println!("{}", String::from_utf8_lossy(&output.stdout));
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{faults}");
}
