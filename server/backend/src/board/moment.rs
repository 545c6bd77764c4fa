//! The facets of the moment: how old a finding is today, whether it is new to the reader, how soon its suppression
//! ends, and when it is due.
//!
//! They are read row by row, since they change without a change of the finding. What a list without any choice needs is
//! counted by day and by suppression as findings come.

use std::collections::HashMap;

use domain::{
    finding::{AgeBand, Due, Facet, FindingFilter, Seen, Severity, Standpoint, UntilBand, day},
    time::from_micros,
};

use super::{
    bits::{BLOCK, BLOCK_WORDS, Bits},
    cell,
    rows::{NO_END, NOT_SUPPRESSED, Rows},
    scan::in_parts,
    state::State,
};

/// Microseconds a day of UTC.
pub(super) const MICROS_A_DAY: i64 = 86_400_000_000;

/// The place past the last word: of a finding that is not suppressed.
const SHOWN: usize = UntilBand::ALL.len();

/// Findings in each age band, how many are new to the reader and how many are not, and how soon suppressions end, and
/// how many stand where in their time.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct MomentCounts {
    pub(super) ages: [u32; AgeBand::ALL.len()],
    pub(super) seen: [u32; Seen::ALL.len()],
    pub(super) until: [u32; SHOWN + 1],
    pub(super) due: [u32; Due::ALL.len()],
}

impl MomentCounts {
    /// What was counted in all parts.
    pub(super) fn sum(parts: &[Self]) -> Self {
        fn add<const N: usize>(all: &mut [u32; N], more: &[u32; N]) {
            for (all, more) in all.iter_mut().zip(more) {
                *all += more;
            }
        }
        let mut all = Self::default();
        for part in parts {
            add(&mut all.ages, &part.ages);
            add(&mut all.seen, &part.seen);
            add(&mut all.until, &part.until);
            add(&mut all.due, &part.due);
        }
        all
    }

    /// The counts of one of these facets by the place of the word.
    pub(super) const fn of(&self, facet: Facet) -> &[u32] {
        match facet {
            Facet::Age => &self.ages,
            Facet::Until => self.until.split_at(SHOWN).0,
            Facet::Due => &self.due,
            _ => &self.seen,
        }
    }
}

/// What one reader means by the words of these facets, and which of them a filter admits.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    from: Standpoint,
    /// The bands after the first hold what was made before these instants.
    before: [i64; AgeBand::ALL.len() - 1],
    last_days: [i64; AgeBand::ALL.len() - 1],
    last_seen: usize,
    ages: [bool; AgeBand::ALL.len()],
    seen: [bool; Seen::ALL.len()],
    until: [bool; SHOWN + 1],
    /// The band of each suppression's end.
    bands: HashMap<u32, usize>,
    due: [bool; Due::ALL.len()],
    /// What was made before the first instant is overdue, before the second soon; by the severity's rank.
    due_before: [Option<[i64; 2]>; Severity::ALL.len()],
    /// Whether the findings of each cell have a clock; empty until rows are to be looked at.
    clocks: Vec<bool>,
}

impl Moment {
    pub(super) fn of(filter: &FindingFilter, from: Standpoint, state: &State) -> Self {
        let last_days = AgeBand::last_days(from.now);
        let instant = |day: i64| day.saturating_mul(MICROS_A_DAY);
        let due_before = std::array::from_fn(|rank| {
            let days = from.deadlines.first_days(Severity::ALL[rank], from.now);
            days.map(|days| days.map(instant))
        });
        Self {
            from,
            due: admitted(filter, Facet::Due, Due::ALL, Due::as_str),
            due_before,
            clocks: Vec::new(),
            before: last_days.map(|last| (last + 1).saturating_mul(MICROS_A_DAY)),
            last_days,
            last_seen: from.seen as usize,
            ages: admitted(filter, Facet::Age, AgeBand::ALL, AgeBand::as_str),
            seen: admitted(filter, Facet::Seen, Seen::ALL, Seen::as_str),
            until: admitted(filter, Facet::Until, UntilBand::ALL, UntilBand::as_str),
            bands: bands(state, from),
        }
    }

    /// The same, ready to look at the rows of a state.
    pub(super) fn over(self, state: &State) -> Self {
        let clocks = state.cells.all().iter().map(cell::is_open).collect();
        Self { clocks, ..self }
    }

    /// Whether these facets keep nothing out.
    pub(super) fn is_all(&self) -> bool {
        self.ages == [true; AgeBand::ALL.len()]
            && self.seen == [true; Seen::ALL.len()]
            && self.until == [true; SHOWN + 1]
            && self.due == [true; Due::ALL.len()]
    }

    fn age(&self, rows: &Rows, n: usize) -> usize {
        let made = rows.open_since[n];
        let older = self.before.iter().map(|before| usize::from(made < *before));
        older.sum()
    }

    const fn is_seen(&self, n: usize) -> usize {
        (n <= self.last_seen) as usize
    }

    /// The place of a suppression's band. One whose end is not known yet is about to be told of.
    fn until(&self, suppression: u32) -> usize {
        match suppression {
            NOT_SUPPRESSED => SHOWN,
            NO_END => UntilBand::Never as usize,
            number => self
                .bands
                .get(&number)
                .copied()
                .unwrap_or(UntilBand::Later as usize),
        }
    }

    fn due(&self, rows: &Rows, n: usize) -> usize {
        let before = self.due_before[rows.severity[n] as usize];
        let due = match before.filter(|_| self.clocks[rows.cell[n] as usize]) {
            None => Due::NoClock,
            Some([overdue, _]) if rows.open_since[n] < overdue => Due::Overdue,
            Some([_, soon]) if rows.open_since[n] < soon => Due::Soon,
            Some(_) => Due::Later,
        };
        due as usize
    }

    /// The rows that the choice admits.
    pub(super) fn rows(&self, rows: &Rows) -> Bits {
        let parts = in_parts(rows.len(), |part| {
            let from = part.start;
            let mut words = vec![0; part.len().div_ceil(BLOCK) * BLOCK_WORDS];
            for n in part {
                let holds = self.ages[self.age(rows, n)]
                    && self.seen[self.is_seen(n)]
                    && self.until[self.until(rows.suppression[n])]
                    && self.due[self.due(rows, n)];
                words[(n - from) / 64] |= u64::from(holds) << (n % 64);
            }
            words
        });
        Bits::of_blocks(parts)
    }

    /// Counts one row that all other facets admit; the own choice of each of these does not narrow it.
    pub(super) fn count(&self, counts: &mut MomentCounts, rows: &Rows, n: usize) {
        let (age, seen, due) = (self.age(rows, n), self.is_seen(n), self.due(rows, n));
        let until = self.until(rows.suppression[n]);
        let (by_age, by_seen) = (self.ages[age], self.seen[seen]);
        let (by_until, by_due) = (self.until[until], self.due[due]);
        counts.ages[age] += u32::from(by_seen && by_until && by_due);
        counts.seen[seen] += u32::from(by_age && by_until && by_due);
        counts.until[until] += u32::from(by_age && by_seen && by_due);
        counts.due[due] += u32::from(by_age && by_seen && by_until);
    }

    /// The counts over all findings, without a look at most of them.
    pub(super) fn count_all(&self, state: &State) -> MomentCounts {
        let mut counts = MomentCounts::default();
        for (made, findings) in &state.totals.by_day {
            counts.ages[AgeBand::of_day(*made, self.last_days) as usize] += findings;
        }
        for (suppression, findings) in &state.totals.by_suppression {
            counts.until[self.until(*suppression)] += findings;
        }
        let all: u32 = counts.ages.iter().sum();
        let numbers = state.rows.len().saturating_sub(1);
        let newer = numbers.saturating_sub(self.last_seen);
        // Where every number has a finding, as in all but the strangest of stores, nobody has to look.
        let newer = match numbers == all as usize {
            true => newer,
            false => (numbers - newer + 1..=numbers)
                .filter(|n| state.rows.holds(*n))
                .count(),
        };
        let unseen = super::fold::index(newer);
        counts.seen = [unseen, all - unseen];
        counts.due = due_of_open(state, self.from);
        counts.due[Due::NoClock as usize] = all - counts.due.iter().sum::<u32>();
        counts
    }
}

fn bands(state: &State, from: Standpoint) -> HashMap<u32, usize> {
    let ends = state.ends.iter();
    let bands = ends.map(|(number, until)| {
        (
            *number,
            UntilBand::of(from_micros(*until), from.now) as usize,
        )
    });
    bands.collect()
}

/// How many open findings that have a limit stand where in their time, without a look at any.
pub(super) fn due_of_open(state: &State, from: Standpoint) -> [u32; Due::ALL.len()] {
    let mut counts = [0; Due::ALL.len()];
    for ((severity, made), findings) in &state.totals.open_by_day {
        let due = from.deadlines.of_day(*severity, *made, from.now);
        counts[due as usize] += findings;
    }
    counts[Due::NoClock as usize] = 0;
    counts
}

/// The day of UTC on which a row was made, as days since 1970.
pub(super) const fn opened_on(open_since: i64) -> i64 {
    open_since.div_euclid(MICROS_A_DAY)
}

/// The first instant of the day that lies `days` before the reader's.
pub(super) const fn days_before(from: Standpoint, days: i64) -> i64 {
    (day(from.now) - days).saturating_mul(MICROS_A_DAY)
}

fn admitted<T: Copy, const N: usize>(
    filter: &FindingFilter,
    facet: Facet,
    all: &[T],
    word: fn(T) -> &'static str,
) -> [bool; N] {
    let (chosen, excluded) = (filter.chosen(facet), filter.excluded(facet));
    std::array::from_fn(|at| {
        let word = all.get(at).map_or("", |one| word(*one));
        (chosen.is_empty() || chosen.contains(&word)) && !excluded.contains(&word)
    })
}
