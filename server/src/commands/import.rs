//! `watchfloor import`: findings out of files, beside a running server or without one.

use std::{
    fs::File,
    io::{IsTerminal as _, Read, Write as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::bail;
use backend::{Backend, findings::ImportedFile};
use clap::{Args, Subcommand};
use domain::actor::Actor;

use super::{
    opening::open_beside,
    output::{note, say},
};
use crate::{
    config::Settings,
    imports::{Answer, Follow, Rejected, take_in},
};

/// How often it is said how far it has come: on a terminal, and in a log.
const BEAT: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(5)];

/// What to take in.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Findings in ASFF or OCSF, bare, in lists or wrapped, one a line or not, as they are or gzip
    Findings {
        /// The files; - is standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Print nothing but the answer to standard output
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn import(import: Import, settings: Settings) -> anyhow::Result<()> {
    let What::Findings { files, json } = import.what;
    let mut all = Answer::default();
    let done = all_of(&files, json, &settings, &mut all).await;
    let answer = say!("{}", serde_json::to_string(&all)?);
    let done = done?;
    answer?;
    match done {
        0 => Ok(()),
        _ if files.len() == 1 => {
            bail!("the file could not be read to its end; what came before is kept")
        }
        wrong => bail!(
            "{wrong} of {} files could not be read to their end; what came before is kept",
            files.len()
        ),
    }
}

/// Takes in every file; the answer is how many could not be read to their end.
async fn all_of(
    files: &[PathBuf],
    json: bool,
    settings: &Settings,
    all: &mut Answer,
) -> anyhow::Result<usize> {
    let backend = open_beside(settings).await?;
    let mut wrong = 0;
    for path in files {
        let name = path.display().to_string();
        let mut answer = Answer::default();
        let done = one(&backend, path, &name, &mut answer).await;
        all.add(answer);
        match done? {
            Some(fault) => {
                note!("{name}: {fault}");
                wrong += 1;
            }
            None if !json => say!("{name}: {}", said(answer))?,
            None => {}
        }
    }
    backend.db().close().await;
    Ok(wrong)
}

/// Takes in one file; the answer is why it could not be read to its end, if it could not.
async fn one(
    backend: &Backend,
    path: &Path,
    name: &str,
    answer: &mut Answer,
) -> anyhow::Result<Option<String>> {
    let input: Box<dyn Read + Send> = match path.to_str() {
        Some("-") => Box::new(std::io::stdin()),
        _ => match File::open(path) {
            Ok(file) => Box::new(file),
            Err(fault) => return Ok(Some(format!("it cannot be opened: {fault}"))),
        },
    };
    let mut told = Told::of(name);
    let file = ImportedFile {
        name,
        address: None,
    };
    let console = Actor::Console;
    let taken = take_in(backend, &console, file, input, (answer, &mut told)).await;
    told.end();
    let end = taken?.end;
    if let Some(why) = end.silence {
        note!("{name}: no findings: {why}");
    }
    Ok(end.fault)
}

fn said(answer: Answer) -> String {
    format!(
        "{} read, {} inserted, {} updated, {} unchanged, {} rejected",
        answer.read, answer.inserted, answer.updated, answer.unchanged, answer.rejected
    )
}

/// What is said on the way, all of it on standard error.
struct Told<'n> {
    name: &'n str,
    on_terminal: bool,
    last: Instant,
    /// Whether an unfinished line stands on the terminal.
    is_open: bool,
}

impl<'n> Told<'n> {
    fn of(name: &'n str) -> Self {
        Self {
            name,
            on_terminal: std::io::stderr().is_terminal(),
            last: Instant::now(),
            is_open: false,
        }
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.is_open) {
            note!("");
        }
    }
}

impl Follow for Told<'_> {
    fn rejected(&mut self, rejected: Rejected) {
        self.end();
        let id = rejected.id.map(|id| format!(" ({id})")).unwrap_or_default();
        let (name, line) = (self.name, rejected.line);
        note!("{name}:{line}: rejected: {}{id}", rejected.reason);
    }

    fn progress(&mut self, so_far: Answer) {
        let [terminal, log] = BEAT;
        if self.last.elapsed() < if self.on_terminal { terminal } else { log } {
            return;
        }
        self.last = Instant::now();
        let line = format!("{}: {}", self.name, said(so_far));
        match self.on_terminal {
            true => {
                self.is_open = true;
                // A line that cannot be shown is no reason to stop.
                let _ = write!(std::io::stderr().lock(), "\r{line}");
            }
            false => note!("{line}"),
        }
    }
}
