//! The facets: every value is a link that chooses it, or not any more.

use domain::finding::{Facet, FacetCount, FacetCounts, Severity};
use leptos::prelude::*;

use super::{
    account_names::AccountNames,
    address::{ListAddress, SOUGHT, SOUGHT_IN},
    facet_words::{facet_label, value_label},
};
use crate::{
    api::Written,
    components::{folded, icon, severity_sign, shape},
    format,
};

/// Values that stand openly; the others wait behind a line.
const SHOWN: usize = 6;

/// Values that are taken in at a glance; among more of them one may search.
const FEW: usize = 5;

/// Facets in the order of the page; those after [`OPEN`] of them are closed at first.
const ORDER: &[Facet] = &[
    Facet::Severity,
    Facet::Workflow,
    Facet::Due,
    Facet::Account,
    Facet::Product,
    Facet::Region,
    Facet::Assignee,
    Facet::Tag,
    Facet::RecordState,
    Facet::Compliance,
    Facet::ResourceType,
    Facet::Standard,
    Facet::Control,
    Facet::Age,
    Facet::Seen,
    Facet::Until,
];
const OPEN: usize = 6;

/// All facets with the counts of the list.
#[component]
pub(super) fn Facets(
    /// The list.
    address: ListAddress,
    /// Its counts, renewed while the page is looked at.
    counts: Signal<Vec<FacetCounts>>,
    /// The list as hidden fields of a form.
    kept: Written,
) -> impl IntoView {
    let facets = ORDER.iter().enumerate();
    let facets = facets.filter(|(_, facet)| **facet != Facet::Until || address.has_suppressed());
    let facets = facets.map(|(at, facet)| {
        let (address, facet, kept) = (address.clone(), *facet, kept.clone());
        view! { <FacetBox address facet counts kept open=at < OPEN/> }
    });
    view! {
        <aside class="facets" aria-label="Filters">
            <h2 class="visually-hidden">"Filters"</h2>
            {facets.collect_view()}
        </aside>
    }
}

/// A list as hidden fields, for a search among the values of one of its facets.
#[cfg(feature = "ssr")]
pub(crate) fn kept(list: &ListAddress) -> impl IntoView + use<> {
    let kept = list.query().without(&[SOUGHT, SOUGHT_IN]);
    let kept = kept.pairs().map(|(key, value)| {
        view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> }
    });
    kept.collect::<Vec<_>>()
}

#[component]
fn FacetBox(
    address: ListAddress,
    facet: Facet,
    counts: Signal<Vec<FacetCounts>>,
    kept: Written,
    open: bool,
) -> impl IntoView {
    let chosen = address.filter.chosen(facet).len();
    let left_out = address.filter.excluded(facet).len();
    let asked = address.sought.as_ref();
    let asked = asked
        .filter(|(of, _)| *of == facet)
        .map(|(_, text)| text.clone());
    let open = open || chosen + left_out > 0 || asked.is_some();
    let chosen_text = match (chosen, left_out) {
        (0, 0) => None,
        (chosen, 0) => Some(format!("{chosen} chosen")),
        (0, out) => Some(format!("{out} left out")),
        (chosen, out) => Some(format!("{chosen} chosen, {out} left out")),
    };
    let names = AccountNames::here();
    let is_asked = asked.is_some();
    let sought = RwSignal::new(asked.unwrap_or_default());
    let found = move || {
        let found = counts.with(|all| all.iter().find(|one| one.facet == facet).cloned());
        found.map_or_else(Default::default, |found| (found.values, found.more))
    };
    let many = Memo::new(move |_| is_asked || found().0.len() > FEW);
    let sought_names = names.clone();
    let values = move || {
        let (mut values, more) = found();
        let text = format::lower(&sought.get());
        if !text.is_empty() {
            let label = |value: &str| value_label(facet, value, &sought_names);
            let holds = |word: &str| format::lower(word).contains(&text);
            values.retain(|one| holds(&label(&one.value)) || holds(&one.value));
        }
        let links = |values: &[&FacetCount]| -> Vec<_> {
            let one = |value: &&FacetCount| link(&address, facet, value, &names);
            values.iter().map(one).collect()
        };
        let shown = if text.is_empty() { SHOWN } else { values.len() };
        let (first, rest) = openly(&address, facet, &values, shown);
        let rest_words = rest_words(rest.len() as u64, more);
        view! {
            {values.is_empty().then(|| none_found(&text, more))}
            <ul class="values">{links(&first)}</ul>
            {(!rest.is_empty())
                .then(|| view! {
                    <details class="rest">
                        <summary class="more">{rest_words}</summary>
                        <ul class="values">{links(&rest)}</ul>
                    </details>
                })}
        }
    };
    let inside = view! {
            <summary>
                <h3>{facet_label(facet)}</h3>
                {chosen_text.map(|text| view! { <span class="chosen">{text}</span> })}
                {icon("i-chevron-down", "icon s12")}
            </summary>
            {move || many.get().then(|| view! { <FindField kept=kept.clone() facet sought/> })}
            {values}
    }
    .into_any();
    let class = match facet {
        // There is nothing to choose before somebody has put a tag on a finding.
        Facet::Tag => "facet if-any",
        _ => "facet",
    };
    folded(open, class, inside)
}

/// The values that stand openly, and those that wait behind a line. What is chosen or left out is in sight wherever it
/// stands, and moves nothing that stands before it.
fn openly<'v>(
    address: &ListAddress,
    facet: Facet,
    values: &'v [FacetCount],
    shown: usize,
) -> (Vec<&'v FacetCount>, Vec<&'v FacetCount>) {
    let (chosen, left_out) = (address.filter.chosen(facet), address.filter.excluded(facet));
    let is_open =
        |at: usize, value: &str| at < shown || chosen.contains(&value) || left_out.contains(&value);
    let mut parts = (Vec::new(), Vec::new());
    for (at, one) in values.iter().enumerate() {
        match is_open(at, &one.value) {
            true => parts.0.push(one),
            false => parts.1.push(one),
        }
    }
    parts
}

/// Narrows the values that are listed at once, and when it is sent all that there are.
#[component]
fn FindField(kept: Written, facet: Facet, sought: RwSignal<String>) -> impl IntoView {
    let label = format!("Find in {}", facet_label(facet));
    view! {
        <form class="find" action="/findings">
            {icon("i-search", "icon")}
            <input
                class="input"
                type="search"
                name=SOUGHT
                placeholder="Find"
                autocomplete="off"
                aria-label=label
                value=sought.get_untracked()
                prop:value=sought
                on:input=move |event| sought.set(event_target_value(&event))
            />
            <input type="hidden" name=SOUGHT_IN value=facet.as_str()/>
            <span inner_html=kept.into_markup()></span>
        </form>
    }
}

/// What stands in place of the values: rare ones are not listed and may be the ones that are sought.
fn none_found(sought: &str, rare: u64) -> impl IntoView + use<> {
    let text = match (sought.is_empty(), rare) {
        (true, _) => "No values".to_owned(),
        (false, 0) => "Nothing listed by that name".to_owned(),
        (false, _) => "Not among those listed; Enter looks among all".to_owned(),
    };
    view! { <p class="none">{text}</p> }
}

fn rest_words(listed: u64, beyond: u64) -> String {
    match beyond {
        0 => format!("{} more", format::count(listed)),
        beyond => format!(
            "{} more, and {} rare ones",
            format::count(listed),
            format::count(beyond)
        ),
    }
}

fn link(
    address: &ListAddress,
    facet: Facet,
    value: &FacetCount,
    names: &AccountNames,
) -> impl IntoView + use<> {
    let chosen = address.filter.chosen(facet).contains(&value.value.as_str());
    let left_out = address
        .filter
        .excluded(facet)
        .contains(&value.value.as_str());
    let href = address.toggled(facet, &value.value).href();
    let label = value_label(facet, &value.value, names);
    let severity = (facet == Facet::Severity).then(|| value.value.parse::<Severity>().ok());
    let mark = severity
        .flatten()
        .map(|severity| shape(severity_sign(severity)));
    view! {
        <li>
            <a href=href class:zero=value.count == 0 class:out=left_out aria-current=chosen.then_some("true")>
                <span class="check" aria-hidden="true"></span>
                {mark}
                <span class="v clip">{label}</span>
                {left_out.then(|| view! { <span class="visually-hidden">" left out"</span> })}
                {figure(value.count)}
            </a>
        </li>
    }
}

/// Signs of a count that leave a value its room.
const SIGNS: usize = 6;

/// How many findings have a value; a count that is too long for the word beside it is shorter there.
fn figure(count: u64) -> impl IntoView + use<> {
    let exact = format::count(count);
    let is_long = exact.len() > SIGNS;
    let figure = if is_long {
        format::short_count(count)
    } else {
        exact.clone()
    };
    view! { <span class="n" title=is_long.then_some(exact)>{figure}</span> }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_value_links_to_the_list_without_it_once_it_is_chosen() {
        let value = FacetCount {
            value: "CRITICAL".to_owned(),
            count: 38,
        };
        let bare = link(
            &ListAddress::parse(""),
            Facet::Severity,
            &value,
            &AccountNames::default(),
        )
        .to_html();
        assert!(
            bare.contains(r#"href="/findings?severity=CRITICAL""#),
            "{bare}"
        );
        assert!(!bare.contains("aria-current"), "{bare}");
        let chosen = ListAddress::parse("severity=CRITICAL");
        let chosen = link(&chosen, Facet::Severity, &value, &AccountNames::default()).to_html();
        assert!(chosen.contains(r#"href="/findings""#), "{chosen}");
        assert!(chosen.contains(r#"aria-current="true""#), "{chosen}");
    }

    #[test]
    fn a_value_that_is_left_out_is_marked_and_let_in_again() {
        let value = FacetCount {
            value: "Macie".to_owned(),
            count: 3,
        };
        let address = ListAddress::parse("-product=Macie");
        let html = link(&address, Facet::Product, &value, &AccountNames::default()).to_html();
        assert!(html.contains(r#"href="/findings""#), "{html}");
        assert!(
            html.contains("class=\"out\"") && html.contains("left out"),
            "{html}"
        );
        assert!(!html.contains("aria-current"), "{html}");
    }

    #[test]
    fn a_long_count_leaves_the_word_its_room_and_is_told_in_full() {
        let short = figure(99_999).to_html();
        assert!(short.contains(r#""n">99,999<"#), "{short}");
        let long = figure(412_345).to_html();
        assert!(long.contains(r#"title="412,345""#), "{long}");
        assert!(long.contains(">412k<"), "{long}");
    }

    #[test]
    fn what_is_chosen_or_left_out_waits_behind_no_line() {
        let values = ["a", "b", "c", "d", "e"].map(|value| FacetCount {
            value: value.to_owned(),
            count: 1,
        });
        let parts = |address: &str| {
            let address = ListAddress::parse(address);
            let (first, rest) = openly(&address, Facet::Account, &values, 2);
            [first, rest].map(|part| {
                part.iter()
                    .map(|one| one.value.as_str())
                    .collect::<String>()
            })
        };
        assert_eq!(parts(""), ["ab", "cde"]);
        assert_eq!(parts("account=d&-account=e"), ["abde", "c"]);
        assert_eq!(parts("account=b"), ["ab", "cde"], "nothing moves");
        assert_eq!(parts("product=d"), ["ab", "cde"]);
    }

    #[test]
    fn a_value_from_aws_is_text() {
        let value = FacetCount {
            value: "<img src=x>".to_owned(),
            count: 1,
        };
        let html = link(
            &ListAddress::parse(""),
            Facet::Product,
            &value,
            &AccountNames::default(),
        )
        .to_html();
        assert!(!html.contains("<img"), "{html}");
    }
}
