//! In which planes of Security Hub a finding is, and how each knows it.

use leptos::prelude::*;

use super::overview::{copyable, term};
use crate::{api::PlaneView, components::Since};

/// How each plane knows the finding; one that only CSPM has is known by its id alone.
pub(super) fn identities(planes: &[PlaneView], aws_finding_id: &str) -> AnyView {
    let id = term("AWS id", copyable(aws_finding_id.to_owned()));
    let in_v2 = planes
        .iter()
        .any(|one| one.plane == domain::finding::Plane::V2);
    let planes = planes.iter().filter(|_| in_v2).map(identity);
    view! { {id}{planes.collect_view()} }.into_any()
}

fn identity(one: &PlaneView) -> impl IntoView + use<> {
    let gone = one.is_gone.then_some(" · not reported any more");
    let uid = one.metadata_uid.clone().map(|uid| {
        view! { <div><span class="aside">"metadata.uid "</span>{copyable(uid)}</div> }
    });
    term(
        one.plane.label(),
        view! {
            <div>{copyable(one.product_arn.clone())}</div>
            {uid}
            <div class="aside">"updated "<Since at=one.updated/>{gone}</div>
        },
    )
}
