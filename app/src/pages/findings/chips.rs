//! What is chosen of a list, as chips, each with the way to the list without it: links, which the server writes.

use std::collections::BTreeMap;

use domain::finding::{Facet, FindingFilter};
use leptos::prelude::*;

use super::{
    account_names::AccountNames,
    address::{ListAddress, WAS},
    facet_words::{facet_label, value_label},
    groups::name_among,
};
use crate::{components::icon, format};

/// The chips of a list.
pub(crate) fn chips(
    address: &ListAddress,
    names: &BTreeMap<String, String>,
) -> impl IntoView + use<> {
    let names = AccountNames::of_map(names.clone());
    let was = address.query().to_text();
    let left = |list: ListAddress| list.query().with(WAS, &was).href("/findings");
    let within = address.within.clone().map(|group| {
        let all = ListAddress {
            within: None,
            ..address.clone()
        };
        let name = name_among(&names, group.by, &group.key);
        chip("group".to_owned(), name, left(all))
    });
    let words = |facet: Facet, values: &[&str]| {
        let words: Vec<String> = values
            .iter()
            .map(|value| value_label(facet, value, &names))
            .collect();
        (format::lower(facet_label(facet)), words.join(", "))
    };
    let mut all: Vec<AnyView> = within.into_iter().map(IntoAny::into_any).collect();
    for facet in Facet::ALL {
        let chosen = address.filter.chosen(*facet);
        if !chosen.is_empty() {
            let (name, words) = words(*facet, &chosen);
            let without = address.filtered(address.filter.clone().without(*facet));
            all.push(chip(name, words, left(without)).into_any());
        }
        let excluded = address.filter.excluded(*facet);
        if !excluded.is_empty() {
            let (name, words) = words(*facet, &excluded);
            let without = address.filtered(address.filter.clone().readmitting(*facet));
            all.push(chip(format!("{name} not"), words, left(without)).into_any());
        }
    }
    let open = FindingFilter::open();
    if address.within.is_some() || address.filter != open {
        let cleared = ListAddress {
            within: None,
            ..address.filtered(open)
        };
        let clear = view! { <li><a class="act small" href=left(cleared)>"Clear"</a></li> };
        all.push(clear.into_any());
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
