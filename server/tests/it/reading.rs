//! The workers that read findings, against the simulator: what is read once, what is read again, and what is blind.

use std::{path::PathBuf, time::Duration};

use aws::Access;
use backend::{
    sources::{self, SourceStatus},
    testing::{TestBackend, person},
};
use chrono::{TimeDelta, Utc};
use domain::{
    actor::Role,
    finding::{FindingFilter, FindingList, FindingSummary, RecordState, WorkflowStatus},
    source::{FreshnessState, SourceFault, SourceKind},
};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use server::{config::Aws, connection::connection, workers};
use simulator::{Limits, Options, Pace, Running, serve};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::write_back::eventually;

const ACTION: &str = "securityhub:GetFindings";
/// Findings of a page.
const PAGE: u32 = 100;

pub(crate) struct Bench {
    simulator: Running,
    pub(crate) backend: TestBackend,
    http: Client,
}

impl Bench {
    pub(crate) async fn new(findings: u32, latency: Duration) -> Self {
        let backend = TestBackend::sqlite().await;
        backend.clock.advance(Utc::now() - backend.now());
        let options = Options {
            findings,
            latency,
            pace: Pace::Still,
            limits: Limits::Off,
            ..Options::at(Utc::now())
        };
        Self {
            simulator: serve(options).await.expect("loopback is free"),
            backend,
            http: Client::new(),
        }
    }

    fn start(&self, sweep_minutes: u32) -> JoinSet<()> {
        self.start_with(&Aws {
            findings_seconds: 1,
            sweep_minutes,
            ..Aws::default()
        })
    }

    /// Starts every worker; they end when what is answered is dropped.
    pub(crate) fn start_with(&self, settings: &Aws) -> JoinSet<()> {
        let access = Access::Fixed {
            endpoint: self.simulator.url(),
            access_key_id: "any".to_owned(),
            secret_access_key: "any".to_owned(),
        };
        let connection = connection(settings, access);
        let never = CancellationToken::new();
        let nowhere = PathBuf::from("no-such-folder/index");
        workers::start(&self.backend, settings, (connection, None), nowhere, &never)
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: &Value) -> Value {
        let url = format!("{}/{path}", self.simulator.url());
        let answer = self.http.request(method, url).json(body).send().await;
        let text = answer.expect("an answer").text().await.expect("text");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// How often AWS was asked for findings.
    async fn asked(&self) -> u64 {
        let counters = self
            .send(Method::GET, "_control/counters", &Value::Null)
            .await;
        counters["requests"][ACTION].as_u64().unwrap_or(0)
    }

    async fn hub(&self) -> Option<SourceStatus> {
        self.source(SourceKind::SecurityHub).await
    }

    async fn source(&self, kind: SourceKind) -> Option<SourceStatus> {
        let viewer = person("vera", &[Role::Viewer]);
        let all = sources::list(&self.backend, &viewer).await;
        let mut all = all.expect("the sources").into_iter();
        all.find(|one| one.id.kind == kind)
    }

    async fn read_whole(&self) {
        eventually("all of it is read", async || {
            self.hub().await.filter(|hub| hub.cold_done_at.is_some())
        })
        .await;
    }

    async fn read_pages(&self, at_least: i64) -> SourceStatus {
        let what = format!("{at_least} pages are read");
        let hub = async || self.hub().await;
        let enough = |hub: &SourceStatus| hub.progress.pages >= at_least;
        eventually(&what, async || hub().await.filter(enough)).await
    }

    /// The document that stands at a place in the order of updates, the oldest first.
    async fn at_place(&self, place: u32) -> Value {
        let oldest_first = json!([{"Field": "UpdatedAt", "SortOrder": "asc"}]);
        let mut ask = json!({"SortCriteria": oldest_first, "MaxResults": PAGE});
        for _ in 0..place / PAGE {
            let page = self.send(Method::POST, "findings", &ask).await;
            ask["NextToken"] = page["NextToken"].clone();
        }
        let page = self.send(Method::POST, "findings", &ask).await;
        page["Findings"][(place % PAGE) as usize].clone()
    }

    fn rows(&self) -> Vec<FindingSummary> {
        let ask = FindingList::first(FindingFilter::default(), 50);
        let viewer = person("vera", &[Role::Viewer]);
        let listing = backend::findings::list(&self.backend, &viewer, &ask);
        listing.expect("a list").page.rows
    }

    /// The document of a finding, as AWS has it.
    async fn document(&self, finding: &FindingSummary) -> Value {
        let is = |value: &str| json!([{"Value": value, "Comparison": "EQUALS"}]);
        let filters = json!({"ResourceId": is(&finding.resource_id), "Title": is(&finding.title)});
        let answer = self
            .send(Method::POST, "findings", &json!({"Filters": filters}))
            .await;
        answer["Findings"][0].clone()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_read_that_was_cut_off_goes_on_where_it_was() {
    let bench = Bench::new(12 * PAGE, Duration::from_millis(150)).await;
    let pages = 12;
    let workers = bench.start(60);
    let cut = bench.read_pages(4).await;
    drop(workers);
    assert!(cut.cold_done_at.is_none(), "it is not over: {cut:?}");
    let before = bench.asked().await;
    let _workers = bench.start(60);
    bench.read_whole().await;
    let after = bench.asked().await - before;
    // Findings of one instant stand on two pages, and an ordinary read may have come since.
    assert!(
        after <= pages - 4 + 3,
        "{before} and then {after} questions"
    );
    assert_eq!(bench.backend.board().len(), u64::from(12 * PAGE));
}

/// What is updated while a first read goes on comes at its old place with a time that is newer than all that lies behind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_read_that_was_cut_off_while_findings_change_misses_none() {
    let bench = Bench::new(12 * PAGE, Duration::from_millis(150)).await;
    let mut changed = bench.at_place(7 * PAGE).await;
    let workers = bench.start(60);
    bench.read_pages(1).await;
    let now = Utc::now().format("%Y-%m-%dT%H:%M:%S.000Z").to_string();
    changed["UpdatedAt"] = json!(now);
    bench.send(Method::PUT, "_control/finding", &changed).await;
    let cut = bench.read_pages(9).await;
    drop(workers);
    assert!(cut.cold_done_at.is_none(), "it is not over: {cut:?}");
    let _workers = bench.start(60);
    bench.read_whole().await;
    assert_eq!(bench.backend.board().len(), u64::from(12 * PAGE));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sweep_finds_what_customers_changed_and_what_aws_forgot() {
    let bench = Bench::new(30, Duration::ZERO).await;
    let workers = bench.start(60);
    bench.read_whole().await;
    drop(workers);
    let rows = bench.rows();
    let open = |row: &&FindingSummary| row.workflow == WorkflowStatus::New;
    let mut new = rows.iter().filter(open);
    let (changed, gone) = (new.next().expect("one"), new.next().expect("another"));
    let of_changed = bench.document(changed).await;
    let of_gone = bench.document(gone).await;
    let name =
        |document: &Value| json!({"Id": document["Id"], "ProductArn": document["ProductArn"]});
    let update = json!({
        "FindingIdentifiers": [name(&of_changed)],
        "Workflow": {"Status": "NOTIFIED"},
    });
    bench
        .send(Method::PATCH, "findings/batchupdate", &update)
        .await;
    bench
        .send(Method::DELETE, "_control/finding", &name(&of_gone))
        .await;

    let _workers = bench.start(0);
    eventually("both are found", async || {
        let row = |finding: &FindingSummary| bench.backend.board().row(finding.id);
        let is_notified = row(changed)?.workflow == WorkflowStatus::Notified;
        let is_forgotten = row(gone)?.record_state == RecordState::NotReported;
        (is_notified && is_forgotten).then_some(())
    })
    .await;
    let document = bench.document(changed).await;
    assert_eq!(
        document["UpdatedAt"], of_changed["UpdatedAt"],
        "an ordinary read would not have found it"
    );
}

/// What is new comes last in a sweep, which may last an hour.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_new_is_read_while_a_sweep_goes_on() {
    let bench = Bench::new(20 * PAGE, Duration::ZERO).await;
    let workers = bench.start(60);
    bench.read_whole().await;
    drop(workers);
    let slow = json!([{"operation": ACTION, "effect": {"kind": "latency", "ms": 300}}]);
    bench.send(Method::PUT, "_control/faults", &slow).await;
    let begun = bench.asked().await;
    let _workers = bench.start(0);
    eventually("a sweep is on its way", async || {
        (bench.asked().await > begun + 4).then_some(())
    })
    .await;
    let mut new = bench.document(&bench.rows()[0]).await;
    let now = Utc::now().format("%Y-%m-%dT%H:%M:%S.000Z").to_string();
    (new["Id"], new["UpdatedAt"]) = (json!("something new"), json!(now));
    bench.send(Method::PUT, "_control/finding", &new).await;
    let known = bench.backend.board().len();
    eventually("it is known", async || {
        (bench.backend.board().len() > known).then_some(())
    })
    .await;
    let hub = bench.hub().await.expect("a source");
    assert!(hub.swept_at.is_none(), "the sweep is not over: {hub:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_aws_refuses_is_blind_and_says_which_action() {
    let bench = Bench::new(30, Duration::ZERO).await;
    let denied = json!([{"operation": ACTION, "effect": {"kind": "access_denied"}}]);
    bench.send(Method::PUT, "_control/faults", &denied).await;
    let _workers = bench.start(60);
    let hub = eventually("it is refused", async || {
        bench
            .hub()
            .await
            .filter(|hub| hub.freshness.fault.is_some())
    })
    .await;
    let fault = SourceFault::AccessDenied(ACTION.to_owned());
    assert_eq!(hub.freshness.fault, Some(fault));
    let state = hub
        .freshness
        .state(bench.backend.now() + TimeDelta::seconds(1));
    assert_eq!(state, FreshnessState::Blind);
    bench.send(Method::PUT, "_control/faults", &json!([])).await;
    bench.read_whole().await;
}

/// Without a list there is nobody to ask about: no answer came, and what was healthy before the start may not be now.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn status_grows_old_while_the_list_of_health_checks_is_refused() {
    let bench = Bench::new(12, Duration::ZERO).await;
    let settings = Aws {
        endpoints_seconds: 1,
        ..Aws::default()
    };
    let (list, status) = (SourceKind::Route53, SourceKind::CloudWatch);
    let mut workers = bench.start_with(&settings);
    eventually("status is read", async || {
        let status = bench.source(status).await?;
        (status.progress.records > 0).then_some(())
    })
    .await;
    workers.shutdown().await;
    let before = bench.source(status).await.expect("a source").freshness;
    let denied = ["route53:ListHealthChecks", "cloudwatch:GetMetricData"];
    let denied =
        denied.map(|action| json!({"operation": action, "effect": {"kind": "access_denied"}}));
    bench
        .send(Method::PUT, "_control/faults", &json!(denied))
        .await;

    bench.backend.clock.advance(TimeDelta::minutes(10));
    let _workers = bench.start_with(&settings);
    // The second refusal comes after all that the first beat did.
    for _ in 0..2 {
        bench.backend.clock.advance(TimeDelta::seconds(1));
        let now = bench.backend.now();
        eventually("the list is refused", async || {
            let list = bench.source(list).await?.freshness;
            (list.fault.is_some() && list.last_try == Some(now)).then_some(())
        })
        .await;
    }
    let after = bench.source(status).await.expect("a source").freshness;
    assert_eq!(after.last_good, before.last_good, "nobody was asked");
    assert_eq!(after.state(bench.backend.now()), FreshnessState::Blind);

    bench.send(Method::PUT, "_control/faults", &json!([])).await;
    eventually("status is read again", async || {
        let status = bench.source(status).await?.freshness;
        (status.state(bench.backend.now()) == FreshnessState::Live).then_some(())
    })
    .await;
}
