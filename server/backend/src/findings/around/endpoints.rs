//! Endpoints that turned, as far back as the event log is kept.

use domain::{
    scope::nearness,
    strip::{Link, LinkKind},
};

use super::{LATEST, Look};
use crate::{
    error::Result,
    incidents::of_endpoints,
    store::{db::Reader, events},
};

/// What the log says of endpoints that turned.
const TURNS: [&str; 4] = [
    "endpoints.healthy",
    "endpoints.unhealthy",
    "endpoints.unknown",
    "endpoints.gone",
];

pub(super) async fn gather(reader: &mut Reader, look: &mut Look) -> Result<()> {
    for kind in TURNS {
        let turns = events::of_kind(reader.conn(), kind, look.between(), LATEST).await?;
        look.read(LinkKind::Endpoint, turns.len(), LATEST);
        for event in turns {
            for one in of_endpoints(reader, &event).await? {
                let level = nearness(&look.targets, &one.places, false);
                let account = one.places.iter().find_map(|place| place.account.as_ref());
                let account = account.map_or("", |account| account.as_str());
                let link = Link::to(LinkKind::Endpoint, format!("{account}/{}", one.target));
                look.add(event.at, level, link, one.text);
            }
        }
    }
    Ok(())
}
