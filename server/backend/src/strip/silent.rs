//! Sources that are silent, so that nothing can be said of what they would report.

use domain::{
    actor::Actor,
    source::{FreshnessState, SourceKind},
    strip::{BlindSource, Cause},
};

use super::About;
use crate::{
    backend::Backend,
    error::Result,
    sources::{self, SourceStatus},
};

/// A kind that nobody has set up is as silent as one that does not answer.
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
            return Some(BlindSource {
                kind: *kind,
                last_good: None,
            });
        }
        let asked = of_kind.filter(|source| tells_of(source, about));
        let mut blind = asked.filter(|one| one.freshness.state(now) == FreshnessState::Blind);
        blind.next().map(|source| BlindSource {
            kind: *kind,
            last_good: source.freshness.last_good,
        })
    });
    Ok(silent.collect())
}

/// Findings and AWS Health come from an account that sees others; endpoints from the account that has them.
fn tells_of(source: &SourceStatus, about: &About<'_>) -> bool {
    let own = matches!(source.id.kind, SourceKind::Route53 | SourceKind::CloudWatch);
    let has = |account: &Option<_>| account.as_ref().is_none_or(|one| *one == source.id.account);
    !own || about.targets.iter().any(|target| has(&target.account))
}
