//! The board on disk: columns and dictionaries as they are in memory, so that a start reads no database.
//!
//! A file is a run of frames, each with its length, its content and a hash over its number and its
//! content. The first frame has the schema number, the last says that nothing is missing. A file that
//! is wrong in any way is refused, and the board is then built from the store.
//!
//! The board goes on changing while it is written: each frame is a moment of its own. Rows come
//! before the dictionaries that explain them, and dictionaries only grow, so that every code has its
//! meaning; rows that are newer than the `seq` of the file are told again by the events after it.

mod frame;
mod load;
mod pieces;
mod save;

/// The file is not a whole snapshot of this schema; the board has to be built from the store.
#[derive(Debug, thiserror::Error)]
pub enum BadSnapshot {
    /// It could not be read.
    #[error("the snapshot could not be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// It is of another version of the program.
    #[error("the snapshot has schema {found}, this program reads {expected}")]
    OtherSchema {
        /// The file's number.
        found: u32,
        /// This program's number.
        expected: u32,
    },
    /// Something in it is not as it was written.
    #[error("the snapshot is damaged: {0}")]
    Damaged(&'static str),
}

/// Counts up whenever what the frames hold changes.
const SCHEMA: u32 = 4;
