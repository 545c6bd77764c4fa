//! The views in the head of the list: which one it is, the others, and the forms that keep it. Plain forms all.

use domain::time::Timestamp;
use leptos::prelude::*;

use super::viewed::{ALL_OPEN, view_href};
use crate::{
    api::{ApiError, KeepView, SaveView, ShownView, ViewLine, ViewsMenu, context::page_query},
    components::{Age, FaultNote, Note, Sign, folded, icon},
    pages::answer::form_fault,
};

/// The menu.
pub(super) fn views_menu(menu: &ViewsMenu, list: &str, now: Timestamp) -> AnyView {
    let fault = form_fault::<SaveView>().or_else(form_fault::<KeepView>);
    let (open, shown) = (fault.is_some(), menu.shown.as_ref());
    let current = shown.map(|view| view.id);
    let line = |view: &ViewLine| {
        let (href, is_it) = (view_href(view.id), current == Some(view.id));
        let current = is_it.then_some("true");
        let act = format!("Open view {} of {}", view.name, view.owner);
        view! {
            <a class="row" href=href aria-current=current data-do=act>
                {view.name.clone()}<span class="n">{view.owner.clone()}</span>
            </a>
        }
    };
    let part = |label: &'static str, views: &[ViewLine]| {
        let lines: Vec<_> = views.iter().map(line).collect();
        (!lines.is_empty()).then(|| view! { <p class="label">{label}</p>{lines} })
    };
    let keep = shown.and_then(|view| keep_form(view, list, now));
    let save = menu.may_keep.then(|| save_form(list, fault));
    let sheet = view! {
        <summary class="button">"Views"{icon("i-chevron-down", "icon s12")}</summary>
        <div class="sheet">
            <a class="row" href=ALL_OPEN data-do="Go to all open findings">"All open findings"</a>
            {part("Yours", &menu.own)}
            {part("Shared", &menu.shared)}
            <hr/>
            {keep}
            {save}
            <a class="row" href="/findings/views">"Manage views"</a>
        </div>
    };
    folded(open, "menu at-end", sheet.into_any())
}

/// Keeps the list under the view that it began as.
fn keep_form(view: &ShownView, list: &str, now: Timestamp) -> Option<impl IntoView + use<>> {
    let fence = view.to_save.clone()?;
    Some(view! {
        <form class="form" method="post" action="/api/views/keep">
            <input type="hidden" name="of" value=view.id.to_string()/>
            <input type="hidden" name="expected_version" value=fence.version.0.to_string()/>
            <input type="hidden" name="query" value=list.to_owned()/>
            <button class="button">{format!("Save changes to {}", view.name)}</button>
            <p class="aside small">{format!("Last changed by {}, ", fence.by)}<Age at=fence.at now/></p>
        </form>
    })
}

/// Keeps the list under a new name.
fn save_form(list: &str, fault: Option<ApiError>) -> impl IntoView + use<> {
    let typed = page_query();
    let name = typed.get("view_name").unwrap_or_default().to_owned();
    let shared = typed.get("view_sharing").is_some();
    view! {
        <form class="form" method="post" action="/api/views/save">
            {fault.map(|fault| view! { <FaultNote fault/> })}
            <input type="hidden" name="query" value=list.to_owned()/>
            <label class="field">
                <span>"Save this list as"</span>
                <input class="input" name="name" value=name maxlength="60" autocomplete="off" required/>
            </label>
            <label class="check-line">
                <input class="check" type="checkbox" name="sharing" value="shared" checked=shared/>
                "Share it with all"
            </label>
            <button class="button">"Save as a new view"</button>
        </form>
    }
}

/// Says which view the list is, or why it is not the one of its address.
pub(crate) fn view_line(menu: &ViewsMenu) -> Option<AnyView> {
    if let Some(text) = menu.missing.clone() {
        let sign = Sign {
            symbol: "st-partial",
            tone: "t-warn",
            word: "",
        };
        return Some(view! { <Note sign text/> }.into_any());
    }
    let view = menu.shown.as_ref()?;
    Some(
        view! {
            <p>
                "View "<b>{view.name.clone()}</b>{view.says.clone()}" "
                <a class="act" href=ALL_OPEN>"All open findings"</a>
            </p>
        }
        .into_any(),
    )
}
