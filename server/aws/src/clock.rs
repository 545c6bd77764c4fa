//! Instants between the SDK's type and ours.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_smithy_types::DateTime;
use domain::time::{Timestamp, from_micros};

/// The instant in our type; beyond what we can hold it is none.
pub(crate) fn ours(at: &DateTime) -> Option<Timestamp> {
    let micros = at.as_nanos().div_euclid(1_000);
    Some(from_micros(i64::try_from(micros).ok()?))
}

/// The instant in the SDK's type.
pub(crate) fn theirs(at: Timestamp) -> DateTime {
    DateTime::from_secs_and_nanos(at.timestamp(), at.timestamp_subsec_nanos())
}

/// Now: AWS is asked about the last minutes.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    from_micros(i64::try_from(since.as_micros()).unwrap_or(0))
}
