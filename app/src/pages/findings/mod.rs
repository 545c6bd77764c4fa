//! Findings: facets, the list by control or one by one, and the drawer of one finding.

mod account_names;
mod act_fields;
#[cfg(feature = "ssr")]
mod act_page;
pub mod address;
mod cells;
#[cfg(feature = "ssr")]
pub(crate) mod chips;
pub mod drawer;
mod facet_words;
pub(crate) mod facets;
mod flat;
pub(crate) mod group_counts;
mod groups;
mod head;
#[cfg(feature = "ssr")]
mod import_page;
mod kept;
mod keys;
mod list;
#[cfg(feature = "ssr")]
pub(crate) mod menus;
#[cfg(feature = "ssr")]
pub(crate) mod named_row;
#[cfg(feature = "ssr")]
pub(crate) mod no_rows;
mod outcome;
mod pager;
mod query_box;
pub(crate) mod query_fault;
mod selection;
mod trend;
pub mod viewed;
#[cfg(feature = "ssr")]
pub(crate) mod views_menu;
#[cfg(feature = "ssr")]
mod views_page;
mod waiting;

use domain::id::FindingId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Outlet, hooks::use_location};

use crate::{
    api::{ActOnFindings, findings_listing, wire::asked},
    components::Loading,
    pages::{
        lasting::{Kept, Lasting},
        refused::Refused,
    },
    query::Query,
};
#[cfg(feature = "ssr")]
pub use act_page::ActPage;
use address::list_part;
pub use drawer::Drawer;
#[cfg(feature = "ssr")]
pub use import_page::ImportPage;
use selection::Ticked;
#[cfg(feature = "ssr")]
pub use views_page::ViewsPage;

/// What the parts of this page share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The part of the address that says which list it is.
    pub(crate) list: Memo<String>,
    /// The whole query string.
    pub(crate) query: Memo<Query>,
    /// Grows when the list has to be read again.
    pub(crate) refresh: RwSignal<u32>,
    /// The text that the list in sight was asked with.
    text: RwSignal<String>,
}

impl Place {
    /// The finding whose drawer is open, by its id as text.
    pub(crate) fn open_finding(self) -> Memo<Option<String>> {
        let pathname = use_location().pathname;
        Memo::new(move |_| {
            let path = pathname.get();
            let id = path.strip_prefix("/findings/")?;
            (!id.is_empty()).then(|| id.to_owned())
        })
    }

    /// Whether the drawer of this finding is open.
    pub(crate) fn is_open(self, id: FindingId) -> Memo<bool> {
        let (open, id) = (self.open_finding(), id.to_string());
        Memo::new(move |_| open.with(|open| open.as_deref() == Some(id.as_str())))
    }
}

/// The list of findings, with the drawer of the route beside it.
#[component]
pub fn FindingsPage() -> impl IntoView {
    let search = use_location().search;
    let query = Memo::new(move |_| Query::parse(&search.get()));
    let list = Memo::new(move |_| list_part(&query.get()).to_text());
    let refresh = RwSignal::new(0);
    let place = Place {
        list,
        query,
        refresh,
        text: RwSignal::default(),
    };
    provide_context(place);
    let listing = asked(
        move || (list.get(), refresh.get()),
        |(list, _)| findings_listing(list),
    );
    let newer = waiting::follow(place);
    provide_context(newer);
    Ticked::provide(&query.get_untracked());
    let act = ServerAction::new();
    renew_after(act, place);
    kept::keep_and_send(act, "kept-many");
    let (lasting, kept) = (Lasting::here(), Kept::at(list, move || listing.refetch()));
    let said = RwSignal::new(String::new());
    keys::listen(said);
    let open = place.open_finding();
    let facets_shown = move || query.with(|query| query.get("facets") == Some("open"));
    view! {
        <Title text="Findings"/>
        <div
            class="workspace"
            class:with-drawer=move || open.with(Option::is_some)
            class:show-facets=facets_shown
        >
            <Transition fallback=|| view! { <Loading/> }>
                {move || { let lasting = lasting.clone(); listing.track(); Suspend::new(async move {
                    let listing = listing.await;
                    kept.hear(listing.as_ref().err()).await;
                    match listing {
                        Ok(listing) => lasting.show(|| view! { <list::List listing newer place act/> }.into_any()),
                        Err(fault) => view! {
                            <section class="list alone">
                                <header class="head"><h1>"Findings"</h1></header>
                                <Refused fault/>
                            </section>
                        }
                        .into_any(),
                    }
                })}}
            </Transition>
            <Outlet/>
            <keys::KeyRow said/>
        </div>
    }
    .into_any()
}

/// What was done to findings is shown in the list at once.
fn renew_after(act: ServerAction<ActOnFindings>, place: Place) {
    let version = act.version();
    let renew = move |_: &usize, _: Option<&usize>, _: Option<()>| {
        place.refresh.update(|n| *n += 1);
    };
    Effect::watch(move || version.get(), renew, false);
}

/// No finding is open.
#[component]
pub fn NoDrawer() -> impl IntoView {}
