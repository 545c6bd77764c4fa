//! Files of findings on their way in: one thread reads while another page is made ready and a third is written.
//!
//! The command line and the upload both come here. Of a file no more than a few pages are in memory.

mod reading;
mod repeats;

use aws::documents::FileEnd;
use backend::{
    Backend,
    findings::{self, ImportPage, ImportedFile, Ingested},
    ports::Reject,
};
use domain::{actor::Actor, event::Seq};
use futures::{StreamExt as _, stream};
use serde::Serialize;
use std::{
    io::Read,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::mpsc::Receiver;

use reading::Page;
use repeats::Repeats;

/// Pages that are under way at once: one is made ready while another is written.
const IN_FLIGHT: usize = 2;

/// Findings that are named of a file.
const FIRST: usize = 5;

/// What became of the records of files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Records that were read.
    pub read: u64,
    /// Findings that were new.
    pub inserted: u64,
    /// Findings that differ from what was kept.
    pub updated: u64,
    /// Findings that are as they were, or older than what is kept.
    pub unchanged: u64,
    /// Records that could not be taken in.
    pub rejected: u64,
}

impl Answer {
    /// Adds what became of others.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.inserted += other.inserted;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
    }
}

/// A record that was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// What it calls itself, if it does.
    pub id: Option<String>,
    /// Why, in one sentence.
    pub reason: String,
}

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// How its reading ended.
    pub end: FileEnd,
    /// The last event that it caused, if anything changed.
    pub seq: Option<Seq>,
    /// Row numbers of the first findings that were new or changed.
    pub first: Vec<i64>,
}

/// Follows a file on its way.
pub trait Follow: Send {
    /// A record was rejected.
    fn rejected(&mut self, rejected: Rejected);
    /// So far this became of its records.
    fn progress(&mut self, so_far: Answer);
}

/// Takes in the findings of a file. Whatever stops it, what came before is kept and counted in `answer`.
///
/// # Errors
/// [`backend::Error::Forbidden`], or when the database fails.
pub async fn take_in(
    backend: &Backend,
    actor: &Actor,
    file: ImportedFile<'_>,
    input: impl Read + Send + 'static,
    (answer, follow): (&mut Answer, &mut dyn Follow),
) -> backend::Result<Taken> {
    let (reading, pages) = reading::start(input);
    let mut sum = Ingested::default();
    let done = take_pages((backend, actor, file), pages, &mut sum, (answer, follow)).await;
    let told = findings::imported(backend, actor, file, (&sum, done.is_ok())).await;
    // Where it died, that is the error: the entry is missing only where nothing can be written any more.
    done.and(told)?;
    let end = reading.await.map_err(|error| broken(&error))?;
    Ok(Taken {
        end,
        seq: sum.seq,
        first: sum.rows,
    })
}

/// Writes the pages. After one that fails no further one begins, and what was under way is counted.
async fn take_pages(
    (backend, actor, file): (&Backend, &Actor, ImportedFile<'_>),
    pages: Receiver<Page>,
    sum: &mut Ingested,
    (answer, follow): (&mut Answer, &mut dyn Follow),
) -> backend::Result<()> {
    let is_over = Arc::new(AtomicBool::new(false));
    let ends = is_over.clone();
    let pages = stream::unfold((pages, ends), async |(mut pages, ends)| {
        let page = match ends.load(Ordering::Relaxed) {
            true => None,
            false => pages.recv().await,
        };
        page.map(|page| (page, (pages, ends)))
    });
    let mut repeats = Repeats::default();
    let done = pages.map(|mut page| {
        let repeated = repeats.taken_out(&mut page.findings);
        let (backend, actor) = (backend.clone(), actor.clone());
        let owned = (file.name.to_owned(), file.address.map(str::to_owned));
        let lines: Vec<Rejected> = page.rejects.iter().map(rejected).collect();
        let taken = tokio::spawn(write(backend, actor, owned, (page, repeated)));
        async move { (lines, taken.await) }
    });
    let mut done = Box::pin(done.buffered(IN_FLIGHT));
    let mut fault = None;
    while let Some((lines, taken)) = done.next().await {
        match taken.map_err(|error| broken(&error)).flatten() {
            Ok(taken) => {
                lines.into_iter().for_each(|one| follow.rejected(one));
                add(sum, taken);
                *answer = of(sum);
                follow.progress(*answer);
            }
            Err(error) => {
                is_over.store(true, Ordering::Relaxed);
                fault.get_or_insert(error);
            }
        }
    }
    fault.map_or(Ok(()), Err)
}

fn add(sum: &mut Ingested, taken: Ingested) {
    sum.inserted += taken.inserted;
    sum.updated += taken.updated;
    sum.unchanged += taken.unchanged;
    sum.rejected += taken.rejected;
    sum.seq = sum.seq.max(taken.seq);
    let missing = FIRST.saturating_sub(sum.rows.len());
    sum.rows.extend(taken.rows.into_iter().take(missing));
}

fn of(done: &Ingested) -> Answer {
    Answer {
        read: done.inserted + done.updated + done.unchanged + done.rejected,
        inserted: done.inserted,
        updated: done.updated,
        unchanged: done.unchanged,
        rejected: done.rejected,
    }
}

fn broken(error: &tokio::task::JoinError) -> backend::Error {
    backend::Error::Broken(format!("the import: {error}"))
}

fn rejected((line, reject): &(u64, Reject)) -> Rejected {
    Rejected {
        line: *line,
        id: reject.external_id.clone(),
        reason: reject.reason.clone(),
    }
}

async fn write(
    backend: Backend,
    actor: Actor,
    (name, address): (String, Option<String>),
    (page, repeated): (Page, u64),
) -> backend::Result<Ingested> {
    let file = ImportedFile {
        name: &name,
        address: address.as_deref(),
    };
    let page = ImportPage {
        findings: page.findings,
        rejects: page.rejects.into_iter().map(|(_, reject)| reject).collect(),
    };
    let mut done = findings::import(&backend, &actor, file, page).await?;
    done.unchanged += repeated;
    Ok(done)
}
