//! The rules of suppressions hold.

use chrono::TimeDelta;
use proptest::{option, prelude::*, sample::select};

use super::*;
use crate::{
    finding::{ComplianceStatus, Facet, FindingFilter, RecordState, WorkflowStatus},
    id::SuppressionId,
    person::PersonName,
    time::{Timestamp, from_micros},
    version::Version,
};

fn day(n: i64) -> Timestamp {
    from_micros(0) + TimeDelta::days(n)
}

fn plan(reason: &str, until: Timestamp) -> SuppressionPlan {
    SuppressionPlan {
        reason: reason.to_owned(),
        owner: PersonName::parse("ana").expect("a name"),
        until,
    }
}

fn suppression(until: Timestamp) -> Suppression {
    Suppression {
        id: SuppressionId(uuid::Uuid::nil()),
        number: 7,
        version: Version::FIRST,
        filter: None,
        reason: "accepted".to_owned(),
        owner: "ana".to_owned(),
        until,
        off_since: None,
        ended_at: None,
        created_by: "ana".to_owned(),
        created_at: day(0),
        last_matched: None,
    }
}

#[test]
fn a_plan_has_a_reason_and_an_end_to_come() {
    use SuppressionRule as R;
    let rule = |reason: &str, until| plan(reason, until).checked(day(1)).map(drop);
    assert_eq!(rule("accepted", day(2)), Ok(()));
    assert_eq!(rule(" \n", day(2)), Err(R::ReasonMissing));
    assert_eq!(rule(&"x".repeat(1_001), day(2)), Err(R::ReasonTooLong));
    assert_eq!(rule("accepted", day(1)), Err(R::EndsInThePast));
    assert_eq!(rule("accepted", day(1 + LONGEST_DAYS)), Ok(()));
    assert_eq!(rule("accepted", day(2 + LONGEST_DAYS)), Err(R::TooLong));
}

#[test]
fn a_rule_is_narrowed_by_what_lasts() {
    use SuppressionRule as R;
    let query = |text: &str| rule_filter(read_filter(text).expect("a query"));
    for everything in ["", "workflow:notified,new"] {
        assert_eq!(query(everything), Err(R::NotNarrowed), "{everything}");
    }
    for states in ["record:any", "record:archived", "-record:archived"] {
        assert_eq!(query(states), Err(R::RecordStateAlone), "{states}");
    }
    for workflow in [
        "workflow:any",
        "workflow:suppressed severity:low",
        "severity:low workflow:notified",
        "-workflow:new severity:low",
    ] {
        assert_eq!(query(workflow), Err(R::OfWorkflow), "{workflow}");
    }
    for moving in [
        "age:today",
        "seen:no",
        "-age:older control:EC2.13",
        "until:week",
        "due:overdue",
    ] {
        assert_eq!(query(moving), Err(R::OfTheMoment), "{moving}");
    }
    let rule = query("workflow:notified,new control:EC2.13 -account:1 bucket").expect("a rule");
    assert_eq!(written_filter(&rule), "-account:1 control:EC2.13 bucket");
    let resolved = read_filter("workflow:resolved -workflow:new control:EC2.13").expect("a query");
    assert_eq!(rule_filter(over_open(resolved)), query("control:EC2.13"));
    assert_eq!(read_filter("severity:loud"), Err(R::QueryUnreadable));
}

#[test]
fn one_that_is_over_stays_so() {
    let at_its_end = suppression(day(2));
    assert_eq!(at_its_end.state(day(1)), SuppressionState::On);
    assert_eq!(at_its_end.state(day(2)), SuppressionState::Ended);
    let over = |made: Suppression| made.switched(false, day(2));
    assert_eq!(over(at_its_end.clone()), Err(SuppressionRule::Over));
    let prolonged = at_its_end.changed(plan("more", day(9)), None, day(2));
    assert_eq!(prolonged, Err(SuppressionRule::Over));
}

#[test]
fn it_is_switched_off_and_on_again() {
    let on = suppression(day(9));
    let off = on.clone().switched(false, day(1)).expect("it was on");
    assert_eq!(off.state(day(1)), SuppressionState::Off);
    let twice = off.clone().switched(false, day(1));
    assert_eq!(twice, Err(SuppressionRule::AlreadySo));
    assert_eq!(off.switched(true, day(2)), Ok(on));
}

#[test]
fn the_warning_comes_before_the_end_alone() {
    let until = day(10);
    let soon: Vec<bool> = [6, 7, 9, 10, 11].map(|n| ends_soon(until, day(n))).to_vec();
    assert_eq!(soon, [false, true, true, false, false]);
}

fn statuses() -> impl Strategy<Value = WorkflowStatus> {
    select(WorkflowStatus::ALL)
}

proptest! {
    /// What nobody touched meanwhile is as it was; what is shown again is never hidden, and what AWS did counts.
    #[test]
    fn what_is_shown_again_is_as_nobody_had_hidden_it(
        before in statuses(),
        then in statuses(),
        now in statuses(),
        compliance in option::of(select(ComplianceStatus::ALL)),
    ) {
        prop_assume!(before != WorkflowStatus::Suppressed);
        let shown = shown_again(before, (then, now), compliance);
        prop_assert_ne!(shown, WorkflowStatus::Suppressed);
        let passes = compliance == Some(ComplianceStatus::Passed);
        if then == now || now == WorkflowStatus::Suppressed {
            prop_assert_eq!(shown == before, !(passes && before.is_open()));
        } else {
            prop_assert_eq!(shown, now);
        }
    }

    /// A name is of one suppression.
    #[test]
    fn a_name_reads_back_as_its_number(number in 1_i64..) {
        prop_assert_eq!(suppression_number(&suppression_name(number)), Some(number));
    }

    /// A rule is kept as a query that says the same.
    #[test]
    fn a_rule_reads_back_as_it_was_kept(
        control in option::of("[A-Z0-9.]{1,8}"),
        account in option::of("[0-9]{12}"),
        tag in option::of("[a-z0-9./:_-]{1,8}"),
        archived in any::<bool>(),
        text in "[a-z]{1,6}",
    ) {
        let filter = FindingFilter {
            control: control.into_iter().collect(),
            account: account.into_iter().collect(),
            tag: tag.into_iter().collect(),
            record_state: if archived { vec![RecordState::Archived] } else { vec![RecordState::Active] },
            text,
            ..FindingFilter::open()
        };
        let rule = rule_filter(filter).expect("it is narrowed");
        prop_assert_eq!(read_filter(&written_filter(&rule)), Ok(rule.clone()));
        prop_assert!(matching(&rule).chosen(Facet::Workflow).is_empty());
    }
}
