//! The board as its users see it: many readers, one short writer at a time.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::Duration,
};

use domain::{
    around::Window,
    event::Seq,
    finding::{
        Deadlines, Due, Facet, FacetCounts, FindingCounts, FindingFilter, FindingList,
        FindingListing, FindingSummary, GroupListing, Grouping, Severity, Standpoint,
    },
    id::FindingId,
    scope::{AccountId, Region, Scope},
    standard::ControlFindings,
    time::Timestamp,
};
use tokio::{sync::watch, time::timeout};

use super::{
    canonical, cell, controls, facet_values,
    fold::index,
    groups,
    list::{self, Neighbours},
    moment::due_of_open,
    nearby::{self, Nearby},
    order::BadCursor,
    row::BoardRow,
    same_resource::{self, SameResource},
    spread::{self, Spread},
    state::State,
    touching::{self, Touch},
};

/// How long who has just changed something waits to see it. A board that lives follows in a moment.
const PATIENCE: Duration = Duration::from_secs(20);

/// All findings in memory. Share it by `Arc`; no call waits longer than one change or one answer takes.
#[derive(Debug)]
pub struct Board {
    state: RwLock<State>,
    /// Up to which row number each person has seen all findings.
    marks: RwLock<HashMap<String, u32>>,
    /// How long findings may stay open.
    deadlines: RwLock<Deadlines>,
    seq: watch::Sender<Seq>,
}

impl Default for Board {
    fn default() -> Self {
        Self::new()
    }
}

impl Board {
    /// A board without findings, before the first event.
    #[must_use]
    pub fn new() -> Self {
        Self::of(State::default())
    }

    pub(super) fn of(state: State) -> Self {
        Self {
            seq: watch::Sender::new(state.seq),
            state: RwLock::new(state),
            marks: RwLock::default(),
            deadlines: RwLock::default(),
        }
    }

    /// Inserts rows or replaces those of the same `n`, all at once for every reader, and moves on to
    /// `seq`. A row of an older version than the board has is left out; `seq` never moves back.
    pub fn apply(&self, seq: Seq, rows: impl IntoIterator<Item = BoardRow>) {
        let rows: Vec<BoardRow> = rows.into_iter().collect();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for row in &rows {
            state.put(row);
        }
        self.reach(state, seq);
    }

    /// Names accounts otherwise, without a row for each of their findings, and moves on to `seq`.
    /// An empty name is none; an account without findings is left out.
    pub fn name_accounts(&self, seq: Seq, names: impl IntoIterator<Item = (String, String)>) {
        let names: Vec<(String, String)> = names.into_iter().collect();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for (account, name) in &names {
            if let Some(code) = state.words.accounts.find(account) {
                state.words.name_account(code, name);
            }
        }
        self.reach(state, seq);
    }

    /// Learns up to which row number each person has seen all findings, and moves on to `seq`.
    pub fn mark_seen(&self, seq: Seq, marks: impl IntoIterator<Item = (String, u32)>) {
        let mut known = self.marks.write().unwrap_or_else(PoisonError::into_inner);
        known.extend(marks);
        drop(known);
        self.reach(
            self.state.write().unwrap_or_else(PoisonError::into_inner),
            seq,
        );
    }

    /// Learns when each suppression ends, by its number, and moves on to `seq`. Ends that are known are replaced.
    pub fn learn_ends(&self, seq: Seq, ends: impl IntoIterator<Item = (u32, Timestamp)>) {
        let ends = ends
            .into_iter()
            .map(|(number, until)| (number, until.timestamp_micros()));
        let ends: HashMap<u32, i64> = ends.collect();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.ends.extend(ends);
        self.reach(state, seq);
    }

    /// How many findings a suppression hides, by its number.
    #[must_use]
    pub fn hidden_by(&self, number: u32) -> u64 {
        let state = self.read();
        let hidden = state.totals.by_suppression.get(&number);
        hidden.copied().unwrap_or(0).into()
    }

    /// Up to which row number a person has seen all findings; 0 for one who never said so.
    #[must_use]
    pub fn seen_by(&self, person: &str) -> u32 {
        let marks = self.marks.read().unwrap_or_else(PoisonError::into_inner);
        marks.get(person).copied().unwrap_or(0)
    }

    /// Learns how long findings may stay open, and moves on to `seq`.
    pub fn set_deadlines(&self, seq: Seq, deadlines: Deadlines) {
        let known = self.deadlines.write();
        *known.unwrap_or_else(PoisonError::into_inner) = deadlines;
        self.reach(
            self.state.write().unwrap_or_else(PoisonError::into_inner),
            seq,
        );
    }

    /// How long findings may stay open.
    #[must_use]
    pub fn deadlines(&self) -> Deadlines {
        *self
            .deadlines
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// How many open findings are overdue.
    #[must_use]
    pub fn overdue(&self, from: Standpoint) -> u64 {
        let open = due_of_open(&self.read(), from);
        open[Due::Overdue as usize].into()
    }

    /// How many open findings are new to a reader.
    #[must_use]
    pub fn unseen(&self, from: Standpoint) -> u64 {
        let state = self.read();
        let open: Vec<bool> = state.cells.all().iter().map(cell::is_open).collect();
        let newer = (from.seen as usize).saturating_add(1)..state.rows.len();
        newer.filter(|n| open[state.rows.cell[*n] as usize]).count() as u64
    }

    /// Ends a change: those who wait for `seq` see it.
    fn reach(&self, mut state: RwLockWriteGuard<'_, State>, seq: Seq) {
        let seq = seq.max(state.seq);
        state.seq = seq;
        drop(state);
        self.seq.send_if_modified(|known| {
            let newer = seq > *known;
            *known = seq.max(*known);
            newer
        });
    }

    /// Whether a finding was ever reported of the account.
    #[must_use]
    pub fn has_account(&self, account: &AccountId) -> bool {
        self.read().words.accounts.find(account.as_str()).is_some()
    }

    /// The last event that the board knows.
    #[must_use]
    pub fn as_of(&self) -> Seq {
        self.read().seq
    }

    /// Whether a finding was ever reported of the region.
    #[must_use]
    pub fn has_region(&self, region: &Region) -> bool {
        self.read().words.regions.find(region.as_str()).is_some()
    }

    /// Returns once the board knows the event `seq`; it does not wait for ever where the log cannot be read any more.
    pub async fn wait_for(&self, seq: Seq) {
        if !self.knows_within(seq, PATIENCE).await {
            tracing::warn!(
                seq = seq.0,
                "the index of findings does not follow the event log"
            );
        }
    }

    /// Whether the board knows the event `seq` before so long is over.
    pub(super) async fn knows_within(&self, seq: Seq, patience: Duration) -> bool {
        let mut known = self.seq.subscribe();
        let knows = known.wait_for(|known| *known >= seq);
        timeout(patience, knows).await.is_ok()
    }

    /// A page of findings, how many there are, and the counts beside every facet.
    ///
    /// # Errors
    /// The `after` of the request is no cursor of this order.
    pub fn list(&self, ask: &FindingList, from: Standpoint) -> Result<FindingListing, BadCursor> {
        list::list(&self.read(), ask, from)
    }

    /// A page of groups, with the same counts. `sort` and `order` are not looked at.
    ///
    /// # Errors
    /// The `after` of the request is no cursor of a list of groups.
    pub fn groups(
        &self,
        ask: &FindingList,
        by: Grouping,
        from: Standpoint,
    ) -> Result<GroupListing, BadCursor> {
        groups::groups(&self.read(), ask, by, from)
    }

    /// How what is asked for is spread over severities, accounts and regions; `sort`, `after` and `limit` of the request are
    /// not looked at.
    #[must_use]
    pub fn spread(&self, ask: &FindingList, from: Standpoint) -> Spread {
        spread::spread(&self.read(), ask, from)
    }

    /// The row numbers of all findings that are asked for, in the order in which they came; `sort`, `after` and `limit`
    /// of the request are not looked at.
    #[must_use]
    pub fn numbers(&self, ask: &FindingList, from: Standpoint) -> Vec<u32> {
        list::numbers(&self.read(), ask, from)
    }

    /// The values of a facet that hold a text, with their counts in the list that is asked for; none for a facet with fixed
    /// words. `sort`, `after` and `limit` of the request are not looked at.
    #[must_use]
    pub fn found_values(
        &self,
        ask: &FindingList,
        from: Standpoint,
        sought: (Facet, &str),
    ) -> Option<FacetCounts> {
        facet_values::found_values(&self.read(), ask, from, sought)
    }

    /// How many of the findings that are asked for came after a row number; `sort`, `after` and `limit` of the request are
    /// not looked at.
    #[must_use]
    pub fn came_after(&self, ask: &FindingList, from: Standpoint, n: u32) -> u64 {
        list::came_after(&self.read(), ask, from, n)
    }

    /// The filter with its values as findings have them: `macie` becomes `Macie`, an account's name its id. A value that
    /// no finding has stays as it is.
    #[must_use]
    pub fn canonical(&self, filter: FindingFilter) -> FindingFilter {
        canonical::canonical(&self.read(), filter)
    }

    /// What the findings of controls say that count for a score, within the account and region of a scope.
    #[must_use]
    pub fn control_findings(&self, scope: &Scope) -> ControlFindings {
        controls::gather(&self.read(), scope)
    }

    /// What the first finding of each control is called.
    #[must_use]
    pub fn control_titles(&self) -> HashMap<String, String> {
        controls::titles(&self.read())
    }

    /// The last row number in use; 0 for none.
    #[must_use]
    pub fn last(&self) -> u32 {
        index(self.read().rows.len().saturating_sub(1))
    }

    /// Totals of the open findings.
    #[must_use]
    pub fn counts(&self) -> FindingCounts {
        self.read().totals.open
    }

    /// Where one finding stands in the list that is asked for; `after` and `limit` of the request are not looked at.
    /// Nothing for a finding that is not there.
    #[must_use]
    pub fn neighbours(&self, id: FindingId, ask: &FindingList, from: Standpoint) -> Neighbours {
        list::neighbours(&self.read(), id, ask, from)
    }

    /// The open critical and high findings that touch the targets, the worst first.
    #[must_use]
    pub fn touching(&self, targets: &[Scope]) -> Vec<Touch> {
        touching::touching(&self.read(), targets)
    }

    /// At most `most` findings of any state near the targets, the nearest first.
    #[must_use]
    pub fn nearby(&self, targets: &[Scope], window: &Window, most: usize) -> Nearby {
        nearby::nearby(&self.read(), targets, window, most)
    }

    /// At most `most` other findings that name a resource of one finding, in whatever place; nothing for a finding that is
    /// not there.
    #[must_use]
    pub fn same_resource(
        &self,
        id: FindingId,
        from: Standpoint,
        most: usize,
    ) -> Option<SameResource> {
        same_resource::same_resource(&self.read(), id, from, most)
    }

    /// One finding as a list shows it.
    #[must_use]
    pub fn row(&self, id: FindingId) -> Option<FindingSummary> {
        let state = self.read();
        let n = state.rows.find(id)?;
        Some(state.summary(n as usize))
    }

    /// The finding of a row number as a list shows it.
    #[must_use]
    pub fn at(&self, n: u32) -> Option<FindingSummary> {
        let state = self.read();
        state
            .rows
            .holds(n as usize)
            .then(|| state.summary(n as usize))
    }

    /// The row number of a finding.
    #[must_use]
    pub fn number(&self, id: FindingId) -> Option<u32> {
        self.read().rows.find(id)
    }

    /// How bad the worst of these rows is.
    #[must_use]
    pub fn worst(&self, ns: &[u32]) -> Option<Severity> {
        let state = self.read();
        let ranks = ns
            .iter()
            .filter_map(|n| state.rows.severity.get(*n as usize));
        Severity::from_rank((*ranks.max()?).into())
    }

    /// Whether the finding is there.
    #[must_use]
    pub fn holds(&self, id: FindingId) -> bool {
        self.read().rows.find(id).is_some()
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.read().totals.findings
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A writer that panicked may leave one row half told; the answers go on, and a restart sets it right.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }
}
