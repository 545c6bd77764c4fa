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

/// What may be believed of each account's status, and when it was last told.
pub(super) struct Belief(HashMap<AccountId, (FreshnessState, Option<Timestamp>)>);

impl Belief {
    /// As it is at `now`.
    pub(super) async fn at(conn: Conn<'_>, now: Timestamp) -> Result<Self> {
        let mut states = HashMap::new();
        for row in source_rows::list(conn).await? {
            let source = sources::status(row)?;
            if source.id.kind == SourceKind::CloudWatch {
                let freshness = source.freshness;
                let heard = (freshness.state(now), freshness.last_good);
                states.insert(source.id.account, heard);
            }
        }
        Ok(Self(states))
    }

    /// What may be believed of one account; nothing of one whose source nobody has set up.
    pub(super) fn of(&self, account: &AccountId) -> FreshnessState {
        let heard = self.0.get(account);
        heard.map_or(FreshnessState::Blind, |(state, _)| *state)
    }

    /// Since when nothing is heard of an account whose source is blind; nothing if it never told anything.
    pub(super) fn silent_since(&self, account: &AccountId) -> Option<Timestamp> {
        let (state, last_good) = self.0.get(account)?;
        last_good.filter(|_| *state == FreshnessState::Blind)
    }
}
