//! A decision reaches AWS from a running server, over the wire, and survives the death of the process.
//!
//! The simulator decides where the process stops: it takes the write and does not answer for a long time, so that the
//! process cannot mark it.

use std::{os::unix::fs::symlink, path::Path, time::Duration};

use backend::{
    findings::{self, ChangeWorkflow, change_workflow},
    testing::{Engine, TestBackend, person},
    write_back::{AccountWrites, SwitchAccount, list, switch},
};
use chrono::Utc;
use domain::{
    actor::Role,
    finding::{FindingFilter, FindingList, FindingSummary, WorkflowStatus, WriteBackMode},
    scope::AccountId,
};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use simulator::{Limits, Options, Pace, Running, serve};

use crate::commands::Serving;

/// Far longer than a server takes to start and to send.
const LIMIT: Duration = Duration::from_secs(60);
const ACTION: &str = "securityhub:BatchUpdateFindings";

/// A simulated AWS, a database, and whoever asks both.
struct Bench {
    simulator: Running,
    backend: TestBackend,
    http: Client,
    folder: tempfile::TempDir,
}

impl Bench {
    async fn new(engine: Engine) -> Option<Self> {
        let backend = TestBackend::new(engine).await?;
        // The server goes by the clock of the machine.
        backend.clock.advance(Utc::now() - backend.now());
        let options = Options {
            findings: 12,
            pace: Pace::Still,
            limits: Limits::Off,
            ..Options::at(Utc::now())
        };
        Some(Self {
            simulator: serve(options).await.expect("loopback is free"),
            backend,
            http: Client::new(),
            folder: tempfile::tempdir().expect("a folder"),
        })
    }

    /// A server on the database of the test that reads the simulator.
    fn serve(&self) -> Serving {
        let text = |text: &str| text.to_owned();
        let mut settings = vec![
            ("WATCHFLOOR_AWS_ENABLED", text("true")),
            ("AWS_ENDPOINT_URL", self.simulator.url()),
            ("AWS_ACCESS_KEY_ID", text("AKIATEST")),
            ("AWS_SECRET_ACCESS_KEY", text("secret")),
            ("AWS_EC2_METADATA_DISABLED", text("true")),
        ];
        let (url, data) = (self.backend.url(), self.folder.path().join("data"));
        match url.strip_prefix("sqlite://").map(Path::new) {
            Some(file) if !data.exists() => {
                symlink(file.parent().expect("its folder"), data).expect("a link");
            }
            Some(_) => {}
            None => settings.push(("WATCHFLOOR_DATABASE_URL", url)),
        }
        Serving::start_with(self.folder.path(), &settings)
    }

    async fn control(&self, method: Method, path: &str, body: &Value) -> Value {
        let url = format!("{}/_control/{path}", self.simulator.url());
        let answer = self.http.request(method, url).json(body).send().await;
        let text = answer.expect("an answer").text().await.expect("text");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// The status that a finding has in AWS.
    async fn in_aws(&self, finding: &FindingSummary) -> String {
        let is = |value: &str| json!([{"Value": value, "Comparison": "EQUALS"}]);
        let filters = json!({"ResourceId": is(&finding.resource_id), "Title": is(&finding.title)});
        let url = format!("{}/findings", self.simulator.url());
        let asked = self.http.post(url).json(&json!({"Filters": filters}));
        let answer = asked.send().await.expect("an answer").json().await;
        let answer: Value = answer.expect("JSON");
        let status = answer["Findings"][0]["Workflow"]["Status"].as_str();
        status.expect("a status").to_owned()
    }

    /// How often AWS was told something.
    async fn told(&self) -> u64 {
        let counters = self.control(Method::GET, "counters", &json!(null)).await;
        counters["requests"][ACTION].as_u64().unwrap_or(0)
    }

    async fn fault(&self, effect: &Value) {
        let faults = match effect {
            Value::Null => json!([]),
            effect => json!([{"operation": ACTION, "effect": effect}]),
        };
        self.control(Method::PUT, "faults", &faults).await;
    }

    /// A finding that nobody has looked at, once the server has read it.
    async fn some_finding(&self) -> FindingSummary {
        let found = eventually("findings are read", async || {
            let ask = FindingList::first(FindingFilter::default(), 50);
            let viewer = person("vera", &[Role::Viewer]);
            let listing = findings::list(&self.backend, &viewer, &ask).expect("a list");
            let mut rows = listing.page.rows.into_iter();
            rows.find(|row| row.workflow == WorkflowStatus::New)
        });
        found.await
    }

    async fn switch_on(&self, finding: &FindingSummary) {
        let ask = SwitchAccount {
            account: &AccountId::from(finding.account.as_str()),
            expected: None,
            to: WriteBackMode::WriteBack,
            address: None,
        };
        let done = switch(&self.backend, &person("ada", &[Role::Admin]), ask).await;
        done.expect("it is switched");
    }

    async fn decide(&self, finding: &FindingSummary, to: WorkflowStatus) {
        let row = self.backend.board().row(finding.id).expect("it is kept");
        let ask = ChangeWorkflow {
            id: finding.id,
            expected: row.version,
            to,
            address: None,
        };
        let done = change_workflow(&self.backend, &person("ana", &[Role::Analyst]), ask).await;
        done.expect("it changes");
    }

    /// Waits until the account of a finding stands so.
    async fn account_is(
        &self,
        finding: &FindingSummary,
        what: &str,
        is: impl Fn(&AccountWrites) -> bool,
    ) {
        eventually(what, async || {
            let all = list(&self.backend, &person("ada", &[Role::Admin])).await;
            let all = all.expect("a list");
            let mut all = all.into_iter();
            all.find(|one| one.account.as_str() == finding.account && is(one))
        })
        .await;
    }
}

pub(crate) async fn eventually<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    let waited = tokio::time::timeout(LIMIT, async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("never: {what}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_reaches_aws_and_one_of_an_observed_account_does_not() {
    let bench = Bench::new(Engine::Sqlite).await.expect("SQLite");
    let serving = bench.serve();
    let finding = bench.some_finding().await;
    bench.decide(&finding, WorkflowStatus::Notified).await;
    bench.switch_on(&finding).await;
    bench.decide(&finding, WorkflowStatus::Resolved).await;
    eventually("AWS knows", async || {
        (bench.in_aws(&finding).await == "RESOLVED").then_some(())
    })
    .await;
    assert_eq!(bench.told().await, 1, "what was decided before is not sent");
    drop(serving);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_aws_refuses_holds_here_and_is_written_once_aws_lets_us() {
    let bench = Bench::new(Engine::Sqlite).await.expect("SQLite");
    let serving = bench.serve();
    let finding = bench.some_finding().await;
    bench.switch_on(&finding).await;
    bench.fault(&json!({"kind": "access_denied"})).await;
    bench.decide(&finding, WorkflowStatus::Notified).await;
    let refused = |one: &AccountWrites| (one.waiting, one.failed) == (0, 1);
    bench.account_is(&finding, "it is refused", refused).await;
    assert_eq!(bench.in_aws(&finding).await, "NEW");
    let row = bench.backend.board().row(finding.id).expect("it is kept");
    assert_eq!(row.workflow, WorkflowStatus::Notified);
    bench.fault(&Value::Null).await;
    // A newer decision does not wait for the pause of the older one.
    bench.decide(&finding, WorkflowStatus::Resolved).await;
    eventually("AWS knows", async || {
        (bench.in_aws(&finding).await == "RESOLVED").then_some(())
    })
    .await;
    let nothing = |one: &AccountWrites| (one.waiting, one.failed) == (0, 0);
    bench.account_is(&finding, "nothing is left", nothing).await;
    drop(serving);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_sends_again_what_it_had_not_marked_on_sqlite() {
    a_killed_process_sends_again(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_sends_again_what_it_had_not_marked_on_postgres() {
    a_killed_process_sends_again(Engine::Postgres).await;
}

async fn a_killed_process_sends_again(engine: Engine) {
    let Some(bench) = Bench::new(engine).await else {
        return;
    };
    let first = bench.serve();
    let finding = bench.some_finding().await;
    bench.switch_on(&finding).await;
    bench
        .fault(&json!({"kind": "latency", "ms": 600_000}))
        .await;
    bench.decide(&finding, WorkflowStatus::Suppressed).await;
    eventually("AWS has it and does not say so", async || {
        (bench.in_aws(&finding).await == "SUPPRESSED").then_some(())
    })
    .await;
    drop(first);
    bench.fault(&Value::Null).await;
    let before = bench.told().await;
    let waits = |one: &AccountWrites| (one.waiting, one.failed) == (1, 0);
    bench.account_is(&finding, "it still waits", waits).await;
    let second = bench.serve();
    let nothing = |one: &AccountWrites| (one.waiting, one.failed) == (0, 0);
    bench.account_is(&finding, "it is marked", nothing).await;
    assert_eq!(bench.told().await, before + 1, "sent once more");
    assert_eq!(bench.in_aws(&finding).await, "SUPPRESSED");
    let row = bench.backend.board().row(finding.id).expect("it is kept");
    assert_eq!(row.workflow, WorkflowStatus::Suppressed);
    drop(second);
}
