//! What there is to read changes while the server runs: accounts join the organization and leave it, and AWS says later what
//! it did not say at first.

use std::{collections::BTreeSet, time::Duration};

use backend::{sources, testing::person};
use domain::{
    actor::Role,
    source::{ORGANIZATION_VIEW, SourceId, SourceKind},
};
use reqwest::Method;
use serde_json::json;
use server::config::{Accounts, Aws};

use crate::{reading::Bench, write_back::eventually};

const SANDBOX: &str = "310000000304";

fn organization() -> Aws {
    Aws {
        accounts: Accounts::Word("organization".to_owned()),
        aggregation_region: Some("us-east-1".to_owned()),
        accounts_seconds: 1,
        findings_seconds: 1,
        ..Aws::default()
    }
}

/// What is read of a kind.
async fn read(bench: &Bench, kind: SourceKind) -> BTreeSet<SourceId> {
    let viewer = person("vera", &[Role::Viewer]);
    let all = sources::list(&bench.backend, &viewer).await;
    let all = all.expect("the sources").into_iter().map(|one| one.id);
    all.filter(|id| id.kind == kind).collect()
}

async fn accounts(bench: &Bench) -> BTreeSet<String> {
    let checks = read(bench, SourceKind::Route53).await;
    checks.into_iter().map(|id| id.account.0).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_joins_is_read_and_one_that_leaves_is_not() {
    let bench = Bench::new(40, Duration::ZERO).await;
    let outside = async |ids: &[&str]| {
        let body = json!({"outside": ids});
        bench.send(Method::PUT, "_control/accounts", &body).await;
    };
    outside(&[SANDBOX]).await;
    let _workers = bench.start_with(&organization());
    eventually("the others are read", async || {
        let read = accounts(&bench).await;
        (read.len() == 11 && !read.contains(SANDBOX)).then_some(())
    })
    .await;
    outside(&[]).await;
    eventually("it is read too", async || {
        let read = accounts(&bench).await;
        (read.len() == 12 && read.contains(SANDBOX)).then_some(())
    })
    .await;
    outside(&[SANDBOX]).await;
    eventually("it is read no more", async || {
        let read = accounts(&bench).await;
        (read.len() == 11 && !read.contains(SANDBOX)).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_view_of_the_whole_organization_is_taken_once_aws_shows_it() {
    let bench = Bench::new(40, Duration::ZERO).await;
    let action = "health:DescribeHealthServiceStatusForOrganization";
    let effect = json!({"kind": "status", "code": 503});
    let fault = json!({"operation": action, "effect": effect});
    bench.send(Method::POST, "_control/faults", &fault).await;
    let _workers = bench.start_with(&organization());
    eventually("each account is asked", async || {
        let read = read(&bench, SourceKind::Health).await;
        (read.len() == 12).then_some(())
    })
    .await;
    let none = json!(null);
    bench.send(Method::DELETE, "_control/faults", &none).await;
    eventually("the organization is asked", async || {
        let read = read(&bench, SourceKind::Health).await;
        let mut places = read.iter().map(|id| id.region.as_str());
        (read.len() == 1 && places.all(|place| place == ORGANIZATION_VIEW)).then_some(())
    })
    .await;
}
