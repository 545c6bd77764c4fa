//! The board as its users see it: many readers, one short writer at a time.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use domain::{
    event::Seq,
    finding::{FindingCounts, FindingList, FindingListing, FindingSummary, GroupListing},
    id::FindingId,
    scope::Scope,
};
use tokio::sync::watch;

use super::{
    groups, list,
    order::BadCursor,
    row::BoardRow,
    state::State,
    touching::{self, Touch},
};

/// All findings in memory. Share it by `Arc`; no call waits longer than one change or one answer takes.
#[derive(Debug)]
pub struct Board {
    state: RwLock<State>,
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

    /// The last event that the board knows.
    #[must_use]
    pub fn as_of(&self) -> Seq {
        self.read().seq
    }

    /// Returns once the board knows the event `seq`.
    pub async fn wait_for(&self, seq: Seq) {
        let mut known = self.seq.subscribe();
        // The sender lives as long as `self`, so that this ends in no other way.
        drop(known.wait_for(|known| *known >= seq).await);
    }

    /// A page of findings, how many there are, and the counts beside every facet.
    ///
    /// # Errors
    /// The `after` of the request is no cursor of this order.
    pub fn list(&self, ask: &FindingList) -> Result<FindingListing, BadCursor> {
        list::list(&self.read(), ask)
    }

    /// A page of controls and titles, with the same counts. `sort` and `order` are not looked at.
    ///
    /// # Errors
    /// The `after` of the request is no cursor of a list of groups.
    pub fn groups(&self, ask: &FindingList) -> Result<GroupListing, BadCursor> {
        groups::groups(&self.read(), ask)
    }

    /// Totals of the open findings.
    #[must_use]
    pub fn counts(&self) -> FindingCounts {
        self.read().totals.open
    }

    /// The findings before and after one in the list that is asked for; `after` and `limit` of the
    /// request are not looked at. Nothing for a finding that is not there.
    #[must_use]
    pub fn neighbours(
        &self,
        id: FindingId,
        ask: &FindingList,
    ) -> (Option<FindingId>, Option<FindingId>) {
        list::neighbours(&self.read(), id, ask)
    }

    /// The open critical and high findings that touch the targets, the worst first.
    #[must_use]
    pub fn touching(&self, targets: &[Scope]) -> Vec<Touch> {
        touching::touching(&self.read(), targets)
    }

    /// One finding as a list shows it.
    #[must_use]
    pub fn row(&self, id: FindingId) -> Option<FindingSummary> {
        let state = self.read();
        let n = state.rows.find(id)?;
        Some(state.summary(n as usize))
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
