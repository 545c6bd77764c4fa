//! The fields of a suppression.

use leptos::prelude::*;

use crate::{api::SuppressionForm, pages::filled::Filled};

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
    form.line(("q", "What it hides", "text"), &kept.query, hint)
}
