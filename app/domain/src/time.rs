//! Instants: always UTC, always whole microseconds, which is what both databases keep.

use chrono::{DateTime, Utc};

/// An instant in UTC.
pub type Timestamp = DateTime<Utc>;

/// The instant cut to whole microseconds, so that what is read back equals what was written.
#[must_use]
pub fn to_micros(at: Timestamp) -> Timestamp {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

/// The instant that lies `micros` microseconds after 1970-01-01T00:00:00Z; out of range is the epoch.
#[must_use]
pub fn from_micros(micros: i64) -> Timestamp {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting_to_microseconds_is_idempotent() {
        let at = DateTime::from_timestamp(1_764_000_000, 123_456_789).expect("a valid instant");
        let cut = to_micros(at);
        assert_eq!(cut.timestamp_subsec_nanos(), 123_456_000);
        assert_eq!(to_micros(cut), cut);
        assert_eq!(from_micros(cut.timestamp_micros()), cut);
    }
}
