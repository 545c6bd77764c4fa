//! AWS Health events that began and ended.

use domain::{
    id::HealthEventId,
    scope::nearness,
    strip::{Gates, Link, LinkKind},
};

use super::{LATEST, Look};
use crate::{
    error::Result,
    health::summarise,
    incidents::words,
    store::{db::Reader, health as store},
    strip::{About, health_places},
};

pub(super) async fn gather(reader: &mut Reader, look: &mut Look) -> Result<()> {
    let rows = store::within(reader.conn(), look.between(), LATEST).await?;
    look.read(LinkKind::Health, rows.len(), LATEST);
    for row in rows {
        let event = summarise(row)?;
        let about = About {
            change: None,
            targets: &look.targets,
            from: look.window.from,
            until: look.window.until,
            gates: Gates::Bind,
        };
        // What is mended by now was hit then.
        let places = health_places(reader, &event, &about, |_| true).await?;
        let level = nearness(&look.targets, &places, false);
        let link = Link::to(LinkKind::Health, HealthEventId(event.id.0));
        let what = format!("{} in {}", words(&event.type_code), event.region);
        for (at, word) in [(event.start, "began"), (event.end, "ended")] {
            if let Some(at) = at {
                look.add(at, level, link.clone(), format!("{what}: {word}"));
            }
        }
    }
    Ok(())
}
