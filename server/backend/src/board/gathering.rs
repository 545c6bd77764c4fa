//! What the admitted findings of each group come to, in one look at each.

use std::ops::Range;

use domain::finding::{
    ComplianceStatus, Facet, FailingResources, FindingFilter, Standpoint, TREND_DAYS,
};

use super::{
    admission::Admission,
    bits::Bits,
    cell::{self, Cell, NONE},
    fold::index,
    grouping::GroupNumbers,
    moment::{days_before, opened_on},
    scan::joined,
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
    /// Whether one of them has a control.
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
    fn take(&mut self, state: &State, n: usize) {
        let rows = &state.rows;
        self.matching += 1;
        self.severity = self.severity.max(rows.severity[n]);
        self.since = self.since.min(rows.open_since[n]);
        // Cells lie far apart: one look that says yes is enough.
        self.of_control =
            self.of_control || cell::of(state.cells.get(rows.cell[n]), Facet::Control) != NONE;
        if rows.updated[n] >= self.newest_at {
            (self.newest_at, self.newest) = (rows.updated[n], index(n));
        }
    }

    /// Takes in what was gathered of later rows.
    fn join(&mut self, later: &Self) {
        self.matching += later.matching;
        self.severity = self.severity.max(later.severity);
        self.since = self.since.min(later.since);
        self.of_control |= later.of_control;
        if later.newest_at >= self.newest_at {
            (self.newest_at, self.newest) = (later.newest_at, later.newest);
        }
    }
}

/// What is shown of a group beside what it is ordered by.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    accounts: Bits,
    regions: Bits,
    /// Active findings in the accounts and regions that the filter admits, whatever else it does.
    pub(super) active: u64,
    /// Admitted findings by the day on which they were made, today last.
    pub(super) trend: Vec<u32>,
    /// Admitted findings that are new to the reader.
    pub(super) unseen: u64,
    /// The resources that active findings name first, and those of them that fail; of groups by control alone.
    resources: Option<[Bits; 2]>,
}

impl Facts {
    /// How many resources fail, of how many.
    pub(super) fn failing(&self) -> Option<FailingResources> {
        let [all, failing] = self.resources.as_ref()?;
        Some(FailingResources {
            failing: failing.count(),
            all: all.count(),
        })
    }

    /// Takes in an admitted finding.
    fn take(&mut self, brief: &Brief, open_since: i64, first: i64) {
        self.accounts.put(brief.account as usize);
        self.regions.put(brief.region as usize);
        if open_since >= first {
            let day = opened_on(open_since) - opened_on(first);
            let day = usize::try_from(day).unwrap_or(0).min(TREND_DAYS - 1);
            self.trend[day] += 1;
        }
    }

    /// Takes in what is shown of other rows of the same group.
    fn join(&mut self, other: &Self) {
        self.accounts.join(&other.accounts);
        self.regions.join(&other.regions);
        self.active += other.active;
        self.unseen += other.unseen;
        for (all, more) in self.trend.iter_mut().zip(&other.trend) {
            *all += more;
        }
        if let (Some(all), Some(more)) = (&mut self.resources, &other.resources) {
            for (all, more) in all.iter_mut().zip(more) {
                all.join(more);
            }
        }
    }

    fn take_resource(&mut self, state: &State, n: usize, fails: bool) {
        let Some([all, failing]) = &mut self.resources else {
            return;
        };
        let (primary, _) = state.words.resources.primary(state.rows.resources[n]);
        if let Some(primary) = primary {
            all.put(primary as usize);
            if fails {
                failing.put(primary as usize);
            }
        }
    }

    /// In how many accounts and regions the admitted findings are.
    pub(super) fn places(&self, state: &State) -> (u64, u64) {
        let words = &state.words;
        let count = |bits: &Bits, len| bits.iter(0, len).count() as u64;
        (
            count(&self.accounts, words.accounts.len()),
            count(&self.regions, words.regions.len()),
        )
    }
}

/// Gathers what is selected.
pub(super) struct Gathering<'a> {
    state: &'a State,
    selection: &'a Selection<'a>,
    numbers: &'a GroupNumbers<'a>,
    /// In which accounts and regions.
    places: Admission,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(
        state: &'a State,
        filter: &FindingFilter,
        selection: &'a Selection<'a>,
        numbers: &'a GroupNumbers<'a>,
    ) -> Self {
        Self {
            state,
            selection,
            numbers,
            places: Admission::of(&filter.places(), state),
        }
    }

    /// All groups that have an admitted finding.
    pub(super) fn groups(&self) -> Vec<(usize, Gathered)> {
        let look = |part: Range<usize>| {
            let mut all = vec![EMPTY; self.numbers.len()];
            self.selection.visit(self.state, part.start, part.end, |n| {
                if let Some(group) = self.numbers.group_of(n) {
                    all[group].take(self.state, n);
                }
            });
            all
        };
        let all = joined(self.state.rows.len(), look, Gathered::join);
        let all = all.into_iter().enumerate();
        all.filter(|(_, gathered)| gathered.matching > 0).collect()
    }

    /// What is shown of some groups, in their order.
    pub(super) fn facts(&self, groups: &[usize], from: Standpoint) -> Vec<Facts> {
        let (state, words) = (self.state, &self.state.words);
        let none = Facts {
            accounts: Bits::none(words.accounts.len()),
            regions: Bits::none(words.regions.len()),
            active: 0,
            trend: vec![0; TREND_DAYS],
            unseen: 0,
            resources: self.numbers.is_by_control().then(|| {
                let none = Bits::none(words.resources.all.all().len());
                [none.clone(), none]
            }),
        };
        let mut places = vec![NOT_SHOWN; self.numbers.len()];
        for (at, group) in groups.iter().enumerate() {
            places[*group] = index(at);
        }
        let first = days_before(from, TREND_DAYS as i64 - 1);
        let briefs = state.cells.all().iter();
        let briefs: Vec<Brief> = briefs.map(|cell| Brief::of(cell, &self.places)).collect();
        let look = |part: Range<usize>| {
            let mut facts = vec![none.clone(); groups.len()];
            for n in part {
                let group = self.numbers.group_of(n);
                let place = group.map_or(NOT_SHOWN, |group| places[group]);
                let Some(facts) = facts.get_mut(place as usize) else {
                    continue;
                };
                let brief = &briefs[state.rows.cell[n] as usize];
                if brief.is_active {
                    facts.active += 1;
                    facts.take_resource(state, n, brief.fails);
                }
                if self.selection.has(state, n) {
                    facts.unseen += u64::from(n > from.seen as usize);
                    facts.take(brief, state.rows.open_since[n], first);
                }
            }
            facts
        };
        joined(state.rows.len(), look, Facts::join)
    }
}

const NOT_SHOWN: u32 = u32::MAX;

/// What is read of the cell of each row: so little that all of them stay near.
struct Brief {
    account: u32,
    region: u32,
    /// Whether it is active, in a place that the filter admits.
    is_active: bool,
    /// Whether its primary resource fails by it.
    fails: bool,
}

impl Brief {
    fn of(values: &Cell, places: &Admission) -> Self {
        Self {
            account: cell::of(values, Facet::Account),
            region: cell::of(values, Facet::Region),
            is_active: cell::is_active(values) && places.admits(values),
            fails: cell::is_open(values)
                && cell::of(values, Facet::Compliance) != ComplianceStatus::Passed as u32,
        }
    }
}
