//! What a page shows when it got no answer: the way to sign in, or a state with its next step.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    api::{
        ApiError,
        context::{answer_with, had_session},
    },
    components::{Sign, State, fault_sentence},
    pages::findings::viewed::ALL_OPEN,
    query::{Query, local_path},
};

/// A refusal in place of what was asked for.
#[component]
pub fn Refused(
    /// Why.
    fault: ApiError,
) -> impl IntoView {
    if fault == ApiError::SignedOut {
        lead_to_sign_in();
        return ().into_any();
    }
    answer_with(fault.status());
    let (symbol, tone, what) = match fault {
        ApiError::Forbidden => ("st-blocked", "t-critical s16", "You may not see this"),
        ApiError::NotFound => ("st-none", "t-quiet s16", "There is nothing here"),
        _ => ("st-failing", "t-critical s16", "This could not be read"),
    };
    let sign = Sign {
        symbol,
        tone,
        word: "",
    };
    let way = match fault {
        ApiError::NotFound if here().starts_with("/findings") => list_left(),
        ApiError::Forbidden | ApiError::NotFound => ("/".to_owned(), "Go to Watch"),
        _ => (here(), "Try again"),
    };
    let next = match fault {
        ApiError::NotFound => "It was removed, or a letter of the address is wrong.".to_owned(),
        _ => fault_sentence(&fault),
    };
    // Watch, findings and the settings have a heading beside what they could not read. Where the browser had no answer for
    // a page that the server writes, it has none of it.
    let path = here();
    let written = path == "/" || path.starts_with("/settings");
    let headed = path.starts_with("/findings") || written && cfg!(feature = "ssr");
    // Who may not see Watch is not led to it from itself.
    let is_in_circle = cfg!(feature = "ssr") && path == "/" && fault == ApiError::Forbidden;
    let way = (!is_in_circle).then_some(way);
    view! {
        <section class="panel">
            <State sign what=what next way is_page=!headed/>
        </section>
    }
    .into_any()
}

/// The list of findings without the place where its page begins, which may be what is wrong; else all that are open.
fn list_left() -> (String, &'static str) {
    let query = Query::parse(&use_location().search.get_untracked());
    match query.get("after").is_some() {
        true => (
            query.without(&["after"]).href("/findings"),
            "First page of this list",
        ),
        false => (ALL_OPEN.to_owned(), "All open findings"),
    }
}

/// Leads to sign-in, and from there back.
pub(super) fn lead_to_sign_in() {
    lead_to(&sign_in_href());
}

/// Leads to another page. The router's own redirect panics where no route matched, as in the frame
/// around an address that leads nowhere.
pub(super) fn lead_to(path: &str) {
    #[cfg(feature = "ssr")]
    {
        // It gives the status only to those who say that they want a page.
        answer_with(302);
        leptos_axum::redirect(path);
    }
    #[cfg(not(feature = "ssr"))]
    leptos_router::hooks::use_navigate()(path, leptos_router::NavigateOptions::default());
}

/// This page's address.
pub(super) fn here() -> String {
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let query = Query::parse(&search.get_untracked());
    local_path(&query.href(&path.get_untracked())).to_owned()
}

/// Where to sign in and come back.
pub(super) fn sign_in_href() -> String {
    let mut query = Query::default();
    let here = here();
    // What a form was answered is no part of the page: it would be told again after signing in, and lead back here.
    let (path, rest) = here.split_once('?').unwrap_or((&here, ""));
    let here = Query::parse(rest).without(&["__path", "__err"]).href(path);
    if here != "/" {
        query = query.with("return_to", &here);
    }
    if had_session() {
        query = query.with("ended", "1");
    }
    query.href("/sign-in")
}
