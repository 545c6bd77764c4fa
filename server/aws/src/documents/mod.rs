//! Documents that others wrote: how a file, an answer or an event wraps its records, and what each is.
//!
//! The shapes are those of AWS's APIs and events, of the AWS CLI and boto3, and of the tools that
//! export findings. No SDK and no I/O here, and no panic on any text.

pub(crate) mod addresses;
pub(crate) mod envelope;
pub(crate) mod field;
mod file;
mod finding;
pub(crate) mod instant;
pub(crate) mod limits;
mod look;
mod page;
pub(crate) mod percent;
mod reading;
mod record;
pub(crate) mod resource_type;
mod shape;
mod tee;
#[cfg(test)]
mod tests;
pub(crate) mod words;
mod wrapped;

use backend::ports::Reject;
use serde::Deserialize;

pub use envelope::AwsEvent;
pub use file::{FileEnd, FileRecord, read_file};
pub use finding::{AwsDocuments, finding};
pub use page::{page, page_v2};
pub use reading::{Reading, read};
pub use record::Record;

/// A record that cannot be taken in, with the reason.
pub(crate) fn reject(external_id: Option<String>, reason: String, text: &str) -> Reject {
    Reject {
        external_id,
        reason: field::kept(&reason),
        document: text.to_owned(),
    }
}

/// Reads a shape from text; what is no JSON, or names a field twice, is a reject.
pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Reject> {
    serde_json::from_str(text)
        .map_err(|fault| reject(None, format!("the document cannot be read: {fault}"), text))
}
