//! What is not left in a file: lints switched off, tests switched off, notes to do later, paths of somebody's machine and
//! hosts that packages came from.

use crate::files::{self, File};
use crate::none;
use crate::source::Source;

/// In code, where comments and literals do not count.
const CODE: &[(&str, &str)] = &[
    ("#[allow(", "expect the lint, with its reason"),
    ("#![allow(", "expect the lint, with its reason"),
    (", allow(", "expect the lint, with its reason"),
    ("#[ignore", "a test runs or goes"),
];

/// Anywhere, put together here so that this file passes its own test.
const ANYWHERE: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "do it, or file it"),
    (concat!("FIX", "ME"), "fix it, or file it"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/wo", "rk/"), "a path of one machine"),
    (concat!("registry.npm", "js."), "a host of packages"),
    (concat!("pypi", ".org"), "a host of packages"),
    (concat!("python", "hosted"), "a host of packages"),
    (concat!("static.crates", ".io"), "a host of packages"),
    (concat!("index.crates", ".io"), "a host of packages"),
    (concat!("deb.debian", ".org"), "a host of packages"),
];

/// Written by a tool, or by a lawyer.
fn written_by_us(file: &File) -> bool {
    !file.path.ends_with(".lock")
        && !file.path.ends_with("package-lock.json")
        && file.path != "LICENSE"
}

#[test]
fn nothing_is_switched_off() {
    let mut faults = Vec::new();
    for file in files::rust() {
        let code = Source::of(&file.text).code;
        for (word, instead) in CODE {
            for (at, _) in code.match_indices(word) {
                faults.push(format!("{}: {word}…: {instead}", file.place(at)));
            }
        }
    }
    none(&faults);
}

#[test]
fn nothing_is_left_lying_about() {
    let mut faults = Vec::new();
    for file in files::all().into_iter().filter(written_by_us) {
        for (word, why) in ANYWHERE {
            for (at, _) in file.text.match_indices(word) {
                // `docs/work/` and `AUTODOC` are other words.
                if !file.text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == '_')
                {
                    faults.push(format!("{}: {word}: {why}", file.place(at)));
                }
            }
        }
    }
    none(&faults);
}
