//! What the admitted findings of each group come to, in one look at each.

use domain::finding::Facet;

use super::{
    bits::Bits,
    cell::{self, NONE},
    fold::index,
    selection::Selection,
    state::State,
};

/// What is gathered of the admitted findings of one group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gathered {
    /// How many they are.
    pub(super) matching: u32,
    /// The row that was updated last, the last of equals.
    pub(super) newest: u32,
    newest_at: i64,
    /// When the oldest was made.
    pub(super) since: i64,
    /// The worst severity's rank.
    pub(super) severity: u8,
    /// Whether a finding has the group's key as its control, rather than as its title.
    pub(super) of_control: bool,
}

const EMPTY: Gathered = Gathered {
    matching: 0,
    newest: 0,
    newest_at: i64::MIN,
    since: i64::MAX,
    severity: 0,
    of_control: false,
};

impl Gathered {
    fn merge(&mut self, other: Self) {
        self.matching += other.matching;
        self.severity = self.severity.max(other.severity);
        self.since = self.since.min(other.since);
        self.of_control |= other.of_control;
        if (other.newest_at, other.newest) >= (self.newest_at, self.newest) {
            (self.newest_at, self.newest) = (other.newest_at, other.newest);
        }
    }
}

/// Stands for a cell whose findings are not admitted.
const KEPT_OUT: u32 = u32::MAX;

/// The groups have numbers: the code of the control, or past all controls the code of the title.
pub(super) struct Gathering<'a> {
    state: &'a State,
    selection: &'a Selection<'a>,
    /// The control of each cell, [`NONE`], or [`KEPT_OUT`].
    controls: Vec<u32>,
}

impl<'a> Gathering<'a> {
    /// Makes ready for what is selected.
    pub(super) fn new(state: &'a State, selection: &'a Selection<'a>) -> Self {
        let cells = state.cells.all().iter().enumerate();
        let controls = cells.map(|(at, cell)| {
            if selection.admits(at, state) {
                cell::of(cell, Facet::Control)
            } else {
                KEPT_OUT
            }
        });
        Self {
            state,
            selection,
            controls: controls.collect(),
        }
    }

    fn past_controls(&self) -> usize {
        self.state.words.controls.len()
    }

    /// The text that names a group.
    pub(super) fn key(&self, group: usize) -> &'a str {
        let words = &self.state.words;
        match group.checked_sub(self.past_controls()) {
            None => words.controls.get(index(group)),
            Some(title) => words.titles.get(index(title)),
        }
    }

    /// All groups that have an admitted finding. A title that is called as a control is one group with it.
    pub(super) fn groups(&self) -> Vec<(usize, Gathered)> {
        let rows = &self.state.rows;
        let (past, words) = (self.past_controls(), &self.state.words);
        let mut all = vec![EMPTY; past + words.titles.len()];
        self.selection.visit_left(self.state, 0, rows.len(), |n| {
            let group = match self.controls[rows.cell[n] as usize] {
                KEPT_OUT => return,
                NONE => past + rows.title[n] as usize,
                control => control as usize,
            };
            all[group].merge(Gathered {
                matching: 1,
                newest: index(n),
                newest_at: rows.updated[n],
                since: rows.created[n],
                severity: rows.severity[n],
                of_control: group < past,
            });
        });
        for control in NONE + 1..index(past) {
            if let Some(title) = words.titles.find(words.controls.get(control)) {
                let titled = std::mem::replace(&mut all[past + title as usize], EMPTY);
                all[control as usize].merge(titled);
            }
        }
        let all = all.into_iter().enumerate();
        all.filter(|(_, gathered)| gathered.matching > 0).collect()
    }

    /// In how many accounts and regions the admitted findings of some groups are.
    pub(super) fn places(&self, keys: &[&str]) -> Vec<(u64, u64)> {
        let (state, words) = (self.state, &self.state.words);
        let (accounts, regions) = (words.accounts.len(), words.regions.len());
        let mut seen = vec![(Bits::none(accounts), Bits::none(regions)); keys.len()];
        let mut see = |at: u32, cell: usize| {
            if let Some((accounts, regions)) = seen.get_mut(at as usize) {
                let cell = &state.cells.all()[cell];
                accounts.put(cell::of(cell, Facet::Account) as usize);
                regions.put(cell::of(cell, Facet::Region) as usize);
            }
        };
        let by_control = asked(words.controls.len(), keys, |key| words.controls.find(key));
        for (cell, control) in self.controls.iter().enumerate() {
            if ![NONE, KEPT_OUT].contains(control) {
                see(by_control[*control as usize], cell);
            }
        }
        let by_title = asked(words.titles.len(), keys, |key| words.titles.find(key));
        if by_title.iter().any(|at| *at != NOT_ASKED) {
            let rows = &state.rows;
            self.selection.visit_left(state, 0, rows.len(), |n| {
                let (at, cell) = (by_title[rows.title[n] as usize], rows.cell[n] as usize);
                if at != NOT_ASKED && self.controls[cell] == NONE {
                    see(at, cell);
                }
            });
        }
        let count = |bits: &Bits, len| bits.iter(0, len).count() as u64;
        seen.iter()
            .map(|(a, r)| (count(a, accounts), count(r, regions)))
            .collect()
    }
}

const NOT_ASKED: u32 = u32::MAX;

/// For each code the place of its key among those asked for.
fn asked(codes: usize, keys: &[&str], find: impl Fn(&str) -> Option<u32>) -> Vec<u32> {
    let mut asked = vec![NOT_ASKED; codes];
    for (at, key) in keys.iter().enumerate() {
        if let Some(code) = find(key) {
            asked[code as usize] = index(at);
        }
    }
    asked
}
