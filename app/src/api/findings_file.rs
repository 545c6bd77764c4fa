//! Findings as files: which list one is of, and what became of one that was brought.

use std::sync::Arc;

use backend::Backend;
use domain::{
    actor::Actor,
    finding::{FindingList, FindingSummary},
    time::Timestamp,
};

use super::{findings::as_narrowed, narrow::kept, views_shown::known};
use crate::pages::findings::query_fault::fault_words;

/// The list that the address of its page describes, for a file of all of it; `scope` is the value of the cookie in which the
/// browser keeps what it looks at.
///
/// Where its query cannot be read, or a value or a view of it is not known, there is no list, and the answer is why: a file of
/// everything is not what was asked for.
///
/// # Errors
/// [`backend::Error::Forbidden`], or when the database fails.
pub async fn listed(
    backend: &Backend,
    actor: &Actor,
    query: &str,
    scope: &str,
) -> backend::Result<Result<FindingList, String>> {
    let Some(address) = known(backend, actor, query).await? else {
        return Ok(Err(
            "This view does not exist or is not shared with you, so there is no file of it."
                .to_owned(),
        ));
    };
    if let Some((fault, typed)) = &address.fault {
        let why = fault_words(fault);
        let place = typed.get(fault.from as usize..fault.to as usize);
        let place = place.unwrap_or_default();
        return Ok(Err(format!(
            "The query of this list cannot be read at {place}, so there is no file of it. {why}"
        )));
    }
    let address = as_narrowed(backend, actor, address, &kept(scope))?;
    Ok(Ok(address.list()))
}

/// The most MiB that a file may have which is uploaded, as the process says it to the page.
#[derive(Debug, Clone, Copy)]
pub struct UploadLimit(pub u32);

/// A file that is on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadUnderWay {
    /// What it is called.
    pub file: String,
    /// Who sends it.
    pub by: String,
    /// Since when.
    pub began: Timestamp,
    /// Bytes that have arrived.
    pub arrived: u64,
    /// Bytes that come in all, where the browser said so.
    pub whole: Option<u64>,
    /// Records that became something.
    pub read: u64,
}

/// Those that are under way when it is asked, as the process says them to the page.
#[derive(Clone)]
pub struct UploadsUnderWay(pub Arc<dyn Fn() -> Vec<UploadUnderWay> + Send + Sync>);

/// Letters that are shown of what a record calls itself that was rejected: an ARN of a finding has fewer. Its document has all.
pub const REJECTED_ID: usize = 200;

/// A record of a file that was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedLine {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// What it calls itself, if it does.
    pub id: Option<String>,
    /// Why, in one sentence.
    pub reason: String,
}

/// What became of a file that was uploaded; the process lays it into the request of the page that says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UploadView {
    /// What the file is called.
    pub file: String,
    /// Records that were read.
    pub read: u64,
    /// Findings that were new.
    pub inserted: u64,
    /// Findings that differ from what was kept.
    pub updated: u64,
    /// Findings that are as they were.
    pub unchanged: u64,
    /// The first of those that were new or differ.
    pub came: Vec<FindingSummary>,
    /// Records that were rejected.
    pub rejected: u64,
    /// The first of those.
    pub first_rejected: Vec<RejectedLine>,
    /// Why it was not read to its end, as a sentence and the status that says the same.
    pub fault: Option<(String, u16)>,
    /// Why there is no finding in it, as a sentence.
    pub silence: Option<String>,
}
