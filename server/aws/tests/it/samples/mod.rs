//! Real material written by others: the parsers against an independent reading with `serde_json::Value`.
//!
//! It is found through `WATCHFLOOR_SAMPLES`, or beside the project; the table in its `SOURCES.md` says
//! how many records each file has.

mod addresses;
mod events;
mod findings;
mod table;
pub(crate) mod written;

use std::path::Path;

use aws::documents::{Reading, read};
use domain::scope::AccountId;
use serde_json::Value;

/// Who is asked where a document does not say.
const ACCOUNT: &str = "999999999999";

/// Calls `check` with every file of a folder: its name, text, JSON and the number of its records.
fn every_file(folder: &str, check: impl Fn(&str, &Reading, &Value, usize)) {
    let Some(root) = table::root() else { return };
    let entries = table::entries(&root, folder);
    assert!(!entries.is_empty(), "SOURCES.md lists files of {folder}");
    for entry in entries {
        let text = read_file(&root.join(folder).join(&entry.file));
        let json: Value = serde_json::from_str(&text).expect("samples are JSON");
        let reading = read(&text, &AccountId::from(ACCOUNT));
        assert!(
            reading.rejects.is_empty() || entry.records == 0,
            "{}: {:?}",
            entry.file,
            reading.rejects.first().map(|it| &it.reason)
        );
        check(&entry.file, &reading, &json, entry.records);
    }
}

fn read_file(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// The value under a path of keys, or null.
fn at<'x>(value: &'x Value, path: &[&str]) -> &'x Value {
    path.iter().fold(value, |value, key| &value[*key])
}

/// The text under a path of keys, if there is one that says something.
fn text<'x>(value: &'x Value, path: &[&str]) -> Option<&'x str> {
    at(value, path).as_str().filter(|text| !text.is_empty())
}
