//! Bytes on their way to the JSON parser, with the place in the file and the text of the object that is being read.
//!
//! Whether an object is a record or only wraps some is known once its keys are read. Until then its text is kept, at
//! most as much as a record may have.

use std::{
    cell::RefCell,
    io::{self, Read},
    rc::Rc,
};

use backend::ports::LARGEST_DOCUMENT;

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;

/// The text of an object as far as it was read.
enum Kept {
    /// Nothing is kept.
    Nothing,
    /// The chunks before, and where it goes on in this one.
    Text(Vec<u8>, usize),
    /// It was more than a record may have.
    TooMuch,
}

struct State<R> {
    input: R,
    chunk: Box<[u8]>,
    filled: usize,
    at: usize,
    /// Line breaks before `counted` in this chunk, and in all the chunks before.
    lines: u64,
    counted: usize,
    kept: Kept,
}

/// A reader that the parser and whoever is told of its steps share.
pub(super) struct Tee<R>(Rc<RefCell<State<R>>>);

impl<R> Clone for Tee<R> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<R: Read> Tee<R> {
    /// Reads `input`, whose first line is the one after `lines` others.
    pub(super) fn new(input: R, lines: u64) -> Self {
        Self(Rc::new(RefCell::new(State {
            input,
            chunk: vec![0; CHUNK].into_boxed_slice(),
            filled: 0,
            at: 0,
            lines,
            counted: 0,
            kept: Kept::Nothing,
        })))
    }

    /// The line, from 1, of the byte that was read last.
    pub(super) fn line(&self) -> u64 {
        let mut state = self.0.borrow_mut();
        let at = state.at;
        state.count(at);
        state.lines + 1
    }

    /// Keeps the text from the byte on that was read last.
    pub(super) fn begin(&self) {
        let mut state = self.0.borrow_mut();
        state.kept = Kept::Text(Vec::new(), state.at.saturating_sub(1));
    }

    /// The text up to the byte that was read last; none where it was too much.
    pub(super) fn end(&self) -> Option<Vec<u8>> {
        let mut state = self.0.borrow_mut();
        match std::mem::replace(&mut state.kept, Kept::Nothing) {
            Kept::Text(mut text, from) => {
                text.extend_from_slice(&state.chunk[from..state.at]);
                (text.len() <= LARGEST_DOCUMENT).then_some(text)
            }
            Kept::Nothing | Kept::TooMuch => None,
        }
    }

    /// Keeps no text any more.
    pub(super) fn forget(&self) {
        self.0.borrow_mut().kept = Kept::Nothing;
    }
}

impl<R: Read> State<R> {
    fn count(&mut self, upto: usize) {
        let passed = &self.chunk[self.counted..upto];
        self.lines += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted = upto;
    }

    fn refill(&mut self) -> io::Result<()> {
        self.count(self.filled);
        if let Kept::Text(text, from) = &mut self.kept {
            text.extend_from_slice(&self.chunk[*from..self.filled]);
            *from = 0;
            if text.len() > LARGEST_DOCUMENT {
                self.kept = Kept::TooMuch;
            }
        }
        (self.at, self.counted, self.filled) = (0, 0, 0);
        self.filled = self.input.read(&mut self.chunk)?;
        Ok(())
    }
}

impl<R: Read> Read for Tee<R> {
    /// One byte: the parser must not be ahead of what it tells.
    #[inline]
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut state = self.0.borrow_mut();
        if state.at == state.filled {
            state.refill()?;
        }
        match into.first_mut() {
            Some(byte) if state.at < state.filled => {
                *byte = state.chunk[state.at];
                state.at += 1;
                Ok(1)
            }
            _ => Ok(0),
        }
    }
}
