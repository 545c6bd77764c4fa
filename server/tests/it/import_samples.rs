//! Real material written by others goes in by the command, as many findings as its table says, and again without change.

use std::path::{Path, PathBuf};

use crate::{commands::run, import_command::counts};

fn root() -> Option<PathBuf> {
    let root = std::env::var_os("WATCHFLOOR_SAMPLES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples"),
        PathBuf::from,
    );
    if root.join("SOURCES.md").is_file() {
        return Some(root);
    }
    assert!(std::env::var_os("CI").is_none(), "CI has the samples");
    println!("skipped: no samples at {}", root.display());
    None
}

/// The files of a folder in which the table counts findings.
fn files(root: &Path, folder: &str) -> Vec<(PathBuf, u64)> {
    let table = std::fs::read_to_string(root.join("SOURCES.md")).expect("the table");
    let heading = format!("## {folder}");
    let rows = table
        .lines()
        .skip_while(|line| line.trim() != heading)
        .skip(1);
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let count: u64 = cells.get(6)?.parse().ok()?;
        Some((root.join(folder).join(cells.get(1)?), count))
    };
    let rows = rows
        .take_while(|line| !line.starts_with("## "))
        .filter_map(row);
    rows.filter(|(_, count)| *count > 0).collect()
}

/// Files whose records are no findings: other answers of GuardDuty, and events of other services.
const OTHER: &[&str] = &[
    "awscli/guardduty.get-detector.1.json",
    "awscli/guardduty.list-findings.3.json",
    "awscli/guardduty.list-findings.4.json",
    "awsdocs/securityhub-event-format-3.json",
    "c7n-cwe/event-appmesh-create-mesh.json",
    "c7n-cwe/event-appmesh-create-virtualgateway.json",
    "c7n-cwe/event-appmesh-create-virtualnode.json",
    "c7n-cwe/event-cloud-trail-appelb-add-tags.json",
    "c7n-cwe/event-cloud-trail-catalog-set-encryption.json",
    "c7n-cwe/event-cloud-trail-create-bucket.json",
    "c7n-cwe/event-cloud-trail-create-db.json",
    "c7n-cwe/event-cloud-trail-create-efs-mount-target.json",
    "c7n-cwe/event-cloud-trail-create-rest-stage.json",
    "c7n-cwe/event-cloud-trail-create-volume.json",
    "c7n-cwe/event-cloud-trail-run-instance-creator.json",
    "c7n-cwe/event-cloud-trail-s3.json",
    "c7n-cwe/event-cloud-trail-tag-distribution.json",
    "c7n-cwe/event-cloud-trail-tag-rest-stage.json",
    "c7n-cwe/event-cloud-trail-update-efs-mount-target-security-group.json",
    "c7n-cwe/event-config-rule-instance.json",
    "c7n-cwe/event-instance-state.json",
];

#[test]
fn every_sample_with_findings_goes_in() {
    let Some(root) = root() else { return };
    let place = tempfile::tempdir().expect("a folder");
    for (folder, least) in [
        ("asff", 80),
        ("ocsf", 10),
        ("guardduty", 1),
        ("eventbridge", 2),
    ] {
        let (files, mut found) = (files(&root, folder), 0);
        assert!(!files.is_empty(), "SOURCES.md lists files of {folder}");
        for (file, count) in files {
            let name = file.to_str().expect("a name");
            let done = run(place.path(), &["import", "findings", "--json", name]);
            assert!(done.status.success(), "{name}: {done:?}");
            let [read, .., rejected] = counts(&done);
            assert_eq!(rejected, 0, "{name}");
            let of = file
                .strip_prefix(root.join(folder))
                .expect("it is in the folder");
            let is_other = OTHER.iter().any(|other| of == Path::new(other));
            assert_eq!(read, if is_other { 0 } else { count }, "{name}");
            found += read;
            let again = run(place.path(), &["import", "findings", "--json", name]);
            assert_eq!(counts(&again), [read, 0, 0, read, 0], "{name} again");
        }
        assert!(found >= least, "{folder}: {found}");
    }
}
