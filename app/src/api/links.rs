//! Links to what we have, by the names that people know it by.

use backend::{Backend, endpoints, findings, health, incidents};
use domain::actor::Actor;

use crate::format::health_title;

/// What a link says: what it leads to by its name, where that is one of ours, else the address itself.
pub(super) async fn words(backend: &Backend, actor: &Actor, link: &str) -> String {
    named(backend, actor, link)
        .await
        .unwrap_or_else(|| link.to_owned())
}

async fn named(backend: &Backend, actor: &Actor, link: &str) -> Option<String> {
    let (leg, id) = link.strip_prefix('/')?.split_once('/')?;
    match leg {
        "incidents" => {
            let found = incidents::get(backend, actor, id.parse().ok()?).await;
            let one = found.ok()?.summary;
            Some(format!("INC-{} {}", one.number, one.title))
        }
        "findings" => {
            let found = findings::get(backend, actor, id.parse().ok()?).await;
            Some(format!("Finding: {}", found.ok()?.summary.title))
        }
        "health" => {
            let found = health::get(backend, actor, id.parse().ok()?).await;
            let one = found.ok()?.summary;
            let title = health_title(&one.service, &one.type_code);
            Some(format!("AWS Health: {title} in {}", one.region))
        }
        "endpoints" => {
            // One alone is asked for by who looks at it, which costs AWS a question.
            let all = endpoints::list(backend, actor).await.ok()?;
            let one = all.into_iter().find(|one| one.check.id == id)?;
            let name = one.check.name.unwrap_or(one.check.target);
            Some(format!("Endpoint: {name}"))
        }
        _ => None,
    }
}
