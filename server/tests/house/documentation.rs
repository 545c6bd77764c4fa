//! Every file says at its top what it holds; for a `mod.rs`, that explains the folder.

use crate::files;
use crate::none;

#[test]
fn every_rust_file_begins_with_what_it_holds() {
    let faults: Vec<String> = files::rust()
        .into_iter()
        .filter(|file| {
            let said: String = file
                .text
                .lines()
                .take_while(|line| line.starts_with("//!"))
                .map(|line| line.trim_start_matches("//!"))
                .collect();
            said.split_whitespace().count() < 3
        })
        .map(|file| format!("{}: begins without a sentence after //!", file.path))
        .collect();
    none(&faults);
}
