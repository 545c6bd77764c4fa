//! Waiting for what another task does: bounded, and never for a time that passes by itself.

use std::{future::Future, time::Duration};

/// Far longer than anything here takes on a busy machine: after it the test fails rather than hangs.
const LIMIT: Duration = Duration::from_secs(60);

/// What the future comes to.
pub(crate) async fn within_limit<T>(what: &str, future: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(LIMIT, future).await;
    done.unwrap_or_else(|_| panic!("{what} did not come to pass"))
}

/// Looks again and again until it holds.
pub(crate) async fn until(what: &str, holds: impl Fn() -> bool) {
    within_limit(what, async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
}
