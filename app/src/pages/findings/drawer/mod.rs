//! The drawer: one finding beside its list.

mod acts;
mod bar;
#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
mod console;
#[cfg(feature = "ssr")]
mod fix;
mod history;
#[cfg(feature = "ssr")]
mod near;
#[cfg(feature = "ssr")]
mod overview;
#[cfg(feature = "ssr")]
mod planes;
mod tab;
#[cfg(feature = "ssr")]
mod top;

use domain::event::Topic;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

use super::{Place, address::ListAddress, kept::keep_and_send};
use crate::{
    api::{
        ActOnFindings, ApiError, Assign, FindingView, Written, around_finding, get_document,
        get_finding, same_resource, wire::asked,
    },
    components::Loading,
    live::Live,
    pages::{
        lasting::{Kept, Lasting},
        refused::Refused,
        written::written,
    },
    query::Query,
};
use tab::{Tab, Tabs};
#[cfg(feature = "ssr")]
pub(crate) use {
    changes::{Told, changes, who},
    fix::fix,
    near::same,
    overview::overview,
    top::top,
};

/// What people can do here, with what came of it.
#[derive(Clone, Copy)]
struct Acts {
    act: ServerAction<ActOnFindings>,
    assign: ServerAction<Assign>,
    /// The finding that the last act was done to, by its id.
    of: StoredValue<String>,
}

/// The finding of the route.
#[component]
pub fn Drawer() -> impl IntoView {
    let place = expect_context::<Place>();
    let live = expect_context::<Live>();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let tab = Memo::new(move |_| place.query.with(|query| Tab::read(query.get("tab"))));
    let said = move |key| {
        let read = |query: &Query| query.get(key).unwrap_or_default().to_owned();
        place.query.with(read)
    };
    let plane = Memo::new(move |_| said("plane"));
    let acts = Acts {
        act: ServerAction::new(),
        assign: ServerAction::new(),
        of: StoredValue::default(),
    };
    let (moved, given) = (acts.act.version(), acts.assign.version());
    // Without scripts the address asks AWS; with them the browser does, once the page stands.
    let asks_aws = Memo::new(move |_| said("ask"));
    let finding = asked(
        move || {
            let heard = [Topic::Findings, Topic::Incidents].map(|topic| live.version(topic));
            let seen = (heard, moved.get(), given.get());
            (id.get(), place.list.get(), seen)
        },
        move |(id, list, _)| get_finding(id, list, asks_aws.get_untracked()),
    );
    let shown =
        Memo::new(move |_| finding.with(|answer| Some(answer.as_ref()?.as_ref().ok()?.state())));
    let told = history::ask_aws(shown, tab, place);
    let part = asked(
        move || {
            let topics = tab.get().topics().iter();
            let heard: u64 = topics.map(|topic| live.version(*topic)).sum();
            let asked = match tab.get() {
                Tab::Around => (said("span"), String::new()),
                _ => (said("seek"), plane.get()),
            };
            (tab.get(), id.get(), heard, asked)
        },
        move |(tab, id, _, asked)| part(tab, id, place.list.get_untracked(), asked),
    );
    let lasting = Lasting::here();
    let kept = Kept::here(move || {
        finding.refetch();
        part.refetch();
    });
    keep_and_send(acts.act, "kept-act");
    keep_and_send(acts.assign, "kept-assign");
    acts::follow(id, acts, place);
    #[cfg(feature = "hydrate")]
    {
        crate::pages::served::tick_within(".drawer-body");
        move_cursor_with(id);
    }
    view! {
        <aside class="drawer" aria-labelledby="drawer-title">
            <Transition fallback=|| view! { <Loading/> }>
                {move || {
                    let (tab, lasting) = (tab.get(), lasting.clone());
                    finding.track();
                    part.track();
                    Suspend::new(async move {
                        let (finding, part) = (finding.await, part.await);
                        kept.hear(finding.as_ref().err().or(part.as_ref().err())).await;
                        match finding {
                            Ok(finding) => {
                                lasting.show(|| view! { <Whole finding part tab acts place told/> }.into_any())
                            }
                            Err(fault) => view! { <Absent fault place/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </aside>
    }
    .into_any()
}

/// The cursor is on the row of the finding. The drawer takes the focus with it: it goes back there once the drawer is gone.
#[cfg(feature = "hydrate")]
fn move_cursor_with(id: Memo<String>) {
    use crate::live;

    Effect::new(move |before: Option<()>| {
        id.with(|id| live::move_cursor(id));
        if before.is_some() {
            live::follow_cursor();
        }
    });
    on_cleanup(live::follow_cursor_soon);
}

#[component]
fn Whole(
    finding: FindingView,
    part: Result<Option<PartView>, ApiError>,
    tab: Tab,
    acts: Acts,
    place: Place,
    told: history::Told,
) -> impl IntoView {
    let address = ListAddress::parse(&place.list.get_untracked());
    let of = format!("{} {}", finding.summary.id, tab.word());
    view! {
        <bar::Bar finding=finding.clone() address=address.clone() tab/>
        <div class="drawer-body" tabindex="0" role="region" aria-label="Finding" on:click=|event| copy_pressed(&event)>
            {written(html::div().class("drawer-top"), finding.top.clone(), finding.summary.id.to_string())}
            <Tabs finding=finding.clone() address=address.clone() tab told/>
            <div class="drawer-part">
                {match tab {
                    Tab::Overview => written(html::div(), finding.overview.clone(), of),
                    Tab::Fix => written(html::div(), finding.fix.clone(), of),
                    Tab::History => view! { <history::History finding=finding.clone() told of/> }.into_any(),
                    Tab::Same | Tab::Around | Tab::Document => asked_part(part, of),
                }}
            </div>
        </div>
        <acts::Said finding=finding.clone() acts place/>
        {finding.may_triage.then(|| view! { <acts::Foot finding acts place/> })}
    }
}

/// What is asked for only when somebody looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum PartView {
    Same(Written),
    Around(Written),
    Document(Written),
}

async fn part(
    tab: Tab,
    id: String,
    list: String,
    (said, plane): (String, String),
) -> Result<Option<PartView>, ApiError> {
    Ok(Some(match tab {
        Tab::Same => PartView::Same(same_resource(id, list).await?),
        Tab::Around => PartView::Around(around_finding(id, list, said).await?),
        Tab::Document => PartView::Document(get_document(id, list, said, plane).await?),
        Tab::Overview | Tab::Fix | Tab::History => return Ok(None),
    }))
}

fn asked_part(part: Result<Option<PartView>, ApiError>, of: String) -> AnyView {
    match part {
        Ok(Some(PartView::Same(part) | PartView::Around(part))) => written(html::div(), part, of),
        Ok(Some(PartView::Document(document))) => view! {
            <button class="button needs-js" type="button" on:click=|_| copy()>"Copy"</button>
            {written(html::div().class("document-part"), document, "")}
        }
        .into_any(),
        Err(fault) => view! { <Refused fault/> }.into_any(),
        Ok(None) => view! { <Loading/> }.into_any(),
    }
}

#[cfg(feature = "hydrate")]
use crate::live::copy_pressed;

#[cfg(not(feature = "hydrate"))]
const fn copy_pressed(_: &leptos::ev::MouseEvent) {}

/// Puts the document on the clipboard.
#[cfg(feature = "hydrate")]
fn copy() {
    crate::live::copy(".document code");
}

#[cfg(not(feature = "hydrate"))]
fn copy() {}

/// The finding cannot be shown; the list stays.
#[component]
fn Absent(fault: ApiError, place: Place) -> impl IntoView {
    let address = ListAddress::parse(&place.list.get_untracked());
    view! {
        <header class="drawer-bar">
            <h2 class="aside" id="drawer-title">"Finding"</h2>
            <div class="buttons end">{bar::close(&address)}</div>
        </header>
        <div class="drawer-body"><Refused fault/></div>
    }
}
