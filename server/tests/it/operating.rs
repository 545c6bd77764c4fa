//! The commands that run Watchfloor, as whoever has the machine uses them.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use reqwest::Client;
use serde_json::{Value, json};
use simulator::{Limits, Options, Pace, Running, serve};

use crate::{commands::run, write_back::eventually};

/// A process that is ended with the test.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_watchfloor"));
    command.current_dir(directory).args(arguments);
    command
}

/// Starts a command, and answers with what follows `listening on` in what it says.
fn start(command: &mut Command) -> (Started, String) {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut started = Started(child.expect("the program starts"));
    let output = started.0.stdout.take().expect("its output");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let base = lines.find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
    // What it goes on to say is read, or it would end when it speaks.
    std::thread::spawn(move || lines.for_each(drop));
    (started, base.expect("it listens"))
}

async fn simulator() -> Running {
    let options = Options {
        findings: 12,
        pace: Pace::Still,
        limits: Limits::Off,
        ..Options::at(chrono::Utc::now())
    };
    serve(options).await.expect("loopback is free")
}

/// What `watchfloor check` says about an AWS, and whether it is content.
async fn check(folder: &Path, aws: &Running) -> (bool, String) {
    let done = checked(folder, aws, &[]).await;
    (
        done.status.success(),
        String::from_utf8_lossy(&done.stdout).into_owned(),
    )
}

/// The same as it came, with more settings.
async fn checked(folder: &Path, aws: &Running, settings: &[(&str, &str)]) -> Output {
    let mut command = command(folder, &["--data-dir", "data", "check"]);
    command
        .envs(settings.iter().copied())
        .env("AWS_ENDPOINT_URL", aws.url())
        .env("AWS_ACCESS_KEY_ID", "AKIATEST")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    let done = tokio::task::spawn_blocking(move || command.output()).await;
    done.expect("it ends").expect("the program runs")
}

/// The check says what AWS refused: the SDK's own lines about it would only bury that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_keeps_what_the_sdk_logs_to_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let aws = simulator().await;
    let denied = json!([{
        "operation": "sts:AssumeRole",
        "effect": {"kind": "access_denied"},
    }]);
    let url = format!("{}/_control/faults", aws.url());
    let put = Client::new().put(url).json(&denied).send().await;
    assert!(put.expect("an answer").status().is_success());
    let organization = [
        ("WATCHFLOOR_AWS_ACCOUNTS", "organization"),
        ("WATCHFLOOR_AWS_AGGREGATION_REGION", "us-east-1"),
    ];
    let done = checked(folder.path(), &aws, &organization).await;
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(said.contains("FAIL  sts:AssumeRole"), "{said}");
    let beside = String::from_utf8_lossy(&done.stderr);
    assert_eq!(beside.lines().count(), 1, "{beside}");
    assert!(beside.contains("of these must be put right"), "{beside}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_is_content_or_prints_what_is_missing_as_a_policy() {
    let folder = tempfile::tempdir().expect("a folder");
    let migrated = run(folder.path(), &["migrate"]);
    assert!(migrated.status.success(), "{migrated:?}");
    let aws = simulator().await;
    let (content, said) = check(folder.path(), &aws).await;
    assert!(content, "{said}");
    assert!(
        said.contains("ok    securityhub:GetFindings") && !said.contains("FAIL"),
        "{said}"
    );

    let denied = json!([{
        "operation": "route53:ListHealthChecks",
        "effect": {"kind": "access_denied"},
    }]);
    let url = format!("{}/_control/faults", aws.url());
    let put = Client::new().put(url).json(&denied).send().await;
    assert!(put.expect("an answer").status().is_success());
    let (content, said) = check(folder.path(), &aws).await;
    assert!(!content, "{said}");
    assert_eq!(said.matches("FAIL").count(), 1, "{said}");
    let policy = said.split_once("what is missing:").expect("a policy").1;
    let policy: Value = serde_json::from_str(&policy[..=policy.rfind('}').expect("its end")])
        .expect("a policy is JSON");
    let text = policy.to_string();
    assert!(
        text.contains("route53:ListHealthChecks") && !text.contains("GetFindings"),
        "{text}"
    );
}

/// Also of what need not be there, and of what nothing else can be tried without.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_prints_the_policy_of_whatever_is_denied() {
    let folder = tempfile::tempdir().expect("a folder");
    let aws = simulator().await;
    for (action, is_content, line) in [
        (
            "securityhub:ListFindingAggregators",
            true,
            "--    securityhub:ListFindingAggregators",
        ),
        ("sts:GetCallerIdentity", false, "FAIL  AWS identity"),
    ] {
        let denied = json!([{
            "operation": action,
            "effect": {"kind": "access_denied"},
        }]);
        let url = format!("{}/_control/faults", aws.url());
        let put = Client::new().put(url).json(&denied).send().await;
        assert!(put.expect("an answer").status().is_success());
        let (content, said) = check(folder.path(), &aws).await;
        assert!(content == is_content && said.contains(line), "{said}");
        let policy = said.split_once("what is missing:").expect("a policy").1;
        assert_eq!(
            policy.matches(&format!("\"{action}\"")).count(),
            1,
            "{said}"
        );
        assert_eq!(policy.matches("\"Sid\"").count(), 1, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_is_not_content_with_an_aws_that_does_not_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let migrated = run(folder.path(), &["migrate"]);
    assert!(migrated.status.success(), "{migrated:?}");
    let aws = simulator().await;
    let broken = json!([{
        "operation": "route53:ListHealthChecks",
        "effect": {"kind": "status", "code": 503},
    }]);
    let url = format!("{}/_control/faults", aws.url());
    let put = Client::new().put(url).json(&broken).send().await;
    assert!(put.expect("an answer").status().is_success());
    let (content, said) = check(folder.path(), &aws).await;
    assert!(
        !content && said.contains("FAIL  route53:ListHealthChecks"),
        "{said}"
    );
}

/// `simulate` and `serve` answer `/healthz` side by side, each on a port and in a folder of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_run_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut simulate = command(folder.path(), &["simulate", "--findings", "12"]);
    simulate.args(["--listen", "127.0.0.1:0", "--data-dir", "nothing"]);
    let (_simulate, aws) = start(&mut simulate);
    let floors = ["one", "two"].map(|data| {
        let mut serve = command(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
        serve.args(["--data-dir", data]);
        serve
            .env("AWS_ENDPOINT_URL", &aws)
            .env("AWS_ACCESS_KEY_ID", "any")
            .env("AWS_SECRET_ACCESS_KEY", "any");
        start(&mut serve)
    });
    for base in floors.iter().map(|(_, base)| base).chain([&aws]) {
        let answer = reqwest::get(format!("{base}/healthz"))
            .await
            .expect("an answer");
        assert!(answer.status().is_success(), "{base}");
    }
}

/// Where `serve` listens is set for both in one folder.
#[test]
fn the_simulated_aws_says_that_it_listens_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut simulate = command(folder.path(), &["simulate", "--findings", "12"]);
    simulate.env("WATCHFLOOR_LISTEN", "127.0.0.1:1");
    simulate.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut started = Started(simulate.spawn().expect("the program starts"));
    let said = started.0.stderr.take().expect("what it says");
    let mut said = BufReader::new(said).lines().map_while(Result::ok);
    let told = said.find(|line| line.contains("server.listen: it is where serve listens"));
    assert!(told.is_some());
}

/// Everybody knows the demo's passwords.
#[test]
fn the_demo_lets_nobody_else_in_and_touches_no_real_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let refusal = |arguments: &[&str]| {
        let done = command(folder.path(), arguments)
            .output()
            .expect("the program runs");
        assert!(!done.status.success(), "{done:?}");
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    let said = refusal(&["demo", "--listen", "0.0.0.0:0"]);
    assert!(said.contains("listens on loopback only"), "{said}");
    let migrated = run(folder.path(), &["migrate"]);
    assert!(migrated.status.success(), "{migrated:?}");
    let said = refusal(&["demo", "--listen", "127.0.0.1:0", "--data-dir", "data"]);
    assert!(said.contains("demo"), "{said}");
}

#[test]
fn people_are_disabled_reset_and_unlocked_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let migrated = run(folder.path(), &["migrate"]);
    assert!(migrated.status.success(), "{migrated:?}");
    let user = |arguments: &[&str]| {
        let done = run(folder.path(), &[&["user"], arguments].concat());
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
        (done.status.success(), said)
    };
    assert!(user(&["add", "ada", "--role", "admin"]).0);
    let (added, first) = user(&["add", "ana", "--role", "analyst"]);
    assert!(added && first.contains("/first/"), "{first}");
    let (reset, second) = user(&["reset", "ana"]);
    assert!(
        reset && second.contains("/first/") && second != first,
        "{second}"
    );
    assert_eq!(
        user(&["unlock", "ana"]),
        (true, "ana is unlocked\n".to_owned())
    );
    assert_eq!(
        user(&["disable", "ana"]),
        (true, "ana is disabled\n".to_owned())
    );
    let (unknown, said) = user(&["disable", "nobody-here"]);
    assert!(
        !unknown && said.contains("there is nobody called"),
        "{said}"
    );
    let (wrong, said) = user(&["add", "ben", "--role", "king"]);
    assert!(!wrong && said.contains("--role"), "{said}");
}

/// Sources that do not answer would not be newer after a restart, so they make nothing unready.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silent_sources_are_told_and_the_server_is_ready() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut serve = command(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    serve
        .args(["--data-dir", "data"])
        // Port 9 of this machine discards nothing: nobody listens there.
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        .env("AWS_ACCESS_KEY_ID", "any")
        .env("AWS_SECRET_ACCESS_KEY", "any");
    let (_serve, base) = start(&mut serve);
    let body = eventually("the identity is known to be silent", async || {
        let answer = reqwest::get(format!("{base}/readyz")).await.ok()?;
        assert_eq!(answer.status(), 200);
        let text = answer.text().await.ok()?;
        text.contains("identity").then_some(text)
    })
    .await;
    assert!(serde_json::from_str::<Value>(&body).is_ok(), "{body}");
}

/// Figures are for whoever asks for them, and lines of the log are for programs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_have_a_listener_of_their_own_and_the_log_is_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let serve = |more: &[&str]| {
        let mut serve = command(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
        serve
            .args(["--data-dir", "data"])
            .args(more)
            .env("WATCHFLOOR_AWS_ENABLED", "false")
            .stderr(Stdio::piped());
        serve
    };
    let child = serve(&["--metrics-listen", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .spawn();
    let mut child = Started(child.expect("the program starts"));
    let log = BufReader::new(child.0.stderr.take().expect("its log"));
    let mut lines = log.lines().map_while(Result::ok).map(|line| {
        let line: Value = serde_json::from_str(&line).expect("a line is JSON");
        line
    });
    let found = lines.find(|line| line.to_string().contains("listening for Prometheus"));
    let found = found.expect("it says where");
    let address = found["fields"]["address"]
        .as_str()
        .or(found["address"].as_str());
    let address = address.expect("an address").to_owned();
    std::thread::spawn(move || lines.for_each(drop));
    eventually("the first figures are there", async || {
        let figures = reqwest::get(format!("http://{address}/metrics")).await;
        let figures = figures.ok()?.text().await.ok()?;
        let is_whole = figures.contains("watchfloor_event_seq")
            && figures.contains("\nwatchfloor_ready 1\n")
            && figures.contains("watchfloor_source_age_seconds");
        is_whole.then_some(())
    })
    .await;
    drop(child);

    let (_serve, base) = start(&mut serve(&[]));
    let answer = reqwest::get(format!("{base}/metrics")).await;
    let page = answer.expect("an answer").text().await.expect("a text");
    assert!(!page.contains("watchfloor_event_seq"), "{page}");
}

/// Whoever was answered finds it again after the process was told to stop.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_before_the_end_is_there_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let serve = || {
        let mut serve = command(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
        serve
            .args(["--data-dir", "data"])
            .env("WATCHFLOOR_AWS_ENABLED", "false");
        start(&mut serve)
    };
    let (mut first, base) = serve();
    let added = run(folder.path(), &["user", "add", "ana", "--role", "admin"]);
    let link = String::from_utf8_lossy(&added.stdout).into_owned();
    let secret = link.trim().rsplit('/').next().expect("a secret").to_owned();
    let browser = Client::builder()
        .cookie_store(true)
        .build()
        .expect("a client");
    let form = [
        ("secret", secret.as_str()),
        ("password", "correct horse battery"),
    ];
    let used = browser
        .post(format!("{base}/api/people/use_link"))
        .form(&form)
        .send()
        .await;
    assert!(used.expect("an answer").status().is_success());
    let told = Command::new("kill")
        .args(["-TERM", &first.0.id().to_string()])
        .status();
    assert!(told.expect("it is told").success());
    let ended = tokio::task::spawn_blocking(move || first.0.wait()).await;
    assert!(
        ended.expect("it ends").expect("a status").success(),
        "by itself"
    );

    let (_second, base) = serve();
    let sign_in = [("name", "ana"), ("password", "correct horse battery")];
    let answer = browser
        .post(format!("{base}/api/people/sign_in"))
        .form(&sign_in)
        .send()
        .await;
    let answer = answer.expect("an answer");
    assert!(!answer.url().path().contains("sign-in"), "{}", answer.url());
}
