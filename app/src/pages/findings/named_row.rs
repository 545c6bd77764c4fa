//! A finding in a short list that only names some: its severity, its title and where it is.

use domain::finding::FindingSummary;
use leptos::prelude::*;

use crate::components::{Shape, severity_sign};

/// The row.
pub(crate) fn named_row(finding: &FindingSummary) -> impl IntoView + use<> {
    let href = format!("/findings/{}", finding.id);
    let under = format!(
        "{} · {} · {}",
        finding.account, finding.region, finding.resource_id
    );
    view! {
        <li>
            <Shape sign=severity_sign(finding.severity)/>
            <a class="cover name" href=href>{finding.title.clone()}</a>
            <span class="under">{under}</span>
        </li>
    }
}
