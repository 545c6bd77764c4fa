//! Which findings of the list are ticked, and the bar at its foot that acts on them.

use domain::{event::Seq, finding::Grouping, id::FindingId};
use leptos::prelude::*;

use super::{
    Place,
    act_fields::{Filled, IDS, apart, fields},
    address::ListAddress,
    groups::group_name,
    outcome::Outcome,
};
use crate::{
    api::{ActOnFindings, Listed, ListingView},
    components::{FaultNote, folded, icon},
    format,
    query::Query,
};

/// The id of the form that the boxes of the rows belong to.
const FORM: &str = "act-on";

/// Which findings the form acts on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Meant {
    /// The ticked ones.
    #[default]
    These,
    /// All that the page shows.
    Page,
    /// All of the group that is open.
    Group,
    /// All of the list.
    Matching,
}

impl Meant {
    const ALL: [Self; 4] = [Self::These, Self::Page, Self::Group, Self::Matching];

    /// As the form says it.
    const fn word(self) -> &'static str {
        match self {
            Self::These => "these",
            Self::Page => "page",
            Self::Group => "group",
            Self::Matching => "matching",
        }
    }
}

/// The ticked findings of the list that is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticked {
    ids: RwSignal<Vec<FindingId>>,
    meant: RwSignal<Meant>,
    /// The list that they are of.
    of: StoredValue<String>,
}

impl Ticked {
    /// For the page that is being made.
    pub(super) fn provide(query: &Query) {
        // What was chosen before a refusal is chosen again. The drawer's form has no scope, and chose nothing here.
        let scope = query.get("act-scope").unwrap_or_default();
        let before = query.get(IDS).filter(|_| !scope.is_empty());
        let before = before.unwrap_or_default().split(',');
        let before = before.filter_map(|id| id.parse().ok()).collect();
        let meant = Meant::ALL.into_iter().find(|meant| meant.word() == scope);
        provide_context(Self {
            ids: RwSignal::new(before),
            meant: RwSignal::new(meant.unwrap_or_default()),
            of: StoredValue::new(String::new()),
        });
    }

    fn has(self, id: FindingId) -> bool {
        self.ids.with(|ticked| ticked.contains(&id))
    }

    fn has_untracked(self, id: FindingId) -> bool {
        self.ids.with_untracked(|ticked| ticked.contains(&id))
    }

    /// How many are ticked.
    pub(super) fn count(self) -> usize {
        self.ids.with(Vec::len)
    }

    /// Whether all of a group are meant, by ticks or by word.
    pub(super) fn has_group(self, shown: usize, more: bool) -> bool {
        match more {
            true => self.meant.get() == Meant::Group,
            false => self.count() == shown,
        }
    }

    fn turn(self, id: FindingId) {
        self.meant.set(Meant::These);
        self.ids
            .update(|ticked| match ticked.iter().position(|one| *one == id) {
                Some(at) => drop(ticked.remove(at)),
                None => ticked.push(id),
            });
    }

    /// Forgets what is not in the list any more: nothing is acted on that cannot be seen.
    pub(super) fn keep(self, listing: &ListingView) {
        let shown = listing.listed.shown();
        self.ids
            .update(|ticked| ticked.retain(|id| shown.contains(id)));
        let before = self.of.get_value();
        if before != listing.list {
            self.of.set_value(listing.list.clone());
            if !before.is_empty() {
                self.meant.set(Meant::These);
            }
        }
    }

    /// Ticks all that are shown, or none; with `meant`, where these are not all that are meant.
    pub(super) fn all(self, on: bool, shown: &[FindingId], meant: Meant) {
        let (ids, meant) = match on {
            true => (shown.to_vec(), meant),
            false => (Vec::new(), Meant::These),
        };
        self.ids.set(ids);
        self.meant.set(meant);
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

/// The findings that the bar can act on beside the ticked ones.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    /// Those that the page shows.
    page: Vec<FindingId>,
    /// The group that is open: what it is called, and how many it has.
    group: Option<(String, u64)>,
    /// How many the list has.
    total: u64,
    /// The last event that the list knows.
    as_of: Seq,
    /// The number of the last finding that there was.
    last: u32,
}

impl Whole {
    /// Of a list.
    pub(super) fn of(listing: &ListingView, by: Grouping) -> Self {
        let group = match &listing.listed {
            Listed::Groups(_, open) => open.as_ref(),
            Listed::Flat(_) => None,
        };
        Self {
            page: listing.listed.shown(),
            group: group.map(|open| (group_name(by, &open.key), open.total)),
            total: listing.listed.total(),
            as_of: listing.listed.as_of(),
            last: listing.last,
        }
    }

    /// What a choice is called; nothing where there is none such.
    fn words(&self, meant: Meant) -> Option<String> {
        let page = self.page.len() as u64;
        Some(match meant {
            Meant::These => "The ticked ones".to_owned(),
            Meant::Page if page == 0 => return None,
            Meant::Page => format!("This page, {}", format::count(page)),
            Meant::Group => {
                let (name, total) = self.group.as_ref()?;
                format!("All {} in {name}", format::count(*total))
            }
            Meant::Matching => format!("All {} matching", format::count(self.total)),
        })
    }

    /// What the form says of the list that was looked at.
    fn looked_at(&self, address: &ListAddress) -> impl IntoView + use<> {
        let page: Vec<String> = self.page.iter().map(ToString::to_string).collect();
        view! {
            <input type="hidden" name="query" value=address.query().to_text()/>
            <input type="hidden" name="page" value=page.join(",")/>
            <input type="hidden" name="as_of" value=self.as_of.0.to_string()/>
            <input type="hidden" name="last" value=self.last.to_string()/>
        }
    }

    /// One choice after the other. With scripts the boxes of the page choose, and these follow.
    fn choices(&self, ticked: Ticked) -> impl IntoView + use<> {
        let choices = Meant::ALL.into_iter().filter_map(|meant| {
            let words = self.words(meant)?;
            let chosen = move || ticked.meant.get() == meant;
            let first = ticked.meant.get_untracked() == meant;
            Some(view! {
                <label class="check-line">
                    <input type="radio" name="scope" value=meant.word() checked=first prop:checked=chosen/>
                    {words}
                </label>
            })
        });
        view! { <fieldset class="no-js checks"><legend class="label">"Act on"</legend>{choices.collect_view()}</fieldset> }
    }
}

/// In place of the bar, for who may not act on findings any more and did.
#[component]
pub(super) fn RefusedBar(place: Place, act: ServerAction<ActOnFindings>) -> impl IntoView {
    let fault = Filled::of(place, None).fault_of(act);
    move || {
        let fault = fault.get()?;
        Some(view! { <div class="selection"><FaultNote fault/></div> })
    }
}

/// The bar. Without scripts it always stands there, since nobody can tell whether something is ticked.
#[component]
pub(super) fn SelectionBar(
    address: ListAddress,
    whole: Whole,
    place: Place,
    act: ServerAction<ActOnFindings>,
) -> impl IntoView {
    let ticked = expect_context::<Ticked>();
    let meant = ticked.meant;
    let filled = Filled::of(place, None);
    let open = filled.was_sent();
    let (value, pending, fault) = (act.value(), act.pending(), filled.fault_of(act));
    let matching = whole.words(Meant::Matching);
    let choices = whole.choices(ticked);
    let looked_at = whole.looked_at(&address);
    let words = move || match meant.get() {
        Meant::These => format!("{} selected", format::count(ticked.count() as u64)),
        meant => format!("{} selected", whole.words(meant).unwrap_or_default()),
    };
    let idle =
        move || ticked.count() == 0 && meant.get() == Meant::These && value.with(Option::is_none);
    let clear = move |_| {
        ticked.all(false, &[], Meant::These);
        act.value().set(None);
    };
    Effect::new(move |_| {
        // What was left out altogether is still chosen, and what was typed for it is still there.
        if value.with(|value| matches!(value, Some(Ok(acted)) if !acted.is_nothing)) {
            ticked.all(false, &[], Meant::These);
            #[cfg(feature = "hydrate")]
            {
                crate::live::reset("#act-on");
                crate::live::shut("#act-on details");
                crate::live::follow_cursor();
            }
        }
    });
    // In the form, and where it is shut in the bar: a button beside it may have been what was refused.
    let told = move || apart(fault.get()).map(|fault| view! { <FaultNote fault/> });
    let sheet = view! {
                <summary class="button">"Edit…"{icon("i-chevron-up", "icon s12")}</summary>
                <div class="sheet form">
                    {choices}
                    {told}
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
            {looked_at}
            <b class="needs-js">{words}</b>
            {folded(open, "menu up act-sheet", sheet)}
            <button class="button bare" name="only" value="claim" disabled=pending>"Claim"</button>
            <label class="check-line needs-js">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=move || meant.get() == Meant::Matching
                    on:change=move |event| meant.set(match event_target_checked(&event) {
                        true => Meant::Matching,
                        false => Meant::These,
                    })
                />
                {matching}
            </label>
        </ActionForm>
        {move || value.get().and_then(Result::ok).map(|acted| view! { <Outcome id=acted.id/> })}
        {told}
        <button class="button bare end needs-js" type="button" on:click=clear>"Clear"</button>
        </div>
    }
    .into_any()
}
