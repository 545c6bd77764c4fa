//! Asks the server for the HTML of an address.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, XmlHttpRequest, XmlHttpRequestResponseType};

use crate::api::wire::Awaited;

/// What came of it.
pub(super) enum Answer {
    /// The page, whatever its status: what is refused or missing says so itself.
    Page(Element),
    /// The server leads to another address.
    Elsewhere(String),
    /// No answer, or none of ours.
    Nothing,
}

/// Asks, and calls `on` once. The old way to ask is taken because its answer is read by the browser's own parser.
pub(super) fn ask(address: &str, on: impl FnOnce(Answer) + 'static) {
    let Ok(request) = XmlHttpRequest::new() else {
        return;
    };
    let _ = request.open("GET", address);
    let _ = request.set_request_header("accept", "text/html");
    request.set_response_type(XmlHttpRequestResponseType::Document);
    let (awaited, asked, address) = (Awaited::begin(), request.clone(), address.to_owned());
    let over = Closure::once_into_js(move || {
        drop(awaited);
        on(read(&asked, &address));
    });
    request.set_onloadend(Some(over.unchecked_ref()));
    let _ = request.send();
}

fn read(request: &XmlHttpRequest, address: &str) -> Answer {
    let origin = window().location().origin().unwrap_or_default();
    let url = request.response_url();
    let Some(landed) = url.strip_prefix(&origin) else {
        return Answer::Nothing;
    };
    let path = |address: &str| address.split('?').next().map(str::to_owned);
    if path(landed) != path(address) {
        return Answer::Elsewhere(landed.to_owned());
    }
    let document = request.response_xml().ok().flatten();
    let page = document.and_then(|document| document.query_selector(".served").ok()?);
    page.map_or(Answer::Nothing, Answer::Page)
}
