//! The sources against the simulator, over the wire.

mod aggregation;
mod control;
mod endpoints;
mod faults;
mod findings;
mod health;
mod history;
mod organization;
mod permissions;
mod planes;
mod standards;
mod write_back;
mod written;

use aws::{Access, Accounts, Aggregation, AwsSettings, Sources, connect};
use chrono::{DateTime, Utc};
use domain::{finding::Plane, scope::Region};
use simulator::{Limits, Options, Pace, Running, serve};

/// The story's management account and one other of its twelve.
const MANAGEMENT: &str = "310000000017";
const PAYMENTS: &str = "310000000106";

/// A simulator that stands still and has `findings`.
async fn simulator(findings: u32) -> Running {
    let options = Options {
        findings,
        pace: Pace::Still,
        limits: Limits::Off,
        ..Options::at(now())
    };
    serve(options).await.expect("loopback is free")
}

fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

/// The administrator's view of everything.
fn settings(simulator: &Running) -> AwsSettings {
    AwsSettings {
        accounts: Accounts::Organization,
        role_name: "WatchfloorRead".to_owned(),
        external_id: None,
        regions: vec![Region::from("us-east-1")],
        planes: vec![Plane::Cspm],
        aggregation: Aggregation::Region(Region::from("us-east-1")),
        access: Access::Fixed {
            endpoint: simulator.url(),
            access_key_id: "AKIATEST".to_owned(),
            secret_access_key: "secret".to_owned(),
        },
    }
}

/// Only our own account, which needs nothing but who we are.
async fn own(simulator: &Running) -> Sources {
    let settings = AwsSettings {
        accounts: Accounts::Own,
        ..settings(simulator)
    };
    connect(&settings)
        .await
        .expect("the simulator says who we are")
}
