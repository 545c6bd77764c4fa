//! Findings to take in: the simulator's, asked for over HTTP, each told of many other resources.

use anyhow::Context as _;
use domain::finding::IncomingFinding;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use simulator::{Limits, Options, Pace};

/// How many different documents the simulator is asked for.
const TEMPLATES: u32 = 20_000;
/// Accounts of an organization that has a million findings.
const ACCOUNTS: u64 = 240;
/// Characters of hexadecimal digits from which a run is the name of something and no word.
const NAME: usize = 8;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer<'a> {
    #[serde(borrow)]
    findings: Vec<&'a RawValue>,
    next_token: Option<String>,
}

/// Every document of a simulator that limits nobody.
pub(crate) async fn templates() -> anyhow::Result<Vec<String>> {
    let mut options = Options::at(chrono::Utc::now());
    (options.findings, options.pace, options.limits) = (TEMPLATES, Pace::Still, Limits::Off);
    let simulator = simulator::serve(options).await?;
    let (client, address) = (
        reqwest::Client::new(),
        format!("{}/findings", simulator.url()),
    );
    let (mut documents, mut token) = (Vec::new(), None::<String>);
    loop {
        let ask = json!({ "MaxResults": 100, "NextToken": token });
        let asked = client
            .post(&address)
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/securityhub/aws4_request",
            )
            .json(&ask);
        let text = asked.send().await?.error_for_status()?.text().await?;
        let answer: Answer<'_> = serde_json::from_str(&text).context("an answer to GetFindings")?;
        documents.extend(
            answer
                .findings
                .iter()
                .map(|finding| finding.get().to_owned()),
        );
        token = answer.next_token;
        if token.is_none() {
            simulator.shutdown().await?;
            return Ok(documents);
        }
    }
}

/// The `n`th finding: a template in which every name, account and time of day is another one.
pub(crate) fn report(templates: &[String], n: u32) -> anyhow::Result<IncomingFinding> {
    let template = &templates[n as usize % templates.len()];
    let read = aws::documents::finding(&retold(template, u64::from(n)));
    read.map_err(|reject| anyhow::anyhow!("{}", reject.reason))
}

/// The document with other names of the same length in it; one name stays one name.
fn retold(document: &str, n: u64) -> String {
    let mut told = String::with_capacity(document.len());
    let mut rest = document;
    while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        told.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest
            .find(|c: char| !c.is_ascii_hexdigit())
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let inside_a_word =
            told.ends_with(|c: char| c.is_ascii_alphabetic() && !c.is_ascii_hexdigit());
        if is_account(run) {
            told.push_str(&account(run, n));
        } else if run.len() >= NAME && !inside_a_word {
            rename(run, n, &mut told);
        } else if is_minute(&told, run, after) {
            told.push_str(&format!(
                "{:02}",
                (run.parse::<u64>().unwrap_or(0) + n / 20_000) % 60
            ));
        } else {
            told.push_str(run);
        }
        rest = after;
    }
    told.push_str(rest);
    told
}

fn is_account(run: &str) -> bool {
    run.len() == 12 && run.bytes().all(|byte| byte.is_ascii_digit())
}

/// `T08:21` of an instant, before its minutes.
fn is_minute(told: &str, run: &str, after: &str) -> bool {
    run.len() == 2 && after.starts_with(':') && told.ends_with(':')
}

/// The account in whose place another stands: the same one for the whole document.
fn account(run: &str, n: u64) -> String {
    let own = run.bytes().map(u64::from).sum::<u64>();
    format!(
        "{:012}",
        100_000_000_000 + (mixed(own ^ (n / 20_000)) % ACCOUNTS) * 3_600_000_011
    )
}

/// Digits that depend on the name and on `n`.
fn rename(run: &str, n: u64, told: &mut String) {
    let own = run
        .bytes()
        .fold(n, |sum, byte| mixed(sum ^ u64::from(byte)));
    let (mut digits, mut at) = (own, 0);
    for _ in run.chars() {
        if at == 16 {
            (digits, at) = (mixed(digits ^ own), 0);
        }
        let digit = (digits >> (4 * at)) & 15;
        told.push(char::from_digit(u32::try_from(digit).unwrap_or(0), 16).unwrap_or('0'));
        at += 1;
    }
}

/// Sebastiano Vigna's splitmix64: every bit of the answer depends on every bit of the question.
const fn mixed(n: u64) -> u64 {
    let n = n.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    n ^ (n >> 31)
}
