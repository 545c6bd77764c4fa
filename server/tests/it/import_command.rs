//! `watchfloor import findings` as somebody calls it: every wrapper, what is broken, what it answers and how it ends.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::commands::run;

/// A finding in AWS's format.
pub(crate) fn asff(id: &str) -> Value {
    json!({
        "SchemaVersion": "2018-10-08", "Id": id, "GeneratorId": "g",
        "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/config", "AwsAccountId": "210987654321",
        "Title": format!("Finding {id}"), "Severity": {"Label": "HIGH"}, "Workflow": {"Status": "NEW"},
        "Resources": [{"Id": "i-1", "Type": "AwsEc2Instance"}], "CreatedAt": "2026-03-01T08:00:00Z",
        "UpdatedAt": "2026-03-01T08:00:00Z",
    })
}

fn ocsf(id: &str) -> Value {
    json!({
        "class_uid": 2004, "finding_info": {"uid": id, "created_time": 1_740_000_000_000_u64},
        "metadata": {"product": {"name": "Scanner"}}, "cloud": {"account": {"uid": "210987654321"}},
        "resources": [{"uid": "box"}], "severity_id": 2,
    })
}

fn event(findings: &[Value]) -> Value {
    json!({
        "version": "0", "id": "e-1", "detail-type": "Security Hub Findings - Imported", "source": "aws.securityhub",
        "account": "210987654321", "time": "2026-03-01T09:00:00Z", "region": "eu-west-1", "resources": [],
        "detail": {"findings": findings},
    })
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).expect("memory takes all");
    gzip.finish().expect("memory takes all")
}

/// The answer on standard output, which has nothing else.
pub(crate) fn answer(done: &Output) -> Value {
    serde_json::from_slice(&done.stdout).unwrap_or_else(|_| panic!("one answer: {done:?}"))
}

pub(crate) fn counts(done: &Output) -> [u64; 5] {
    let answer = answer(done);
    ["read", "inserted", "updated", "unchanged", "rejected"]
        .map(|key| answer[key].as_u64().expect("a count"))
}

/// Takes in a file that is written for it.
fn import(folder: &Path, name: &str, bytes: &[u8]) -> Output {
    std::fs::write(folder.join(name), bytes).expect("a file");
    run(folder, &["import", "findings", "--json", name])
}

fn said(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

/// Each wrapper by name, with how many of the two findings it has.
fn wrapped(a: &Value, b: &Value) -> Vec<(&'static str, String, u64)> {
    let alone = |one: &Value| event(std::slice::from_ref(one));
    let both = event(&[a.clone(), b.clone()]);
    let pretty = |value: Value| format!("{value:#}");
    let two_pretty = format!("\u{feff}{a:#}\n{b:#}\n");
    let events = json!([alone(a), alone(b)]);
    let answers = json!([{"Findings": [a]}, {"Findings": [b]}]);
    let answer = json!({"Findings": [a, b], "NextToken": "t"});
    let ocsf_answer = json!({"NextToken": "t", "findings": [b, a]});
    let recorded = json!({"status_code": 200, "data": {"Findings": [a]}});
    vec![
        ("bare", a.to_string(), 1),
        ("pretty", pretty(a.clone()), 1),
        ("two_pretty", two_pretty, 2),
        ("list", json!([a, b]).to_string(), 2),
        ("pretty_list", pretty(json!([a, b])), 2),
        ("lists", format!("{}\n{}\n", json!([a]), json!([b])), 2),
        ("answer", answer.to_string(), 2),
        ("ocsf_answer", pretty(ocsf_answer), 2),
        ("recorded", pretty(recorded), 1),
        ("event", both.to_string(), 2),
        ("pretty_event", pretty(both), 2),
        ("list_of_events", pretty(events), 2),
        ("list_of_answers", pretty(answers), 2),
        ("events", format!("{}\n{}", alone(a), alone(b)), 2),
        ("lines", format!("{a}\n\n{b}\r\n"), 2),
    ]
}

/// Two reports of one time that differ, so far apart that they are not looked at together.
#[test]
fn what_a_long_file_names_twice_is_known_when_it_comes_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut last = asff("0");
    last["Title"] = json!("Another title");
    let lines = (0..1_600).map(|n| asff(&n.to_string())).chain([last]);
    let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
    let bring = || import(folder.path(), "long.ndjson", lines.join("\n").as_bytes());
    assert_eq!(counts(&bring()), [1_601, 1_600, 0, 1, 0]);
    assert_eq!(counts(&bring()), [1_601, 0, 0, 1_601, 0]);
}

#[test]
fn every_wrapper_is_read_as_it_is_and_as_gzip_made_it() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text, count) in wrapped(&asff("a"), &ocsf("b")) {
        let plain = import(folder.path(), &format!("{name}.json"), text.as_bytes());
        assert!(plain.status.success(), "{name}: {plain:?}");
        let [read, .., rejected] = counts(&plain);
        assert_eq!((read, rejected), (count, 0), "{name}");
        let gzip = gzip(text.as_bytes());
        let packed = import(folder.path(), &format!("{name}.gz"), &gzip);
        let expected = [count, 0, 0, count, 0];
        assert_eq!(counts(&packed), expected, "{name}: {packed:?}");
    }
}

#[test]
fn a_broken_record_is_told_with_its_line_and_the_rest_goes_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines = format!(
        "{}\n{{\"Id\": \"half\n{{\"Id\":\"bad\",\"ProductArn\":\"p\"}}\nnonsense\n{}\n",
        asff("a"),
        asff("b")
    );
    let done = import(folder.path(), "lines.ndjson", lines.as_bytes());
    assert!(done.status.success(), "{done:?}");
    assert_eq!(counts(&done), [5, 2, 0, 0, 3]);
    let told = said(&done);
    for line in [
        "lines.ndjson:2: rejected: the document cannot be read",
        "lines.ndjson:3: rejected: AwsAccountId is missing (bad)",
        "lines.ndjson:4: rejected: the line is no JSON object",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    let list = format!(
        "[\n{},\n7,\n{{\"ProductArn\":\"p\",\n\"Id\":\"x\"}}\n]",
        asff("c")
    );
    let done = import(folder.path(), "list.json", list.as_bytes());
    assert_eq!(counts(&done), [3, 1, 0, 0, 2]);
    let told = said(&done);
    assert!(
        told.contains("list.json:3: rejected: the entry is no object"),
        "{told}"
    );
    assert!(
        told.contains("list.json:4: rejected: AwsAccountId is missing (x)"),
        "{told}"
    );
}

#[test]
fn what_cannot_be_read_to_its_end_ends_with_1_and_keeps_what_came_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let many: Vec<Value> = (0..40).map(|n| asff(&format!("m-{n}"))).collect();
    let whole = json!({"Findings": many}).to_string();
    let cut = &whole[..whole.len() - 20];
    let done = import(folder.path(), "cut.json", cut.as_bytes());
    assert_eq!(
        (done.status.code(), counts(&done)),
        (Some(1), [39, 39, 0, 0, 0])
    );
    assert!(
        said(&done).contains("cut.json: it ends in the middle, at line 1"),
        "{done:?}"
    );
    let lines = format!("{}\n{}", asff("a"), &asff("b").to_string()[..50]);
    let done = import(folder.path(), "cut.ndjson", lines.as_bytes());
    assert_eq!(
        (done.status.code(), counts(&done)),
        (Some(1), [1, 1, 0, 0, 0])
    );
    let text: String = (0..3_000)
        .map(|n| format!("{}\n", asff(&format!("g-{n}"))))
        .collect();
    let packed = gzip(text.as_bytes());
    let done = import(folder.path(), "cut.gz", &packed[..packed.len() - 9]);
    assert_eq!(done.status.code(), Some(1));
    assert!(counts(&done)[1] > 1_000, "{done:?}");
    let done = run(
        folder.path(),
        &["import", "findings", "--json", "nowhere.json", "cut.ndjson"],
    );
    assert_eq!(
        (done.status.code(), counts(&done)),
        (Some(1), [1, 0, 0, 1, 0])
    );
    assert!(
        said(&done).contains("nowhere.json: it cannot be opened"),
        "{done:?}"
    );
    let strange = import(folder.path(), "table.csv", b"a,b\n1,2\n");
    assert_eq!((strange.status.code(), counts(&strange)), (Some(1), [0; 5]));
    assert!(
        said(&strange).contains("it is no JSON: it begins with \"a,b\""),
        "{strange:?}"
    );
}

#[test]
fn a_file_without_findings_says_why_in_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let health = json!({"detail-type": "AWS Health Event", "detail": {"eventArn": "arn:aws:health:eu-west-1::event/x",
        "startTime": "Sat, 1 Mar 2025 08:00:00 GMT"}});
    for (name, text, why) in [
        ("empty.json", String::new(), "it is empty"),
        ("blank.json", "\n \n".to_owned(), "it is empty"),
        ("null.json", "null".to_owned(), "it has neither an object"),
        ("none.json", "[]".to_owned(), "its list of records is empty"),
        (
            "hub.json",
            "{\"HubArn\":\"x\"}".to_owned(),
            "the object is no finding, event or health check: its fields are HubArn",
        ),
        (
            "hub2.json",
            "{\n\"HubArn\":\"x\"}".to_owned(),
            "the object is no finding, event or health check: its fields are HubArn",
        ),
        (
            "answer.json",
            "{\"Findings\":\n[]}".to_owned(),
            "its list of records is empty",
        ),
        (
            "health.json",
            health.to_string(),
            "its one record is no finding",
        ),
    ] {
        let done = import(folder.path(), name, text.as_bytes());
        assert_eq!(
            (done.status.code(), counts(&done)),
            (Some(0), [0; 5]),
            "{name}"
        );
        let lines = said(&done);
        let lines: Vec<&str> = lines
            .lines()
            .filter(|line| line.starts_with(name))
            .collect();
        assert_eq!(lines.len(), 1, "{name}: {lines:?}");
        assert!(
            lines[0].contains(&format!("no findings: {why}")),
            "{lines:?}"
        );
    }
}

#[test]
fn without_json_the_answer_comes_last_and_standard_input_is_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_watchfloor"))
        .current_dir(folder.path())
        .args(["--data-dir", "data", "import", "findings", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = command.stdin.take().expect("its input");
    input
        .write_all(asff("a").to_string().as_bytes())
        .expect("it reads");
    drop(input);
    let done = command.wait_with_output().expect("it ends");
    let out = String::from_utf8_lossy(&done.stdout).into_owned();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines,
        [
            "-: 1 read, 1 inserted, 0 updated, 0 unchanged, 0 rejected",
            "{\"read\":1,\"inserted\":1,\"updated\":0,\"unchanged\":0,\"rejected\":0}",
        ]
    );
}

/// A tool prints what it got from AWS as it likes: with other spaces or another order of fields it is the same finding.
#[test]
fn the_same_document_in_another_writing_is_unchanged() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let first = json!([asff("a"), asff("b")]);
    let done = import(folder, "first.json", first.to_string().as_bytes());
    assert_eq!(counts(&done), [2, 2, 0, 0, 0]);
    let pretty = serde_json::to_string_pretty(&first).expect("JSON");
    let done = import(folder, "pretty.json", pretty.as_bytes());
    assert_eq!(counts(&done), [2, 0, 0, 2, 0]);
    let turned = first[0].as_object().expect("a finding").iter().rev();
    let turned: Vec<String> = turned
        .map(|(key, value)| format!("{}:{value}", json!(key)))
        .collect();
    let turned = format!("[{{{}}}]", turned.join(", "));
    let done = import(folder, "turned.json", turned.as_bytes());
    assert_eq!(counts(&done), [1, 0, 0, 1, 0]);
    let other = pretty.replace("Finding a", "Finding A");
    let done = import(folder, "other.json", other.as_bytes());
    assert_eq!(counts(&done), [2, 0, 1, 1, 0], "what is said differs");
}
