//! The answer to `GetFindings`: the way that most findings come, so it is read in one pass and a half.

use backend::ports::{FindingPage, Reject};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::parse;
use crate::asff;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Answer<'a> {
    #[serde(borrow)]
    findings: Vec<&'a RawValue>,
    next_token: Option<String>,
}

/// Reads an answer: its findings, those that cannot be used, and the token of the next page.
/// An answer that is none is a reject as a whole.
pub fn page(text: &str) -> Result<FindingPage, Reject> {
    let answer: Answer<'_> = parse(text)?;
    let mut page = FindingPage {
        findings: Vec::with_capacity(answer.findings.len()),
        rejects: Vec::new(),
        next: answer.next_token.filter(|token| !token.is_empty()),
    };
    for record in answer.findings {
        match asff::read(record.get()) {
            Ok(finding) => page.findings.push(finding),
            Err(reject) => page.rejects.push(reject),
        }
    }
    Ok(page)
}
