//! The filter of a rule: what it may be made of, and how it is kept.

use super::rule::SuppressionRule;
use crate::finding::{
    Facet, FindingFilter, GroupKey, Grouping, WorkflowStatus, apply_query, write_query,
};

/// The filter as a rule has it: a rule hides what is open, so that it has no word of its own about workflow status.
///
/// # Errors
/// [`SuppressionRule::OfTheMoment`], [`SuppressionRule::OfWorkflow`], or [`SuppressionRule::NotNarrowed`] and
/// [`SuppressionRule::RecordStateAlone`] where it admits every finding, or every one of a record state.
pub fn rule_filter(filter: FindingFilter) -> Result<FindingFilter, SuppressionRule> {
    let used =
        |facet: &&Facet| !filter.chosen(**facet).is_empty() || !filter.excluded(**facet).is_empty();
    if Facet::ALL
        .iter()
        .filter(used)
        .any(|facet| facet.is_of_the_moment())
    {
        return Err(SuppressionRule::OfTheMoment);
    }
    if !is_of_open(&filter) {
        return Err(SuppressionRule::OfWorkflow);
    }
    let filter = over_open(filter);
    let open = FindingFilter::open();
    let states = FindingFilter {
        record_state: filter.record_state.clone(),
        ..open.clone()
    };
    if filter == open {
        return Err(SuppressionRule::NotNarrowed);
    }
    match filter.clone().readmitting(Facet::RecordState) == states {
        true => Err(SuppressionRule::RecordStateAlone),
        false => Ok(filter),
    }
}

/// Whether a filter admits what is new or notified, and says no more about workflow status.
#[must_use]
pub fn is_of_open(filter: &FindingFilter) -> bool {
    let open = FindingFilter::open().workflow;
    let chosen = &filter.workflow;
    filter.excluded(Facet::Workflow).is_empty()
        && chosen.len() == open.len()
        && open.iter().all(|status| chosen.contains(status))
}

/// The same filter over what is new or notified, whatever workflow status it was of.
#[must_use]
pub fn over_open(filter: FindingFilter) -> FindingFilter {
    FindingFilter {
        workflow: FindingFilter::open().workflow,
        ..filter.readmitting(Facet::Workflow)
    }
}

/// The filter that admits of a list what one of its groups has, as far as a filter can say that.
///
/// # Errors
/// [`SuppressionRule::GroupWithoutFilter`] where no facet names the group, or where the filter leaves nothing of it.
pub fn group_filter(
    filter: FindingFilter,
    group: &GroupKey,
) -> Result<FindingFilter, SuppressionRule> {
    let facet = match group.by {
        Grouping::Control => Facet::Control,
        Grouping::Account => Facet::Account,
        Grouping::Product => Facet::Product,
        Grouping::Resource | Grouping::Suppression | Grouping::Flat => {
            return Err(SuppressionRule::GroupWithoutFilter);
        }
    };
    let key = group.key.as_str();
    let chosen = filter.chosen(facet);
    if filter.excluded(facet).contains(&key) || !(chosen.is_empty() || chosen.contains(&key)) {
        return Err(SuppressionRule::GroupWithoutFilter);
    }
    Ok(filter.without(facet).readmitting(facet).toggled(facet, key))
}

/// The findings that a rule is about, whatever became of them: what it still matches when it has hidden them.
#[must_use]
pub fn matching(rule: &FindingFilter) -> FindingFilter {
    FindingFilter {
        workflow: Vec::<WorkflowStatus>::new(),
        ..rule.clone()
    }
}

/// A rule's filter as it is kept and as people read it: a query.
#[must_use]
pub fn written_filter(filter: &FindingFilter) -> String {
    write_query(filter)
}

/// The filter of a kept query; the inverse of [`written_filter`].
///
/// # Errors
/// [`SuppressionRule::QueryUnreadable`].
pub fn read_filter(query: &str) -> Result<FindingFilter, SuppressionRule> {
    apply_query(FindingFilter::open(), query).map_err(|_| SuppressionRule::QueryUnreadable)
}
