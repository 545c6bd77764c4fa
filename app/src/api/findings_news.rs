//! What became of a list that is on a screen since it was read: what waits to be shown, and the rows that others changed.
//!
//! The page keeps a stamp of what it shows and hands it back; the rows that differ are written here, so that the browser
//! puts them in place of what stands there.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use backend::{Backend, findings};
use domain::{
    actor::Actor,
    finding::{FacetCounts, FindingGroup, FindingList, FindingSummary, Grouping},
    id::FindingId,
};
use leptos::prelude::*;

use super::findings_view::{Listed, RowPart, TallyView, Written};
use crate::{
    components::{Avatar, Lamp, workflow_form, workflow_sign},
    format,
    pages::findings::{
        address::ListAddress,
        group_counts::{counts, in_full},
    },
};

/// Rows of a list that are looked after; a page has no more.
const ROWS: usize = 200;

/// What a list showed when it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Stamp {
    /// The last row number that there was.
    last: u32,
    /// How many findings the list had.
    total: u64,
    /// The findings that have a row, each with the mark of what is looked after of it.
    rows: Vec<(FindingId, u64)>,
}

/// The stamp of a list, as text.
pub(super) fn stamp(listed: &Listed, last: u32) -> String {
    let rows = match listed {
        Listed::Groups(_, open) => open.as_ref().map(|open| &open.page.rows),
        Listed::Flat(listing) => Some(&listing.page.rows),
    };
    let rows = rows.into_iter().flatten();
    let rows = rows.map(|row| format!(" {}.{}", row.id, mark(row)));
    format!("{last} {}{}", listed.total(), rows.collect::<String>())
}

/// Tells apart what [`changed`] writes: a report that moves neither has changed nothing that can be seen.
fn mark(finding: &FindingSummary) -> u64 {
    let mut hasher = DefaultHasher::new();
    (finding.workflow.as_str(), &finding.assignee).hash(&mut hasher);
    hasher.finish()
}

/// A text that is none is of a list that showed nothing: all of it waits.
fn read(stamp: &str) -> Stamp {
    let mut words = stamp.split(' ');
    let mut number = || words.next().and_then(|word| word.parse::<u64>().ok());
    let (last, total) = (number(), number());
    let row = |word: &str| {
        let (id, mark) = word.split_once('.')?;
        Some((id.parse().ok()?, mark.parse().ok()?))
    };
    Stamp {
        last: last.and_then(|last| last.try_into().ok()).unwrap_or(0),
        total: total.unwrap_or(0),
        rows: words.filter_map(row).take(ROWS).collect(),
    }
}

/// What the list comes to now.
pub(super) fn tally(
    backend: &Backend,
    actor: &Actor,
    address: &ListAddress,
    stamp: &str,
) -> backend::Result<TallyView> {
    let (ask, stamp) = (address.list(), read(stamp));
    let first = FindingList {
        after: None,
        limit: 1,
        ..ask.clone()
    };
    let (total, mut facets, mut parts) = if address.grouping == Grouping::Flat {
        let listing = findings::list(backend, actor, &first)?;
        (listing.total, listing.facets, Vec::new())
    } else {
        let listing = findings::groups(backend, actor, &ask, address.grouping)?;
        let groups = listing.page.rows.iter();
        let parts = groups.map(|group| RowPart {
            of: group.key.clone(),
            place: ".of".to_owned(),
            html: Written::by_server(counted(group)),
        });
        (listing.total, listing.facets, parts.collect())
    };
    let (_, last) = findings::seen_up_to(backend, actor)?;
    let came = match last > stamp.last {
        true => findings::came_after(backend, actor, &first, stamp.last)?,
        false => 0,
    };
    for (id, shown) in &stamp.rows {
        let row = backend.board().row(*id);
        if let Some(row) = row.filter(|row| mark(row) != *shown) {
            parts.extend(changed(&row));
        }
    }
    with_sought(backend, actor, address, &mut facets)?;
    Ok(TallyView {
        words: waiting_words(stamp.total, total, came),
        facets,
        parts,
    })
}

/// How much of a group there is.
fn counted(group: &FindingGroup) -> impl IntoView + use<> {
    view! { <td class="num of now" title=in_full(group)>{counts(group)}</td> }
}

/// Puts what is sought among the values of a facet in place of its most frequent ones.
pub(super) fn with_sought(
    backend: &Backend,
    actor: &Actor,
    address: &ListAddress,
    facets: &mut [FacetCounts],
) -> backend::Result<()> {
    let Some((facet, text)) = &address.sought else {
        return Ok(());
    };
    let found = findings::facet_values(backend, actor, &address.list(), (*facet, text.trim()))?;
    let mut facets = facets.iter_mut();
    if let (Some(place), Some(found)) = (facets.find(|one| one.facet == *facet), found) {
        *place = found;
    }
    Ok(())
}

/// The cells of a finding that acts change, as they are now.
fn changed(finding: &FindingSummary) -> [RowPart; 2] {
    let workflow = finding.workflow;
    let lamp = view! {
        <td class="c-lamp clip now">
            <Lamp sign=workflow_sign(workflow) form=workflow_form(workflow)/>
        </td>
    };
    let who = view! { <td class="c-who now"><Avatar name=finding.assignee.clone()/></td> };
    let part = |place: &str, html| RowPart {
        of: finding.id.to_string(),
        place: place.to_owned(),
        html,
    };
    [
        part(".c-lamp", Written::by_server(lamp)),
        part(".c-who", Written::by_server(who)),
    ]
}

/// What waits, in words: what is really new, or else that the list became another.
fn waiting_words(shown: u64, now: u64, came: u64) -> Option<String> {
    if came > 0 {
        return Some(format!("{} new, show them", format::count(came)));
    }
    let (less, more) = (shown.saturating_sub(now), now.saturating_sub(shown));
    match (less, more) {
        (0, 0) => None,
        (0, more) => Some(format!(
            "{} more now, show the list as it is",
            format::count(more)
        )),
        (less, _) => Some(format!(
            "{} fewer now, show the list as it is",
            format::count(less)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_came_is_called_new() {
        assert_eq!(waiting_words(5, 5, 0), None);
        let said = |shown, now, came| waiting_words(shown, now, came).expect("something waits");
        assert_eq!(said(5, 17, 12), "12 new, show them");
        // Two came and as many left: the total says nothing.
        assert_eq!(said(5, 5, 2), "2 new, show them");
        assert_eq!(said(5, 7, 0), "2 more now, show the list as it is");
        assert_eq!(said(5, 3, 0), "2 fewer now, show the list as it is");
    }

    #[test]
    fn a_stamp_of_any_text_is_read() {
        let id = "01a20e10-a12f-7be1-8142-790186575004";
        let stamp = read(&format!("7 3 {id}.2 x.y {id}"));
        assert_eq!((stamp.last, stamp.total), (7, 3));
        assert_eq!(stamp.rows, [(id.parse().expect("an id"), 2)]);
        assert_eq!(read("nothing"), Stamp::default());
    }
}
