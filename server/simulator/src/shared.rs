//! What every request has at hand.

use crate::options::Pace;
use crate::world::World;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// The world with its lock, and what needs none.
#[derive(Debug)]
pub(crate) struct Shared {
    world: Mutex<World>,
    requests: AtomicU64,
    /// How long every answer takes at least.
    pub(crate) latency: Duration,
    /// The pace, which the pacing task follows.
    pub(crate) pace: watch::Sender<Pace>,
}

impl Shared {
    /// Around a world.
    pub(crate) fn new(world: World, latency: Duration, pace: Pace) -> Self {
        Self {
            world: Mutex::new(world),
            requests: AtomicU64::new(0),
            latency,
            pace: watch::Sender::new(pace),
        }
    }

    /// The world. A request that panicked while it held the lock left it readable.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The id of the next request.
    pub(crate) fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u64_pair(0x5173_0000_0000_4000, 0x8000_0000_0000_0000 | number).to_string()
    }
}
