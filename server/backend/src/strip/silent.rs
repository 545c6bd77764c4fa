//! Sources that are silent, so that nothing can be said of what they would report.
//!
//! A kind tells of an account through a source of that account. AWS Health tells of others too where it is asked for the
//! organization, and Security Hub of those whose findings came through an administrator's account: AWS does not say which
//! accounts that one gathers from, and a finding proves it.

use std::collections::BTreeSet;

use domain::{
    actor::Actor,
    scope::{AccountId, Scope},
    source::{FreshnessState, SourceKind},
    strip::{BlindSource, Cause, Silence},
    time::Timestamp,
};

use super::About;
use crate::{
    backend::Backend,
    board::Board,
    error::Result,
    sources::{self, SourceStatus},
};

/// What is silent around a change. Of a kind that nobody has set up as little is known as of one that does not answer; of
/// a kind with both, the latter is told. An account of which nothing at all was heard is named elsewhere.
pub(super) async fn gather(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
    unheard: &[AccountId],
) -> Result<Vec<BlindSource>> {
    let all = sources::list(backend, actor).await?;
    let view = View {
        targets: about.targets,
        unheard,
        board: backend.board(),
        now: backend.now(),
    };
    let kinds = Cause::ALL.iter().flat_map(|cause| cause.sources());
    Ok(kinds.flat_map(|kind| view.silent(*kind, &all)).collect())
}

struct View<'a> {
    targets: &'a [Scope],
    unheard: &'a [AccountId],
    board: &'a Board,
    now: Timestamp,
}

impl View<'_> {
    fn silent(&self, kind: SourceKind, all: &[SourceStatus]) -> Vec<BlindSource> {
        let of_kind: Vec<&SourceStatus> =
            all.iter().filter(|source| source.id.kind == kind).collect();
        let has_plane = || all.iter().any(|source| source.id.kind.plane().is_some());
        if of_kind.is_empty() {
            // One plane of Security Hub is enough: the other one is read by those who want it.
            let is_wanted =
                kind != SourceKind::SecurityHubV2 && (kind.plane().is_none() || !has_plane());
            return match is_wanted {
                true => vec![silent(kind, Silence::NotSetUp)],
                false => Vec::new(),
            };
        }
        let asked = of_kind.iter().filter(|source| self.tells_of_any(source));
        let blind =
            asked.filter(|source| source.freshness.state(self.now) == FreshnessState::Blind);
        let blind = blind.map(|source| BlindSource {
            last_good: source.freshness.last_good,
            ..silent(
                kind,
                match source.freshness.is_not_set_up() {
                    true => Silence::NotSetUp,
                    false => Silence::Blind,
                },
            )
        });
        let accounts: BTreeSet<&AccountId> = self
            .targets
            .iter()
            .filter_map(|target| target.account.as_ref())
            .filter(|account| !self.unheard.contains(account))
            .collect();
        let untold = accounts.into_iter().filter(|account| {
            // What one plane of Security Hub has of an account, the other need not have.
            let same = |source: &&SourceStatus| {
                let both_planes = kind.plane().is_some() && source.id.kind.plane().is_some();
                source.id.kind == kind || both_planes
            };
            let mut told = all.iter().filter(same);
            !told.any(|source| self.tells_of(source, account))
        });
        let untold = untold.map(|account| BlindSource {
            account: Some(account.clone()),
            ..silent(kind, Silence::NotThere)
        });
        let blind = blind.min_by_key(|source| source.why);
        blind.into_iter().chain(untold).collect()
    }

    fn tells_of_any(&self, source: &SourceStatus) -> bool {
        self.targets.iter().any(|target| {
            let account = target.account.as_ref();
            account.is_none_or(|account| self.tells_of(source, account))
        })
    }

    fn tells_of(&self, source: &SourceStatus, account: &AccountId) -> bool {
        let through_administrator =
            || source.id.kind.plane().is_some() && self.board.has_account(account);
        source.id.account == *account || source.id.sees_organization() || through_administrator()
    }
}

const fn silent(kind: SourceKind, why: Silence) -> BlindSource {
    BlindSource {
        kind,
        last_good: None,
        why,
        account: None,
    }
}
