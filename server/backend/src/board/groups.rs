//! A page of groups of findings.

use std::cmp::Ordering;

use domain::{
    finding::{FindingGroup, FindingList, GroupListing, Grouping, Severity, Standpoint},
    page::Page,
    time::from_micros,
};

use super::{
    facet_values::facet_counts,
    gathering::{Facts, Gathering, Size},
    group_order::{Standing, compare},
    grouping::GroupNumbers,
    list::rows_a_page,
    order::BadCursor,
    selection::Selection,
    state::State,
};

/// The page that is asked for.
pub(super) fn groups(
    state: &State,
    ask: &FindingList,
    by: Grouping,
    from: Standpoint,
) -> Result<GroupListing, BadCursor> {
    let numbers = GroupNumbers::new(state, by);
    let after = ask.after.as_deref().map(Standing::parse).transpose()?;
    // A group that is gone since has no place among equals: all of them follow it.
    let after = after.map(|after| (after, numbers.find(after.key)));
    let selection = Selection::of(ask, from, state);
    let gathering = Gathering::new(state, &ask.filter, &selection, &numbers);
    let mut page = gathering.groups();
    let (limit, all) = (rows_a_page(ask), page.len());
    page.retain(|(group, size)| {
        after.is_none_or(|(after, last)| {
            let (here, there) = (worth(size), (after.severity, after.matching));
            let ties = || last.map_or(Ordering::Greater, |last| numbers.compare(*group, last));
            compare(here, there, ties).is_gt()
        })
    });
    let order = |left: &(usize, Size), right: &(usize, Size)| {
        let ties = || numbers.compare(left.0, right.0);
        compare(worth(&left.1), worth(&right.1), ties)
    };
    let more = page.len() > limit;
    if more {
        page.select_nth_unstable_by(limit - 1, order);
        page.truncate(limit);
    }
    page.sort_unstable_by(order);
    let shown_groups: Vec<usize> = page.iter().map(|(group, _)| *group).collect();
    let facts = gathering.facts(&shown_groups, from);
    let rows: Vec<FindingGroup> = page
        .iter()
        .zip(facts)
        .map(|((group, size), facts)| shown(state, &numbers, (*group, size), facts))
        .collect();
    let next = rows.last().zip(page.last()).filter(|_| more);
    let next = next.map(|(row, (_, size))| cursor(&row.key, size));
    Ok(GroupListing {
        page: Page { rows, next },
        groups: all as u64,
        total: selection.total,
        facets: facet_counts(state, &ask.filter, &selection),
        as_of: state.seq,
    })
}

fn cursor(key: &str, size: &Size) -> String {
    let (severity, matching) = worth(size);
    let standing = Standing {
        severity,
        matching,
        key,
    };
    standing.cursor()
}

/// What groups are ordered by before their keys.
fn worth(size: &Size) -> (u8, u64) {
    (size.severity, size.matching.into())
}

fn shown(
    state: &State,
    numbers: &GroupNumbers<'_>,
    (group, size): (usize, &Size),
    facts: Facts,
) -> FindingGroup {
    let key = numbers.key(group).into_owned();
    let title = state.rows.title[facts.newest as usize];
    let (accounts, regions) = facts.extent.places();
    FindingGroup {
        control: (numbers.is_control(group) && facts.of_control).then(|| key.clone()),
        title: state.words.titles.get(title).to_owned(),
        severity: Severity::from_rank(size.severity.into()).unwrap_or(Severity::Informational),
        matching: size.matching.into(),
        of: facts.active,
        resources: facts.failing,
        accounts,
        regions,
        since: from_micros(facts.extent.since),
        trend: facts.extent.trend,
        unseen: facts.unseen,
        key,
    }
}
