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
    let address = as_shown(backend, actor, meant(backend, actor, list).await?)?;
    let values = match facet_being_typed(typed) {
        None => Vec::new(),
        Some((facet, begun)) => {
            let counts = findings::facet_values(backend, actor, &address.list(), (facet, begun))?;
            let values = counts.into_iter().flat_map(|counts| counts.values);
            let mut values: Vec<String> = values.map(|one| one.value).collect();
            values.extend(fixed_words(Some(facet)));
            match facet {
                // The worst first, as everywhere.
                Facet::Severity => values.into_iter().rev().collect(),
                Facet::Account => {
                    let names = account_names(backend, actor).await?;
                    let called = |id: String| [names.get(&id).cloned(), Some(id)];
                    values.into_iter().flat_map(called).flatten().collect()
                }
                Facet::Assignee => {
                    if actor.may(Action::TriageFindings) {
                        values.extend(people::names(backend, actor).await?);
                    }
                    // Nobody, and whoever asks.
                    values.extend([String::new(), "me".to_owned()]);
                    values
                }
                _ => values,
            }
        }
    };
    Ok(complete_query(typed, &values))
}
