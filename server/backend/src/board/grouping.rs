//! The groups of one grouping: a number for each, its key, and the group of each row.
//!
//! Groups by control are numbered by the code of the control, and past all
//! controls by the code of the title; by account and product by the code; by resource by one more than the code of the
//! primary resource, 0 for none; by suppression by its number, 0 for none. A finding that is not suppressed is in no group
//! of the last kind.

use std::{borrow::Cow, collections::HashMap};

use domain::{
    finding::{Facet, Grouping},
    suppression::{suppression_name, suppression_number},
};

use super::{
    cell::{self, HOLE, NONE},
    fold::index,
    rows::{NO_END, NOT_SUPPRESSED},
    state::State,
};

/// One way to gather findings.
pub(super) struct GroupNumbers<'a> {
    state: &'a State,
    way: Way,
    /// The control that a title is called as, if there is one: both are one group.
    namesakes: HashMap<u32, u32>,
    /// The code of each cell, where cells tell the group.
    codes: Vec<u32>,
}

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
        let facet = match way {
            Way::Control => Some(Facet::Control),
            Way::Facet(facet) => Some(facet),
            Way::Resource | Way::Suppression => None,
        };
        let cells = state.cells.all().iter();
        let codes = facet.map(|facet| cells.map(|cell| cell::of(cell, facet)).collect());
        Self {
            state,
            way,
            namesakes: match way {
                Way::Control => namesakes(state),
                _ => HashMap::new(),
            },
            codes: codes.unwrap_or_default(),
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
        let rows = &self.state.rows;
        let cell = rows.cell[n];
        if cell == HOLE {
            return None;
        }
        Some(match self.way {
            Way::Control => match self.codes[cell as usize] {
                NONE => self.titled(rows.title[n]),
                control => control as usize,
            },
            Way::Facet(_) => self.codes[cell as usize] as usize,
            Way::Resource => {
                let (primary, _) = self.state.words.resources.primary(rows.resources[n]);
                primary.map_or(0, |resource| resource as usize + 1)
            }
            Way::Suppression => match rows.suppression[n] {
                NOT_SUPPRESSED => return None,
                NO_END => 0,
                number => number as usize,
            },
        })
    }

    fn titled(&self, title: u32) -> usize {
        match self.namesakes.get(&title) {
            Some(control) => *control as usize,
            None => self.state.words.controls.len() + title as usize,
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
                let title = || words.titles.find(key).map(|title| self.titled(title));
                control.map(|control| control as usize).or_else(title)
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

fn namesakes(state: &State) -> HashMap<u32, u32> {
    let words = &state.words;
    let controls = NONE + 1..index(words.controls.len());
    let same = controls.filter_map(|control| {
        let title = words.titles.find(words.controls.get(control))?;
        Some((title, control))
    });
    same.collect()
}
