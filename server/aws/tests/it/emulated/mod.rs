//! The sources against moto, an emulator of AWS that others wrote.

mod door;
mod endpoints;
mod findings;
mod moto;

use aws::{Access, Accounts, Aggregation, AwsSettings};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sts::config::Credentials;

use moto::Moto;
pub(crate) use moto::python;

/// The account that moto gives to keys it does not know.
const OWN: &str = "123456789012";
const KEY: &str = "AKIATEST";

/// What the product is told.
fn settings(moto: &Moto, accounts: Accounts) -> AwsSettings {
    AwsSettings {
        accounts,
        role_name: "WatchfloorRead".to_owned(),
        external_id: Some("id".to_owned()),
        planes: vec![domain::finding::Plane::Cspm],
        regions: vec![domain::scope::Region::from("us-east-1")],
        aggregation: Aggregation::None,
        access: Access::Fixed {
            endpoint: moto.url(),
            access_key_id: KEY.to_owned(),
            secret_access_key: "secret".to_owned(),
        },
    }
}

/// A client of its own, to put things there.
async fn client(moto: &Moto) -> SdkConfig {
    aws_config::defaults(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("us-east-1"))
        .endpoint_url(moto.url())
        .credentials_provider(Credentials::new(KEY, "secret", None, None, "test"))
        .load()
        .await
}
