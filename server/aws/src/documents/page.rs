//! The answers to `GetFindings` and `GetFindingsV2`: the way that most findings come, so it is read in one pass and a half.

use backend::ports::{FindingPage, Reject};
use domain::finding::IncomingFinding;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::parse;
use crate::{asff, ocsf};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Answer<'a> {
    #[serde(borrow)]
    findings: Vec<&'a RawValue>,
    next_token: Option<String>,
}

/// Reads an answer to `GetFindings`: its findings, those that cannot be used, and the token of the next page.
/// An answer that is none is a reject as a whole.
pub fn page(text: &str) -> Result<FindingPage, Reject> {
    each(text, asff::read)
}

/// The same of an answer to `GetFindingsV2`, whose findings are OCSF.
pub fn page_v2(text: &str) -> Result<FindingPage, Reject> {
    each(text, ocsf::read)
}

fn each(
    text: &str,
    read: impl Fn(&str) -> Result<IncomingFinding, Reject>,
) -> Result<FindingPage, Reject> {
    let answer: Answer<'_> = parse(text)?;
    let mut page = FindingPage {
        findings: Vec::with_capacity(answer.findings.len()),
        rejects: Vec::new(),
        next: answer.next_token.filter(|token| !token.is_empty()),
    };
    for record in answer.findings {
        match read(record.get()) {
            Ok(finding) => page.findings.push(finding),
            Err(reject) => page.rejects.push(reject),
        }
    }
    Ok(page)
}
