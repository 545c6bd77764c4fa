//! What documents say, out of ASFF, OCSF and what others wrote.

use std::path::Path;

use serde_json::json;

use super::*;

/// The lines of a document under the names that have any.
fn lines(document: &Value) -> Vec<(String, Vec<String>)> {
    let all = said(document).into_iter().map(bounded);
    let some = all.filter(|term| !term.lines.is_empty());
    some.map(|term| (term.name, term.lines)).collect()
}

fn expected(terms: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    let each = terms.iter();
    each.map(|(name, lines)| ((*name).to_owned(), owned(lines)))
        .collect()
}

#[test]
fn asff_is_said_term_by_term() {
    let document = json!({
        "Compliance": {
            "StatusReasons": [{"ReasonCode": "CONFIG_ACCESS_DENIED", "Description": "No access."}, {"ReasonCode": "X"}, 7],
            "RelatedRequirements": ["PCI DSS 1.2.1", "", "PCI DSS 1.3.1"],
            "SecurityControlParameters": [{"Name": "days", "Value": ["90", "7"]}, {"Value": ["no name"]}],
        },
        "Malware": [{"Name": "Mirai", "Type": "BOTNET_AGENT", "State": "OBSERVED", "Path": "/tmp/m"}],
        "Threats": [
            {"Name": "EICAR", "Severity": "HIGH", "ItemCount": 2, "FilePaths": [
                {"FilePath": "/a", "FileName": "a", "ResourceId": "i-1"}, {"FileName": "b"}, {"Hash": "0"},
            ]},
            {"Name": "Other", "ItemCount": 1},
        ],
        "ThreatIntelIndicators": [{"Type": "IPV4_ADDRESS", "Value": "203.0.113.7", "Category": "BACKDOOR", "Source": "Feed"}],
        "Process": {"Name": "sh", "Pid": 7, "LaunchedAt": "2026-03-01T08:00:00Z"},
        "UserDefinedFields": {"team": "payments", "wave": "2"},
        "Resources": [{"Id": "a"}, {"Id": "b", "Tags": {"team": "x"}}],
        "SourceUrl": "javascript:alert(1)",
    });
    let terms = expected(&[
        ("Status reasons", &["CONFIG_ACCESS_DENIED: No access.", "X"]),
        ("Requirements", &["PCI DSS 1.2.1", "PCI DSS 1.3.1"]),
        ("Parameters", &["days: 90, 7"]),
        ("Malware", &["Mirai, BOTNET_AGENT, OBSERVED, /tmp/m"]),
        (
            "Threats",
            &[
                "EICAR, HIGH, 2 items",
                "in /a of i-1",
                "in b",
                "Other, 1 item",
            ],
        ),
        ("Indicators", &["IPV4_ADDRESS, 203.0.113.7, BACKDOOR, Feed"]),
        (
            "Process",
            &["Name: sh", "Pid: 7", "Launched: 2026-03-01T08:00:00Z"],
        ),
        ("User fields", &["team: payments", "wave: 2"]),
        ("Tags of resource 2", &["team: x"]),
        ("Source", &["javascript:alert(1)"]),
    ]);
    assert_eq!(lines(&document), terms);
    let source = said(&document).pop().expect("the last");
    assert_eq!(source.href, None, "no link that runs");
}

#[test]
fn ocsf_is_said_where_it_has_the_same() {
    let document = json!({
        "compliance": {"status_details": ["Not checked."], "requirements": ["CIS 1.4"],
            "control_parameters": [{"name": "days", "value": "90"}, {"name": "ports", "values": ["22", "3389"]}]},
        "vulnerabilities": [{"cve": {"uid": "CVE-2026-1"}}],
        "malware": [{"name": "Mirai", "classifications": ["Bot", "Worm"], "path": "/tmp/m"}],
        "osint": [{"type": "IP Address", "value": "203.0.113.7", "vendor_name": "Feed"}],
        "evidences": [{
            "process": {"name": "sh", "pid": 7, "file": {"path": "/bin/sh"}, "cmd_line": "sh -c x"},
            "api": {"operation": "ListBuckets", "service": {"name": "s3"}}, "src_endpoint": {"ip": "203.0.113.7", "port": 22},
        }],
        "finding_info": {"related_events": [{"uid": "f-2"}], "src_url": "https://example.com/f"},
        "resources": [{"uid": "a", "tags": [{"name": "team", "value": "x"}, {"value": "no name"}]}],
    });
    let terms = expected(&[
        ("Status reasons", &["Not checked."]),
        ("Requirements", &["CIS 1.4"]),
        ("Parameters", &["days: 90", "ports: 22, 3389"]),
        ("Vulnerabilities", &["CVE-2026-1"]),
        ("Malware", &["Mirai, /tmp/m, Bot, Worm"]),
        ("Indicators", &["IP Address, 203.0.113.7, Feed"]),
        (
            "Process",
            &["Name: sh", "Path: /bin/sh", "Pid: 7", "Command: sh -c x"],
        ),
        (
            "Evidence",
            &[
                "Api: ListBuckets",
                "Service: s3",
                "From: 203.0.113.7",
                "From port: 22",
            ],
        ),
        ("Related findings", &["f-2"]),
        ("Resource tags", &["team: x"]),
        ("Source", &["https://example.com/f"]),
    ]);
    assert_eq!(lines(&document), terms);
    let source = said(&document).pop().expect("the last");
    assert_eq!(source.href.as_deref(), Some("https://example.com/f"));
}

#[test]
fn of_many_lines_the_first_are_shown_and_the_rest_counted() {
    let many: Vec<String> = (0..25).map(|n| format!("r {n}")).collect();
    let document = json!({"Compliance": {"RelatedRequirements": many}, "UserDefinedFields": {}});
    let lines = lines(&document);
    let [(_, lines)] = lines.as_slice() else {
        panic!("one term: {lines:?}");
    };
    assert_eq!(lines.len(), 21);
    assert_eq!(lines[20], "and 5 more");
}

#[test]
fn nothing_is_said_of_what_is_no_document() {
    for document in [
        json!(null),
        json!(7),
        json!([]),
        json!({"Threats": "x", "Process": [1], "evidences": {"a": 1}}),
    ] {
        assert_eq!(lines(&document), [], "{document}");
    }
}

/// What others wrote: every reason and requirement of theirs is said.
#[test]
fn samples_are_said() {
    let root = std::env::var_os("WATCHFLOOR_SAMPLES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples"),
        Into::into,
    );
    if !root.join("SOURCES.md").is_file() {
        assert!(std::env::var_os("CI").is_none(), "CI has the samples");
        println!("skipped: no samples at {}", root.display());
        return;
    }
    let mut checked = 0;
    for file in files(&root.join("asff")) {
        let text = std::fs::read_to_string(&file).expect("a file");
        let Ok(value) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        checked += findings_in(&value, &|finding| {
            let said = lines(finding);
            let has = |name: &str, word: &str| {
                let under = said.iter().filter(|(term, _)| term == name);
                under
                    .flat_map(|(_, lines)| lines)
                    .any(|line| line.contains(word))
            };
            for reason in items(&finding["Compliance"]["StatusReasons"]) {
                let word = reason["Description"].as_str().expect("a description");
                assert!(has("Status reasons", word), "{word} in {said:?}");
            }
            for one in items(&finding["Compliance"]["RelatedRequirements"]) {
                let word = one.as_str().expect("text");
                assert!(has("Requirements", word), "{word} in {said:?}");
            }
        });
    }
    assert!(checked > 0, "there are findings in {}", root.display());
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let each = paths.map(|path| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    });
    each.flatten().collect()
}

/// Looks at every finding of a value, however deep it stands: how many.
fn findings_in(value: &Value, check: &dyn Fn(&Value)) -> usize {
    let inner: usize = match value {
        Value::Array(items) => items.iter().map(|one| findings_in(one, check)).sum(),
        Value::Object(members) => members.values().map(|one| findings_in(one, check)).sum(),
        _ => 0,
    };
    match value["ProductArn"].is_string() {
        true => {
            check(value);
            inner + 1
        }
        false => inner,
    }
}

#[test]
fn a_flaw_says_how_bad_it_is_and_what_mends_it() {
    let said = [
        "CVE-2026-1: CVSS 9.8, EPSS 0.5, exploit known, fix available",
        "CVSS:3.1/AV:N",
        "zlib 1.2.7, fixed in 1.3.1",
        "old",
    ];
    let asff = json!({"Vulnerabilities": [{
        "Id": "CVE-2026-1", "EpssScore": 0.5, "ExploitAvailable": "YES", "FixAvailable": "YES",
        "Cvss": [{"BaseScore": 5, "BaseVector": "AV:N"}, {"BaseScore": 9.8, "BaseVector": "CVSS:3.1/AV:N"}],
        "VulnerablePackages": [{"Name": "zlib", "Version": "1.2.7", "FixedInVersion": "1.3.1"}, {"Name": "old"}],
    }]});
    let ocsf = json!({"vulnerabilities": [{
        "cve": {"uid": "CVE-2026-1", "epss": {"score": "0.5"},
            "cvss": [{"base_score": 9.8, "vector_string": "CVSS:3.1/AV:N"}, {"base_score": 5}]},
        "is_exploit_available": true, "is_fix_available": true,
        "affected_packages": [{"name": "zlib", "version": "1.2.7", "fixed_in_version": "1.3.1"}, {"name": "old"}],
    }]});
    for document in [asff, ocsf] {
        assert_eq!(lines(&document), expected(&[("Vulnerabilities", &said)]));
    }
    let unmended = json!({"Vulnerabilities": [{"Id": "CVE-2026-2", "FixAvailable": "NO", "ExploitAvailable": "NO"}]});
    let said = ["CVE-2026-2: no fix yet"];
    assert_eq!(lines(&unmended), expected(&[("Vulnerabilities", &said)]));
}

#[test]
fn a_sample_says_that_nothing_of_it_happened() {
    let said = ["Made to try things out: nothing of it happened."];
    assert_eq!(
        lines(&json!({"Sample": true})),
        expected(&[("Sample", &said)])
    );
    assert_eq!(lines(&json!({"Sample": false})), expected(&[]));
}
