//! The table of samples.

use std::path::{Path, PathBuf};

/// One row: a file, and how many records it has.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) file: String,
    pub(super) records: usize,
}

/// Where the samples are; says so when they are nowhere, which fails in CI.
pub(super) fn root() -> Option<PathBuf> {
    let root = std::env::var_os("WATCHFLOOR_SAMPLES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples"),
        PathBuf::from,
    );
    if root.join("SOURCES.md").is_file() {
        return Some(root);
    }
    assert!(std::env::var_os("CI").is_none(), "CI has the samples");
    println!("skipped: no samples at {}", root.display());
    None
}

/// The rows of one folder.
pub(super) fn entries(root: &Path, folder: &str) -> Vec<Entry> {
    let table = super::read_file(&root.join("SOURCES.md"));
    let heading = format!("## {folder}");
    table
        .lines()
        .skip_while(|line| line.trim() != heading)
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            Some(Entry {
                file: (*cells.get(1)?).to_owned(),
                records: cells.get(6)?.parse().ok()?,
            })
        })
        .collect()
}
