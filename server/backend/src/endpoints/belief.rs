//! Which accounts' health checks may be believed: the status comes from one source an account.

use std::collections::HashMap;

use domain::{
    scope::AccountId,
    source::{FreshnessState, SourceKind},
    time::Timestamp,
};

use crate::{
    error::Result,
    sources,
    store::{db::Conn, sources as source_rows},
};

/// What may be believed of each account's status.
pub(super) struct Belief(HashMap<AccountId, FreshnessState>);

impl Belief {
    /// As it is at `now`.
    pub(super) async fn at(conn: Conn<'_>, now: Timestamp) -> Result<Self> {
        let mut states = HashMap::new();
        for row in source_rows::list(conn).await? {
            let source = sources::status(row)?;
            if source.id.kind == SourceKind::CloudWatch {
                states.insert(source.id.account, source.freshness.state(now));
            }
        }
        Ok(Self(states))
    }

    /// What may be believed of one account; nothing of one whose source nobody has set up.
    pub(super) fn of(&self, account: &AccountId) -> FreshnessState {
        let state = self.0.get(account).copied();
        state.unwrap_or(FreshnessState::Blind)
    }
}
