//! Sources that are silent, so that nothing can be said of what they would report.
//!
//! A kind tells of an account through a source of that account. AWS Health tells of others too where it is asked for the
//! organization, and Security Hub of those whose findings came through an administrator's account: AWS does not say which
//! accounts and regions that one gathers from, and a finding proves it.

use std::collections::BTreeSet;

use domain::{
    scope::{AccountId, Region, Scope},
    source::{FreshnessState, SourceKind},
    strip::{BlindSource, Cause, Silence},
    time::Timestamp,
};

use super::About;
use crate::{backend::Backend, board::Board, sources::SourceStatus};

/// What is silent around a change. Of a kind that nobody has set up as little is known as of one that does not answer; of
/// a kind with both, the latter is told. An account of which nothing at all was heard is named elsewhere.
pub(super) fn gather(
    backend: &Backend,
    about: &About<'_>,
    unheard: &[AccountId],
    sources: &[SourceStatus],
) -> Vec<BlindSource> {
    let view = View {
        targets: about.targets,
        sources,
        unheard,
        board: backend.board(),
        now: backend.now(),
    };
    let kinds = Cause::ALL.iter().flat_map(|cause| cause.sources());
    kinds.flat_map(|kind| view.silent(*kind)).collect()
}

struct View<'a> {
    targets: &'a [Scope],
    sources: &'a [SourceStatus],
    unheard: &'a [AccountId],
    board: &'a Board,
    now: Timestamp,
}

impl View<'_> {
    fn silent(&self, kind: SourceKind) -> Vec<BlindSource> {
        if self.sources.iter().all(|source| source.id.kind != kind) {
            return match self.is_wanted(kind) {
                true => vec![silent(kind, Silence::NotSetUp)],
                false => Vec::new(),
            };
        }
        let blind = self.blind(kind);
        blind.into_iter().chain(self.untold(kind)).collect()
    }

    /// Whether a kind without a source is missed: one plane of Security Hub is enough, the other one is read by those who
    /// want it.
    fn is_wanted(&self, kind: SourceKind) -> bool {
        let has_plane = || self.sources.iter().any(|one| one.id.kind.plane().is_some());
        kind != SourceKind::SecurityHubV2 && (kind.plane().is_none() || !has_plane())
    }

    /// The source of a kind that says nothing of what is around the targets; of several the one that is told first.
    fn blind(&self, kind: SourceKind) -> Option<BlindSource> {
        let asked = self
            .sources
            .iter()
            .filter(|one| one.id.kind == kind && self.tells_of_any(one));
        let blind = asked.filter(|one| one.freshness.state(self.now) == FreshnessState::Blind);
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
        blind.min_by_key(|source| source.why)
    }

    /// The places of the targets of which no source of a kind tells.
    fn untold(&self, kind: SourceKind) -> Vec<BlindSource> {
        let accounts: BTreeSet<&AccountId> = self
            .targets
            .iter()
            .filter_map(|target| target.account.as_ref())
            .filter(|account| !self.unheard.contains(account))
            .collect();
        let (told, untold): (Vec<_>, Vec<_>) = accounts.into_iter().partition(|account| {
            let mut of_kind = self.of_kind(kind);
            of_kind.any(|source| self.tells_of(source, account))
        });
        let untold = untold.into_iter().map(|account| BlindSource {
            account: Some(account.clone()),
            ..silent(kind, Silence::NotThere)
        });
        let regions = self.regions(kind, &told).into_iter();
        let regions = regions.map(|(account, region)| BlindSource {
            account: account.cloned(),
            region: Some(region.clone()),
            ..silent(kind, Silence::NotThere)
        });
        untold.chain(regions).collect()
    }

    /// The regions of the targets, each with the account of its target, of which no source of a kind tells. Security Hub
    /// alone is of a region, and one that gathers from others proves it by a finding.
    fn regions(
        &self,
        kind: SourceKind,
        told: &[&AccountId],
    ) -> BTreeSet<(Option<&AccountId>, &Region)> {
        let is_regional = kind.plane().is_some();
        let targets = self.targets.iter().filter(|_| is_regional);
        let places = targets.filter_map(|one| Some((one.account.as_ref(), one.region.as_ref()?)));
        let places = places.filter(|(account, _)| account.is_none_or(|one| told.contains(&one)));
        let untold = places.filter(|(_, region)| {
            let here = self
                .of_kind(kind)
                .any(|source| source.id.region == **region);
            !here && !self.board.has_region(region)
        });
        untold.collect()
    }

    /// The sources of a kind. What one plane of Security Hub has of a place, the other need not have.
    fn of_kind(&self, kind: SourceKind) -> impl Iterator<Item = &SourceStatus> {
        self.sources.iter().filter(move |source| {
            let both_planes = kind.plane().is_some() && source.id.kind.plane().is_some();
            source.id.kind == kind || both_planes
        })
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
        region: None,
    }
}
