//! The findings of a file of any size: one after the other, whatever they are wrapped in, with the line of each that
//! cannot be used. Of the file no more than one record is in memory.
//!
//! A file has one document a line, or any JSON over as many lines as it likes. What is broken in a line costs that
//! line; what is broken in other JSON ends it, since nobody knows where the next record begins.

use std::{
    io::{self, BufRead, BufReader, Cursor, Read},
    ops::ControlFlow,
};

use backend::ports::{LARGEST_DOCUMENT, Reject};
use domain::{finding::IncomingFinding, scope::AccountId};
use flate2::bufread::MultiGzDecoder;
use serde::de::IgnoredAny;

use super::{Reading, Record, reading::as_it_stands, reject, wrapped::wrapped};

/// Bytes of a line that is looked at whole; what is longer is read like JSON over many lines.
const LONGEST_LINE: u64 = (LARGEST_DOCUMENT as u64) + (1 << 20);
/// Lines without JSON at the beginning after which a file is taken to have none.
const STRANGE_LINES: usize = 8;
/// Bytes read from the file at a time.
const BUFFER: usize = 256 << 10;
/// What a file of UTF-16 begins with.
const UTF_16: [[u8; 2]; 2] = [[0xff, 0xfe], [0xfe, 0xff]];
/// What gzip's files begin with (RFC 1952, 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// One record of a file.
#[derive(Debug)]
pub enum FileRecord {
    /// A finding.
    Finding(Box<IncomingFinding>),
    /// One that cannot be used, and the line on which it begins, from 1.
    Rejected(u64, Reject),
}

/// How the reading of a file ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileEnd {
    /// Why the file was not read to its end, if it was not: one sentence.
    pub fault: Option<String>,
    /// Why there is no finding at all, where there is none and nothing else is wrong: one sentence.
    pub silence: Option<String>,
}

/// Reads a file, as it is or as gzip made it; every record goes to `take`, which may end it.
pub fn read_file(input: impl Read, take: &mut dyn FnMut(FileRecord) -> ControlFlow<()>) -> FileEnd {
    let mut walk = Walk::new(take);
    let fault = match open(input) {
        Ok(mut input) => walk.lines(&mut input).err(),
        Err(fault) => Some(unreadable(&fault)),
    };
    walk.end(fault)
}

fn open<'r>(mut input: impl Read + 'r) -> io::Result<Box<dyn BufRead + 'r>> {
    let mut head = Vec::new();
    input
        .by_ref()
        .take(GZIP.len() as u64)
        .read_to_end(&mut head)?;
    let is_gzip = head == GZIP;
    let whole = BufReader::with_capacity(BUFFER, Cursor::new(head).chain(input));
    Ok(match is_gzip {
        true => Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(whole))),
        false => Box::new(whole),
    })
}

/// What was read of text that begins on a line: where a record is broken is said in lines of the file. Its column is told
/// only where the text is a whole line.
pub(super) fn on_line(mut reading: Reading, line: u64, whole: bool) -> Reading {
    for reject in &mut reading.rejects {
        if let Some(reason) = placed(&reject.reason, line, whole) {
            reject.reason = reason;
        }
    }
    reading
}

fn placed(reason: &str, line: u64, whole: bool) -> Option<String> {
    let (what, place) = reason.rsplit_once(" at line ")?;
    let (within, column) = place.split_once(" column ")?;
    let line = (line + within.parse::<u64>().ok()?).saturating_sub(1);
    Some(match whole {
        true => format!("{what} at line {line} column {column}"),
        false => format!("{what} at line {line}"),
    })
}

/// Why reading stopped.
pub(super) type Fault = String;

fn unreadable(fault: &io::Error) -> Fault {
    match fault.kind() {
        io::ErrorKind::UnexpectedEof => "it ends in the middle of its compressed part".to_owned(),
        _ => format!("it cannot be read: {fault}"),
    }
}

/// What was found so far, and where it goes.
pub(super) struct Walk<'t> {
    take: &'t mut dyn FnMut(FileRecord) -> ControlFlow<()>,
    account: AccountId,
    /// Documents so far: what stands on a line, or at the top.
    documents: u64,
    /// Findings and rejects so far.
    found: u64,
    /// Records so far that are no findings.
    others: u64,
    /// Lines without a record before the first with one.
    strange: Vec<(u64, Reject)>,
    /// How many of them are JSON all the same.
    bare: usize,
    /// The first document, if it is no record at all: where others follow it is a reject, else the reason of silence.
    alone: Option<(u64, Reject)>,
    pub(super) stopped: bool,
}

impl<'t> Walk<'t> {
    fn new(take: &'t mut dyn FnMut(FileRecord) -> ControlFlow<()>) -> Self {
        Self {
            take,
            account: AccountId::from(""),
            documents: 0,
            found: 0,
            others: 0,
            strange: Vec::new(),
            bare: 0,
            alone: None,
            stopped: false,
        }
    }

    fn lines(&mut self, input: &mut dyn BufRead) -> Result<(), Fault> {
        let (mut line, mut buffer) = (0, Vec::new());
        while !self.stopped {
            buffer.clear();
            let read = input.take(LONGEST_LINE).read_until(b'\n', &mut buffer);
            if read.map_err(|fault| unreadable(&fault))? == 0 {
                break;
            }
            line += 1;
            if line == 1 && UTF_16.iter().any(|mark| buffer.starts_with(mark)) {
                return Err("it is UTF-16; save it as UTF-8".to_owned());
            }
            if line == 1 && buffer.starts_with("\u{feff}".as_bytes()) {
                buffer.drain(..3);
            }
            let text = buffer.trim_ascii();
            if text.is_empty() {
                continue;
            }
            let is_whole = buffer.ends_with(b"\n");
            let is_longer = !is_whole && buffer.len() as u64 >= LONGEST_LINE;
            if text[0] == b'[' || is_longer || !self.line(line, text, is_whole)? {
                return wrapped(Cursor::new(&buffer).chain(input), line - 1, self);
            }
        }
        Ok(())
    }

    /// Takes what stands on a line; false for the beginning of JSON that goes on.
    fn line(&mut self, line: u64, text: &[u8], is_whole: bool) -> Result<bool, Fault> {
        let Ok(text) = str::from_utf8(text) else {
            return self.strange(line, reject(None, "the line is no text".to_owned(), ""));
        };
        if !text.starts_with('{') {
            self.bare += usize::from(serde_json::from_str::<IgnoredAny>(text).is_ok());
            return self.strange(
                line,
                reject(None, "the line is no JSON object".to_owned(), text),
            );
        }
        let reading = as_it_stands(text, &self.account);
        if reading.records.is_empty() && !reading.rejects.is_empty() {
            let whole = serde_json::from_str::<IgnoredAny>(text);
            if whole.is_err_and(|fault| fault.is_eof()) {
                if self.documents == 0 {
                    return Ok(false);
                }
                if !is_whole {
                    return Err(format!("it ends in the middle of line {line}"));
                }
            }
        }
        self.document(line, on_line(reading, line, true), text);
        Ok(true)
    }

    fn strange(&mut self, line: u64, reject: Reject) -> Result<bool, Fault> {
        if self.documents > 0 {
            self.reject(line, reject);
            return Ok(true);
        }
        self.strange.push((line, reject));
        match self.strange.len() {
            0..=STRANGE_LINES => Ok(true),
            // Not one of them is a record, but JSON they are: the file is read on.
            many if self.bare == many => {
                self.begin_document();
                Ok(true)
            }
            _ => Err(self.no_json()),
        }
    }

    fn no_json(&self) -> Fault {
        let first = self.strange.first().map_or("", |(_, one)| &one.document);
        match first.chars().take(24).collect::<String>() {
            start if start.is_empty() => "it is neither JSON nor any other text".to_owned(),
            start => format!("it is no JSON: it begins with {start:?}"),
        }
    }

    /// A document at the top begins: what was strange before it cost a line each.
    pub(super) fn begin_document(&mut self) {
        self.documents += 1;
        if self.documents <= 2 {
            let before = std::mem::take(&mut self.strange);
            let alone = self.alone.take();
            for (line, one) in before.into_iter().chain(alone) {
                self.reject(line, one);
            }
        }
    }

    /// A document at the top, read.
    pub(super) fn document(&mut self, line: u64, reading: Reading, text: &str) {
        self.begin_document();
        match (&reading.silence, self.documents) {
            (Some(reason), 1) => {
                self.alone = Some((line, reject(None, reason.clone(), text)));
            }
            _ => self.record(line, reading, text),
        }
    }

    /// An entry of a list, or a document that is not alone: what is no record is refused.
    pub(super) fn record(&mut self, line: u64, reading: Reading, text: &str) {
        for one in reading.records {
            match one {
                Record::Finding(finding) => self.give(FileRecord::Finding(finding)),
                _ => self.others += 1,
            }
        }
        for one in reading.rejects {
            self.reject(line, one);
        }
        if let Some(reason) = reading.silence {
            self.reject(line, reject(None, reason, text));
        }
    }

    /// Reads the text of an object.
    pub(super) fn read(&self, text: &str) -> Reading {
        as_it_stands(text, &self.account)
    }

    pub(super) fn reject(&mut self, line: u64, reject: Reject) {
        self.give(FileRecord::Rejected(line, reject));
    }

    fn give(&mut self, record: FileRecord) {
        self.found += 1;
        if (self.take)(record).is_break() {
            self.stopped = true;
        }
    }

    fn end(mut self, fault: Option<Fault>) -> FileEnd {
        let fault = fault.filter(|_| !self.stopped);
        let fault = match self.documents {
            0 if fault.is_none() && self.strange.len() > self.bare => Some(self.no_json()),
            _ => fault,
        };
        let silence = (self.found == 0 && fault.is_none()).then(|| self.silence());
        FileEnd { fault, silence }
    }

    fn silence(&mut self) -> String {
        match (self.alone.take(), self.documents, self.others) {
            (Some((_, one)), ..) => one.reason,
            (None, 0, _) if self.bare > 0 => {
                "it has neither an object nor a list, so no finding".to_owned()
            }
            (None, 0, _) => "it is empty".to_owned(),
            (None, _, 0) => "its list of records is empty".to_owned(),
            (None, _, 1) => "its one record is no finding".to_owned(),
            (None, _, others) => format!("none of its {others} records is a finding"),
        }
    }
}
