//! What is chosen, as chips, and the query that is typed: one form, which needs no script.

use domain::finding::{
    Facet, FacetCounts, FindingFilter, QueryFault, QueryMistake, complete_query, write_query,
};
use domain::suppression::rule_filter;
use leptos::prelude::*;
use leptos_router::components::Form;

use super::{
    Place,
    account_names::AccountNames,
    address::ListAddress,
    facet_words::{facet_label, value_label},
};
use crate::components::{Icon, icon};

/// The key of the address that shows the whole query as text.
const EDIT: &str = "edit";

/// The query box.
#[component]
pub(super) fn QueryBox(
    address: ListAddress,
    place: Place,
    counts: Signal<Vec<FacetCounts>>,
    may_triage: bool,
) -> impl IntoView {
    let rule = (may_triage && rule_filter(address.filter.clone()).is_ok())
        .then(|| address.query().href("/suppressions/new"));
    let whole = place
        .query
        .with_untracked(|query| query.get(EDIT).is_some());
    let fault = address.fault.clone();
    let (text, kept) = parts(&address, whole);
    let chips = (!whole).then(|| chips(&address));
    let kept = kept.query();
    let kept = kept.pairs().map(|(key, value)| {
        view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> }
    });
    let kept = kept.collect_view();
    let typed = RwSignal::new(String::new());
    let offered = move || {
        let typed = typed.get();
        let offered = counts.with(|counts| complete_query(&typed, counts));
        offered
            .into_iter()
            .map(|value| view! { <option value=value></option> })
            .collect_view()
    };
    let as_text = address.query().with(EDIT, "query").href("/findings");
    let fault_id = fault.is_some().then_some("query-fault");
    view! {
        <Form method="GET" action="/findings" attr:class="query" attr:role="search" attr:aria-label="This list">
            <Icon name="i-search"/>
            <ul class="chips">{chips}</ul>
            <input
                type="search"
                name="q"
                value=text.clone()
                prop:value=text
                list="query-words"
                autocomplete="off"
                spellcheck="false"
                aria-label="Search findings"
                aria-describedby=fault_id
                aria-invalid=fault_id.map(|_| "true")
                placeholder="severity:, account:, or text"
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <datalist id="query-words">{offered}</datalist>
            {(!whole).then(|| view! {
                <a class="act small" href=as_text>"As text"</a>
            })}
            {rule.map(|href| view! { <a class="act small" href=href>"Hide by a rule"</a> })}
            {kept}
        </Form>
        {fault.map(|(fault, typed)| view! { <Fault fault typed/> })}
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

/// What is wrong with the query, and where.
#[component]
fn Fault(fault: QueryFault, typed: String) -> impl IntoView {
    let (from, to) = (fault.from as usize, fault.to as usize);
    let part = |range: std::ops::Range<usize>| typed.get(range).unwrap_or_default().to_owned();
    let (before, marked, after) = (part(0..from), part(from..to), part(to..typed.len()));
    view! {
        <div class="query-fault" id="query-fault" role="alert">
            <p><code>{before}<mark>{marked}</mark>{after}</code></p>
            <p>{fault_words(&fault)}" The list is shown without it."</p>
        </div>
    }
}

fn fault_words(fault: &QueryFault) -> String {
    let facet = fault.facet.map(Facet::as_str).unwrap_or_default();
    match fault.mistake {
        QueryMistake::OpenQuote => "This quote is not closed.".to_owned(),
        QueryMistake::NoValue => format!("{facet}: needs a value."),
        QueryMistake::UnknownFacet => {
            format!(
                "There is no such filter. {facet}: may be meant; quote the word to search for it."
            )
        }
        QueryMistake::UnknownValue => {
            let words = domain::finding::fixed_words(fault.facet).join(", ");
            format!("{facet}: knows {words}.")
        }
    }
}

fn chips(address: &ListAddress) -> impl IntoView + use<> {
    let names = AccountNames::here();
    let within = address.within.clone().map(|group| {
        let all = ListAddress {
            within: None,
            ..address.clone()
        };
        chip("group".to_owned(), group.key, all.href())
    });
    let words = |facet: Facet, values: &[&str]| {
        let words: Vec<String> = values
            .iter()
            .map(|value| value_label(facet, value, &names))
            .collect();
        (facet_label(facet).to_lowercase(), words.join(", "))
    };
    let mut all: Vec<AnyView> = within.into_iter().map(IntoAny::into_any).collect();
    for facet in Facet::ALL {
        let chosen = address.filter.chosen(*facet);
        if !chosen.is_empty() {
            let (name, words) = words(*facet, &chosen);
            let without = address.filtered(address.filter.clone().without(*facet));
            all.push(chip(name, words, without.href()).into_any());
        }
        let excluded = address.filter.excluded(*facet);
        if !excluded.is_empty() {
            let (name, words) = words(*facet, &excluded);
            let without = address.filtered(address.filter.clone().readmitting(*facet));
            all.push(chip(format!("{name} not"), words, without.href()).into_any());
        }
    }
    all.collect_view()
}

fn chip(name: String, words: String, without: String) -> impl IntoView {
    let remove = format!("Remove {name} {words}");
    view! {
        <li class="chip">
            <span>{name}</span>
            <b>{words}</b>
            <a href=without aria-label=remove>{icon("i-close", "icon s12")}</a>
        </li>
    }
}
