//! Standards and scores: which standards are enabled, how their controls stand, and how that was on the days before.
//!
//! Statuses and scores are computed when somebody asks, from the board and from what AWS last said of its standards, so that
//! they are never older than the list of findings. Only the days before are kept.

mod get;
mod keep_score;
mod known;
mod list;
mod points;
mod take_in;

pub use get::{AccountStanding, ControlStanding, StandardDetail, get};
pub use keep_score::keep_score;
pub(crate) use known::KnownStandards;
pub use list::{StandardStanding, Standards, list};
pub use points::{DAYS, DayScore};
pub use take_in::take_in;

use domain::{
    scope::Scope,
    source::SourceKind,
    standard::{Definitions, Judged, judge},
};

use crate::{
    backend::Backend,
    error::Result,
    sources::{self, SourceStatus},
    store::sources as store,
};

/// How everything within a scope stands now.
fn judged(backend: &Backend, definitions: &Definitions, scope: &Scope) -> Judged {
    let findings = backend.board().control_findings(scope);
    let account = scope.account.as_ref().map(|one| one.as_str());
    judge(&findings, definitions, account)
}

/// The sources that findings and standards come from.
async fn sources_of(backend: &Backend) -> Result<Vec<SourceStatus>> {
    let asked = [
        SourceKind::SecurityHub,
        SourceKind::SecurityHubV2,
        SourceKind::Standards,
    ]
    .map(SourceKind::as_str);
    let rows = store::list(backend.reader().await?.conn())
        .await?
        .into_iter();
    let rows = rows.filter(|row| asked.contains(&row.kind.as_str()));
    rows.map(sources::status).collect()
}
