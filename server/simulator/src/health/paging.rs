//! Pages of AWS Health: a token is the place of the next item in a list that is sorted the same way each time.

use super::invalid;
use crate::wire::input::{text, whole};
use crate::wire::{Fault, Tree};
use serde_json::Value;

/// The largest page, and the one that is given when none is asked for.
const PAGE: usize = 100;

/// Puts one page of `items` under `name`, with a token when there are more.
pub(super) fn page(
    name: &'static str,
    items: Vec<Tree>,
    input: &Value,
) -> Result<Vec<(&'static str, Tree)>, Fault> {
    if text(input, "locale").is_some_and(|locale| locale != "en" && !locale.starts_with("en-")) {
        return Err(Fault::new(
            400,
            "UnsupportedLocale",
            "only English is available",
        ));
    }
    let size = match whole(input, "maxResults") {
        None => PAGE,
        Some(size) => usize::try_from(size)
            .ok()
            .filter(|size| (1..=PAGE).contains(size))
            .ok_or_else(|| invalid("maxResults must be between 1 and 100"))?,
    };
    let start = match text(input, "nextToken") {
        None => 0,
        Some(token) => token
            .strip_prefix("health-")
            .and_then(|at| at.parse().ok())
            .filter(|at: &usize| *at <= items.len())
            .ok_or_else(|| {
                Fault::new(
                    400,
                    "InvalidPaginationToken",
                    "the token is not one of ours",
                )
            })?,
    };
    let total = items.len();
    let page: Vec<Tree> = items.into_iter().skip(start).take(size).collect();
    let end = start + page.len();
    let mut members = vec![(name, Tree::List("member", page))];
    if end < total {
        members.push(("nextToken", Tree::text(format!("health-{end}"))));
    }
    Ok(members)
}
