//! Which findings of the list are ticked, and the bar at its foot that acts on them.

use domain::{event::Seq, id::FindingId};
use leptos::prelude::*;

use super::{
    Place,
    act_fields::{Filled, IDS, fields},
    address::ListAddress,
    outcome::Outcome,
};
use crate::{
    api::{ActOnFindings, ListingView},
    components::{folded, icon},
    format,
    query::Query,
};

/// The id of the form that the boxes of the rows belong to.
const FORM: &str = "act-on";

/// The ticked findings of the list that is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticked(RwSignal<Vec<FindingId>>);

impl Ticked {
    /// For the page that is being made.
    pub(super) fn provide(query: &Query) {
        // What was ticked before a refusal is ticked again.
        let before = query.get(IDS).unwrap_or_default().split(',');
        let before = before.filter_map(|id| id.parse().ok()).collect();
        provide_context(Self(RwSignal::new(before)));
    }

    fn has(self, id: FindingId) -> bool {
        self.0.with(|ticked| ticked.contains(&id))
    }

    fn has_untracked(self, id: FindingId) -> bool {
        self.0.with_untracked(|ticked| ticked.contains(&id))
    }

    fn turn(self, id: FindingId) {
        self.0
            .update(|ticked| match ticked.iter().position(|one| *one == id) {
                Some(at) => drop(ticked.remove(at)),
                None => ticked.push(id),
            });
    }

    /// Forgets what is not in the list any more: nothing is acted on that cannot be seen.
    pub(super) fn keep(self, listing: &ListingView) {
        let shown = listing.listed.shown();
        self.0
            .update(|ticked| ticked.retain(|id| shown.contains(id)));
    }

    fn clear(self) {
        self.0.set(Vec::new());
    }
}

/// The box of a row.
#[component]
pub(super) fn Tick(
    id: FindingId,
    /// What the row is called.
    name: String,
) -> impl IntoView {
    let ticked = expect_context::<Ticked>();
    view! {
        <input
            class="check"
            type="checkbox"
            form=FORM
            name="ids[]"
            value=id.to_string()
            checked=ticked.has_untracked(id)
            aria-label=format!("Select {name}")
            prop:checked=move || ticked.has(id)
            on:change=move |_| ticked.turn(id)
        />
    }
}

/// The bar. Without scripts it always stands there, since nobody can tell whether something is ticked.
#[component]
pub(super) fn SelectionBar(
    address: ListAddress,
    total: u64,
    as_of: Seq,
    place: Place,
    act: ServerAction<ActOnFindings>,
) -> impl IntoView {
    let ticked = expect_context::<Ticked>();
    let count = move || ticked.0.with(Vec::len);
    let all = RwSignal::new(false);
    let filled = Filled::of(place, None);
    let open = filled.was_sent();
    let (value, pending) = (act.value(), act.pending());
    let fault = Signal::derive(move || value.get().and_then(Result::err));
    let words = move || match all.get() {
        true => format!("All {} selected", format::count(total)),
        false => format!("{} selected", format::count(count() as u64)),
    };
    let matching = format!("All {} matching", format::count(total));
    let idle = move || count() == 0 && !all.get() && value.with(Option::is_none);
    let clear = move |_| {
        ticked.clear();
        all.set(false);
        act.value().set(None);
    };
    let query = address.query().to_text();
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Ok(_)))) {
            ticked.clear();
            all.set(false);
            #[cfg(feature = "hydrate")]
            crate::live::reset("#act-on");
        }
    });
    let sheet = view! {
                <summary class="button">"Edit…"{icon("i-chevron-up", "icon s12")}</summary>
                <div class="sheet form">
                    <label class="check-line no-js">
                        <input class="check" type="checkbox" name="scope" value="matching"/>
                        {matching.clone()}
                    </label>
                    {fields("many", &filled, fault)}
                    <div class="buttons">
                        <button class="button" disabled=pending>"Apply"</button>
                    </div>
                </div>
    }
    .into_any();
    view! {
        <div class="selection" class:idle=idle>
        <ActionForm action=act attr:class="act-form" attr:id=FORM>
            <input type="hidden" name="query" value=query/>
            <input type="hidden" name="as_of" value=as_of.0.to_string()/>
            <b class="needs-js">{words}</b>
            {folded(open, "menu up act-sheet", sheet)}
            <button class="button bare" name="only" value="claim" disabled=pending>"Claim"</button>
            <label class="check-line needs-js">
                <input
                    class="check"
                    type="checkbox"
                    name="scope"
                    value="matching"
                    prop:checked=all
                    on:change=move |event| all.set(event_target_checked(&event))
                />
                {matching}
            </label>
        </ActionForm>
        {move || value.get().and_then(Result::ok).map(|id| view! { <Outcome id/> })}
        <button class="button bare end needs-js" type="button" on:click=clear>"Clear"</button>
        </div>
    }
    .into_any()
}
