//! What is known of a flaw: how bad it is, whether it is used, and what mends it.

use serde_json::Value;

use super::{either, first, items};

/// The lines of each flaw: its name with what it is ranked by, and the packages that have it.
pub(super) fn vulnerabilities(document: &Value) -> Vec<String> {
    let all = either(document, "Vulnerabilities", "vulnerabilities");
    all.flat_map(lines).collect()
}

fn lines(flaw: &Value) -> Vec<String> {
    let Some(id) = first(flaw, &["/Id", "/cve/uid"]) else {
        return Vec::new();
    };
    let worst = worst(flaw);
    let score = worst.and_then(|one| first(one, &["/BaseScore", "/base_score"]));
    let vector = worst.and_then(|one| first(one, &["/BaseVector", "/vector_string"]));
    let epss = first(flaw, &["/EpssScore", "/cve/epss/score"]);
    let ranks = [
        score.map(|score| format!("CVSS {score}")),
        epss.map(|score| format!("EPSS {score}")),
        exploit(flaw).map(str::to_owned),
        fix(flaw).map(str::to_owned),
    ];
    let ranks: Vec<String> = ranks.into_iter().flatten().collect();
    let named = match ranks.is_empty() {
        true => id,
        false => format!("{id}: {}", ranks.join(", ")),
    };
    let packages = either(flaw, "VulnerablePackages", "affected_packages");
    let packages = packages.filter_map(package);
    [named].into_iter().chain(vector).chain(packages).collect()
}

/// The highest of its scores: several judge it, and by several versions of the rules.
fn worst(flaw: &Value) -> Option<&Value> {
    let all = items(&flaw["Cvss"]).chain(items(&flaw["cve"]["cvss"]));
    let score = |one: &Value| {
        let score = &one["BaseScore"];
        score.as_f64().or_else(|| one["base_score"].as_f64())
    };
    all.max_by(|a, b| score(a).unwrap_or(0.0).total_cmp(&score(b).unwrap_or(0.0)))
}

fn exploit(flaw: &Value) -> Option<&'static str> {
    let known = flaw["ExploitAvailable"] == "YES" || flaw["is_exploit_available"] == true;
    known.then_some("exploit known")
}

fn fix(flaw: &Value) -> Option<&'static str> {
    match (
        flaw["FixAvailable"].as_str(),
        flaw["is_fix_available"].as_bool(),
    ) {
        (Some("YES"), _) | (None, Some(true)) => Some("fix available"),
        (Some("PARTIAL"), _) => Some("fix for a part of it"),
        (Some("NO"), _) | (None, Some(false)) => Some("no fix yet"),
        _ => None,
    }
}

/// `zlib 1.2.7, fixed in 1.3.1`.
fn package(one: &Value) -> Option<String> {
    let mut said = first(one, &["/Name", "/name"])?;
    if let Some(version) = first(one, &["/Version", "/version"]) {
        said = format!("{said} {version}");
    }
    Some(
        match first(one, &["/FixedInVersion", "/fixed_in_version"]) {
            Some(version) => format!("{said}, fixed in {version}"),
            None => said,
        },
    )
}
