//! Names that say nothing are not given: to no file, no module and no type.

use std::path::Path;

use crate::files;
use crate::none;
use crate::source::Source;

/// For files, folders and modules, in the singular and the plural.
const PLACES: &[&str] = &[
    "manager", "helper", "util", "utility", "common", "misc", "data", "info", "process", "handle",
    "service",
];
/// For types. The other words of the list are AWS's own in too many places to be told apart here.
const TYPES: &[&str] = &["Manager", "Helper", "Util", "Utils", "Common", "Misc"];

fn says_nothing(name: &str) -> bool {
    name.split(['_', '-', '.']).any(|word| {
        PLACES.contains(&word)
            || word
                .strip_suffix('s')
                .is_some_and(|one| PLACES.contains(&one))
            || word == "utilities"
    })
}

/// The names that follow a keyword in code.
fn after<'a>(code: &'a str, keyword: &str) -> Vec<(usize, &'a str)> {
    code.match_indices(keyword)
        .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .map(|(at, _)| {
            let name = &code[at + keyword.len()..];
            let end = name
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(name.len());
            (at, &name[..end])
        })
        .collect()
}

#[test]
fn files_and_folders_say_what_they_hold() {
    let faults: Vec<String> = files::all()
        .into_iter()
        .filter(|file| file.is(&["rs", "ts", "css", "mjs", "sql"]))
        .filter(|file| {
            Path::new(&file.path)
                .components()
                .any(|part| says_nothing(&part.as_os_str().to_string_lossy()))
        })
        .map(|file| format!("{}: say what it is", file.path))
        .collect();
    none(&faults);
}

#[test]
fn modules_and_types_say_what_they_are() {
    let mut faults = Vec::new();
    for file in files::rust() {
        let code = Source::of(&file.text).code;
        for (at, name) in after(&code, "mod ") {
            if says_nothing(name) {
                faults.push(format!("{}: module {name}", file.place(at)));
            }
        }
        for keyword in ["struct ", "enum ", "trait ", "type "] {
            for (at, name) in after(&code, keyword) {
                if TYPES.iter().any(|word| name.ends_with(word)) {
                    faults.push(format!("{}: {keyword}{name}", file.place(at)));
                }
            }
        }
    }
    none(&faults);
}
