//! What a server logs of sign-ins and sign-outs, and what it does not.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Command,
};

use reqwest::{Client, Response};

use crate::commands::{Serving, run, watchfloor};

/// A server that writes its log into a file.
struct Logging {
    serving: Serving,
    log: PathBuf,
}

impl Logging {
    fn start(folder: &Path, filter: &str) -> Self {
        let log = folder.join("log");
        let mut serve = watchfloor(folder, &["serve"]);
        serve
            .env("WATCHFLOOR_TELEMETRY_LOG", filter)
            .stderr(File::create(&log).expect("a file"));
        let serving = Serving::of(&mut serve);
        Self { serving, log }
    }

    async fn post(&self, browser: &Client, path: &str, form: &[(&str, &str)]) -> Response {
        let sent = browser
            .post(format!("{}{path}", self.serving.base))
            .header("sec-fetch-site", "same-origin")
            .form(form)
            .send();
        sent.await.expect("an answer")
    }

    /// Everything that it logged until it was told to stop.
    fn ended(&mut self) -> String {
        let told = Command::new("kill")
            .args(["-TERM", &self.serving.process.id().to_string()])
            .status();
        assert!(told.expect("it is told").success());
        assert!(self.serving.process.wait().expect("it ends").success());
        std::fs::read_to_string(&self.log).expect("its log")
    }
}

/// What is logged when somebody signs out who has a tab open.
async fn sign_out_with_an_open_tab(filter: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut logging = Logging::start(folder.path(), filter);
    let added = run(folder.path(), &["user", "add", "ana", "--role", "analyst"]);
    let link = String::from_utf8_lossy(&added.stdout).into_owned();
    let secret = link.trim().rsplit('/').next().expect("a secret").to_owned();
    let browser = Client::builder().cookie_store(true).build();
    let browser = browser.expect("a client");
    let password = ("password", "correct horse battery");
    let form = [("secret", secret.as_str()), password];
    logging.post(&browser, "/api/people/use_link", &form).await;
    let form = [("name", "ana"), password];
    logging.post(&browser, "/api/people/sign_in", &form).await;
    let stream = browser.get(format!("{}/events?topics=findings", logging.serving.base));
    let stream = stream.send().await.expect("an answer");
    assert_eq!(stream.status(), 200);
    logging.post(&browser, "/api/people/sign_out", &[]).await;
    stream.text().await.expect("the stream ends by itself");
    logging.ended()
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
    let mut logging = Logging::start(folder.path(), "info");
    let browser = Client::new();
    let form = [("secret", "unknown"), ("password", "correct horse battery")];
    let mut refused = 0;
    while refused < 5 {
        let answer = logging.post(&browser, "/api/people/use_link", &form).await;
        refused += usize::from(answer.status() == 429);
    }
    let log = logging.ended();
    let told = |line: &&str| line.contains("WARN") && line.contains("server.trusted_proxies");
    let lines: Vec<&str> = log.lines().filter(told).collect();
    assert!((1..refused).contains(&lines.len()), "{log}");
    assert!(lines[0].contains("127.0.0.1"), "{log}");
}
