//! The menus of the list and what stands above its columns: links and plain forms, which the server writes so that the
//! browser needs no code for them.

use domain::{
    finding::{Column, Grouping, SortKey, SortOrder},
    time::Timestamp,
};
use leptos::prelude::*;

use super::{address::ListAddress, views_menu::views_menu};
use crate::{api::Shown, components::icon};

/// The menus of a list; `list` is its address as text. Whoever may bring files is led to where. `people` may get findings.
pub(crate) fn menus(
    address: &ListAddress,
    shown: &Shown,
    list: &str,
    (now, may_import): (Timestamp, bool),
    people: &[String],
) -> AnyView {
    let flat = address.grouping == Grouping::Flat;
    let people = people
        .iter()
        .map(|name| view! { <option value=name.clone()></option> });
    view! {
        // Whoever gets a finding is chosen in the forms of the list and of the drawer.
        <datalist id="people">{people.collect::<Vec<_>>()}</datalist>
        {views_menu(&shown.menu, list, now)}
        {flat.then(|| columns_menu(&shown.columns, list))}
        {flat.then(|| view! { <SortMenu address=address.clone()/> })}
        <GroupMenu address=address.clone()/>
        {files_menu(list, may_import)}
    }
    .into_any()
}

/// The row above the findings of a flat list; with the box that ticks its page for who may act on them.
pub(crate) fn heads(columns: &[Column], address: &ListAddress, may_triage: bool) -> AnyView {
    let heads: Vec<_> = columns
        .iter()
        .map(|column| head(*column, address))
        .collect();
    let page = may_triage.then(|| {
        view! {
            <input class="check page-all needs-js" type="checkbox" autocomplete="off"
                aria-label="Select this page" title="Select this page"/>
        }
    });
    view! {
        <tr>
            <th scope="col" class="c-icon">{page}<span class="visually-hidden">"Severity"</span></th>
            <th scope="col">"Finding"</th>
            {heads}
        </tr>
    }
    .into_any()
}

/// What stands above a column: its name, and the way to order by it where there is one.
fn head(column: Column, address: &ListAddress) -> AnyView {
    let (class, label) = (class(column), column.label());
    let sort = match column {
        Column::Updated => SortKey::Updated,
        Column::Age => SortKey::Created,
        Column::Assignee => {
            let label = view! { <span class="visually-hidden">{label}</span> };
            return view! { <th scope="col" class=class>{label}</th> }.into_any();
        }
        _ => return view! { <th scope="col" class=class>{label}</th> }.into_any(),
    };
    let (order, href) = (column_order(address, sort), address.sorted(sort).href());
    let chevron = order.map(|order| {
        let symbol = if order == "ascending" {
            "i-chevron-up"
        } else {
            "i-chevron-down"
        };
        icon(symbol, "icon s12")
    });
    view! {
        <th scope="col" class=class aria-sort=order><a href=href>{label}{chevron}</a></th>
    }
    .into_any()
}

/// How a column is ordered, if the list is ordered by it. The oldest first are those with the greatest age.
fn column_order(address: &ListAddress, sort: SortKey) -> Option<&'static str> {
    (address.sort == sort).then_some(match address.order {
        SortOrder::Descending => "ascending",
        SortOrder::Ascending => "descending",
    })
}

/// Its class; `opt` leaves first when the list is narrow.
const fn class(column: Column) -> &'static str {
    match column {
        Column::Account => "c-account",
        Column::Region => "c-region opt",
        Column::Resource => "c-resource opt",
        Column::Product => "c-product opt",
        Column::Control | Column::Result => "c-num opt",
        Column::Workflow => "c-lamp",
        Column::Updated => "num c-age opt",
        Column::Age => "num c-age",
        Column::Assignee => "c-who",
    }
}

/// The columns that a list shows, and those that it could. A phone stacks each finding and has none.
fn columns_menu(shown: &[Column], list: &str) -> impl IntoView + use<> {
    // In their order first those that are shown: these can be moved.
    let others = Column::ALL.iter().filter(|column| !shown.contains(column));
    let boxes = shown.iter().chain(others).map(|column| {
        let ticked = shown.contains(column);
        let step = |to: &str, words: &str, symbol| {
            let value = format!("{}.{to}", column.as_str());
            let label = format!("Move {} {words}", column.label());
            view! {
                <button class="button bare square" name="moved" value=value>
                    {icon(symbol, "icon s12")}
                    <span class="visually-hidden">{label}</span>
                </button>
            }
        };
        let steps = ticked.then(|| {
            (
                step("earlier", "to the left", "i-chevron-up"),
                step("later", "to the right", "i-chevron-down"),
            )
        });
        view! {
            <div class="column-line">
                <label>
                    <input class="check" type="checkbox" name="ticked[]" value=column.as_str() checked=ticked/>
                    {column.label()}
                </label>
                {steps}
            </div>
        }
    });
    view! {
        <details class="menu at-end phone-off">
            <summary class="button">"Columns"{icon("i-chevron-down", "icon s12")}</summary>
            <div class="sheet">
                <form class="form" method="post" action="/api/views/columns">
                    <input type="hidden" name="query" value=list.to_owned()/>
                    // What Enter presses is the first button, and that must move nothing.
                    <button class="visually-hidden" tabindex="-1" aria-hidden="true">"Apply"</button>
                    <div class="checks">{boxes.collect_view()}</div>
                    <button class="button">"Apply"</button>
                </form>
            </div>
        </details>
    }
}

/// The list as a file, and the way in for others.
fn files_menu(list: &str, may_import: bool) -> impl IntoView + use<> {
    let files = [("csv", "CSV"), ("ndjson", "NDJSON"), ("json", "ASFF")].map(|(ending, words)| {
        let href = format!("/findings/export.{ending}?{list}");
        let act = format!("Export this list as {words}");
        // A file, which is no page: the router would look for one.
        view! { <a class="row" rel="external" download href=href data-do=act>{format!("Export as {words}")}</a> }
    });
    let import = may_import.then(|| {
        view! {
            <hr/>
            <a class="row" href="/findings/import">"Import findings"</a>
        }
    });
    view! {
        <details class="menu at-end">
            <summary class="button" title="Files">{icon("i-more", "icon s16")}<span class="visually-hidden">"Files"</span></summary>
            <div class="sheet">{files.collect_view()}{import}</div>
        </details>
    }
}

#[component]
fn GroupMenu(address: ListAddress) -> impl IntoView {
    let rows = [
        (Grouping::Control, "By control"),
        (Grouping::Resource, "By resource"),
        (Grouping::Account, "By account"),
        (Grouping::Product, "By product"),
        (Grouping::Suppression, "By suppression"),
        (Grouping::Flat, "One by one"),
    ];
    let hidden = address.has_suppressed();
    let rows = rows
        .into_iter()
        .filter(|(grouping, _)| hidden || *grouping != Grouping::Suppression)
        .collect::<Vec<_>>();
    let label = rows
        .iter()
        .find(|(grouping, _)| *grouping == address.grouping);
    let label = label.map_or("By control", |(_, words)| *words);
    let rows = rows.into_iter().map(|(grouping, words)| {
        let current = (grouping == address.grouping).then_some("true");
        let act = match grouping {
            Grouping::Flat => "Group by nothing: one by one".to_owned(),
            _ => format!("Group {}", words.to_lowercase()),
        };
        view! { <a class="row" href=address.grouped(grouping).href() aria-current=current data-do=act>{words}</a> }
    });
    menu(label, rows.collect_view())
}

#[component]
fn SortMenu(address: ListAddress) -> impl IntoView {
    let rows = [
        (SortKey::Severity, "Worst first"),
        (SortKey::Updated, "By update"),
        (SortKey::Created, "By age"),
        (SortKey::Came, "As they came"),
        (SortKey::Due, "Due first"),
    ];
    let label = rows.iter().find(|(sort, _)| *sort == address.sort);
    let label = label.map_or("Worst first", |(_, words)| *words);
    let rows = rows.map(|(sort, words)| {
        let current = (sort == address.sort).then_some("true");
        let act = format!("Order this list: {}", words.to_lowercase());
        view! { <a class="row" href=address.sorted(sort).href() aria-current=current data-do=act>{words}</a> }
    });
    menu(label, rows.collect_view())
}

fn menu(label: &'static str, rows: impl IntoView) -> impl IntoView {
    view! {
        <details class="menu at-end">
            <summary class="button">{label}{icon("i-chevron-down", "icon s12")}</summary>
            <div class="sheet">{rows}</div>
        </details>
    }
}
