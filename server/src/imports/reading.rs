//! The thread that reads a file, and the pages that it makes.

use std::{io::Read, ops::ControlFlow};

use aws::documents::{FileEnd, FileRecord, read_file};
use backend::ports::Reject;
use domain::finding::IncomingFinding;
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    task::{JoinHandle, spawn_blocking},
};

/// Records of a page, which one transaction takes in.
const RECORDS: usize = 1_500;
/// Bytes of documents after which a page is full, however few they are.
const BYTES: usize = 8 << 20;
/// Pages that wait to be written.
const AHEAD: usize = 1;

/// Some records of a file, rejects with their lines.
#[derive(Default)]
pub(super) struct Page {
    pub(super) findings: Vec<IncomingFinding>,
    pub(super) rejects: Vec<(u64, Reject)>,
    bytes: usize,
}

impl Page {
    fn take(&mut self, record: FileRecord) {
        match record {
            FileRecord::Finding(finding) => {
                self.bytes += finding.document.len();
                self.findings.push(*finding);
            }
            FileRecord::Rejected(line, reject) => {
                self.bytes += reject.document.len();
                self.rejects.push((line, reject));
            }
        }
    }

    const fn is_full(&self) -> bool {
        self.findings.len() + self.rejects.len() >= RECORDS || self.bytes >= BYTES
    }

    const fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.rejects.is_empty()
    }
}

/// Begins to read; the thread ends with the file, or when nobody takes its pages any more.
pub(super) fn start(input: impl Read + Send + 'static) -> (JoinHandle<FileEnd>, Receiver<Page>) {
    let (pages, taken) = channel(AHEAD);
    (spawn_blocking(move || read(input, &pages)), taken)
}

fn read(input: impl Read, pages: &Sender<Page>) -> FileEnd {
    let mut page = Page::default();
    let end = read_file(input, &mut |record| {
        page.take(record);
        if page.is_full() && pages.blocking_send(std::mem::take(&mut page)).is_err() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    if !page.is_empty() {
        // Nobody takes it where the import failed, and then nobody asks for it.
        let _ = pages.blocking_send(page);
    }
    end
}
