//! What a list of findings says of itself beside its rows: why it has none, and which of its sources does not see.

use backend::{Backend, findings, sources};
use domain::{
    actor::Actor,
    finding::{Facet, FindingFilter, FindingList},
    source::SourceKind,
};

use super::{
    findings_view::{Listed, Written},
    places::{Names, name_of},
    session::{closed_beside, of_each_kind},
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
    (listed, names): (&Listed, &Names),
) -> backend::Result<[Written; 2]> {
    let sources = sources::list(backend, actor).await?;
    let all: Vec<SourceView> = sources.into_iter().map(SourceView::from).collect();
    let mut sources = of_each_kind(&all);
    sources.retain(|source| source.id.kind.plane().is_some());
    let closed = SourceKind::OF_FINDINGS.map(|kind| (kind, closed(&all, kind, address, names)));
    let instead = match listed.is_empty() {
        true => {
            let why = why(backend, actor, address)?;
            let instead = Written::by_server(no_rows(address, &why, &sources));
            if why == NoRows::NothingRead {
                // Why they have not answered stands there already.
                sources.retain(|source| !is_awaited(source));
            }
            instead
        }
        false => Written::default(),
    };
    let notes = source_notes(&sources, &closed, backend.now());
    Ok([Written::by_server(notes), instead])
}

/// Whether it never answered, and is to.
fn is_awaited(source: &SourceView) -> bool {
    source.freshness.last_good.is_none() && !source.freshness.is_not_set_up()
}

/// The places of a list in which a kind of source of findings is not switched on, while it is in others.
fn closed(
    all: &[SourceView],
    kind: SourceKind,
    address: &ListAddress,
    names: &Names,
) -> Vec<String> {
    let filter = &address.filter;
    let mut closed = closed_beside(all, kind);
    let admits = |facet, value: &str| {
        let chosen = filter.chosen(facet);
        let is_chosen = chosen.is_empty() || chosen.contains(&value);
        is_chosen && !filter.excluded(facet).contains(&value)
    };
    closed.retain(|source| {
        let (account, region) = (source.id.account.as_str(), source.id.region.as_str());
        admits(Facet::Account, account) && admits(Facet::Region, region)
    });
    let places = closed.into_iter().map(|source| {
        let account = name_of(names, source.id.account.as_str());
        format!("{account} {}", source.id.region)
    });
    places.collect()
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
