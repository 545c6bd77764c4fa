//! Starting a simulator and talking to it.

use chrono::{DateTime, Utc};
use reqwest::Client;
use serde_json::{Value, json};
use simulator::{Limits, Options, Pace, Running, serve};
use std::net::SocketAddr;

/// A simulator that stands still and never throttles, and a client of it.
pub(crate) struct Bench {
    pub(crate) running: Running,
    http: Client,
}

/// When the story of these tests starts.
pub(crate) fn start() -> DateTime<Utc> {
    "2025-06-02T10:00:00Z".parse().expect("a date")
}

impl Bench {
    pub(crate) async fn new(findings: u32, seed: u64) -> Self {
        let options = Options {
            findings,
            seed,
            pace: Pace::Still,
            limits: Limits::Off,
            ..Options::at(start())
        };
        Self::with(options).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        assert_eq!(
            options.listen,
            SocketAddr::from(([127, 0, 0, 1], 0)),
            "tests listen on a free port of loopback"
        );
        Self {
            running: serve(options).await.expect("a free port"),
            http: Client::new(),
        }
    }

    /// GetFindings; a refusal comes back as `Err` with its code.
    pub(crate) async fn findings(&self, body: &Value) -> Result<Value, String> {
        self.ask("POST", "/findings", body).await
    }

    /// GetFindingsV2.
    pub(crate) async fn findings_v2(&self, body: &Value) -> Result<Value, String> {
        self.ask("POST", "/findingsv2", body).await
    }

    /// One request to AWS; a refusal comes back as `Err` with its code.
    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Result<Value, String> {
        let url = format!("{}{path}", self.running.url());
        let answer = self
            .http
            .request(method.parse().expect("a method"), url)
            .json(body)
            .send()
            .await
            .expect("an answer");
        let code = answer
            .headers()
            .get("x-amzn-errortype")
            .map(|code| code.to_str().expect("text").to_owned());
        match code {
            Some(code) => Err(code),
            None => Ok(answer.json().await.expect("JSON")),
        }
    }

    /// All pages of GetFindings.
    pub(crate) async fn sweep(&self, filters: &Value) -> Result<Vec<Value>, String> {
        self.pages("/findings", filters).await
    }

    /// All pages of GetFindingsV2.
    pub(crate) async fn sweep_v2(&self, filters: &Value) -> Result<Vec<Value>, String> {
        self.pages("/findingsv2", filters).await
    }

    async fn pages(&self, path: &str, filters: &Value) -> Result<Vec<Value>, String> {
        let (mut found, mut body) = (Vec::new(), json!({"Filters": filters, "MaxResults": 100}));
        for _ in 0..1_000 {
            let page = self.ask("POST", path, &body).await?;
            found.extend(page["Findings"].as_array().cloned().unwrap_or_default());
            match page.get("NextToken") {
                None => return Ok(found),
                Some(token) => body["NextToken"] = token.clone(),
            }
        }
        panic!("a thousand pages and no end");
    }

    /// One request to the control path.
    pub(crate) async fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let url = format!("{}/_control/{path}", self.running.url());
        let method = method.parse().expect("a method");
        let answer = self
            .http
            .request(method, url)
            .json(body)
            .send()
            .await
            .expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let text = answer.text().await.expect("text");
        if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).expect("JSON")
        }
    }

    /// Moves the story on by so many ticks of a second.
    pub(crate) async fn advance(&self, ticks: u32) -> Value {
        self.control("POST", "advance", &json!({"ticks": ticks}))
            .await
    }
}

/// What names a finding.
pub(crate) fn id(finding: &Value) -> String {
    format!("{} {}", finding["ProductArn"], finding["Id"])
}

/// What names a finding in the newer Security Hub.
pub(crate) fn uid(finding: &Value) -> String {
    finding["metadata"]["uid"]
        .as_str()
        .expect("a text")
        .to_owned()
}
