//! The contract: boto3, which AWS wrote, drives every operation and says whether the shapes are AWS's.

use chrono::{DateTime, Utc};
use simulator::{Limits, Options, Pace, Running, serve};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// When the story of these tests starts. The Python side knows it too.
const START: &str = "2025-06-02T10:00:00Z";

#[tokio::test]
async fn boto3_finds_aws() {
    drive("aws").await;
}

#[tokio::test]
async fn boto3_finds_the_newer_security_hub() {
    drive("security-hub-v2").await;
}

/// Runs one of the suites that `contract.py` names, against simulators of its own.
async fn drive(suite: &str) {
    let Some(python) = python() else {
        let why = "no Python with boto3: set WATCHFLOOR_PYTHON, or make a venv at ~/.cache/watchfloor/venv";
        assert!(
            std::env::var_os("CI").is_none(),
            "the contract may not be skipped in CI: {why}"
        );
        println!("SKIPPED: {why}");
        return;
    };
    // Contents are read without limits; the tests of the limits have a simulator of their own.
    let (free, limited) = (start(Limits::Off).await, start(Limits::On).await);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract/contract.py");
    let output = Command::new(python)
        .arg(script)
        .args([free.url().as_str(), limited.url().as_str(), START, suite])
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .kill_on_drop(true)
        .output()
        .await
        .expect("Python starts");
    println!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(
        output.status.success(),
        "the contract is broken:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for running in [free, limited] {
        running.shutdown().await.expect("an orderly end");
    }
}

async fn start(limits: Limits) -> Running {
    let start: DateTime<Utc> = START.parse().expect("a date");
    let options = Options {
        findings: 1_200,
        seed: 7,
        pace: Pace::Still,
        limits,
        ..Options::at(start)
    };
    serve(options).await.expect("a free port")
}

fn python() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("WATCHFLOOR_PYTHON") {
        return Some(PathBuf::from(named));
    }
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(home)?;
    let found = cache.join("watchfloor/venv/bin/python");
    found.exists().then_some(found)
}
