//! Writing the board while it goes on.

use std::{
    io::{self, Write},
    ops::Range,
};

use super::{
    SCHEMA,
    frame::FrameWriter,
    pieces::{Number, put_all, put_text},
};
use crate::board::{
    Board, bits::BLOCK, dictionary::Dictionary, fold::index, state::State, tuples::Lists,
};

/// What the last frame holds.
pub(super) const END: &[u8] = b"end";

/// Entries a frame. The board is held for reading while one frame is put together.
pub(super) const CHUNK: usize = 4 * BLOCK;

impl Board {
    /// Writes a snapshot; give it a buffered file and rename that into place when this has returned.
    /// What is applied meanwhile is in it or is told again by the events after its `seq`.
    ///
    /// # Errors
    /// The writer's.
    pub fn save(&self, out: impl Write) -> io::Result<()> {
        let mut frames = FrameWriter::new(out);
        let mut content = Vec::new();
        SCHEMA.put(&mut content);
        self.as_of().0.put(&mut content);
        frames.write(&content)?;
        for (len, put) in TABLES {
            content.clear();
            let len = len(&self.read());
            (len as u64).put(&mut content);
            frames.write(&content)?;
            for from in (0..len).step_by(CHUNK) {
                content.clear();
                put(&self.read(), from..len.min(from + CHUNK), &mut content);
                frames.write(&content)?;
            }
        }
        frames.write(END)?;
        frames.finish()
    }
}

/// How many entries a table has, and how a run of them is put into a frame.
type Table = (fn(&State) -> usize, fn(&State, Range<usize>, &mut Vec<u8>));

/// Each table stands before those that explain its codes. [`super::load`] reads the same order.
const TABLES: [Table; 22] = [
    (|s| s.rows.len(), rows),
    (
        |s| s.cells.all().len(),
        |s, range, out| put_all(out, s.cells.all()[range].iter().copied()),
    ),
    (
        |s| s.words.resources.lists.len(),
        |s, range, out| {
            lists(&s.words.resources.lists, range, out);
        },
    ),
    (
        |s| s.words.resources.all.all().len(),
        |s, range, out| put_all(out, s.words.resources.all.all()[range].iter().copied()),
    ),
    (
        |s| s.words.standard_sets.len(),
        |s, range, out| {
            lists(&s.words.standard_sets, range, out);
        },
    ),
    (
        |s| s.words.type_sets.len(),
        |s, range, out| {
            lists(&s.words.type_sets, range, out);
        },
    ),
    (
        |s| s.words.tag_sets.len(),
        |s, range, out| {
            lists(&s.words.tag_sets, range, out);
        },
    ),
    (
        |s| s.words.address_lists.len(),
        |s, range, out| {
            lists(&s.words.address_lists, range, out);
        },
    ),
    texts::<0>(),
    texts::<1>(),
    texts::<2>(),
    texts::<3>(),
    texts::<4>(),
    texts::<5>(),
    texts::<6>(),
    texts::<7>(),
    texts::<8>(),
    texts::<9>(),
    texts::<10>(),
    texts::<11>(),
    texts::<12>(),
    (
        |s| s.words.account_names.len(),
        |s, range, out| {
            s.words.account_names[range]
                .iter()
                .for_each(|name| put_text(out, name));
        },
    ),
];

/// The table of the dictionary that has place `D` in [`Words::dictionaries`].
const fn texts<const D: usize>() -> Table {
    (
        |s| s.words.dictionaries()[D].len(),
        |s, range, out| {
            let texts: &Dictionary = s.words.dictionaries()[D];
            range.for_each(|code| put_text(out, texts.get(index(code))));
        },
    )
}

fn lists(lists: &Lists, range: Range<usize>, out: &mut Vec<u8>) {
    for code in range {
        let list = lists.get(index(code));
        index(list.len()).put(out);
        put_all(out, list.iter().copied());
    }
}

fn rows(state: &State, range: Range<usize>, out: &mut Vec<u8>) {
    let rows = &state.rows;
    put_all(out, rows.id[range.clone()].iter().map(|id| id.0.as_u128()));
    put_all(
        out,
        rows.version[range.clone()].iter().map(|version| version.0),
    );
    for codes in [
        &rows.cell,
        &rows.title,
        &rows.resources,
        &rows.id_head,
        &rows.suppression,
    ] {
        put_all(out, codes[range.clone()].iter().copied());
    }
    put_all(out, range.clone().map(|n| rows.addresses.get(n)));
    for instants in [&rows.open_since, &rows.updated, &rows.not_reported] {
        put_all(out, instants[range.clone()].iter().copied());
    }
    range.for_each(|n| put_text(out, rows.id_tail.get(n)));
}
