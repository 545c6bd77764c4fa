//! ListTagsForResources: the names of up to ten health checks.

use super::check::Check;
use super::{invalid, no_such};
use crate::wire::input::{text, texts};
use crate::wire::{Fault, Tree};
use serde_json::Value;

/// How many resources one call may name.
const RESOURCES: usize = 10;

/// The tags of health checks; hosted zones are not simulated.
pub(super) fn list_tags(checks: &[Check], input: &Value) -> Result<Tree, Fault> {
    if text(input, "ResourceType") != Some("healthcheck") {
        return Err(invalid("only health checks are simulated"));
    }
    let ids = texts(input, "ResourceIds");
    if ids.is_empty() || ids.len() > RESOURCES {
        return Err(invalid("ResourceIds must name 1 to 10 resources"));
    }
    let sets = ids.into_iter().map(|id| {
        let check = checks
            .iter()
            .find(|check| check.id == id)
            .ok_or_else(|| no_such(id))?;
        Ok(Tree::Map(vec![
            ("ResourceType", "healthcheck".into()),
            ("ResourceId", id.into()),
            (
                "Tags",
                Tree::List("Tag", vec![tag("Name", check.name), tag("owner", "web")]),
            ),
        ]))
    });
    Ok(Tree::Map(vec![(
        "ResourceTagSets",
        Tree::List("ResourceTagSet", sets.collect::<Result<_, Fault>>()?),
    )]))
}

fn tag(key: &str, value: &str) -> Tree {
    Tree::Map(vec![("Key", key.into()), ("Value", value.into())])
}
