//! The IP addresses of findings, against what stands under the keys that each format has for them.

use aws::documents::{Reading, Record};
use domain::finding::{MAX_ADDRESSES, address};
use serde_json::Value;

use super::every_file;

/// What the keys of addresses end in, in ASFF, OCSF and GuardDuty's own form; without case.
const KEYS: &[&str] = &[
    "ipaddress",
    "ipaddressv4",
    "ipaddressv6",
    "ipv4addresses",
    "ipv6addresses",
    "sourceipv4",
    "destinationipv4",
    "sourceips",
    "ip",
];

/// Each text of a document that is no list or object, with the key that it stands under.
fn texts<'x>(key: &'x str, value: &'x Value, all: &mut Vec<(&'x str, &'x str)>) {
    match value {
        Value::String(text) => all.push((key, text)),
        Value::Array(items) => items.iter().for_each(|item| texts(key, item, all)),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| texts(key, value, all)),
        _ => {}
    }
}

fn check(file: &str, reading: &Reading, _: &Value, _: usize) {
    for record in &reading.records {
        let Record::Finding(finding) = record else {
            continue;
        };
        let document: Value = serde_json::from_str(&finding.document).expect("JSON");
        let mut all = Vec::new();
        texts("", &document, &mut all);
        let kept: Vec<_> = finding.addresses.iter().collect();
        assert!(kept.len() <= MAX_ADDRESSES, "{file}: {kept:?}");
        for (key, text) in &all {
            let key = key.to_lowercase();
            if !KEYS.iter().any(|end| key.ends_with(end)) || kept.len() == MAX_ADDRESSES {
                continue;
            }
            let is_kept = address(text).is_none_or(|address| kept.contains(&address));
            assert!(is_kept, "{file}: {key} is {text}: {kept:?}");
        }
        for one in kept {
            let stands = |(key, text): &(&str, &str)| {
                address(text) == Some(one) && !key.to_lowercase().contains("version")
            };
            assert!(all.iter().any(stands), "{file}: {one}");
        }
    }
}

#[test]
fn the_addresses_of_findings_are_those_of_their_documents() {
    for folder in ["asff", "ocsf", "guardduty"] {
        every_file(folder, check);
    }
}

/// What somebody would look for, and numbers of versions and of requirements that only look like it.
#[test]
fn what_looks_like_an_address_is_told_from_one() {
    if super::table::root().is_none() {
        return;
    }
    let found = |folder: &'static str, wanted: &str| {
        let all = std::cell::RefCell::new(None);
        every_file(folder, |file, reading, _, _| {
            let findings = reading.records.iter().filter_map(|record| match record {
                Record::Finding(finding) => Some(finding.addresses.to_string()),
                _ => None,
            });
            if file == wanted {
                let findings: Vec<String> = findings.filter(|all| !all.is_empty()).collect();
                all.replace(Some(findings.join(" ")));
            }
        });
        all.into_inner()
    };
    for (folder, file, addresses) in [
        (
            "asff",
            "django-DefectDojo/one_vuln.json",
            "123.123.123.123 172.31.0.31",
        ),
        (
            "asff",
            "c7n-placebo/test_security_hub_instance.securityhub.GetFindings_1.json",
            "10.205.2.134",
        ),
        (
            "asff",
            "c7n-placebo/test_security_hub_bucket.securityhub.GetFindings_1.json",
            "",
        ),
        ("ocsf", "prowler/example_output_azure.ocsf.json", ""),
    ] {
        let found = found(folder, file);
        assert_eq!(found.as_deref(), Some(addresses), "{file}");
    }
}
