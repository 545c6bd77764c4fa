//! What a list of findings says of itself beside its rows: why it has none, and which of its sources does not see.

use backend::{Backend, findings, sources};
use domain::{
    actor::Actor,
    finding::{FindingFilter, FindingList},
};

use super::{
    findings_view::{Listed, Written},
    session::of_each_kind,
    sources::SourceView,
};
use crate::pages::findings::{
    address::ListAddress,
    no_rows::{NoRows, no_rows, source_notes},
};

/// The notes above a list, and what stands in place of its rows where it has none.
pub(super) async fn beside_rows(
    backend: &Backend,
    actor: &Actor,
    address: &ListAddress,
    listed: &Listed,
) -> backend::Result<[Written; 2]> {
    let sources = sources::list(backend, actor).await?;
    let all: Vec<SourceView> = sources.into_iter().map(SourceView::from).collect();
    let mut sources = of_each_kind(&all);
    sources.retain(|source| source.id.kind.plane().is_some());
    let notes = Written::by_server(source_notes(&sources, backend.now()));
    let instead = match listed.is_empty() {
        true => {
            let why = why(backend, actor, address)?;
            Written::by_server(no_rows(address, &why, &sources))
        }
        false => Written::default(),
    };
    Ok([notes, instead])
}

/// Why a list has no row.
fn why(backend: &Backend, actor: &Actor, address: &ListAddress) -> backend::Result<NoRows> {
    if address.after.is_some() {
        return Ok(NoRows::Shorter);
    }
    let count = |filter: &FindingFilter, ask: FindingList| {
        let ask = FindingList {
            filter: filter.clone(),
            limit: 1,
            ..ask
        };
        findings::list(backend, actor, &ask).map(|listing| listing.total)
    };
    let nothing = FindingFilter::default();
    if count(&nothing, FindingList::first(nothing.clone(), 1))? == 0 {
        return Ok(NoRows::NothingRead);
    }
    let (open, filter) = (FindingFilter::open(), &address.filter);
    if filter.workflow == open.workflow && filter.record_state == open.record_state {
        let decided = FindingFilter {
            workflow: Vec::new(),
            ..filter.clone()
        };
        let any = FindingFilter {
            record_state: Vec::new(),
            ..decided.clone()
        };
        for wider in [decided, any] {
            let more = count(&wider, address.list())?;
            if more > 0 {
                return Ok(NoRows::LeftOut(more, Box::new(wider)));
            }
        }
    }
    Ok(NoRows::Narrow)
}
