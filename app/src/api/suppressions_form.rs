//! The forms of suppressions, read and begun; and a suppression as it crosses the wire.

use backend::suppressions::SuppressionStatus;
use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::Actor,
    finding::{Facet, FindingFilter, Grouping},
    person::PersonName,
    suppression::{
        SuppressionPlan, SuppressionRule, group_filter, is_of_open, over_open, read_filter,
        rule_filter, written_filter,
    },
    time::Timestamp,
};

use super::{
    error::ApiError,
    findings_view::Listed,
    local_time,
    places::Names,
    suppressions::{LOOKED, NewSuppressionView, SuppressionForm, SuppressionLine},
    suppressions_named::named_query,
};
use crate::{pages::findings::address::ListAddress, query::Query};

/// Days that a new rule lasts where nobody says otherwise.
const USUAL_DAYS: i64 = 30;

/// What a form says: the filter of its query, of which a page has shown what it hides, and why, whose and up to when.
pub(super) fn seen_rule(
    actor: &Actor,
    [q, looked]: [&str; 2],
    [reason, owner, until]: [&str; 3],
) -> Result<(FindingFilter, SuppressionPlan), ApiError> {
    if actor.may(Action::TriageFindings) && !was_seen(q, looked) {
        return Err(ApiError::Suppression(SuppressionRule::QueryNotSeen));
    }
    let filter = read_filter(q).map_err(ApiError::Suppression)?;
    Ok((filter, read_plan(reason, owner, until)?))
}

/// Whether a page showed what the query hides, by the one that it looked at; where no page did, or no rule can be made of the
/// query, nothing was to be seen.
fn was_seen(q: &str, looked: &str) -> bool {
    let rule = |query| read_filter(query).and_then(rule_filter);
    let meant = rule(q);
    looked.is_empty() || meant.is_err() || meant == rule(looked)
}

fn read_plan(reason: &str, owner: &str, until: &str) -> Result<SuppressionPlan, ApiError> {
    let until = local_time::read(until).map(|at| at.and_utc());
    Ok(SuppressionPlan {
        reason: reason.to_owned(),
        owner: PersonName::parse(owner)
            .map_err(|_| ApiError::Suppression(SuppressionRule::OwnerUnknown))?,
        until: until.ok_or(ApiError::Suppression(SuppressionRule::EndMissing))?,
    })
}

/// The form for a new rule over the list of an address, owned by who asks, and the list's filter. What was typed in the form
/// stands in the address too; its query is then all of the list.
pub(super) fn new_form(
    query: &str,
    asker: &str,
    now: Timestamp,
) -> (NewSuppressionView, Result<FindingFilter, ApiError>) {
    let typed = Query::parse(query);
    let said = |key: &str| typed.get(key).map(str::to_owned);
    let mut address = match typed.get(LOOKED) {
        Some(_) => ListAddress::read(&typed.clone().only(&["q"])),
        None => ListAddress::read(&typed),
    };
    // A rule is over what is open: of a list another workflow status is left out, and what was typed of one is refused.
    let leaves_workflow = typed.get(LOOKED).is_none() && !is_of_open(&address.filter);
    if leaves_workflow {
        address.filter = over_open(address.filter);
    }
    // The rule hides what the list shows: of a group it is the group.
    let filter = match &address.within {
        None => Ok(address.filter.clone()),
        Some(group) => group_filter(address.filter.clone(), group),
    };
    let written = written_filter(filter.as_ref().unwrap_or(&address.filter));
    let usual = now + TimeDelta::days(USUAL_DAYS);
    let form = SuppressionForm {
        query: match &address.fault {
            Some((_, typed)) => typed.clone(),
            None => written,
        },
        reason: said("reason").unwrap_or_default(),
        owner: said("owner").unwrap_or_else(|| asker.to_owned()),
        until: said("until").unwrap_or_else(|| local_time::write(usual.naive_utc())),
    };
    let filter = match address.fault {
        Some(_) => Err(ApiError::Suppression(SuppressionRule::QueryUnreadable)),
        None => filter.map_err(ApiError::Suppression),
    };
    let view = NewSuppressionView {
        form,
        leaves_workflow,
        fault: None,
        hides: 0,
        worst: Vec::new(),
        severities: Vec::new(),
        accounts: 0,
        regions: 0,
        now,
    };
    (view, filter)
}

/// Where a rule is made that hides what a list shows; none where no rule can be made of it. A group by control that has
/// findings without one is called as their title: no filter names it.
pub(super) fn rule_href(address: &ListAddress, listed: &Listed) -> Option<String> {
    let filter = match &address.within {
        None => address.filter.clone(),
        Some(group) if group.by == Grouping::Control => {
            let mut facets = listed.facets().iter();
            let controls = facets.find(|counts| counts.facet == Facet::Control)?;
            let mut values = controls.values.iter();
            let own = values.find(|one| one.value == group.key)?;
            (own.count == listed.total()).then_some(())?;
            group_filter(address.filter.clone(), group).ok()?
        }
        Some(group) => group_filter(address.filter.clone(), group).ok()?,
    };
    rule_filter(over_open(filter.clone())).ok()?;
    let list = ListAddress {
        within: None,
        ..address.filtered(filter)
    };
    Some(list.query().href("/suppressions/new"))
}

/// What the form of a suppression begins with; nothing is its query where it is no rule.
pub(super) fn kept(line: &SuppressionLine, query: Option<String>) -> SuppressionForm {
    SuppressionForm {
        query: query.unwrap_or_default(),
        reason: line.reason.clone(),
        owner: line.owner.clone(),
        until: local_time::write(line.until.naive_utc()),
    }
}

/// A suppression as it crosses the wire.
pub(super) fn line(status: SuppressionStatus, names: &Names) -> SuppressionLine {
    let SuppressionStatus {
        suppression,
        state,
        hidden,
        ends_soon,
        off_by,
    } = status;
    SuppressionLine {
        number: suppression.number,
        version: suppression.version,
        named: suppression
            .filter
            .as_ref()
            .map(|filter| named_query(filter, names)),
        query: suppression.filter.as_ref().map(written_filter),
        reason: suppression.reason,
        owner: suppression.owner,
        until: suppression.until,
        state,
        ends_soon,
        hidden,
        last_matched: suppression.last_matched,
        created_by: suppression.created_by,
        created_at: suppression.created_at,
        ended_at: suppression.ended_at,
        off_since: suppression.off_since,
        off_by,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::suppressions::UNSEEN, *};
    use domain::{finding::Severity, time::from_micros};

    #[test]
    fn a_new_rule_begins_with_the_list_that_was_looked_at() {
        let (view, filter) = new_form("control=EC2.13&by=flat&-account=1", "ana", from_micros(0));
        assert_eq!(view.form.query, "-account:1 control:EC2.13");
        assert_eq!(view.form.until, "1970-01-31T00:00");
        assert_eq!(view.form.owner, "ana");
        assert_eq!(filter.expect("a filter").control, ["EC2.13"]);
    }

    #[test]
    fn a_new_rule_over_a_group_is_the_groups() {
        let form = |query| new_form(query, "ana", from_micros(0));
        let (view, filter) = form("severity=HIGH&by=flat&within=EC2.13");
        assert_eq!(view.form.query, "severity:high control:EC2.13");
        assert_eq!(filter.expect("a filter").control, ["EC2.13"]);
        let (_, filter) = form("by=flat&within=1&of=account&account=1&account=2");
        assert_eq!(filter.expect("a filter").account, ["1"]);
        let refused = Err(ApiError::Suppression(SuppressionRule::GroupWithoutFilter));
        for query in [
            "by=flat&within=AwsEc2Vpc%20x&of=resource",
            "by=flat&within=EC2.13&control=EC2.14",
            "by=flat&within=EC2.13&-control=EC2.13",
        ] {
            assert_eq!(form(query).1, refused, "{query}");
        }
    }

    #[test]
    fn what_was_typed_stays_with_a_query_that_cannot_be_read() {
        let typed = "q=severity:loud&reason=known&owner=ben&until=soon";
        let (view, filter) = new_form(typed, "ana", from_micros(0));
        let form = view.form;
        let fields = [&form.query, &form.reason, &form.owner, &form.until];
        assert_eq!(fields, ["severity:loud", "known", "ben", "soon"]);
        let unreadable = ApiError::Suppression(SuppressionRule::QueryUnreadable);
        assert_eq!(filter, Err(unreadable));
    }

    #[test]
    fn what_was_typed_last_is_all_of_the_query() {
        let address = "severity=LOW&by=flat&looked=severity:low&q=severity:high&reason=known";
        let (view, filter) = new_form(address, "ana", from_micros(0));
        assert_eq!(view.form.query, "severity:high");
        assert_eq!(filter.expect("a filter").severity, [Severity::High]);
        assert_eq!(view.form.reason, "known");
    }

    #[test]
    fn the_workflow_of_a_list_is_left_out_and_told_and_what_was_typed_is_not() {
        for list in [
            "severity=LOW&workflow=NOTIFIED&by=flat",
            "severity=LOW&workflow=any",
            "severity=LOW&-workflow=NEW",
        ] {
            let (view, filter) = new_form(list, "ana", from_micros(0));
            assert_eq!(view.form.query, "severity:low", "{list}");
            assert!(view.leaves_workflow, "{list}");
            assert_eq!(filter.and_then(of_rule), of_rule(low()), "{list}");
        }
        let (view, _) = new_form("severity=LOW&by=flat", "ana", from_micros(0));
        assert!(!view.leaves_workflow, "it is of what is open");
        let typed = "looked=severity:low&q=severity:low%20workflow:notified";
        let (view, filter) = new_form(typed, "ana", from_micros(0));
        assert_eq!(view.form.query, "severity:low workflow:notified");
        assert!(!view.leaves_workflow);
        let refused = ApiError::Suppression(SuppressionRule::OfWorkflow);
        assert_eq!(filter.and_then(of_rule), Err(refused));
    }

    fn low() -> FindingFilter {
        read_filter("severity:low").expect("a query")
    }

    fn of_rule(filter: FindingFilter) -> Result<FindingFilter, ApiError> {
        rule_filter(filter).map_err(ApiError::Suppression)
    }

    #[test]
    fn a_rule_is_made_of_no_query_but_the_one_that_was_seen() {
        assert!(was_seen("severity:low", "severity:low"));
        assert!(was_seen(" severity:LOW ", "severity:low"));
        assert!(was_seen("severity:low", ""), "a tool looks at none");
        assert!(!was_seen("severity:high", "severity:low"));
        assert!(!was_seen("severity:low", UNSEEN));
        // What is wrong with it is told when the rule is made.
        assert!(was_seen("severity:loud", "severity:low"));
        assert!(was_seen("", "severity:low"));
    }

    #[test]
    fn each_field_has_its_sentence() {
        use SuppressionRule as R;
        let rule = |reason, owner, until| read_plan(reason, owner, until).map(drop);
        let fault = |rule| Err(ApiError::Suppression(rule));
        assert_eq!(rule("known", "ana", "2027-01-31T12:00"), Ok(()));
        assert_eq!(
            rule("known", "a b", "2027-01-31T12:00"),
            fault(R::OwnerUnknown)
        );
        assert_eq!(rule("known", "ana", "31.1.2027"), fault(R::EndMissing));
    }
}
