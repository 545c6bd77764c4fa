//! Which package may know which, read from the manifests.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::files;
use crate::none;
use crate::source::Source;

/// Our packages, and which of ours each may know.
const OURS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("app", &["domain", "backend"]),
    ("hydrate", &["app"]),
    ("backend", &["domain"]),
    ("aws", &["backend", "domain"]),
    ("simulator", &[]),
    ("server", &["app", "aws", "backend", "domain", "simulator"]),
];

/// Families of packages of others, by how their names begin, and who alone may know them.
const OTHERS: &[(&str, &[&str])] = &[
    ("aws-", &["aws"]),
    ("leptos", &["app", "hydrate", "server"]),
    ("server_fn", &["app", "server"]),
    ("web-sys", &["app"]),
    ("wasm-bindgen", &["app", "hydrate"]),
    ("sqlx", &["backend"]),
    ("libsqlite3-sys", &["backend"]),
    ("axum", &["server", "simulator"]),
    ("tower", &["server"]),
    ("plotters", &["server"]),
    ("tokio", &["aws", "backend", "server", "simulator"]),
    ("chrono-tz", &["backend", "server"]),
    ("rand", &["backend", "server", "simulator"]),
    ("reqwest", &["server"]),
];

struct Edge {
    from: String,
    to: String,
    for_tests: bool,
}

fn edges() -> Vec<Edge> {
    let metadata = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(files::root())
        .output()
        .expect("cargo describes the packages");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo writes JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut edges = Vec::new();
    for package in metadata["packages"].as_array().expect("there are packages") {
        for dependency in package["dependencies"]
            .as_array()
            .expect("there are dependencies")
        {
            edges.push(Edge {
                from: text(&package["name"]),
                to: text(&dependency["name"]),
                for_tests: dependency["kind"] == "dev",
            });
        }
    }
    edges
}

#[test]
fn the_packages_are_those_of_the_map() {
    let found: BTreeSet<String> = edges().into_iter().map(|edge| edge.from).collect();
    let wanted: BTreeSet<String> = OURS.iter().map(|(name, _)| (*name).to_owned()).collect();
    // The simulator and the domain know none of ours, but some of others, so each package has an edge.
    assert_eq!(found, wanted);
}

#[test]
fn a_package_knows_only_what_it_may() {
    let mut faults = Vec::new();
    // A test may use what is around its package (the sources are tried against the simulator); a product may not.
    for edge in edges().iter().filter(|edge| !edge.for_tests) {
        let (from, to) = (edge.from.as_str(), edge.to.as_str());
        let may = |allowed: &[&str]| allowed.contains(&from);
        let ours = OURS.iter().any(|(name, _)| *name == to);
        if ours
            && !OURS
                .iter()
                .any(|(name, known)| *name == from && known.contains(&to))
        {
            faults.push(format!("{from} knows {to}"));
        }
        for (family, allowed) in OTHERS {
            if to.starts_with(family) && !may(allowed) && !ours {
                faults.push(format!("{from} knows {to}: only {allowed:?} may"));
            }
        }
    }
    none(&faults);
}

#[test]
fn the_simulator_shares_nothing_with_the_product_even_in_tests() {
    let faults: Vec<String> = edges()
        .iter()
        .filter(|edge| {
            edge.from == "simulator"
                && ["domain", "backend", "app", "aws"].contains(&edge.to.as_str())
        })
        .map(|edge| format!("simulator knows {}", edge.to))
        .collect();
    none(&faults);
}

/// What the product may name of the simulator: the door, and what is said there.
const DOOR: &[&str] = &["serve", "Options"];

#[test]
fn the_process_reaches_the_simulator_by_one_door() {
    let mut faults = Vec::new();
    for file in files::rust() {
        if !file.path.starts_with("server/src/") {
            continue;
        }
        let code = Source::of(&file.text).code;
        for (at, path) in code.match_indices("simulator::") {
            let named = &code[at + path.len()..];
            let inside = code[..at].ends_with(|c: char| c.is_alphanumeric() || "_:".contains(c));
            if !inside && !DOOR.iter().any(|name| named.starts_with(name)) {
                faults.push(format!(
                    "{}: only {DOOR:?} are for the product",
                    file.place(at)
                ));
            }
        }
    }
    none(&faults);
}
