//! Files that are taken in beside a running server: its pages show what came in.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{
    commands::{Serving, run},
    import_command::{asff, counts},
};

/// Findings in the index of the server.
async fn indexed(base: &str) -> u64 {
    let ready = reqwest::get(format!("{base}/readyz"))
        .await
        .expect("it answers");
    let ready: Value = ready.json().await.expect("JSON");
    ready["findings"].as_u64().expect("a count")
}

#[tokio::test]
async fn a_running_server_shows_what_comes_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines: String = (0..1_500)
        .map(|n| format!("{}\n", asff(&format!("f-{n}"))))
        .collect();
    std::fs::write(folder.path().join("f.ndjson"), lines).expect("a file");
    let serving = Serving::start(folder.path());
    assert_eq!(indexed(&serving.base).await, 0);
    let done = run(folder.path(), &["import", "findings", "--json", "f.ndjson"]);
    assert!(done.status.success(), "{done:?}");
    assert_eq!(counts(&done), [1_500, 1_500, 0, 0, 0]);
    let start = Instant::now();
    while indexed(&serving.base).await < 1_500 {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "the index follows"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop(serving);
    let again = run(folder.path(), &["import", "findings", "--json", "f.ndjson"]);
    assert_eq!(counts(&again), [1_500, 0, 0, 1_500, 0]);
    let serving = Serving::start(folder.path());
    assert_eq!(indexed(&serving.base).await, 1_500);
}
