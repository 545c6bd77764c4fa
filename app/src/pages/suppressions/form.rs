//! The fields of a suppression.

use domain::finding::{FindingFilter, apply_query};
use leptos::prelude::*;

use crate::{
    api::SuppressionForm,
    pages::{
        filled::Filled,
        findings::query_fault::{fault_place, fault_words},
    },
};

/// All fields but the query.
pub(super) fn plan(form: &Filled, kept: &SuppressionForm) -> AnyView {
    view! {
        {form.line(("reason", "Reason", "text"), &kept.reason, "")}
        <div class="pair even">
            {form.line(("owner", "Owner", "text"), &kept.owner, "Sign-in name of who answers for it.")}
            {form.line(("until", "Until", "datetime-local"), &kept.until, "UTC. What it hides is shown again then.")}
        </div>
    }
    .into_any()
}

/// The query of a rule.
pub(super) fn query(form: &Filled, kept: &SuppressionForm) -> AnyView {
    let hint = "Open findings that match it, in every account and region, now and later.";
    let typed = form.value("q", &kept.query);
    view! {
        {form.line(("q", "What it hides", "text"), &kept.query, hint)}
        {unreadable(&typed)}
    }
    .into_any()
}

/// Where a query cannot be read, and why.
pub(super) fn unreadable(query: &str) -> Option<AnyView> {
    let fault = apply_query(FindingFilter::open(), query).err()?;
    let told = view! {
        <div class="query-fault">{fault_place(&fault, query)}<p>{fault_words(&fault)}</p></div>
    };
    Some(told.into_any())
}
