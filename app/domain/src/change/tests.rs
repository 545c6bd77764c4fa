//! The rules of a change against sequences of acts by anybody, checked by counting anew.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::time::{Timestamp, from_micros};

const PEOPLE: u8 = 5;

fn id(n: u8) -> PersonId {
    PersonId(Uuid::from_u128(u128::from(n) + 1))
}

fn people(enabled: &BTreeSet<u8>) -> Vec<Approver> {
    let person = |n: &u8| Approver {
        id: id(*n),
        name: format!("p{n}"),
    };
    enabled.iter().map(person).collect()
}

fn noon() -> Timestamp {
    from_micros(1_795_521_600_000_000)
}

fn plan(kind: ChangeKind) -> Plan {
    Plan {
        title: "Isolate an instance".to_owned(),
        description: "Swap its security group".to_owned(),
        kind,
        targets: vec!["111122223333 us-east-1 ec2".parse().expect("a scope")],
        starts_at: noon(),
        ends_at: noon() + TimeDelta::hours(1),
        rollback: "Put the old group back".to_owned(),
        links: Vec::new(),
    }
}

fn levels(needed: [u32; 2]) -> Vec<ApprovalLevel> {
    let level = |(name, needed): (&str, u32)| ApprovalLevel {
        name: name.to_owned(),
        needed,
    };
    [("Security lead", needed[0]), ("Change manager", needed[1])]
        .map(level)
        .to_vec()
}

fn everybody() -> Vec<Approver> {
    people(&(0..PEOPLE).collect())
}

/// A change of person 0 that was submitted.
fn asked(kind: ChangeKind, needed: [u32; 2]) -> Change {
    let draft = Change::draft(id(0), plan(kind), levels(needed));
    let asked = draft.submit(id(0), levels(needed), &everybody(), noon());
    asked.expect("it can be asked for")
}

fn say(change: Change, by: u8, decision: Decision) -> Result<Change, ChangeRefusal> {
    let revision = change.revision;
    let by = Approver {
        id: id(by),
        name: format!("p{by}"),
    };
    change.decide(&by, (revision, decision, "because"), &everybody(), noon())
}

#[test]
fn what_was_sent_back_can_be_asked_for_again_by_the_same_people() {
    let two = asked(ChangeKind::Normal, [2, 2]);
    let back = say(two, 1, Decision::Approve).expect("it counts");
    let back = say(back, 2, Decision::RequestChanges).expect("it goes back");
    let ahead = back.ladder_ahead(&everybody());
    assert_eq!(ahead.check_satisfiable(), Ok(()));
    assert_eq!(
        (ahead.complete(), ahead.can.len()),
        (0, 4),
        "nobody has said anything of it"
    );
    let running = asked(ChangeKind::Normal, [1, 1]);
    assert_eq!(
        running.ladder_ahead(&everybody()),
        running.ladder(&everybody())
    );
}

#[derive(Debug, Clone)]
enum Act {
    Submit,
    EditMatter(u8),
    EditTitle(u8),
    Decide(u8, Decision, i64),
    Disable(u8),
    Enable(u8),
    Withdraw(u8),
    Start(bool),
    Override(u8),
    Refuse(u8),
    Tick(bool),
}

fn act() -> impl Strategy<Value = Act> {
    let who = 0..PEOPLE;
    let decision = prop_oneof![
        8 => Just(Decision::Approve),
        1 => Just(Decision::Reject),
        1 => Just(Decision::RequestChanges),
    ];
    prop_oneof![
        3 => Just(Act::Submit),
        1 => who.clone().prop_map(Act::EditMatter),
        1 => who.clone().prop_map(Act::EditTitle),
        12 => (who.clone(), decision, 0i64..2).prop_map(|(who, what, ago)| Act::Decide(who, what, ago)),
        2 => who.clone().prop_map(Act::Disable),
        2 => who.clone().prop_map(Act::Enable),
        1 => (0u8..40).prop_map(Act::Withdraw),
        4 => any::<bool>().prop_map(Act::Start),
        1 => who.clone().prop_map(Act::Override),
        1 => who.prop_map(Act::Refuse),
        2 => any::<bool>().prop_map(Act::Tick),
    ]
}

fn gate(open: bool) -> StartGate {
    if open {
        StartGate::Open
    } else {
        StartGate::Closed
    }
}

fn apply(change: Change, enabled: &mut BTreeSet<u8>, act: &Act) -> Result<Change, ChangeRefusal> {
    let approvers = people(enabled);
    let levels = change.levels.clone();
    match act {
        Act::Submit => change.submit(id(0), levels, &approvers, noon()),
        Act::EditMatter(who) => {
            let mut plan = change.plan.clone();
            plan.description.push('x');
            change.edit(id(*who), plan, &approvers, noon())
        }
        Act::EditTitle(who) => {
            let mut plan = change.plan.clone();
            plan.title.push('x');
            change.edit(id(*who), plan, &approvers, noon())
        }
        Act::Decide(who, decision, ago) => {
            let by = Approver {
                id: id(*who),
                name: format!("p{who}"),
            };
            let shown = Revision(change.revision.0 - ago);
            change.decide(&by, (shown, *decision, "because"), &approvers, noon())
        }
        Act::Disable(who) => {
            enabled.remove(who);
            Ok(change)
        }
        Act::Enable(who) => {
            enabled.insert(*who);
            Ok(change)
        }
        Act::Withdraw(who) => change.withdraw(id(*who), ""),
        Act::Start(open) => change.start(gate(*open), &approvers, noon()),
        Act::Override(who) => change.override_calendar(id(*who), "now", &approvers, noon()),
        Act::Refuse(who) => change.refuse_override(id(*who), "no", &approvers),
        Act::Tick(open) => {
            let next = change.clone().come_due(gate(*open), &approvers, noon());
            Ok(next.map_or(change, |(next, _)| next))
        }
    }
}

/// What the test wrote down of every approval that was taken.
type Taken = Vec<(Revision, usize, u8)>;

/// Whether what was taken suffices, counted without the ladder: distinct people a level, none of them on both, none of
/// them the requester or disabled.
fn suffices(change: &Change, taken: &Taken, enabled: &BTreeSet<u8>) -> bool {
    let of_level = |level: usize| -> BTreeSet<u8> {
        let of_now = taken
            .iter()
            .filter(|said| said.0 == change.revision && said.1 == level);
        of_now
            .map(|said| said.2)
            .filter(|who| *who != 0 && enabled.contains(who))
            .collect()
    };
    let needed = |level: usize| change.levels[level - 1].needed as usize;
    let both = of_level(1).intersection(&of_level(2)).count();
    match change.plan.kind {
        ChangeKind::Standard => of_level(1).len() >= needed(1),
        _ => both == 0 && of_level(1).len() >= needed(1) && of_level(2).len() >= needed(2),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    /// No sequence of acts by anybody starts a change without its approvals; a decision is taken only from somebody who
    /// counts, for the level that is open, of the revision they saw, once.
    #[test]
    fn nothing_starts_without_its_approvals(
        kind in prop::sample::select(ChangeKind::ALL),
        needed in [1u32..3, 1u32..3],
        acts in prop::collection::vec(act(), 1..60),
    ) {
        let mut enabled: BTreeSet<u8> = (0..PEOPLE).collect();
        let mut taken = Taken::new();
        let mut change = Change::draft(id(0), plan(kind), levels(needed));
        for act in &acts {
            let before = change.clone();
            let open = before.ladder(&people(&enabled)).open().map(|rung| rung.level);
            let Ok(after) = apply(change.clone(), &mut enabled, act) else {
                continue;
            };
            if let Act::Decide(who, decision, ago) = act {
                prop_assert!(*who != 0, "the requester decided");
                prop_assert!(enabled.contains(who), "a disabled person decided");
                prop_assert_eq!(*ago, 0, "another revision was decided");
                prop_assert_eq!(before.state, ChangeState::PendingApproval);
                let twice = before.approvals.iter()
                    .any(|said| said.revision == before.revision && said.approver == id(*who));
                prop_assert!(!twice, "one person decided twice");
                let said = after.approvals.last().expect("it is written down");
                prop_assert_eq!(Some(said.level), open, "out of order");
                if *decision == Decision::Approve {
                    taken.push((before.revision, said.level, *who));
                }
            }
            if after.state == ChangeState::Running && before.state != ChangeState::Running {
                prop_assert!(suffices(&after, &taken, &enabled), "{:?}\n{:?}", act, after);
            }
            if after.plan.matters_against(&before.plan) && before.state != ChangeState::Draft
                && before.state != ChangeState::ChangesRequested {
                prop_assert_eq!(after.revision, before.revision.next());
                prop_assert_eq!(after.state, ChangeState::PendingApproval);
                prop_assert_eq!(after.ladder(&people(&enabled)).complete(), 0);
            }
            change = after;
        }
    }

    /// What is submitted can be completed by the people there are, and what is refused cannot.
    #[test]
    fn what_is_asked_for_can_be_approved(
        kind in prop::sample::select(ChangeKind::ALL),
        needed in [1u32..4, 1u32..4],
        enabled in prop::collection::btree_set(0..PEOPLE, 0..6),
    ) {
        let approvers = people(&enabled);
        let draft = Change::draft(id(0), plan(kind), levels(needed));
        let wanted: u32 = needed.iter().take(kind.levels()).sum();
        let others = enabled.iter().filter(|who| **who != 0).count() as u32;
        match draft.submit(id(0), levels(needed), &approvers, noon()) {
            Ok(mut change) => {
                for who in enabled.iter().filter(|who| **who != 0).take(wanted as usize) {
                    let by = Approver { id: id(*who), name: String::new() };
                    let ask = (change.revision, Decision::Approve, "");
                    change = change.decide(&by, ask, &approvers, noon()).expect("they count");
                }
                prop_assert_eq!(change.state, ChangeState::Approved);
            }
            Err(ChangeRefusal::Unsatisfiable { level, .. }) => {
                prop_assert!(others < wanted);
                prop_assert_eq!(level == 1, others < needed[0]);
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}

#[test]
fn levels_are_completed_in_order_and_one_no_ends_it() {
    let change = asked(ChangeKind::Normal, [2, 1]);
    let change = say(change, 1, Decision::Approve).expect("the first of two");
    assert_eq!(change.state, ChangeState::PendingApproval);
    assert_eq!(
        say(change.clone(), 1, Decision::Approve),
        Err(ChangeRefusal::Decided)
    );
    assert_eq!(
        say(change.clone(), 0, Decision::Approve),
        Err(ChangeRefusal::OwnRequest)
    );
    let change = say(change, 2, Decision::Approve).expect("the second of two");
    assert_eq!(
        change.ladder(&everybody()).open().map(|rung| rung.level),
        Some(2)
    );
    let done = say(change.clone(), 3, Decision::Approve).expect("the other level");
    assert_eq!(done.state, ChangeState::Approved);
    let ended = say(change.clone(), 3, Decision::Reject).expect("a no");
    assert_eq!(ended.state, ChangeState::Rejected);
    let back = say(change, 3, Decision::RequestChanges).expect("sent back");
    assert_eq!(back.state, ChangeState::ChangesRequested);
    let again = back.submit(id(0), levels([2, 1]), &everybody(), noon());
    assert_eq!(again.expect("asked again").revision, Revision(2));
}

#[test]
fn a_no_needs_a_reason_and_a_yes_does_not() {
    let by = &everybody()[1];
    for decision in Decision::ALL {
        let change = asked(ChangeKind::Standard, [1, 1]);
        let done = change.decide(
            by,
            (Revision::FIRST, *decision, " \n"),
            &everybody(),
            noon(),
        );
        assert_eq!(done.is_ok(), *decision == Decision::Approve, "{decision}");
    }
}

#[test]
fn a_comment_has_an_end() {
    let fits = "ä".repeat(MAX_COMMENT);
    let longer = format!("{fits}ä");
    let decided = |comment: &str| {
        let by = Approver {
            id: id(1),
            name: "1".to_owned(),
        };
        let change = asked(ChangeKind::Standard, [1, 1]);
        let said = (change.revision, Decision::Reject, comment);
        change.decide(&by, said, &everybody(), noon()).map(drop)
    };
    let withdrawn = |comment: &str| {
        let change = asked(ChangeKind::Standard, [1, 1]);
        let by = change.requester;
        change.withdraw(by, comment).map(drop)
    };
    let running = || Change {
        state: ChangeState::Running,
        ..asked(ChangeKind::Standard, [1, 1])
    };
    let finished = |comment: &str| running().finish(ChangeVerb::Fail, comment).map(drop);
    let held = || Change {
        state: ChangeState::PendingCalendarOverride,
        ..asked(ChangeKind::Standard, [1, 1])
    };
    let refused = |comment: &str| {
        let done = held().refuse_override(id(1), comment, &everybody());
        done.map(drop)
    };
    for act in [
        &decided as &dyn Fn(&str) -> _,
        &withdrawn,
        &finished,
        &refused,
    ] {
        assert_eq!(act(&fits), Ok(()));
        assert_eq!(act(&longer), Err(ChangeRefusal::CommentTooLong));
    }
}

#[test]
fn who_is_disabled_after_approving_does_not_count() {
    let change = asked(ChangeKind::Standard, [1, 1]);
    let change = say(change, 1, Decision::Approve).expect("approved");
    assert_eq!(change.state, ChangeState::Approved);
    let rest = people(&[0, 2, 3].into());
    assert_eq!(
        change.clone().start(StartGate::Open, &rest, noon()),
        Err(ChangeRefusal::Lapsed)
    );
    let (change, verb) = change
        .come_due(StartGate::Open, &rest, noon())
        .expect("it lapses");
    assert_eq!(
        (change.state, verb),
        (ChangeState::PendingApproval, ChangeVerb::Lapse)
    );
    assert_eq!(change.ladder(&rest).rungs[0].void.len(), 1);
    let (change, _) = change
        .come_due(StartGate::Open, &everybody(), noon())
        .expect("enabled again they count again");
    assert_eq!(change.state, ChangeState::Approved);
}

#[test]
fn a_title_and_links_void_nothing() {
    let change = say(asked(ChangeKind::Normal, [1, 1]), 1, Decision::Approve).expect("approved");
    let mut other = change.plan.clone();
    other.title = "Isolate it".to_owned();
    other.links = vec!["https://wiki.example.com/isolate".to_owned()];
    let cosmetic = change
        .clone()
        .edit(id(0), other.clone(), &everybody(), noon());
    let cosmetic = cosmetic.expect("a title may change");
    assert_eq!(
        (cosmetic.revision, cosmetic.ladder(&everybody()).complete()),
        (Revision(1), 1)
    );
    other.rollback = "Restore the snapshot".to_owned();
    let other = change
        .clone()
        .edit(id(0), other, &everybody(), noon())
        .expect("it may change");
    assert_eq!(
        (other.revision, other.ladder(&everybody()).complete()),
        (Revision(2), 0)
    );
    let by = &everybody()[2];
    let late = other.decide(
        by,
        (Revision(1), Decision::Approve, ""),
        &everybody(),
        noon(),
    );
    assert_eq!(late, Err(ChangeRefusal::Revision(Revision(2))));
    let theirs = change
        .clone()
        .edit(id(1), change.plan.clone(), &everybody(), noon());
    assert_eq!(theirs, Err(ChangeRefusal::NotRequester));
}

#[test]
fn a_closed_calendar_holds_all_but_an_emergency() {
    let approved = |kind| {
        let change = say(asked(kind, [1, 1]), 1, Decision::Approve).expect("one");
        match kind {
            ChangeKind::Standard => change,
            _ => say(change, 2, Decision::Approve).expect("two"),
        }
    };
    for (kind, state) in [
        (ChangeKind::Standard, ChangeState::PendingCalendarOverride),
        (ChangeKind::Normal, ChangeState::PendingCalendarOverride),
        (ChangeKind::Emergency, ChangeState::Running),
    ] {
        let started = approved(kind).start(StartGate::Closed, &everybody(), noon());
        assert_eq!(started.expect("it is due").state, state, "{kind}");
    }
    let held = approved(ChangeKind::Standard)
        .start(StartGate::Closed, &everybody(), noon())
        .expect("it waits");
    assert_eq!(
        held.clone()
            .override_calendar(id(0), "now", &everybody(), noon()),
        Err(ChangeRefusal::OwnRequest)
    );
    assert_eq!(
        held.clone()
            .override_calendar(id(1), " ", &everybody(), noon()),
        Err(ChangeRefusal::NoReason)
    );
    let open = held.clone().come_due(StartGate::Open, &everybody(), noon());
    assert_eq!(open.expect("it opens").0.state, ChangeState::Running);
    let late = held.come_due(
        StartGate::Closed,
        &everybody(),
        noon() + TimeDelta::hours(1),
    );
    assert_eq!(late.expect("too late").0.state, ChangeState::TimedOut);
}
