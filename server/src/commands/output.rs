//! What a command says: its answer on standard output, and what goes with it on standard error.

use std::{
    fmt,
    io::{self, Write as _},
};

/// The exit code of a program whose reader has gone, as shells give it: 128 and the number of SIGPIPE.
pub(super) const READER_GONE: u8 = 141;

/// Standard output took nothing more.
#[derive(Debug)]
struct Unsaid(io::Error);

impl fmt::Display for Unsaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "standard output takes nothing: {}", self.0)
    }
}

impl std::error::Error for Unsaid {}

/// Writes a line to standard output. The macro [`say!`] takes what `println!` takes.
///
/// # Errors
/// When nobody reads it any more, which [`reader_is_gone`] tells, or it cannot be written.
pub(super) fn say_line(line: fmt::Arguments<'_>) -> anyhow::Result<()> {
    writeln!(io::stdout().lock(), "{line}").map_err(|error| Unsaid(error).into())
}

/// Writes a line to standard error. One that cannot be shown is no reason to stop.
pub(super) fn note_line(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Whether a command ended because whoever read its answer had enough, as `head` has: nothing is wrong then.
pub(super) fn reader_is_gone(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<Unsaid>()
        .is_some_and(|Unsaid(why)| why.kind() == io::ErrorKind::BrokenPipe)
}

macro_rules! say {
    ($($words:tt)*) => { $crate::commands::output::say_line(format_args!($($words)*)) };
}

macro_rules! note {
    ($($words:tt)*) => { $crate::commands::output::note_line(format_args!($($words)*)) };
}

pub(super) use {note, say};
