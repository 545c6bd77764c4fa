//! The document of a finding for reading: laid out, with what is sought in it marked, and the way to it as it came.

use domain::{finding::Plane, id::FindingId};
use leptos::prelude::*;

use super::findings_view::{PlaneView, Written};
use crate::{components::icon, format, query::Query};

/// The key of what is sought in a document.
pub(crate) const SEEK: &str = "seek";
/// Places that are marked; a document in which a letter is sought has thousands.
const MARKED: usize = 500;
/// What the first of them is called in an address.
const FIRST: &str = "place-1";

/// Which document is asked for.
pub(super) struct Asked<'a> {
    /// Of which finding.
    pub(super) id: FindingId,
    /// The query string of the list that it is read beside.
    pub(super) list: &'a str,
    /// What is sought in it; empty for nothing.
    pub(super) sought: &'a str,
    /// Whose document it is.
    pub(super) plane: Plane,
}

/// The document of a finding in one of its planes, with the way to the other's.
pub(super) fn document(asked: &Asked<'_>, planes: &[PlaneView], document: &str) -> Written {
    let text = laid_out(document);
    let (id, sought) = (asked.id, asked.sought.trim());
    let places = places(&text, sought);
    let said = (!sought.is_empty()).then(|| said(places.len()));
    let (plane, kept) = (asked.plane.as_str(), address(asked));
    let kept = kept.pairs().map(|(key, value)| {
        view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> }
    });
    let kept: Vec<_> = kept.collect();
    let raw = format!("/findings/{id}/document.json?plane={plane}");
    Written::by_server(view! {
        {other_planes(asked, planes)}
        // What is found is led to by the browser itself, and then no field has the focus unless it is given.
        <form class="find" action=format!("/findings/{id}#{FIRST}")>
            {icon("i-search", "icon")}
            <input class="input" type="search" name=SEEK value=sought.to_owned() placeholder="Find"
                autocomplete="off" autofocus=!sought.is_empty() aria-label="Find in the document"/>
            {kept}
        </form>
        {said.map(|said| view! { <p class="aside" role="status">{said}</p> })}
        <p class="aside">
            <a class="act" rel="external" download href=raw>"As it came"</a>
        </p>
        <pre class="document" tabindex="0"><code>{marked(&text, &places)}</code></pre>
    })
}

/// How often it was found, which leads to the first place.
fn said(found: usize) -> AnyView {
    let words = match found {
        0 => return "It is nowhere in the document.".into_any(),
        MARKED => format!("The first {MARKED} places are marked."),
        n => format::counted(n as u64, "place", "places"),
    };
    view! { <a class="act" href=format!("#{FIRST}")>{words}</a> }.into_any()
}

/// Where the document stands, in the plane that is shown where the finding has two.
fn address(asked: &Asked<'_>) -> Query {
    let query = Query::parse(asked.list).with("tab", "document");
    query.with("plane", asked.plane.as_str())
}

/// The way between the documents of a finding that both planes have.
fn other_planes(asked: &Asked<'_>, planes: &[PlaneView]) -> Option<impl IntoView + use<>> {
    let links = planes.iter().map(|one| {
        let of_plane = Asked {
            plane: one.plane,
            ..*asked
        };
        let href = address(&of_plane).href(&format!("/findings/{}", asked.id));
        let current = (one.plane == asked.plane).then_some("page");
        view! { <a href=href aria-current=current>{one.plane.label()}</a> }
    });
    let links = links.collect_view();
    (planes.len() > 1).then(|| {
        view! { <nav class="tabs" aria-label="Documents of this finding">{links}</nav> }
    })
}

/// JSON with line breaks; what is no JSON stays as it came.
fn laid_out(document: &str) -> String {
    let value: Result<serde_json::Value, _> = serde_json::from_str(document);
    value
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| document.to_owned())
}

/// Where a text stands in another, whatever its case, as ranges of bytes.
fn places(text: &str, sought: &str) -> Vec<(usize, usize)> {
    if sought.is_empty() {
        return Vec::new();
    }
    // Letters outside of ASCII are told apart by case, so that every place is one of the text itself.
    let (folded, wanted) = (text.to_ascii_lowercase(), sought.to_ascii_lowercase());
    let found = folded.match_indices(&wanted).take(MARKED);
    found.map(|(at, part)| (at, at + part.len())).collect()
}

fn marked(text: &str, places: &[(usize, usize)]) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut at = 0;
    for (from, to) in places {
        parts.push(text[at..*from].to_owned().into_any());
        let first = parts.len() == 1;
        parts.push(
            view! { <mark id=first.then_some(FIRST)>{text[*from..*to].to_owned()}</mark> }
                .into_any(),
        );
        at = *to;
    }
    parts.push(text[at..].to_owned().into_any());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sought_is_marked_and_stays_text() {
        let id: FindingId = "01a20e10-a12f-7be1-8142-790186575004"
            .parse()
            .expect("an id");
        let given = r#"{"Title":"<b>Ünsafe</b>","Id":"unsafe-UNSAFE"}"#;
        let asked = |list, sought| Asked {
            id,
            list,
            sought,
            plane: Plane::Cspm,
        };
        let html = document(&asked("by=flat", "unsafe"), &[], given).into_markup();
        assert_eq!(html.matches("</mark>").count(), 2, "{html}");
        assert_eq!(html.matches("<mark id=\"place-1\">").count(), 1, "{html}");
        assert!(
            html.contains("href=\"#place-1\" class=\"act\">2 places"),
            "{html}"
        );
        assert!(
            html.contains("#place-1\" class=\"find\""),
            "the search leads there: {html}"
        );
        assert!(html.contains("2 places") && !html.contains("<b>"), "{html}");
        let kept = [r#"name="by""#, r#"name="tab""#, r#"value="unsafe""#];
        assert!(kept.iter().all(|kept| html.contains(kept)), "{html}");
        let none = document(&asked("", "nowhere"), &[], given).into_markup();
        assert!(none.contains("It is nowhere in the document."), "{none}");
        assert!(
            !document(&asked("", ""), &[], "no JSON")
                .into_markup()
                .contains("role")
        );
    }
}
