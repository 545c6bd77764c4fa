//! Reading a snapshot back, trusting nothing in it.

use std::io::Read;

use domain::{event::Seq, finding::Facet, id::FindingId, version::Version};
use uuid::Uuid;

use super::{
    BadSnapshot, SCHEMA,
    frame::FrameReader,
    pieces::{Content, Number},
    save::{CHUNK, END},
};
use crate::board::{
    Board,
    cell::{Cell, HOLE, facets, of},
    rows::{Coded, Rows},
    state::State,
    tuples::Lists,
    words::Words,
};

impl Board {
    /// Reads what [`Board::save`] wrote; give it a buffered file. [`Board::as_of`] then says after
    /// which event the log has to be followed before anybody may ask.
    ///
    /// # Errors
    /// The file cannot be read, is of another schema, or is damaged.
    pub fn load(from: impl Read) -> Result<Self, BadSnapshot> {
        let mut frames = FrameReader::new(from);
        let mut state = State {
            seq: head(&mut Content(frames.read()?))?,
            ..State::default()
        };
        let all = table(&mut frames)?;
        state.rows.reserve(all.entries());
        all.each(&mut frames, |content, entries| {
            rows(content, entries, &mut state.rows)
        })?;
        let mut cells: Vec<Cell> = Vec::new();
        table(&mut frames)?.each(&mut frames, |content, entries| {
            cells.append(&mut content.all(entries)?);
            Ok(())
        })?;
        words(&mut frames, &mut state.words)?;
        if frames.read()? != END {
            return Err(BadSnapshot::Damaged("it has no end"));
        }
        explained(&state, &cells)?;
        count(&mut state, &cells);
        Ok(Self::of(state))
    }
}

fn head(content: &mut Content<'_>) -> Result<Seq, BadSnapshot> {
    let found = content.number()?;
    if found != SCHEMA {
        return Err(BadSnapshot::OtherSchema {
            found,
            expected: SCHEMA,
        });
    }
    Ok(Seq(content.number()?))
}

/// How many entries a table has.
struct Table(u64);

fn table<R: Read>(frames: &mut FrameReader<R>) -> Result<Table, BadSnapshot> {
    Content(frames.read()?).number().map(Table)
}

impl Table {
    /// How many entries to make room for: no more than are plausible, whatever the file says.
    fn entries(&self) -> usize {
        usize::try_from(self.0.min(1 << 24)).unwrap_or(0)
    }

    /// Reads the table's frames; `read` takes a frame and how many entries it is to have.
    fn each<R: Read>(
        self,
        frames: &mut FrameReader<R>,
        mut read: impl FnMut(&mut Content<'_>, usize) -> Result<(), BadSnapshot>,
    ) -> Result<(), BadSnapshot> {
        let mut left = self.0;
        while left > 0 {
            let entries = left.min(CHUNK as u64);
            let mut content = Content(frames.read()?);
            read(&mut content, usize::try_from(entries).unwrap_or(CHUNK))?;
            left -= entries;
        }
        Ok(())
    }
}

fn rows(content: &mut Content<'_>, entries: usize, to: &mut Rows) -> Result<(), BadSnapshot> {
    let ids: Vec<u128> = content.all(entries)?;
    let versions: Vec<i64> = content.all(entries)?;
    let [cell, title, resources, id_head, suppression, addresses] =
        columns::<u32, 6>(content, entries)?;
    let [open_since, updated, not_reported] = columns::<i64, 3>(content, entries)?;
    for at in 0..entries {
        to.push(Coded {
            id: FindingId(Uuid::from_u128(ids[at])),
            version: Version(versions[at]),
            severity: 0,
            cell: cell[at],
            title: title[at],
            resources: resources[at],
            id_head: id_head[at],
            id_tail: content.text()?,
            addresses: addresses[at],
            suppression: suppression[at],
            open_since: open_since[at],
            updated: updated[at],
            not_reported: not_reported[at],
        });
    }
    Ok(())
}

fn columns<T: Number, const N: usize>(
    content: &mut Content<'_>,
    entries: usize,
) -> Result<[Vec<T>; N], BadSnapshot> {
    let mut all = [const { Vec::new() }; N];
    for column in &mut all {
        *column = content.all(entries)?;
    }
    Ok(all)
}

/// The tables that explain codes, in the order in which they were put. What is put is distinct, so
/// that nothing is looked up; the code that stands for none is there from the start.
fn words<R: Read>(frames: &mut FrameReader<R>, words: &mut Words) -> Result<(), BadSnapshot> {
    lists(frames, &mut words.resources.lists)?;
    let resources = table(frames)?;
    words.resources.all.reserve(resources.entries());
    resources.each(frames, |content, entries| {
        for tuple in content.all(entries)? {
            words.resources.all.add(tuple);
        }
        Ok(())
    })?;
    lists(frames, &mut words.standard_sets)?;
    lists(frames, &mut words.type_sets)?;
    lists(frames, &mut words.tag_sets)?;
    lists(frames, &mut words.address_lists)?;
    for texts in words.dictionaries_mut() {
        let mut known = texts.len();
        let table = table(frames)?;
        texts.reserve(table.entries());
        table.each(frames, |content, entries| {
            for _ in 0..entries {
                let text = content.text()?;
                if known > 0 {
                    known -= 1;
                } else {
                    texts.add(text);
                }
            }
            Ok(())
        })?;
    }
    table(frames)?.each(frames, |content, entries| {
        for _ in 0..entries {
            words.account_names.push(content.text()?.to_owned());
        }
        Ok(())
    })
}

fn lists<R: Read>(frames: &mut FrameReader<R>, lists: &mut Lists) -> Result<(), BadSnapshot> {
    table(frames)?.each(frames, |content, entries| {
        for _ in 0..entries {
            let len: u32 = content.number()?;
            lists.code(&content.all(len as usize)?);
        }
        Ok(())
    })
}

/// Every code has a meaning, so that no answer can go wrong later.
fn explained(state: &State, cells: &[Cell]) -> Result<(), BadSnapshot> {
    let (rows, words) = (&state.rows, &state.words);
    let resources = words.resources.all.all();
    let below = |codes: &[u32], len: usize| codes.iter().all(|code| (*code as usize) < len);
    let lists_below = |lists: &Lists, len: usize| lists.iter().all(|list| below(list, len));
    let has_rows = rows.cell.iter().any(|cell| *cell != HOLE);
    let fits = (!has_rows || words.titles.len() > 0 && words.id_heads.len() > 0)
        && words.account_names.len() <= words.accounts.len()
        && below(&rows.cell, cells.len())
        && below(&rows.title, words.titles.len().max(1))
        && rows
            .resources
            .iter()
            .all(|list| words.resources.knows(*list))
        && below(&rows.id_head, words.id_heads.len().max(1))
        && rows
            .addresses
            .codes()
            .all(|code| (code as usize) < words.address_lists.len())
        && lists_below(&words.resources.lists, resources.len())
        && lists_below(&words.standard_sets, words.standards.len())
        && lists_below(&words.type_sets, words.types.len())
        && lists_below(&words.tag_sets, words.tags.len())
        && lists_below(&words.address_lists, words.addresses.len())
        && resources.iter().all(|[kind, head, tail]| {
            below(&[*kind], words.types.len())
                && below(&[*head], words.resources.heads.len())
                && below(&[*tail], words.resources.tails.len())
        })
        && cells.iter().skip(HOLE as usize + 1).all(|cell| {
            let codes = facets().iter().zip(cell);
            codes
                .into_iter()
                .all(|(facet, code)| below(&[*code], words.codes(*facet)))
        });
    fits.then_some(())
        .ok_or(BadSnapshot::Damaged("a code has no meaning"))
}

/// Counts all rows. Cells that no finding has any more are left behind here.
fn count(state: &mut State, cells: &[Cell]) {
    state.cells.reserve(cells.len());
    let mut known = vec![HOLE; cells.len()];
    for n in 0..state.rows.len() {
        let old = state.rows.cell[n] as usize;
        if old == HOLE as usize {
            continue;
        }
        if known[old] == HOLE {
            known[old] = state.cells.add(cells[old]);
        }
        state.rows.cell[n] = known[old];
        state.rows.severity[n] = u8::try_from(of(&cells[old], Facet::Severity)).unwrap_or(0);
        state.enter(n, known[old]);
    }
}
