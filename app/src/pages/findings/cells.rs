//! The columns of a list one by one: what stands in each, and how wide each is.

use domain::finding::{Column, Facet, FindingSummary};
use leptos::prelude::*;

use super::{account_names::AccountNames, facet_words::value_label, list::Looked};
use crate::{
    components::{Age, Avatar, Lamp, workflow_form, workflow_sign},
    format,
};

/// The width that columns may have in all, in CSS pixels, so that the title keeps the half of a list that is 820 wide, as
/// it is on a screen of 1280 beside its filters. Beyond it each takes a share of the list.
pub(super) const ROOM: u16 = 460;

/// How wide a column is where there is room, in CSS pixels: as its class says in `table.css`.
pub(super) const fn width(column: Column) -> u16 {
    match column {
        Column::Resource => 180,
        Column::Account | Column::Product => 120,
        Column::Workflow => 116,
        Column::Region => 112,
        Column::Control | Column::Result => 92,
        Column::Updated | Column::Age => 76,
        Column::Assignee => 44,
    }
}

/// The cells of a finding.
pub(super) fn cells(columns: &[Column], finding: &FindingSummary, looked: Looked) -> Vec<AnyView> {
    columns
        .iter()
        .map(|column| cell(*column, finding, looked))
        .collect()
}

fn cell(column: Column, finding: &FindingSummary, looked: Looked) -> AnyView {
    let now = looked.now;
    match column {
        Column::Account => {
            let name = AccountNames::here().of(&finding.account);
            text("clip", name, finding.account.clone())
        }
        Column::Region => plain(&finding.region),
        Column::Resource => {
            let name = format::resource_name(&finding.resource_id).to_owned();
            text("clip id opt", name, finding.resource_id.clone())
        }
        Column::Product => plain(&finding.product),
        Column::Control => plain(finding.control.as_deref().unwrap_or_default()),
        Column::Result => {
            let word = finding.compliance.map_or("", |word| word.as_str());
            let names = AccountNames::default();
            plain(&value_label(Facet::Compliance, word, &names))
        }
        Column::Workflow => {
            let workflow = finding.workflow;
            view! {
                <td class="c-lamp clip">
                    <Lamp sign=workflow_sign(workflow) form=workflow_form(workflow)/>
                </td>
            }
            .into_any()
        }
        Column::Updated => {
            view! { <td class="num opt"><Age at=finding.updated now/></td> }.into_any()
        }
        Column::Age => {
            view! { <td class="num" data-label="Age"><Age at=finding.open_since now/></td> }
                .into_any()
        }
        Column::Assignee => {
            view! { <td class="c-who"><Avatar name=finding.assignee.clone()/></td> }.into_any()
        }
    }
}

fn plain(words: &str) -> AnyView {
    text("clip opt", words.to_owned(), words.to_owned())
}

fn text(class: &'static str, words: String, whole: String) -> AnyView {
    view! { <td class=class title=whole>{words}</td> }.into_any()
}
