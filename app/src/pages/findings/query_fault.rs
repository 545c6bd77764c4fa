//! A query that cannot be read.

use domain::finding::{Facet, QueryFault, QueryMistake};
use leptos::prelude::*;

/// What is wrong with the query, and where.
#[component]
pub(super) fn Fault(fault: QueryFault, typed: String) -> impl IntoView {
    view! {
        <div class="query-fault" id="query-fault" role="alert">
            {fault_place(&fault, &typed)}
            <p>{fault_words(&fault)}" The list is shown without what is typed."</p>
        </div>
    }
}

/// The query with the place marked that is wrong.
pub(crate) fn fault_place(fault: &QueryFault, typed: &str) -> AnyView {
    let (from, to) = (fault.from as usize, fault.to as usize);
    let part = |range: std::ops::Range<usize>| typed.get(range).unwrap_or_default().to_owned();
    let (before, marked, after) = (part(0..from), part(from..to), part(to..typed.len()));
    view! { <p><code>{before}<mark>{marked}</mark>{after}</code></p> }.into_any()
}

/// The same in one sentence.
pub(crate) fn fault_words(fault: &QueryFault) -> String {
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
