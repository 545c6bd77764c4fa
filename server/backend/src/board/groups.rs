//! Findings gathered by control, or by title where a product has no controls.

use domain::{
    finding::{ControlGroup, Facet, FindingList, GroupListing, Severity},
    page::Page,
    time::from_micros,
};

use super::{
    bits::Bits,
    cell::{self, NONE},
    facet_values::facet_counts,
    group_order::Standing,
    list::rows_a_page,
    order::BadCursor,
    selection::Selection,
    state::State,
};

/// What is gathered of the admitted findings of one group.
#[derive(Debug, Clone, Copy)]
struct Gathered {
    matching: u32,
    severity: u8,
    /// When the oldest was made.
    since: i64,
    /// When the last updated was, and its row.
    newest: (i64, u32),
    /// Whether a finding has the group's key as its control, rather than as its title.
    of_control: bool,
}

const EMPTY: Gathered = Gathered {
    matching: 0,
    severity: 0,
    since: i64::MAX,
    newest: (i64::MIN, 0),
    of_control: false,
};

impl Gathered {
    fn merge(&mut self, other: Self) {
        self.matching += other.matching;
        self.severity = self.severity.max(other.severity);
        self.since = self.since.min(other.since);
        self.newest = self.newest.max(other.newest);
        self.of_control |= other.of_control;
    }
}

/// The page that is asked for.
pub(super) fn groups(state: &State, ask: &FindingList) -> Result<GroupListing, BadCursor> {
    let after = ask.after.as_deref().map(Standing::parse).transpose()?;
    let selection = Selection::of(ask, state);
    let groups = Groups::new(state);
    let gathered = groups.gather(&selection);
    let (limit, all) = (rows_a_page(ask), gathered.len());
    let mut page: Vec<(Standing<'_>, usize, Gathered)> = gathered
        .into_iter()
        .map(|(group, gathered)| (groups.standing(group, &gathered), group, gathered))
        .filter(|(standing, ..)| after.is_none_or(|after| *standing > after))
        .collect();
    let more = page.len() > limit;
    if more {
        page.select_nth_unstable_by_key(limit - 1, |(standing, ..)| *standing);
        page.truncate(limit);
    }
    page.sort_unstable_by_key(|(standing, ..)| *standing);
    let last = page.last().filter(|_| more);
    let next = last.map(|(standing, ..)| standing.cursor());
    Ok(GroupListing {
        page: Page {
            rows: groups.rows(&selection, &page),
            next,
        },
        groups: all as u64,
        total: selection.total,
        facets: facet_counts(&state.words, &ask.filter, &selection.tally),
        as_of: state.seq,
    })
}

/// The numbers of groups: the code of the control, or past all controls the code of the title.
struct Groups<'a> {
    state: &'a State,
    /// The control of each cell.
    controls: Vec<u32>,
}

impl<'a> Groups<'a> {
    fn new(state: &'a State) -> Self {
        let cells = state.cells.all().iter();
        Self {
            state,
            controls: cells.map(|cell| cell::of(cell, Facet::Control)).collect(),
        }
    }

    fn past_controls(&self) -> usize {
        self.state.words.controls.len()
    }

    fn of_row(&self, n: usize) -> usize {
        let rows = &self.state.rows;
        match self.controls[rows.cell[n] as usize] {
            NONE => self.past_controls() + rows.title[n] as usize,
            control => control as usize,
        }
    }

    fn key(&self, group: usize) -> &'a str {
        let words = &self.state.words;
        match group.checked_sub(self.past_controls()) {
            None => words.controls.get(super::fold::index(group)),
            Some(title) => words.titles.get(super::fold::index(title)),
        }
    }

    fn standing(&self, group: usize, gathered: &Gathered) -> Standing<'a> {
        Standing {
            severity: gathered.severity,
            matching: gathered.matching.into(),
            key: self.key(group),
        }
    }

    /// The control that is called as the title of a title's group is: they are one group.
    fn namesake(&self, group: usize) -> Option<usize> {
        let controls = &self.state.words.controls;
        let control = controls.find(self.key(group)).filter(|code| *code != NONE);
        control
            .filter(|_| group >= self.past_controls())
            .map(|code| code as usize)
    }

    /// All groups that have an admitted finding.
    fn gather(&self, selection: &Selection<'_>) -> Vec<(usize, Gathered)> {
        let rows = &self.state.rows;
        let past = self.past_controls();
        let mut all = vec![EMPTY; past + self.state.words.titles.len()];
        selection.visit(self.state, 0, rows.len(), |n| {
            let group = self.of_row(n);
            all[group].merge(Gathered {
                matching: 1,
                severity: rows.severity[n],
                since: rows.created[n],
                newest: (rows.updated[n], super::fold::index(n)),
                of_control: group < past,
            });
        });
        for group in past..all.len() {
            if all[group].matching > 0
                && let Some(control) = self.namesake(group)
            {
                let titled = std::mem::replace(&mut all[group], EMPTY);
                all[control].merge(titled);
            }
        }
        let all = all.into_iter().enumerate();
        all.filter(|(_, gathered)| gathered.matching > 0).collect()
    }

    /// The groups of a page as it shows them: only for these it is counted where their findings are.
    fn rows(
        &self,
        selection: &Selection<'_>,
        page: &[(Standing<'a>, usize, Gathered)],
    ) -> Vec<ControlGroup> {
        let mut places = self.places(selection, page);
        let rows = page.iter().map(|(standing, _, gathered)| {
            let (accounts, regions) = places.next().unwrap_or_default();
            let key = standing.key.to_owned();
            ControlGroup {
                control: gathered.of_control.then(|| key.clone()),
                title: self.title(gathered.newest.1).to_owned(),
                severity: Severity::from_rank(gathered.severity.into())
                    .unwrap_or(Severity::Informational),
                matching: standing.matching,
                of: self.active(&key),
                accounts,
                regions,
                since: from_micros(gathered.since),
                key,
            }
        });
        rows.collect()
    }

    fn title(&self, n: u32) -> &'a str {
        let title = self.state.rows.title[n as usize];
        self.state.words.titles.get(title)
    }

    fn active(&self, key: &str) -> u64 {
        let (words, totals) = (&self.state.words, &self.state.totals);
        let control = words.controls.find(key).filter(|code| *code != NONE);
        let title = words.titles.find(key);
        let count = |counts: &[u32], code: Option<u32>| {
            u64::from(
                code.and_then(|code| counts.get(code as usize))
                    .copied()
                    .unwrap_or(0),
            )
        };
        count(&totals.active_by_control, control) + count(&totals.active_by_title, title)
    }

    /// In how many accounts and regions the admitted findings of each group of a page are.
    fn places(
        &self,
        selection: &Selection<'_>,
        page: &[(Standing<'a>, usize, Gathered)],
    ) -> std::vec::IntoIter<(u64, u64)> {
        let (state, words) = (self.state, &self.state.words);
        let mut shown = vec![usize::MAX; self.past_controls() + words.titles.len()];
        for (at, (standing, group, _)) in page.iter().enumerate() {
            shown[*group] = at;
            if let Some(title) = words.titles.find(standing.key) {
                shown[self.past_controls() + title as usize] = at;
            }
        }
        let (accounts, regions) = (words.accounts.len(), words.regions.len());
        let mut seen_accounts = vec![Bits::none(accounts); page.len()];
        let mut seen_regions = vec![Bits::none(regions); page.len()];
        selection.visit(state, 0, state.rows.len(), |n| {
            let at = shown[self.of_row(n)];
            if at < page.len() {
                let cell = state.cells.get(state.rows.cell[n]);
                seen_accounts[at].put(cell::of(cell, Facet::Account) as usize);
                seen_regions[at].put(cell::of(cell, Facet::Region) as usize);
            }
        });
        let seen = seen_accounts.iter().zip(&seen_regions);
        let places = seen.map(|(a, r)| {
            let count = |bits: &Bits, len| bits.iter(0, len).count() as u64;
            (count(a, accounts), count(r, regions))
        });
        places.collect::<Vec<_>>().into_iter()
    }
}
