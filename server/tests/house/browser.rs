//! What goes into the browser is listed by name, so that nothing large or with a server's purpose slips in.

use std::collections::BTreeSet;
use std::process::Command;

use crate::files;

const LIST: &str = include_str!("browser-packages.txt");

#[test]
fn the_browser_gets_the_packages_on_the_list_and_no_others() {
    let tree = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "-p",
            "app",
            "--no-default-features",
            "--features",
            "hydrate",
        ])
        .args([
            "--target",
            "wasm32-unknown-unknown",
            "-e",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .current_dir(files::root())
        .output()
        .expect("cargo lists the tree");
    assert!(
        tree.status.success(),
        "{}",
        String::from_utf8_lossy(&tree.stderr)
    );
    let tree = String::from_utf8(tree.stdout).expect("names are UTF-8");
    let found: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let listed: BTreeSet<&str> = LIST.lines().collect();
    let new: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(
        new.is_empty(),
        "not in browser-packages.txt; is each worth its size? {new:?}"
    );
    assert!(
        gone.is_empty(),
        "in browser-packages.txt and no longer used: {gone:?}"
    );
}
