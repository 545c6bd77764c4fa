//! Findings that leave the house: those of a list, in the order in which they came, a part at a time.

use std::{borrow::Cow, collections::HashMap};

use domain::{
    action::Action,
    actor::Actor,
    finding::{FindingList, FindingSummary},
    time::Timestamp,
};

use super::{list::standpoint, prepare::on_one_line};
use crate::{
    backend::{Backend, authorize},
    error::{Error, Result},
    store::{accounts, finding_documents, findings},
};

/// Findings of a part.
const PART: usize = 500;

/// What the findings are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// A row a finding, for a spreadsheet.
    Csv,
    /// A line a finding: its document.
    Ndjson,
    /// One object with the list of findings, as Security Hub answers: documents in ASFF, and what others say in it.
    Asff,
}

/// An export under way. It holds a number for each finding and the text of one part.
pub struct Export {
    backend: Backend,
    format: ExportFormat,
    numbers: Vec<u32>,
    /// What accounts are called, once a row was written.
    account_names: Option<HashMap<String, String>>,
    /// Findings written so far, of `numbers`.
    at: usize,
    has_begun: bool,
    has_ended: bool,
    is_first: bool,
}

/// Begins to write the findings that filter and group of a list admit.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn export(
    backend: &Backend,
    actor: &Actor,
    ask: &FindingList,
    format: ExportFormat,
) -> Result<Export> {
    authorize(actor, Action::ReadFloor)?;
    Ok(Export {
        backend: backend.clone(),
        format,
        numbers: backend.board().numbers(ask, standpoint(backend, actor)),
        account_names: None,
        at: 0,
        has_begun: false,
        has_ended: false,
        is_first: true,
    })
}

impl Export {
    /// The next part; none after the last.
    ///
    /// # Errors
    /// [`Error::Corrupt`], or when the database fails.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        if self.has_ended {
            return Ok(None);
        }
        let mut part = Vec::new();
        if !self.has_begun {
            self.has_begun = true;
            part.extend_from_slice(self.opening()?.as_slice());
        }
        let upto = self.numbers.len().min(self.at + PART);
        let ns: Vec<u32> = self.numbers[self.at..upto].to_vec();
        self.at = upto;
        match self.format {
            ExportFormat::Csv => part.extend_from_slice(&self.rows(&ns).await?),
            ExportFormat::Ndjson | ExportFormat::Asff => self.documents(&ns, &mut part).await?,
        }
        if self.at == self.numbers.len() {
            self.has_ended = true;
            if self.format == ExportFormat::Asff {
                part.extend_from_slice(b"\n]}\n");
            }
        }
        Ok(Some(part))
    }

    fn opening(&self) -> Result<Vec<u8>> {
        match self.format {
            ExportFormat::Csv => written(|csv| csv.write_record(COLUMNS)),
            ExportFormat::Ndjson => Ok(Vec::new()),
            ExportFormat::Asff => Ok(b"{\"Findings\":[".to_vec()),
        }
    }

    async fn rows(&mut self, ns: &[u32]) -> Result<Vec<u8>> {
        let found = ns.iter().filter_map(|n| self.backend.board().at(*n));
        let found: Vec<FindingSummary> = found.collect();
        let ns: Vec<i64> = ns.iter().copied().map(i64::from).collect();
        let mut reader = self.backend.reader().await?;
        if self.account_names.is_none() {
            let names = accounts::all_names(reader.conn()).await?;
            self.account_names = Some(names.into_iter().collect());
        }
        let ids = findings::aws_ids(reader.conn(), &ns).await?;
        drop(reader);
        let ids: HashMap<i64, String> = ids.into_iter().collect();
        let names = self.account_names.as_ref();
        let name = |account: &str| names.and_then(|names| names.get(account));
        let text = |known: Option<&String>| known.map_or_else(String::new, String::clone);
        written(|csv| {
            found.iter().try_for_each(|one| {
                let aws_finding_id = text(ids.get(&i64::from(one.n)));
                let account_name = text(name(&one.account));
                csv.write_record(cells(one, [aws_finding_id, account_name]).map(plain))
            })
        })
    }

    async fn documents(&mut self, ns: &[u32], part: &mut Vec<u8>) -> Result<()> {
        let ns: Vec<i64> = ns.iter().copied().map(i64::from).collect();
        let archive = self.backend.archive();
        let mut reader = self.backend.reader().await?;
        let mut rows = finding_documents::by_numbers(reader.conn(), &ns).await?;
        for (_, row) in &rows {
            archive.learn(reader.conn(), row).await?;
        }
        drop(reader);
        rows.sort_unstable_by_key(|(n, _)| *n);
        for (n, row) in &rows {
            let kept = archive.unpack(*n, row)?;
            let document = match self.format {
                ExportFormat::Asff => {
                    part.extend_from_slice(if self.is_first { b"\n" } else { b",\n" });
                    as_asff(&self.backend, *n, &kept)?
                }
                ExportFormat::Ndjson | ExportFormat::Csv => Cow::Borrowed(kept.as_str()),
            };
            self.is_first = false;
            part.extend_from_slice(on_one_line(&document).as_bytes());
            if self.format == ExportFormat::Ndjson {
                part.push(b'\n');
            }
        }
        Ok(())
    }
}

/// A kept document in ASFF.
pub(super) fn as_asff<'d>(backend: &Backend, n: i64, document: &'d str) -> Result<Cow<'d, str>> {
    let asff = backend.documents().as_asff(document);
    asff.map_err(|reject| Error::Corrupt {
        table: "finding_documents",
        row: n.to_string(),
        what: reject.reason,
    })
}

/// What stands above the rows.
const COLUMNS: [&str; 20] = [
    "id",
    "severity",
    "title",
    "workflow",
    "record_state",
    "compliance",
    "control",
    "product",
    "account",
    "region",
    "resource_type",
    "resource_id",
    "more_resources",
    "assignee",
    "suppression",
    "open_since",
    "updated",
    "not_reported_since",
    "aws_finding_id",
    "account_name",
];

fn cells(
    finding: &FindingSummary,
    [aws_finding_id, account_name]: [String; 2],
) -> [String; COLUMNS.len()] {
    let number = |number: Option<u32>| number.map(|n| format!("SUP-{n}"));
    let time = |at: Timestamp| at.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string();
    [
        finding.id.to_string(),
        finding.severity.as_str().to_owned(),
        finding.title.clone(),
        finding.workflow.as_str().to_owned(),
        finding.record_state.as_str().to_owned(),
        finding
            .compliance
            .map_or_else(String::new, |one| one.as_str().to_owned()),
        finding.control.clone().unwrap_or_default(),
        finding.product.clone(),
        finding.account.clone(),
        finding.region.clone(),
        finding.resource_type.clone(),
        finding.resource_id.clone(),
        finding.more_resources.to_string(),
        finding.assignee.clone().unwrap_or_default(),
        number(finding.suppression).unwrap_or_default(),
        time(finding.open_since),
        time(finding.updated),
        finding.not_reported_since.map_or_else(String::new, time),
        aws_finding_id,
        account_name,
    ]
}

/// With what a formula begins. Some spreadsheets pass over space before it, and take the wide signs of East Asian text for it.
/// Source: OWASP, "CSV Injection".
const FORMULA: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// A cell that no spreadsheet takes for a formula: whoever writes findings chooses their titles.
fn plain(cell: String) -> String {
    match cell.starts_with(FORMULA) {
        true => format!("'{cell}"),
        false => cell,
    }
}

fn written(write: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Result<Vec<u8>> {
    let failed = |error: String| Error::Broken(format!("CSV: {error}"));
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    write(&mut csv).map_err(|error| failed(error.to_string()))?;
    csv.into_inner().map_err(|error| failed(error.to_string()))
}
