//! Sources that are silent, so that nothing can be said of what they would report.

use domain::{
    actor::Actor,
    source::{FreshnessState, SourceKind},
    strip::{BlindSource, Cause, Silence},
};

use super::About;
use crate::{
    backend::Backend,
    error::Result,
    sources::{self, SourceStatus},
};

/// Of a kind that nobody has set up as little is known as of one that does not answer; of a kind with both, the latter
/// is told.
pub(super) async fn gather(
    backend: &Backend,
    actor: &Actor,
    about: &About<'_>,
) -> Result<Vec<BlindSource>> {
    let (all, now) = (sources::list(backend, actor).await?, backend.now());
    let kinds = Cause::ALL.iter().flat_map(|cause| cause.sources());
    let silent = kinds.filter_map(|kind| {
        let mut of_kind = all
            .iter()
            .filter(|source| source.id.kind == *kind)
            .peekable();
        if of_kind.peek().is_none() {
            // One plane of Security Hub is enough: the other one is read by those who want it.
            let has_plane = all.iter().any(|source| source.id.kind.plane().is_some());
            if *kind == SourceKind::SecurityHubV2 || kind.plane().is_some() && has_plane {
                return None;
            }
            return Some(BlindSource {
                kind: *kind,
                last_good: None,
                why: Silence::NotSetUp,
            });
        }
        let asked = of_kind.filter(|source| tells_of(source, about));
        let blind = asked.filter(|one| one.freshness.state(now) == FreshnessState::Blind);
        let blind = blind.map(|source| BlindSource {
            kind: *kind,
            last_good: source.freshness.last_good,
            why: match source.freshness.is_not_set_up() {
                true => Silence::NotSetUp,
                false => Silence::Blind,
            },
        });
        blind.min_by_key(|source| source.why)
    });
    Ok(silent.collect())
}

/// Findings and AWS Health come from an account that sees others; endpoints from the account that has them.
fn tells_of(source: &SourceStatus, about: &About<'_>) -> bool {
    let own = matches!(source.id.kind, SourceKind::Route53 | SourceKind::CloudWatch);
    let has = |account: &Option<_>| account.as_ref().is_none_or(|one| *one == source.id.account);
    !own || about.targets.iter().any(|target| has(&target.account))
}
