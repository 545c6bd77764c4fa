//! How a query over findings that is being typed may go on.

use leptos::prelude::*;

use super::{error::ApiError, findings_view::Written};
#[cfg(feature = "ssr")]
use {
    super::{
        context::{asker, backend, refuse},
        findings::as_shown,
        health::account_names,
        views_shown::meant,
    },
    crate::pages::findings::address::ListAddress,
    backend::{Backend, findings, people},
    domain::{
        action::Action,
        actor::Actor,
        finding::{Facet, complete_query, facet_being_typed, fixed_words},
    },
};

/// The options of the box in which a query is typed: the whole query, each time gone on with.
#[server(prefix = "/api", endpoint = "findings/complete")]
pub async fn complete_findings(
    /// The query string of the list.
    #[server(default)]
    list: String,
    /// What stands in the box.
    #[server(default)]
    typed: String,
) -> Result<Written, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let offered = offered(&backend, &asker.actor, &list, &typed).await;
    let offered = offered.map_err(|error| refuse(&asker, &error))?;
    let options = offered.into_iter();
    let options = options.map(|value| view! { <option value=value></option> });
    Ok(Written::by_server(options.collect_view()))
}

#[cfg(feature = "ssr")]
async fn offered(
    backend: &Backend,
    actor: &Actor,
    list: &str,
    typed: &str,
) -> backend::Result<Vec<String>> {
    // Also where a name is typed: whoever may not read the list is offered nothing.
    let address = as_shown(backend, actor, meant(backend, actor, list).await?)?;
    let values = match facet_being_typed(typed) {
        None => Vec::new(),
        Some(asked) => values(backend, actor, &address, asked).await?,
    };
    Ok(complete_query(typed, &values))
}

/// The values of a facet that hold what is begun, in the order in which they are to be offered.
#[cfg(feature = "ssr")]
async fn values(
    backend: &Backend,
    actor: &Actor,
    address: &ListAddress,
    (facet, begun): (Facet, &str),
) -> backend::Result<Vec<String>> {
    let counts = findings::facet_values(backend, actor, &address.list(), (facet, begun))?;
    let values = counts.into_iter().flat_map(|counts| counts.values);
    let mut values: Vec<String> = values.map(|one| one.value).collect();
    match facet {
        Facet::Account => {
            let names = account_names(backend, actor).await?;
            let called = |id: String| [names.get(&id).cloned(), Some(id)];
            return Ok(values.into_iter().flat_map(called).flatten().collect());
        }
        Facet::Assignee => {
            if actor.may(Action::TriageFindings) {
                values.extend(people::names(backend, actor).await?);
            }
            // Nobody, and whoever asks.
            values.extend([String::new(), "me".to_owned()]);
        }
        // The worst first, as everywhere.
        Facet::Severity => values.extend(fixed_words(Some(facet)).into_iter().rev()),
        _ => values.extend(fixed_words(Some(facet))),
    }
    Ok(values)
}
