//! The real clock and the real source of chance.

use backend::ports::{Clock, Ids};
use chrono::{DateTime, TimeDelta, Utc};
use domain::time::{Timestamp, to_micros};
use rand::RngCore as _;
use uuid::Uuid;

/// The machine's clock; the demo may move it ahead.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock {
    /// So much later than the machine says.
    pub ahead: TimeDelta,
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        to_micros(Utc::now() + self.ahead)
    }
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn id(&self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        rand::rng().fill_bytes(&mut random);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        rand::rng().fill_bytes(&mut secret);
        secret
    }
}
