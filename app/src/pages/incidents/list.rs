//! Incidents: what goes wrong now, what went wrong, and the way to declare it.

use domain::event::Topic;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::words;
use crate::{
    api::{IncidentLine, IncidentsView, list_incidents, wire::asked},
    components::{Shape, Sign, Since, State, icon, impact_sign},
    format,
    pages::{lasting::answered, served::served},
    query::Query,
};

/// The list.
#[component]
pub fn IncidentsPage() -> impl IntoView {
    let search = use_location().search;
    let after = move || {
        search.with(|text| {
            Query::parse(text)
                .get("after")
                .unwrap_or_default()
                .to_owned()
        })
    };
    served("Incidents", &[Topic::Incidents], move || {
        let incidents = asked(after, list_incidents);
        answered(incidents, |list| incidents_view(list).into_any())
    })
}

const DECLARE: &str = "/incidents/new";

fn incidents_view(list: IncidentsView) -> impl IntoView {
    let (now, may_work) = (list.now, list.may_work);
    let open = list.open.len();
    let next = list
        .next
        .map(|next| Query::default().with("after", &next).href("/incidents"));
    let none = none(list.elsewhere);
    let way = may_work.then(|| (DECLARE.to_owned(), "Declare an incident"));
    let open_rows = match open {
        0 => view! {
            <State sign=none.0 what=none.1 next=none.2 way/>
        }
        .into_any(),
        _ => table("Open incidents", list.open, now),
    };
    let resolved = match (list.resolved.is_empty(), next.is_some()) {
        (false, _) => Some(table("Resolved incidents", list.resolved, now)),
        (true, true) => Some(
            view! { <p class="panel-body aside">"None of those looked through so far; there are older ones."</p> }.into_any(),
        ),
        (true, false) => None,
    };
    view! {
        <header class="head">
            <h1>"Incidents"</h1>
            <p class="aside">{format!("{open} open")}</p>
            {(may_work && open > 0).then(|| view! {
                <a class="button end" href=DECLARE>{icon("i-incidents", "icon")}"Declare an incident"</a>
            })}
        </header>
        <section class="panel" aria-labelledby="open">
            <header class="panel-head"><h2 id="open">"Open"</h2><p class="aside">{open.to_string()}</p></header>
            {open_rows}
        </section>
        {resolved.map(|rows| view! {
            <section class="panel" aria-labelledby="resolved">
                <header class="panel-head"><h2 id="resolved">"Resolved"</h2></header>
                {rows}
                {next.map(|href| view! {
                    <footer class="panel-foot"><a class="act" rel="next" href=href>"Next page"</a></footer>
                })}
            </section>
        })}
    }
}

/// What stands in place of open incidents. Only where all is looked at is it good news.
fn none(elsewhere: Option<u64>) -> (Sign, &'static str, String) {
    let sign = |symbol, tone| Sign {
        symbol,
        tone,
        word: "",
    };
    let quiet = sign("st-none", "t-quiet s16");
    let here = "No incident is open in what is picked at the top";
    match elsewhere {
        None => (
            sign("st-ok", "t-ok s16"),
            "Nothing is wrong that somebody has declared",
            "An incident is declared here, or from a finding, an AWS Health event or an endpoint."
                .to_owned(),
        ),
        Some(0) => (quiet, here, "None is open elsewhere either.".to_owned()),
        Some(elsewhere) => {
            let count = format::counted(elsewhere, "incident is", "incidents are");
            (quiet, here, format!("{count} open elsewhere."))
        }
    }
}

fn table(title: &'static str, lines: Vec<IncidentLine>, now: domain::time::Timestamp) -> AnyView {
    let rows = lines.into_iter().map(|line| row(line, now)).collect_view();
    view! {
        <table class="table two-line fixed stack incidents">
            <caption class="visually-hidden">{title}</caption>
            <thead>
                <tr>
                    <th scope="col" class="c-icon"><span class="visually-hidden">"Impact"</span></th>
                    <th scope="col">"Incident"</th>
                    <th scope="col" class="c-impact">"Impact"</th>
                    <th scope="col" class="c-who">"Commander"</th>
                    <th scope="col" class="c-when">"Declared"</th>
                    <th scope="col" class="num c-lasts">"Duration"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: IncidentLine, now: domain::time::Timestamp) -> impl IntoView {
    let sign = match line.resolved_at {
        None => impact_sign(line.impact),
        Some(_) => Sign {
            tone: "t-quiet",
            ..impact_sign(line.impact)
        },
    };
    let under = words::under(&line);
    let lasts = words::lasting(&line, now);
    let commander = words::commander(line.commander);
    view! {
        <tr class:past=line.resolved_at.is_some()>
            <td class="c-icon"><Shape sign/></td>
            <th scope="row" class="clip">
                <a class="cover" href=format!("/incidents/{}", line.id)>{line.title}</a>
                <span class="under">{under}</span>
            </th>
            <td>{sign.word}</td>
            <td data-label="Commander">
                <span class="with-shape">{commander}</span>
            </td>
            <td data-label="Declared"><Since at=line.opened_at/></td>
            <td class="num" data-label="Duration">{lasts}</td>
        </tr>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    const ID: &str = "01234567-89ab-7cde-8f01-23456789abcd";

    #[test]
    fn what_is_resolved_is_not_loud() {
        let owner = Owner::new();
        owner.set();
        let now = domain::time::from_micros(0);
        let shown = |resolved_at| {
            let line = IncidentLine {
                id: ID.parse().expect("an id"),
                name: "INC-1".to_owned(),
                title: "A miner".to_owned(),
                impact: domain::incident::Impact::Major,
                status: domain::incident::IncidentStatus::Open,
                commander: None,
                opened_at: now,
                resolved_at,
                scopes: Vec::new(),
                places: Vec::new(),
            };
            table("Incidents", vec![line], now).to_html()
        };
        assert!(shown(None).contains("shape t-high"));
        let over = shown(Some(now));
        assert!(
            over.contains("shape t-quiet") && !over.contains("t-high"),
            "{over}"
        );
    }

    /// Where a picked place hides all that was looked through, the way to older ones stays.
    #[test]
    fn an_empty_page_leads_on() {
        let owner = Owner::new();
        owner.set();
        let page = |next: Option<String>| {
            let list = IncidentsView {
                open: Vec::new(),
                resolved: Vec::new(),
                next,
                elsewhere: Some(0),
                may_work: false,
                now: domain::time::from_micros(0),
            };
            incidents_view(list).to_html()
        };
        let html = page(Some("7.1".to_owned()));
        assert!(html.contains("href=\"/incidents?after=7.1\""), "{html}");
        assert!(html.contains("Resolved"), "{html}");
        assert!(!page(None).contains("Resolved"));
    }
}
