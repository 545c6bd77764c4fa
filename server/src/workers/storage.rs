//! Looks whether the database takes things in, so that pages can say so when it does not.

use std::time::Duration;

use backend::{
    Backend,
    storage::{Standing, look},
};

use super::timer::every;

/// How often.
const EVERY: Duration = Duration::from_secs(20);

pub(super) async fn run(backend: Backend) {
    let mut timer = every(EVERY);
    let mut before = Standing::Works;
    loop {
        timer.tick().await;
        let standing = look(&backend).await;
        if standing != before {
            match &standing {
                Standing::Works => tracing::info!("the database works again"),
                Standing::TakesNothing(why) => {
                    tracing::error!(why, "the database takes nothing in")
                }
                Standing::DoesNotAnswer(why) => {
                    tracing::error!(why, "the database does not answer")
                }
            }
        }
        before = standing;
    }
}
