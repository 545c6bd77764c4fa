//! A page of findings gathered by control, or by title where a product has no controls.

use domain::{
    finding::{ControlGroup, FindingList, GroupListing, Severity},
    page::Page,
    time::from_micros,
};

use super::{
    cell::NONE,
    facet_values::facet_counts,
    gathering::{Gathered, Gathering},
    group_order::{Standing, compare},
    list::rows_a_page,
    order::BadCursor,
    selection::Selection,
    state::State,
};

/// The page that is asked for.
pub(super) fn groups(state: &State, ask: &FindingList) -> Result<GroupListing, BadCursor> {
    let after = ask.after.as_deref().map(Standing::parse).transpose()?;
    let selection = Selection::of(ask, state);
    let gathering = Gathering::new(state, &selection);
    let mut page = gathering.groups();
    let (limit, all) = (rows_a_page(ask), page.len());
    page.retain(|(group, gathered)| {
        after.is_none_or(|after| {
            let (here, there) = (size(gathered), (after.severity, after.matching));
            compare(here, there, || gathering.key(*group).cmp(after.key)).is_gt()
        })
    });
    let order = |left: &(usize, Gathered), right: &(usize, Gathered)| {
        let keys = || gathering.key(left.0).cmp(gathering.key(right.0));
        compare(size(&left.1), size(&right.1), keys)
    };
    let more = page.len() > limit;
    if more {
        page.select_nth_unstable_by(limit - 1, order);
        page.truncate(limit);
    }
    page.sort_unstable_by(order);
    let standings: Vec<Standing<'_>> = page
        .iter()
        .map(|(group, gathered)| Standing {
            severity: gathered.severity,
            matching: gathered.matching.into(),
            key: gathering.key(*group),
        })
        .collect();
    let next = standings.last().filter(|_| more).map(Standing::cursor);
    let keys: Vec<&str> = standings.iter().map(|standing| standing.key).collect();
    let places = gathering.places(&keys);
    let rows = standings.iter().zip(&page).zip(places);
    let rows =
        rows.map(|((standing, (_, gathered)), places)| shown(state, standing, gathered, places));
    Ok(GroupListing {
        page: Page {
            rows: rows.collect(),
            next,
        },
        groups: all as u64,
        total: selection.total,
        facets: facet_counts(&state.words, &ask.filter, &selection.tally),
        as_of: state.seq,
    })
}

/// What groups are ordered by before their keys.
fn size(gathered: &Gathered) -> (u8, u64) {
    (gathered.severity, gathered.matching.into())
}

fn shown(
    state: &State,
    standing: &Standing<'_>,
    gathered: &Gathered,
    (accounts, regions): (u64, u64),
) -> ControlGroup {
    let key = standing.key.to_owned();
    let title = state.rows.title[gathered.newest as usize];
    ControlGroup {
        control: gathered.of_control.then(|| key.clone()),
        title: state.words.titles.get(title).to_owned(),
        severity: Severity::from_rank(gathered.severity.into()).unwrap_or(Severity::Informational),
        matching: standing.matching,
        of: active(state, &key),
        accounts,
        regions,
        since: from_micros(gathered.since),
        key,
    }
}

/// How many active findings the group has, whatever the filter admits.
fn active(state: &State, key: &str) -> u64 {
    let (words, totals) = (&state.words, &state.totals);
    let control = words.controls.find(key).filter(|code| *code != NONE);
    let title = words.titles.find(key);
    let count = |counts: &[u32], code: Option<u32>| {
        let count = code.and_then(|code| counts.get(code as usize));
        u64::from(count.copied().unwrap_or(0))
    };
    count(&totals.active_by_control, control) + count(&totals.active_by_title, title)
}
