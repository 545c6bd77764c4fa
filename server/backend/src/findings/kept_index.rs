//! The index of findings on disk, so that a start reads a file rather than every row.
//!
//! It is a copy that may be lost: one that is missing, damaged, of another version, or not of this
//! database is passed over, and the index is built from the store.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read as _, Write as _},
    path::Path,
};

use domain::event::{Event, Seq};

use crate::{
    backend::Backend,
    board::Board,
    error::{Error, Result},
    store::{Db, events},
};

/// Bytes of the buffers: the file is written and read in pieces of about this size.
const BUFFER: usize = 1 << 20;
/// Bytes before the index: the place of an event, and its hash.
const MARK: usize = 40;

/// An event that the index knows: the log that has it is the log that the index followed.
type Mark = [u8; MARK];

/// The index as it was kept, if it is of this database and the events since are still there; else an empty one.
pub async fn kept_index(db: &Db, path: &Path) -> Board {
    let path = path.to_owned();
    let read = tokio::task::spawn_blocking(move || read(&path)).await;
    let Ok(Some((mark, board))) = read else {
        return Board::new();
    };
    match is_of(db, board.as_of(), &mark).await {
        Ok(true) => board,
        Ok(false) => {
            tracing::info!(
                "the kept index of findings is not of this database as it is: building it anew"
            );
            Board::new()
        }
        Err(error) => {
            tracing::warn!(%error, "the kept index of findings could not be checked: building it anew");
            Board::new()
        }
    }
}

fn read(path: &Path) -> Option<(Mark, Board)> {
    let mut file = BufReader::with_capacity(BUFFER, File::open(path).ok()?);
    let mut mark = [0; MARK];
    file.read_exact(&mut mark).ok()?;
    match Board::load(file) {
        Ok(board) => Some((mark, board)),
        Err(error) => {
            tracing::warn!(%error, "the kept index of findings cannot be read: building it anew");
            None
        }
    }
}

/// Whether the marked event is in this log, and every event after the index's last one is too.
async fn is_of(db: &Db, as_of: Seq, mark: &Mark) -> Result<bool> {
    let mut reader = db.reader().await?;
    let (place, _) = mark.split_at(8);
    let marked = i64::from_le_bytes(place.try_into().unwrap_or_default());
    let event = events::after(reader.conn(), Seq(marked - 1), 1)
        .await?
        .pop();
    let head = events::head(reader.conn()).await?;
    let oldest = events::oldest(reader.conn()).await?;
    let reaches = oldest.is_some_and(|oldest| oldest.0 <= as_of.0 + 1) && as_of <= head;
    Ok(reaches && event.is_some_and(|event| mark_of(&event) == *mark))
}

fn mark_of(event: &Event) -> Mark {
    let mut mark = [0; MARK];
    let text = serde_json::to_vec(event).unwrap_or_default();
    mark[..8].copy_from_slice(&event.seq.0.to_le_bytes());
    mark[8..].copy_from_slice(blake3::hash(&text).as_bytes());
    mark
}

/// Keeps the index at `path`. Whoever asks and whatever changes meanwhile is not held up.
///
/// # Errors
/// [`Error::Broken`] when the file cannot be written; what was kept before then stays.
pub async fn keep_index(backend: &Backend, path: &Path) -> Result<()> {
    // The index may know more by the time it is written; it says so itself.
    let as_of = backend.board().as_of();
    let event = events::after(backend.reader().await?.conn(), Seq(as_of.0 - 1), 1)
        .await?
        .pop();
    let Some(event) = event.filter(|event| event.seq == as_of) else {
        return Ok(());
    };
    let (backend, path) = (backend.clone(), path.to_owned());
    let written =
        tokio::task::spawn_blocking(move || write(&backend, &path, &mark_of(&event))).await;
    let failed = |error: &dyn std::fmt::Display| {
        Error::Broken(format!("the index of findings could not be kept: {error}"))
    };
    written
        .map_err(|error| failed(&error))?
        .map_err(|error| failed(&error))
}

fn write(backend: &Backend, path: &Path, mark: &Mark) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = BufWriter::with_capacity(BUFFER, File::create(&beside)?);
    file.write_all(mark)?;
    backend.board().save(&mut file)?;
    file.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()?;
    std::fs::rename(beside, path)
}
