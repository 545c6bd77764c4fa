//! What OCSF says beside what every finding has, for those who write the finding in ASFF.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::asff::{Beside, ResourceBeside};

/// What the document says beside: of the resources that [`super::read`] finds, in its order. Of one that cannot be read,
/// nothing.
pub(crate) fn beside(text: &str) -> Beside {
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    let resources = items(&document["resources"]).filter(|one| is_named(one));
    Beside {
        resources: resources.map(resource).collect(),
        requirements: items(&document["compliance"]["requirements"])
            .filter_map(said)
            .collect(),
        vulnerabilities: items(&document["vulnerabilities"])
            .filter_map(vulnerability)
            .collect(),
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A text that says something.
fn said(value: &Value) -> Option<String> {
    let text = value.as_str().filter(|text| !text.is_empty())?;
    Some(text.to_owned())
}

/// Whether the reader takes it for a resource.
fn is_named(one: &Value) -> bool {
    let arn = one["uid_alt"].as_str();
    arn.is_some_and(|id| id.starts_with("arn:"))
        || said(&one["uid"]).is_some()
        || said(&one["name"]).is_some()
}

fn resource(one: &Value) -> ResourceBeside {
    let tag = |tag: &Value| {
        let value = tag["value"].as_str().unwrap_or_default();
        Some((said(&tag["name"])?, value.to_owned()))
    };
    ResourceBeside {
        partition: said(&one["cloud_partition"]),
        tags: items(&one["tags"])
            .filter_map(tag)
            .collect::<BTreeMap<_, _>>(),
    }
}

/// A flaw with its number; one without has no place in ASFF.
fn vulnerability(one: &Value) -> Option<Value> {
    let yes = |flag: &Value| flag.as_bool().map(|yes| if yes { "YES" } else { "NO" });
    let fix = match one["fix_coverage"].as_str() {
        Some("Partial") => Some("PARTIAL"),
        _ => yes(&one["is_fix_available"]),
    };
    let packages = items(&one["affected_packages"]).map(|package| {
        json!({
            "Name": said(&package["name"]),
            "Version": said(&package["version"]),
            "FixedInVersion": said(&package["fixed_in_version"]),
            "PackageManager": said(&package["package_manager"]),
        })
    });
    Some(json!({
        "Id": said(&one["cve"]["uid"])?,
        "FixAvailable": fix,
        "ExploitAvailable": yes(&one["is_exploit_available"]),
        "VulnerablePackages": packages.collect::<Vec<_>>(),
    }))
}
