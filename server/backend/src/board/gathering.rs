//! What the admitted findings of each group come to: a short look at all of them, and a longer one at those of the groups
//! that are shown.

use std::ops::Range;

use domain::finding::{
    ComplianceStatus, Facet, FailingResources, FindingFilter, Standpoint, TREND_DAYS,
};

use super::{
    admission::Admission,
    bits::Bits,
    cell::{self, NONE},
    fold::index,
    grouping::GroupNumbers,
    moment::{days_before, opened_on},
    named::{Met, Named},
    scan::joined,
    selection::Selection,
    state::State,
};

/// What a group is ordered by.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    /// How many of its findings are admitted.
    pub(super) matching: u32,
    /// The worst severity's rank.
    pub(super) severity: u8,
}

impl Size {
    fn take(&mut self, severity: u8) {
        self.matching += 1;
        self.severity = self.severity.max(severity);
    }

    /// Takes in what was counted of other rows.
    fn join(&mut self, other: &Self) {
        self.matching += other.matching;
        self.severity = self.severity.max(other.severity);
    }
}

/// Where findings of a group are, and since when: those that fail, as soon as one of them does; before that, all.
#[derive(Debug, Clone)]
pub(super) struct Extent {
    /// Whether it is of those that fail.
    fails: bool,
    /// When the oldest was made.
    pub(super) since: i64,
    accounts: Bits,
    regions: Bits,
    /// How many were made on each of the last days, today last.
    pub(super) trend: Vec<u32>,
}

impl Extent {
    fn none(state: &State) -> Self {
        let words = &state.words;
        Self {
            fails: false,
            since: i64::MAX,
            accounts: Bits::none(words.accounts.len()),
            regions: Bits::none(words.regions.len()),
            trend: vec![0; TREND_DAYS],
        }
    }

    /// Takes in a finding, which `fails` or does not.
    fn take(&mut self, state: &State, n: usize, brief: &Brief, (fails, first): (bool, i64)) {
        if self.fails && !fails {
            return;
        }
        if fails && !self.fails {
            *self = Self {
                fails,
                ..Self::none(state)
            };
        }
        let open_since = state.rows.open_since[n];
        self.since = self.since.min(open_since);
        self.accounts.put(brief.account as usize);
        self.regions.put(brief.region as usize);
        if open_since >= first {
            let day = opened_on(open_since) - opened_on(first);
            let day = usize::try_from(day).unwrap_or(0).min(TREND_DAYS - 1);
            self.trend[day] += 1;
        }
    }

    /// Takes in that of later rows of the same group.
    fn join(&mut self, later: &Self) {
        match (self.fails, later.fails) {
            (true, false) => return,
            (false, true) => {
                self.clone_from(later);
                return;
            }
            _ => {}
        }
        self.since = self.since.min(later.since);
        self.accounts.join(&later.accounts);
        self.regions.join(&later.regions);
        for (all, more) in self.trend.iter_mut().zip(&later.trend) {
            *all += more;
        }
    }

    /// In how many accounts and regions they are.
    pub(super) fn places(&self) -> (u64, u64) {
        (self.accounts.count(), self.regions.count())
    }
}

/// What is shown of a group beside what it is ordered by.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// The admitted row that was updated last, the last of equals.
    pub(super) newest: u32,
    newest_at: i64,
    /// Whether an admitted finding has a control.
    pub(super) of_control: bool,
    /// Of the admitted findings.
    pub(super) extent: Extent,
    /// Active findings in the accounts and regions that the filter admits, whatever else it does.
    pub(super) active: u64,
    /// Admitted findings that are new to the reader.
    pub(super) unseen: u64,
    /// What active findings name first, of groups by control alone.
    named: Vec<Named>,
    /// How many of these resources fail, of how many.
    pub(super) failing: Option<FailingResources>,
}

impl Facts {
    fn none(state: &State) -> Self {
        Self {
            newest: 0,
            newest_at: i64::MIN,
            of_control: false,
            extent: Extent::none(state),
            active: 0,
            unseen: 0,
            named: Vec::new(),
            failing: None,
        }
    }

    /// Takes in an admitted finding.
    fn take(&mut self, state: &State, n: usize, brief: &Brief) {
        let updated = state.rows.updated[n];
        if updated >= self.newest_at {
            (self.newest_at, self.newest) = (updated, index(n));
        }
        self.of_control |= brief.has_control;
    }

    /// Takes in what is shown of later rows of the same group.
    fn join(&mut self, later: &Self) {
        if later.newest_at >= self.newest_at {
            (self.newest_at, self.newest) = (later.newest_at, later.newest);
        }
        self.of_control |= later.of_control;
        self.extent.join(&later.extent);
        self.active += later.active;
        self.unseen += later.unseen;
        self.named.extend_from_slice(&later.named);
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
    pub(super) fn groups(&self) -> Vec<(usize, Size)> {
        let look = |part: Range<usize>| {
            let mut all = vec![Size::default(); self.numbers.len()];
            self.selection.visit(self.state, part.start, part.end, |n| {
                if let Some(group) = self.numbers.group_of(n) {
                    all[group].take(self.state.rows.severity[n]);
                }
            });
            all
        };
        let all = joined(self.state.rows.len(), look, Size::join);
        let all = all.into_iter().enumerate();
        all.filter(|(_, size)| size.matching > 0).collect()
    }

    /// What is shown of some groups, in their order.
    pub(super) fn facts(&self, groups: &[usize], from: Standpoint) -> Vec<Facts> {
        let (state, words) = (self.state, &self.state.words);
        let by_control = self.numbers.is_by_control();
        let none = Facts::none(state);
        let mut places = vec![NOT_SHOWN; self.numbers.len()];
        for (at, group) in groups.iter().enumerate() {
            places[*group] = index(at);
        }
        let first = days_before(from, TREND_DAYS as i64 - 1);
        let briefs = self.briefs(&places);
        let look = |part: Range<usize>| {
            let mut facts = vec![none.clone(); groups.len()];
            for n in part {
                let brief = &briefs[state.rows.cell[n] as usize];
                let by_row = || self.numbers.group_of(n).map(|group| places[group]);
                let place = brief.place.or_else(by_row).unwrap_or(NOT_SHOWN);
                let Some(facts) = facts.get_mut(place as usize) else {
                    continue;
                };
                if brief.is_active {
                    facts.active += 1;
                    if by_control {
                        let (primary, _) = words.resources.primary(state.rows.resources[n]);
                        let named = primary.map(|primary| Named::new(primary, brief.fails));
                        facts.named.extend(named);
                    }
                }
                if brief.is_admitted && self.selection.leaves(n) {
                    facts.unseen += u64::from(n > from.seen as usize);
                    facts.take(state, n, brief);
                    // Only groups by control say what fails.
                    let fails = by_control && brief.fails;
                    facts.extent.take(state, n, brief, (fails, first));
                }
            }
            facts
        };
        let mut facts = joined(state.rows.len(), look, Facts::join);
        if by_control {
            let mut met = Met::new(words.resources.all.all().len());
            for facts in &mut facts {
                facts.failing = Some(met.count(&facts.named));
            }
        }
        facts
    }

    /// What is read of each cell, where groups have these places.
    fn briefs(&self, places: &[u32]) -> Vec<Brief> {
        let cells = self.state.cells.all().iter().enumerate();
        let briefs = cells.map(|(at, values)| Brief {
            place: self.numbers.of_cell(at).map(|group| places[group]),
            account: cell::of(values, Facet::Account),
            region: cell::of(values, Facet::Region),
            has_control: cell::of(values, Facet::Control) != NONE,
            is_admitted: self.selection.admits(at, self.state),
            is_active: cell::is_active(values) && self.places.admits(values),
            fails: cell::is_open(values)
                && cell::of(values, Facet::Compliance) != ComplianceStatus::Passed as u32,
        });
        briefs.collect()
    }
}

const NOT_SHOWN: u32 = u32::MAX;

/// What is read of the cell of each row: so little that all of them stay near.
struct Brief {
    /// The place of its group among those that are shown, where the cell tells the group.
    place: Option<u32>,
    account: u32,
    region: u32,
    has_control: bool,
    is_admitted: bool,
    /// Whether it is active, in a place that the filter admits.
    is_active: bool,
    /// Whether its primary resource fails by it.
    fails: bool,
}
