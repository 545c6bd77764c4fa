//! The files of the repository: those that git keeps, and those that it would be given next.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One text file: its path from the root of the repository, and what is in it.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// Whether the path ends in one of these extensions.
    pub(crate) fn is(&self, extensions: &[&str]) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
    }

    /// `path:line` for a byte offset into the text.
    pub(crate) fn place(&self, offset: usize) -> String {
        let line = self.text[..offset].matches('\n').count() + 1;
        format!("{}:{line}", self.path)
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every text file of the repository.
pub(crate) fn all() -> Vec<File> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(listed.status.success(), "git lists the files");
    let files: Vec<File> = String::from_utf8(listed.stdout)
        .expect("paths are UTF-8")
        .split_terminator('\0')
        .filter_map(|path| {
            // A deleted file is still listed until it is committed; a picture is not text.
            let text = std::fs::read_to_string(root().join(path)).ok()?;
            Some(File {
                path: path.to_owned(),
                text,
            })
        })
        .collect();
    assert!(files.len() > 20, "the repository has files");
    files
}

/// Every Rust file of the repository.
pub(crate) fn rust() -> Vec<File> {
    all().into_iter().filter(|file| file.is(&["rs"])).collect()
}
