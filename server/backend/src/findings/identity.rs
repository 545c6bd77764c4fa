//! What makes a finding the same finding: account, product and AWS's id.

use domain::id::FindingId;
use uuid::Uuid;

/// The id of a finding, the same wherever and whenever it is read.
///
/// A cryptographic hash, since AWS's id is chosen by whoever writes findings: with a weaker one
/// somebody could make a finding that replaces another.
#[must_use]
pub fn finding_id(account: &str, product_arn: &str, aws_finding_id: &str) -> FindingId {
    let mut hasher = blake3::Hasher::new();
    for part in [account, product_arn, aws_finding_id] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    FindingId(uuid::Builder::from_custom_bytes(fingerprint(&hasher)).into_uuid())
}

/// The first sixteen bytes of a hash.
pub(super) fn fingerprint(hasher: &blake3::Hasher) -> [u8; 16] {
    Uuid::from_slice(&hasher.finalize().as_bytes()[..16])
        .unwrap_or_default()
        .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_eq!(finding_id("1", "p", "x"), finding_id("1", "p", "x"));
        assert_ne!(finding_id("1", "p", "x"), finding_id("1p", "", "x"));
        assert_ne!(finding_id("1", "p", "x"), finding_id("2", "p", "x"));
    }
}
