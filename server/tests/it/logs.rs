//! What a server logs of sign-ins and sign-outs, and what it does not.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Lines},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use reqwest::{Client, Response};

use crate::commands::run;

/// A server that writes its log into a file.
struct Logging {
    process: Child,
    base: String,
    log: PathBuf,
    /// What it goes on to say: a process whose output nobody holds ends when it speaks.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Logging {
    fn start(folder: &Path, filter: &str) -> Self {
        let log = folder.join("log");
        let mut process = Command::new(env!("CARGO_BIN_EXE_watchfloor"))
            .current_dir(folder)
            .args(["--data-dir", "data", "--listen", "127.0.0.1:0", "serve"])
            .env("WATCHFLOOR_AWS_ENABLED", "false")
            .env("WATCHFLOOR_TELEMETRY_LOG", filter)
            .stdout(Stdio::piped())
            .stderr(File::create(&log).expect("a file"))
            .spawn()
            .expect("the program starts");
        let mut said = BufReader::new(process.stdout.take().expect("its output")).lines();
        let base = said
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        Self {
            process,
            base: base.expect("it serves"),
            log,
            _said: said,
        }
    }

    async fn post(&self, browser: &Client, path: &str, form: &[(&str, &str)]) -> Response {
        let sent = browser
            .post(format!("{}{path}", self.base))
            .header("sec-fetch-site", "same-origin")
            .form(form)
            .send();
        sent.await.expect("an answer")
    }

    /// Everything that it logged until it was told to stop.
    fn ended(&mut self) -> String {
        let told = Command::new("kill")
            .args(["-TERM", &self.process.id().to_string()])
            .status();
        assert!(told.expect("it is told").success());
        assert!(self.process.wait().expect("it ends").success());
        std::fs::read_to_string(&self.log).expect("its log")
    }
}

impl Drop for Logging {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What is logged when somebody signs out who has a tab open.
async fn sign_out_with_an_open_tab(filter: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut serving = Logging::start(folder.path(), filter);
    let added = run(folder.path(), &["user", "add", "ana", "--role", "analyst"]);
    let link = String::from_utf8_lossy(&added.stdout).into_owned();
    let secret = link.trim().rsplit('/').next().expect("a secret").to_owned();
    let browser = Client::builder().cookie_store(true).build();
    let browser = browser.expect("a client");
    let password = ("password", "correct horse battery");
    let form = [("secret", secret.as_str()), password];
    serving.post(&browser, "/api/people/use_link", &form).await;
    let form = [("name", "ana"), password];
    serving.post(&browser, "/api/people/sign_in", &form).await;
    let stream = browser.get(format!("{}/events?topics=findings", serving.base));
    let stream = stream.send().await.expect("an answer");
    assert_eq!(stream.status(), 200);
    serving.post(&browser, "/api/people/sign_out", &[]).await;
    stream.text().await.expect("the stream ends by itself");
    serving.ended()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_with_an_open_tab_is_not_suspicious() {
    let word = "possibly suspicious activity";
    let log = sign_out_with_an_open_tab("info").await;
    assert!(!log.contains(word), "{log}");
    let log = sign_out_with_an_open_tab("info,tower_sessions_core=warn").await;
    assert!(log.contains(word), "the package calls it otherwise: {log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_ins_beyond_the_limit_leave_a_line_that_names_their_address() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut serving = Logging::start(folder.path(), "info");
    let browser = Client::new();
    let form = [("secret", "unknown"), ("password", "correct horse battery")];
    let mut refused = 0;
    while refused < 5 {
        let answer = serving.post(&browser, "/api/people/use_link", &form).await;
        refused += usize::from(answer.status() == 429);
    }
    let log = serving.ended();
    let told = |line: &&str| line.contains("WARN") && line.contains("server.trusted_proxies");
    let lines: Vec<&str> = log.lines().filter(told).collect();
    assert!((1..refused).contains(&lines.len()), "{log}");
    assert!(lines[0].contains("127.0.0.1"), "{log}");
}
