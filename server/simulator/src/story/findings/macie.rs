//! Macie's findings: what buckets hold, and who may see it.

use super::envelope::{Envelope, Times, normalized};
use super::resources::{Place, resource};
use crate::story::dice::Dice;
use serde_json::{Map, Value, json};

/// Macie's type, its severity and what it means.
const KINDS: [(&str, &str, &str); 5] = [
    (
        "SensitiveData:S3Object/Personal",
        "HIGH",
        "names and addresses of people were found in objects",
    ),
    (
        "SensitiveData:S3Object/Financial",
        "HIGH",
        "card or account numbers were found in objects",
    ),
    (
        "SensitiveData:S3Object/Credentials",
        "HIGH",
        "keys or passwords were found in objects",
    ),
    (
        "Policy:IAMUser/S3BucketEncryptionDisabled",
        "LOW",
        "new objects are no longer encrypted by default",
    ),
    (
        "Policy:IAMUser/S3BucketSharedExternally",
        "MEDIUM",
        "the bucket was shared with an account outside",
    ),
];

/// One finding about one bucket, and about an object in it when data was found.
pub(super) fn finding(seed: u64, place: &Place, times: Times, number: u64) -> Value {
    let mut dice = Dice::of(seed, &["macie", place.account, place.region], number);
    let (kind, label, saw) = dice.one(&KINDS);
    let bucket = resource(seed, "AwsS3Bucket", place);
    let name = bucket["Id"]
        .as_str()
        .and_then(|id| id.rsplit(':').next())
        .unwrap_or("bucket")
        .to_owned();
    let mut resources = vec![bucket];
    if kind.starts_with("SensitiveData") {
        let key = format!(
            "exports/2025/{:02}/part-{:05}.csv",
            1 + dice.below(12),
            dice.below(99_999)
        );
        resources.push(json!({
            "Type": "AwsS3Object", "Id": format!("arn:aws:s3:::{name}/{key}"), "Partition": "aws", "Region": place.region,
            "Details": {"AwsS3Object": {"ContentType": "text/csv", "ServerSideEncryption": "aws:kms", "ETag": dice.hex(32)}},
        }));
    }
    let mut fields = Map::new();
    fields.insert(
        "S3Bucket.allowsUnencryptedObjectUploads".to_owned(),
        "FALSE".into(),
    );
    fields.insert("JobId".to_owned(), dice.hex(32).into());
    let classification = if kind.starts_with("Sensitive") {
        "Sensitive Data Identifications"
    } else {
        "Software and Configuration Checks"
    };
    Envelope {
        product: "macie",
        product_name: "Macie",
        id: dice.hex(32),
        generator: "aws/macie".to_owned(),
        kinds: vec![format!("{classification}/{kind}")],
        severity: (label, normalized(label)),
        original: label[..1].to_owned() + &label[1..].to_lowercase(),
        title: format!("{name}: {saw}"),
        description: format!(
            "In the bucket {name} of {}, {saw}. Ask its owner whether that is meant, and who reads it.",
            place.account_name
        ),
        resources,
        fields,
    }
    .seal(place, times, &mut dice)
}
