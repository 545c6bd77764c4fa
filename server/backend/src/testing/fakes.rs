//! Stand-ins for what lies outside the process.

use std::{
    borrow::Cow,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    finding::{IncomingFinding, Plane},
    time::{Timestamp, from_micros},
};
use uuid::Uuid;

use crate::{
    findings::canonical_product,
    ports::{Clock, FindingDocuments, Ids, Reject},
};

/// A clock that stands still until a test moves it.
#[derive(Debug)]
pub struct FakeClock(AtomicI64);

impl FakeClock {
    /// A clock at 2026-11-24T12:00:00Z.
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicI64::new(1_795_521_600_000_000))
    }

    /// Moves it; a negative step moves it back.
    pub fn advance(&self, step: TimeDelta) {
        self.0
            .fetch_add(step.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// Ids and secrets that are the same in every run.
#[derive(Debug, Default)]
pub struct SequentialIds(AtomicU64);

impl Ids for SequentialIds {
    fn id(&self, at: DateTime<Utc>) -> Uuid {
        let n = self.0.fetch_add(1, Ordering::SeqCst);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let mut random = [0; 10];
        random[2..].copy_from_slice(&n.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        *blake3::hash(&self.0.fetch_add(1, Ordering::SeqCst).to_le_bytes()).as_bytes()
    }
}

/// Reads documents that are the finding itself, as [`super::incoming`] writes them.
#[derive(Debug, Clone, Copy, Default)]
pub struct SelfDescribing;

impl FindingDocuments for SelfDescribing {
    fn read(&self, document: &str) -> Result<IncomingFinding, Reject> {
        let finding: Result<IncomingFinding, _> = serde_json::from_str(document);
        finding
            .map(|finding| IncomingFinding {
                document: document.into(),
                ..finding
            })
            .map_err(|error| Reject {
                external_id: None,
                reason: error.to_string(),
                document: document.to_owned(),
            })
    }

    /// What V2 alone says, as CSPM would.
    fn as_asff<'d>(&self, document: &'d str) -> Result<Cow<'d, str>, Reject> {
        let finding = self.read(document)?;
        if finding.plane == Plane::Cspm {
            return Ok(Cow::Borrowed(document));
        }
        let asff = IncomingFinding {
            plane: Plane::Cspm,
            metadata_uid: None,
            product_arn: canonical_product(&finding.product_arn).into_owned(),
            document: "".into(),
            ..finding
        };
        Ok(Cow::Owned(serde_json::to_string(&asff).unwrap_or_default()))
    }
}
