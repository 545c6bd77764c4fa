//! Steps of changes.

use std::collections::HashMap;

use domain::{
    scope::Scope,
    strip::{Link, LinkKind},
};
use uuid::Uuid;

use super::{LATEST, Look};
use crate::{
    error::Result,
    incidents::of_step,
    store::{change_history, changes, db::Reader},
};

pub(super) async fn gather(reader: &mut Reader, look: &mut Look) -> Result<()> {
    let steps = change_history::within(reader.conn(), look.between(), LATEST).await?;
    look.read(LinkKind::Change, steps.len(), LATEST);
    let mut ids: Vec<Uuid> = steps.iter().map(|one| one.change_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut places: HashMap<Uuid, Vec<Scope>> = HashMap::new();
    for (id, line) in changes::targets(reader.conn(), &ids).await? {
        places.entry(id).or_default().extend(line.parse().ok());
    }
    for one in steps {
        let targets = places.get(&one.change_id).map_or(&[][..], Vec::as_slice);
        let level = look.level_of_said(targets);
        // Only what is near is read whole.
        if level.is_none() {
            continue;
        }
        if let Some(step) = of_step(reader, one.change_id, &one.step).await? {
            let link = Link::to(LinkKind::Change, one.change_id);
            look.add(one.step.at, level, link, step.text);
        }
    }
    Ok(())
}
