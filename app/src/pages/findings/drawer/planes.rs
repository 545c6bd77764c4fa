//! In which planes of Security Hub a finding is, and how each knows it.

use leptos::prelude::*;

use super::overview::term;
use crate::{api::PlaneView, components::Since};

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
