//! What is chosen, as chips, and the text that is searched for: one form, which needs no script.

use domain::finding::{Facet, FindingFilter};
use leptos::prelude::*;
use leptos_router::components::Form;

use super::{
    account_names::AccountNames,
    address::ListAddress,
    facet_words::{facet_label, value_label},
};
use crate::components::{Icon, icon};

/// The query box.
#[component]
pub(super) fn QueryBox(address: ListAddress) -> impl IntoView {
    let text = address.filter.text.clone();
    let chips = chips(&address);
    let bare = FindingFilter {
        text: String::new(),
        ..address.filter.clone()
    };
    let kept = address.filtered(bare).query();
    let kept = kept.pairs().map(|(key, value)| {
        view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> }
    });
    let kept = kept.collect_view();
    view! {
        <Form method="GET" action="/findings" attr:class="query" attr:role="search" attr:aria-label="This list">
            <Icon name="i-search"/>
            <ul class="chips">{chips}</ul>
            <input
                type="search"
                name="q"
                value=text.clone()
                prop:value=text
                aria-label="Search findings"
                placeholder="Title, resource, control, account"
            />
            {kept}
        </Form>
    }
}

fn chips(address: &ListAddress) -> impl IntoView + use<> {
    let names = AccountNames::here();
    let within = address.within.clone().map(|key| {
        let all = ListAddress {
            within: None,
            ..address.clone()
        };
        chip("group".to_owned(), key, all.href())
    });
    let facets = Facet::ALL.iter().filter_map(|facet| {
        let chosen = address.filter.chosen(*facet);
        if chosen.is_empty() {
            return None;
        }
        let words: Vec<String> = chosen
            .iter()
            .map(|value| value_label(*facet, value, &names))
            .collect();
        let without = address.filtered(address.filter.clone().without(*facet));
        let (name, words) = (facet_label(*facet).to_lowercase(), words.join(", "));
        Some(chip(name, words, without.href()))
    });
    within.into_iter().chain(facets).collect_view()
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
