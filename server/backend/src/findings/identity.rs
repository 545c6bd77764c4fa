//! What makes a finding the same finding: account, product and AWS's id.
//!
//! Both planes of Security Hub know a finding by these three, but V2 writes `productv2/` in the product's ARN where CSPM
//! writes `product/`.

use std::borrow::Cow;

use domain::id::FindingId;
use uuid::Uuid;

/// The id of a finding, the same wherever and whenever it is read.
///
/// A cryptographic hash, since AWS's id is chosen by whoever writes findings: with a weaker one
/// somebody could make a finding that replaces another.
#[must_use]
pub fn finding_id(account: &str, product_arn: &str, aws_finding_id: &str) -> FindingId {
    let product = canonical_product(product_arn);
    let mut hasher = blake3::Hasher::new();
    for part in [account, &*product, aws_finding_id] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    FindingId(uuid::Builder::from_custom_bytes(fingerprint(&hasher)).into_uuid())
}

/// The product's ARN as CSPM writes it: `product/` where Security Hub V2 has `productv2/`. Any other text stays as it is.
#[must_use]
pub fn canonical_product(arn: &str) -> Cow<'_, str> {
    let mut parts = arn.splitn(6, ':');
    let is_hub = parts.next() == Some("arn") && parts.nth(1) == Some("securityhub");
    let resource = parts.nth(2).filter(|_| is_hub);
    match resource.and_then(|resource| resource.strip_prefix("productv2/")) {
        None => Cow::Borrowed(arn),
        Some(rest) => {
            let before = arn.len() - rest.len() - "productv2/".len();
            Cow::Owned(format!("{}product/{rest}", &arn[..before]))
        }
    }
}

/// The first sixteen bytes of a hash.
pub(super) fn fingerprint(hasher: &blake3::Hasher) -> [u8; 16] {
    Uuid::from_slice(&hasher.finalize().as_bytes()[..16])
        .unwrap_or_default()
        .into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_eq!(finding_id("1", "p", "x"), finding_id("1", "p", "x"));
        assert_ne!(finding_id("1", "p", "x"), finding_id("1p", "", "x"));
        assert_ne!(finding_id("1", "p", "x"), finding_id("2", "p", "x"));
    }

    /// Databases keep ids: this one was made before there was a second plane.
    #[test]
    fn an_id_of_before_is_still_the_id() {
        let product = "arn:aws:securityhub:us-east-1::product/aws/securityhub";
        let id = finding_id("111122223333", product, "x").0;
        let mut hasher = blake3::Hasher::new();
        for part in ["111122223333", product, "x"] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let made = uuid::Builder::from_custom_bytes(fingerprint(&hasher)).into_uuid();
        assert_eq!(id, made);
    }

    #[test]
    fn only_the_product_of_security_hub_v2_is_written_anew() {
        for same in [
            "arn:aws:securityhub:us-east-1::product/aws/productv2/x",
            "arn:aws:inspector:us-east-1::productv2/aws/inspector",
            "productv2/aws/inspector",
            "Prowler",
            "",
        ] {
            assert_eq!(canonical_product(same), same);
        }
    }

    proptest! {
        /// Both planes give one id; another partition, region, account or product gives another.
        #[test]
        fn both_planes_give_one_id(
            partition in "aws(-cn|-us-gov)?",
            region in "[a-z]{2}-[a-z]{4,9}-[1-3]",
            owner in "([0-9]{12})?",
            product in "[a-z0-9]{1,12}/[a-z0-9:/_-]{1,20}",
            account in "[0-9]{12}",
            id in ".{1,60}",
        ) {
            let arn = |word: &str, region: &str| {
                format!("arn:{partition}:securityhub:{region}:{owner}:{word}/{product}")
            };
            let cspm = finding_id(&account, &arn("product", &region), &id);
            prop_assert_eq!(finding_id(&account, &arn("productv2", &region), &id), cspm);
            prop_assert_ne!(finding_id(&account, &arn("productv2", "xx-test-9"), &id), cspm);
            prop_assert_ne!(finding_id("x", &arn("productv2", &region), &id), cspm);
            prop_assert_ne!(finding_id(&account, &arn("productv3", &region), &id), cspm);
        }
    }
}
