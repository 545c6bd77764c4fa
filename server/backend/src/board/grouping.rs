//! The groups of one grouping: a number for each, its key, and the group of each row.
//!
//! Groups by control are numbered by the code of the control, and past all
//! controls by the code of the title; by account and product by the code; by resource by one more than the code of the
//! primary resource, 0 for none; by suppression by its number, 0 for none. A finding that is not suppressed is in no group
//! of the last kind.

use std::borrow::Cow;

use domain::{
    finding::{Facet, Grouping},
    suppression::{suppression_name, suppression_number},
};

use super::{
    cell::{self, Cell, NONE},
    fold::index,
    rows::{NO_END, NOT_SUPPRESSED},
    state::State,
};

/// One way to gather findings.
pub(super) struct GroupNumbers<'a> {
    state: &'a State,
    way: Way,
    /// The group of each cell, or [`BY_ROW`].
    of_cells: Vec<u32>,
    /// The group of each title: the one of the control that it is called as, if there is one. Of groups by control alone.
    of_titles: Vec<u32>,
}

/// Stands for a cell that does not tell the group of its findings.
const BY_ROW: u32 = u32::MAX;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Control,
    Facet(Facet),
    Resource,
    Suppression,
}

impl<'a> GroupNumbers<'a> {
    /// Makes ready for one grouping. A flat list is gathered as by control.
    pub(super) fn new(state: &'a State, by: Grouping) -> Self {
        let way = match by {
            Grouping::Control | Grouping::Flat => Way::Control,
            Grouping::Account => Way::Facet(Facet::Account),
            Grouping::Product => Way::Facet(Facet::Product),
            Grouping::Resource => Way::Resource,
            Grouping::Suppression => Way::Suppression,
        };
        let of_cell = |cell: &Cell| match way {
            Way::Control => match cell::of(cell, Facet::Control) {
                NONE => BY_ROW,
                control => control,
            },
            Way::Facet(facet) => cell::of(cell, facet),
            Way::Resource | Way::Suppression => BY_ROW,
        };
        Self {
            state,
            way,
            of_cells: state.cells.all().iter().map(of_cell).collect(),
            of_titles: match way {
                Way::Control => titled(state),
                _ => Vec::new(),
            },
        }
    }

    /// Numbers of groups are below this.
    pub(super) fn len(&self) -> usize {
        let words = &self.state.words;
        match self.way {
            Way::Control => words.controls.len() + words.titles.len(),
            Way::Facet(facet) => words.codes(facet),
            Way::Resource => words.resources.all.all().len() + 1,
            Way::Suppression => {
                let numbers = self.state.totals.by_suppression.keys();
                let last = numbers.filter(|number| **number != NO_END).max();
                last.map_or(1, |last| *last as usize + 1)
            }
        }
    }

    /// The group of a row, whether or not it is asked for; none for a row number without a finding.
    pub(super) fn group_of(&self, n: usize) -> Option<usize> {
        match self.of_cells[self.state.rows.cell[n] as usize] {
            BY_ROW => self.by_row(n),
            group => Some(group as usize),
        }
    }

    /// The group of all findings of a cell, where it tells.
    pub(super) fn of_cell(&self, cell: usize) -> Option<usize> {
        let group = self.of_cells[cell];
        (group != BY_ROW).then_some(group as usize)
    }

    fn by_row(&self, n: usize) -> Option<usize> {
        let rows = &self.state.rows;
        if !rows.holds(n) {
            return None;
        }
        match self.way {
            Way::Control => Some(self.of_titles[rows.title[n] as usize] as usize),
            Way::Facet(_) => None,
            Way::Resource => {
                let (primary, _) = self.state.words.resources.primary(rows.resources[n]);
                Some(primary.map_or(0, |resource| resource as usize + 1))
            }
            Way::Suppression => match rows.suppression[n] {
                NOT_SUPPRESSED => None,
                NO_END => Some(0),
                number => Some(number as usize),
            },
        }
    }

    /// Whether findings are gathered by control.
    pub(super) fn is_by_control(&self) -> bool {
        self.way == Way::Control
    }

    /// Whether the group is one of a control.
    pub(super) fn is_control(&self, group: usize) -> bool {
        self.way == Way::Control && group < self.state.words.controls.len()
    }

    /// The text that names a group in an address: of a resource its type and its id.
    pub(super) fn key(&self, group: usize) -> Cow<'a, str> {
        let words = &self.state.words;
        match self.way {
            Way::Control => Cow::Borrowed(match group.checked_sub(words.controls.len()) {
                None => words.controls.get(index(group)),
                Some(title) => words.titles.get(index(title)),
            }),
            Way::Facet(facet) => {
                Cow::Borrowed(words.of(facet).map_or("", |texts| texts.get(index(group))))
            }
            Way::Resource => match group.checked_sub(1) {
                None => Cow::Borrowed(""),
                Some(resource) => {
                    let (kind, id) = words.resources.get(index(resource));
                    Cow::Owned(format!("{} {id}", words.types.get(kind)))
                }
            },
            Way::Suppression if group == 0 => Cow::Borrowed(""),
            Way::Suppression => Cow::Owned(suppression_name(group as i64)),
        }
    }

    /// The group that a key names.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        let words = &self.state.words;
        match self.way {
            Way::Control => {
                let control = words.controls.find(key).filter(|code| *code != NONE);
                let title = || words.titles.find(key);
                let titled = || title().map(|title| self.of_titles[title as usize]);
                Some(control.or_else(titled)? as usize)
            }
            Way::Facet(facet) => Some(words.of(facet)?.find(key)? as usize),
            Way::Resource if key.is_empty() => Some(0),
            Way::Resource => {
                let (kind, id) = key.split_once(' ')?;
                let found = words.resources.find(words.types.find(kind)?, id)?;
                Some(found as usize + 1)
            }
            Way::Suppression if key.is_empty() => Some(0),
            Way::Suppression => {
                let number = usize::try_from(suppression_number(key)?).ok()?;
                Some(number).filter(|number| (1..self.len()).contains(number))
            }
        }
    }

    /// How two groups that are equal in all else are ordered: by their keys, but resources as they came, since there
    /// may be as many of them as findings.
    pub(super) fn compare(&self, left: usize, right: usize) -> std::cmp::Ordering {
        match self.way {
            Way::Resource | Way::Suppression => left.cmp(&right),
            _ => self.key(left).cmp(&self.key(right)),
        }
    }
}

fn titled(state: &State) -> Vec<u32> {
    let words = &state.words;
    let controls = index(words.controls.len());
    let mut groups: Vec<u32> = (controls..controls + index(words.titles.len())).collect();
    for control in NONE + 1..controls {
        if let Some(title) = words.titles.find(words.controls.get(control)) {
            groups[title as usize] = control;
        }
    }
    groups
}
