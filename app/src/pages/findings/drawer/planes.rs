//! In which planes of Security Hub a finding is, how each knows it, and its document there.

use leptos::prelude::*;

use super::{super::address::ListAddress, overview::term, tab::Tab};
use crate::{
    api::{FindingView, PlaneView},
    components::Since,
};

/// How each plane knows the finding; one that only CSPM has is known by its id alone.
pub(super) fn identities(planes: &[PlaneView], aws_finding_id: &str) -> AnyView {
    let id = term(
        "AWS id",
        view! { <span class="id">{aws_finding_id.to_owned()}</span> },
    );
    let in_v2 = planes
        .iter()
        .any(|one| one.plane == domain::finding::Plane::V2);
    let planes = planes.iter().filter(|_| in_v2).map(identity);
    view! { {id}{planes.collect_view()} }.into_any()
}

fn identity(one: &PlaneView) -> impl IntoView + use<> {
    let gone = one.is_gone.then_some(" · not reported any more");
    let uid = one.metadata_uid.clone().map(|uid| {
        view! { <div><span class="aside">"metadata.uid "</span><span class="id">{uid}</span></div> }
    });
    term(
        one.plane.label(),
        view! {
            <div><span class="id">{one.product_arn.clone()}</span></div>
            {uid}
            <div class="aside">"updated "<Since at=one.updated/>{gone}</div>
        },
    )
}

/// The way between the documents of a finding that both planes have.
pub(super) fn documents(
    finding: &FindingView,
    shown: &str,
    address: &ListAddress,
) -> Option<AnyView> {
    let planes = &finding.planes;
    let first = planes.first()?.plane;
    let known = planes.iter().map(|one| one.plane);
    let current = known.clone().find(|one| one.as_str() == shown);
    let current = current.unwrap_or(first);
    let links = known.map(|plane| {
        let href = Tab::Document.href(address, finding.summary.id);
        let href = format!("{href}&plane={}", plane.as_str());
        let current = (plane == current).then_some("page");
        view! { <a href=href aria-current=current>{plane.label()}</a> }
    });
    let links = links.collect_view();
    (planes.len() > 1).then(|| {
        view! { <nav class="tabs" aria-label="Documents of this finding">{links}</nav> }.into_any()
    })
}
