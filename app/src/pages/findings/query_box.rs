//! What is chosen, as chips, and the query that is typed: one form, which needs no script.

use domain::finding::{FindingFilter, write_query};
use leptos::{html, prelude::*, task::spawn_local};

use super::{
    Place,
    address::{ListAddress, WAS},
    query_fault::Fault,
};
use crate::{
    api::{Written, complete_findings},
    components::{Icon, SearchForm},
    pages::written::written,
};

/// The key of the address that shows the whole query as text.
const EDIT: &str = "edit";

/// The query box.
#[component]
pub(super) fn QueryBox(
    address: ListAddress,
    place: Place,
    /// What is chosen, each with the way to the list without it.
    chips: Written,
    /// Where a rule is made that hides this list, if one can be.
    rule: Option<String>,
) -> impl IntoView {
    let whole = place
        .query
        .with_untracked(|query| query.get(EDIT).is_some());
    let fault = address.fault.clone();
    let (text, kept) = parts(&address, whole);
    let chips = if whole { Written::default() } else { chips };
    show(place, &text);
    let kept = kept.query();
    let kept = kept.pairs().map(|(key, value)| {
        view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> }
    });
    let kept = kept.collect_view();
    let offered = RwSignal::new(Written::default());
    let last = StoredValue::new(String::new());
    // What a chip took away comes back by the list that had it.
    let undo = place
        .query
        .with_untracked(|query| query.get(WAS).map(|was| format!("/findings?{was}")));
    let as_text = address.query().with(EDIT, "query").href("/findings");
    let fault_id = fault.is_some().then_some("query-fault");
    view! {
        <SearchForm to="/findings" class="query" label="This list">
            <Icon name="i-search"/>
            {written(html::ul().class("chips"), chips, "")}
            <span class="typed">
            <input
                type="search"
                name="q"
                value=text
                list="query-words"
                autocomplete="off"
                spellcheck="false"
                aria-label="Search findings"
                aria-describedby=fault_id
                aria-invalid=fault_id.map(|_| "true")
                placeholder="severity:, account:, or text"
                on:input=move |event| offer(offered, (last, event_target_value(&event)), place)
            />
            {move || written(html::datalist().id("query-words"), offered.get(), "")}
            {undo.map(|href| view! { <a class="act small" href=href>"Undo"</a> })}
            {(!whole).then(|| view! {
                <a class="act small" href=as_text>"As text"</a>
            })}
            {rule.map(|href| view! { <a class="act small" href=href>"Hide by a rule"</a> })}
            </span>
            {kept}
        </SearchForm>
        {fault.map(|(fault, typed)| view! { <Fault fault typed/> })}
    }
}

/// Offers how what is typed may go on; of several answers that of the `last` key, in whatever order they come.
fn offer(offered: RwSignal<Written>, (last, typed): (StoredValue<String>, String), place: Place) {
    let list = place.list.get_untracked();
    last.set_value(typed.clone());
    spawn_local(async move {
        let options = complete_findings(list, typed.clone()).await;
        // The list, and the box with it, may be another by then.
        if last.try_get_value() == Some(typed) {
            offered.set(options.unwrap_or_default());
        }
    });
}

/// Shows the text that the list was asked with; what was typed and not sent stays while that is the same. Where more
/// was sent than stays text, the rest is chips now.
fn show(place: Place, text: &str) {
    let became_chips = place
        .query
        .with_untracked(|query| query.get("q").is_some_and(|sent| sent != text));
    if became_chips || place.text.with_untracked(|before| before != text) {
        place.text.set(text.to_owned());
        #[cfg(feature = "hydrate")]
        Effect::new(|_| crate::live::reset(".query"));
    }
}

/// What stands in the box, and the list that the form keeps beside it.
fn parts(address: &ListAddress, whole: bool) -> (String, ListAddress) {
    let untyped = || {
        address.filtered(FindingFilter {
            text: String::new(),
            ..address.filter.clone()
        })
    };
    let (text, kept) = match (&address.fault, whole) {
        (Some((_, typed)), _) => (typed.clone(), untyped()),
        (None, true) => (
            write_query(&address.filter),
            address.filtered(FindingFilter::open()),
        ),
        (None, false) => (address.filter.text.clone(), untyped()),
    };
    let kept = ListAddress {
        fault: None,
        ..kept
    };
    (text, kept)
}
