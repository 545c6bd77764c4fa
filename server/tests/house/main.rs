//! The rules of the house that a compiler does not know: which package may know which, how large a file may be, where
//! SQL stands, which names and words are not used. Each test lists every fault it finds, with its place.

mod ambient;
mod browser;
mod documentation;
mod files;
mod migrations;
mod names;
mod packages;
mod served;
mod size;
mod source;
mod sql;
mod words;

/// Fails with every fault on a line of its own.
#[track_caller]
fn none(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
