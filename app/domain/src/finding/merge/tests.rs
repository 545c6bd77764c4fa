//! What a report does to a finding, with one plane and with both.

use proptest::prelude::*;

use super::*;
use crate::{finding::Said, time::from_micros};

fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn said() -> impl Strategy<Value = Said> {
    (0_i64..4, any_of(WorkflowStatus::ALL), any_of(Severity::ALL)).prop_map(
        |(at, workflow, severity)| Said {
            updated: from_micros(at),
            workflow,
            severity,
        },
    )
}

/// What one plane or both said.
fn by_aws() -> impl Strategy<Value = AwsSaid> {
    prop_oneof![
        said().prop_map(|said| AwsSaid::of(Plane::Cspm, said)),
        said().prop_map(|said| AwsSaid::of(Plane::V2, said)),
        both(),
    ]
}

fn both() -> impl Strategy<Value = AwsSaid> {
    (said(), said()).prop_map(|(cspm, v2)| AwsSaid::of(Plane::Cspm, cspm).with(Plane::V2, v2))
}

fn state(said: impl Strategy<Value = AwsSaid>) -> impl Strategy<Value = TriageState> {
    (
        (any_of(WorkflowStatus::ALL), any_of(Severity::ALL)),
        said,
        any_of(RecordState::ALL),
        proptest::option::of(any_of(ComplianceStatus::ALL)),
        proptest::option::of(any_of(VerificationState::ALL)),
        proptest::option::of(any_of(VerificationState::ALL)),
    )
        .prop_map(
            |(shown, said, record_state, compliance, verification, aws)| TriageState {
                workflow: shown.0,
                severity: shown.1,
                said,
                record_state,
                compliance,
                verification,
                aws_verification: aws,
            },
        )
}

fn one_plane() -> impl Strategy<Value = TriageState> {
    state(said().prop_map(|said| AwsSaid::of(Plane::Cspm, said)))
}

fn kept(before: TriageState) -> Merged {
    Merged {
        workflow: before.workflow,
        reason: None,
        severity: before.severity,
        verification: before.verification,
        fails_anew: false,
    }
}

/// A finding as it is first taken in.
fn taken_in(plane: Plane, said: Said) -> TriageState {
    TriageState {
        workflow: said.workflow,
        severity: said.severity,
        said: AwsSaid::of(plane, said),
        record_state: RecordState::Active,
        compliance: None,
        verification: None,
        aws_verification: None,
    }
}

/// The finding after a plane reported it. A report that is older than the plane's last one is not taken in.
fn reported(before: TriageState, plane: Plane, said: Said) -> TriageState {
    let is_old = |last: Said| said.updated < last.updated;
    if before.said.get(plane).is_some_and(is_old) {
        return before;
    }
    let now = TriageState {
        said: before.said.with(plane, said),
        ..before
    };
    let merged = merge(before, now);
    TriageState {
        workflow: merged.workflow,
        severity: merged.severity,
        ..now
    }
}

fn in_order(reports: &[(Plane, Said)]) -> Option<TriageState> {
    let mut reports = reports.iter();
    let (plane, said) = reports.next()?;
    let first = taken_in(*plane, *said);
    Some(reports.fold(first, |state, (plane, said)| reported(state, *plane, *said)))
}

proptest! {
    /// Reporting the same again changes nothing, whatever was chosen here.
    #[test]
    fn a_repeat_is_silent(before in state(by_aws())) {
        prop_assert_eq!(merge(before, before), kept(before));
    }

    /// What somebody here suppressed stays so through any report.
    #[test]
    fn a_local_suppression_holds(before in state(by_aws()), now in state(by_aws())) {
        let before = TriageState { workflow: WorkflowStatus::Suppressed, ..before };
        prop_assume!(!before.said.suppresses());
        prop_assert_eq!(merge(before, now).workflow, WorkflowStatus::Suppressed);
    }

    /// A severity that people here chose holds until AWS's own moves, and then AWS's does; so does verification.
    #[test]
    fn who_moved_last_wins(before in one_plane(), now in one_plane()) {
        let merged = merge(before, now);
        let (old, new) = (before.said.severity(), now.said.severity());
        prop_assert_eq!(Some(merged.severity), if old == new { Some(before.severity) } else { new });
        let (last, said) = (before.aws_verification, now.aws_verification);
        let moved = last.is_some() && said.is_some() && last != said && before.verification.is_some();
        prop_assert_eq!(merged.verification, if moved { said } else { before.verification });
    }

    /// A reason is given exactly when the status moved.
    #[test]
    fn a_move_has_a_reason(before in state(by_aws()), now in state(by_aws())) {
        let merged = merge(before, now);
        prop_assert_eq!(merged.reason.is_some(), merged.workflow != before.workflow);
    }

    /// AWS applies its table to its own status too: where that goes along, the cause of the move is told all the same.
    #[test]
    fn a_move_that_aws_makes_along_has_the_same_cause(before in one_plane(), now in one_plane()) {
        let said = before.said.get(Plane::Cspm).expect("one plane");
        let before = TriageState { workflow: said.workflow, ..before };
        let alone = merge(before, TriageState { said: before.said, ..now });
        let along = AwsSaid::of(Plane::Cspm, Said { workflow: alone.workflow, ..said });
        prop_assert_eq!(merge(before, TriageState { said: along, ..now }), alone);
    }

    /// Which of the two planes is read first makes no difference.
    #[test]
    fn first_reports_give_the_same_in_either_order(cspm in said(), v2 in said()) {
        let reports = [(Plane::Cspm, cspm), (Plane::V2, v2)];
        let there = in_order(&reports);
        let back = in_order(&[reports[1], reports[0]]);
        prop_assert_eq!(there, back);
        let there = there.expect("two reports");
        prop_assert_eq!(Some(there.workflow), there.said.workflow());
        prop_assert_eq!(Some(there.severity), there.said.severity());
    }

    /// What the provider says is the same however the reports of the planes come between each other.
    #[test]
    fn what_providers_say_does_not_depend_on_the_order(
        cspm in proptest::collection::vec(any_of(Severity::ALL), 1..5),
        v2 in proptest::collection::vec(any_of(Severity::ALL), 1..5),
        offset in 0_i64..20,
        turns in proptest::collection::vec(any::<bool>(), 10),
    ) {
        let report = |from: i64| move |(at, severity): (usize, Severity)| Said {
            updated: from_micros(from + 4 * i64::try_from(at).expect("small")),
            workflow: WorkflowStatus::New,
            severity,
        };
        let mut cspm = cspm.into_iter().enumerate().map(report(10)).peekable();
        let mut v2 = v2.into_iter().enumerate().map(report(offset)).peekable();
        let mut turns = turns.into_iter();
        let mut reports = Vec::new();
        while cspm.peek().is_some() || v2.peek().is_some() {
            let first = turns.next().unwrap_or(true) || v2.peek().is_none();
            match (first, cspm.peek().is_some()) {
                (true, true) => reports.extend(cspm.next().map(|said| (Plane::Cspm, said))),
                _ => reports.extend(v2.next().map(|said| (Plane::V2, said))),
            }
        }
        let state = in_order(&reports).expect("there are reports");
        prop_assert_eq!(Some(state.severity), state.said.severity());
        prop_assert_eq!(state.workflow, WorkflowStatus::New);
    }

    /// What one plane moved stands when the other says again what it said before, as often as it likes.
    #[test]
    fn an_old_word_undoes_nothing(
        said in both(),
        plane in any_of(Plane::ALL),
        word in any_of(WorkflowStatus::ALL),
        severity in any_of(Severity::ALL),
    ) {
        let before = TriageState {
            said,
            severity: said.severity().expect("both said one"),
            workflow: WorkflowStatus::New,
            ..taken_in(plane, said.get(plane).expect("both"))
        };
        let last = said.get(plane).expect("both");
        let moved = reported(before, plane, Said { workflow: word, severity, ..last });
        if word != last.workflow {
            prop_assert_eq!(moved.workflow, word);
        }
        if severity != last.severity {
            prop_assert_eq!(moved.severity, severity, "a customer's change holds whichever plane is later");
        }
        let other = said.get(plane.other()).expect("both");
        let again = reported(moved, plane.other(), other);
        prop_assert_eq!(again.workflow, moved.workflow);
        prop_assert_eq!(again.severity, moved.severity);
    }
}

#[test]
fn a_local_choice_survives_a_report_that_knows_nothing_of_it() {
    let before = TriageState {
        workflow: WorkflowStatus::Notified,
        severity: Severity::Low,
        compliance: Some(ComplianceStatus::Failed),
        ..taken_in(
            Plane::Cspm,
            Said {
                updated: from_micros(1),
                workflow: WorkflowStatus::New,
                severity: Severity::High,
            },
        )
    };
    assert_eq!(merge(before, before).workflow, WorkflowStatus::Notified);
    let passed = TriageState {
        compliance: Some(ComplianceStatus::Passed),
        ..before
    };
    assert_eq!(
        merge(before, passed),
        Merged {
            workflow: WorkflowStatus::Resolved,
            reason: Some(MergeReason::Passed),
            ..kept(before)
        }
    );
}

/// Before, now, and whether it fails anew by that.
const ANEW: [([&str; 2], [&str; 2], bool); 10] = [
    (["ACTIVE", "PASSED"], ["ACTIVE", "FAILED"], true),
    (["ACTIVE", "PASSED"], ["ACTIVE", "WARNING"], true),
    (["ARCHIVED", "FAILED"], ["ACTIVE", "FAILED"], true),
    (["ARCHIVED", ""], ["ACTIVE", ""], true),
    (["ARCHIVED", "PASSED"], ["ACTIVE", "PASSED"], false),
    (["ACTIVE", "PASSED"], ["ARCHIVED", "FAILED"], false),
    (["ACTIVE", "PASSED"], ["ACTIVE", ""], false),
    (["ACTIVE", "WARNING"], ["ACTIVE", "FAILED"], false),
    (["NOT_REPORTED", "FAILED"], ["ACTIVE", "FAILED"], false),
    (["NOT_REPORTED", "PASSED"], ["ACTIVE", "FAILED"], true),
];

#[test]
fn a_finding_fails_anew_after_its_provider_said_that_nothing_was_to_do() {
    let said = Said {
        updated: from_micros(1),
        workflow: WorkflowStatus::New,
        severity: Severity::High,
    };
    let with = |[record_state, compliance]: [&str; 2]| TriageState {
        record_state: record_state.parse().expect("a record state"),
        compliance: (!compliance.is_empty()).then(|| compliance.parse().expect("a result")),
        ..taken_in(Plane::Cspm, said)
    };
    for (before, now, anew) in ANEW {
        let words = format!("{before:?} {now:?}");
        let (before, now) = (with(before), with(now));
        assert_eq!(merge(before, now).fails_anew, anew, "{words}");
        let hidden = TriageState {
            workflow: WorkflowStatus::Suppressed,
            ..before
        };
        assert_eq!(
            merge(hidden, now).fails_anew,
            anew,
            "whatever people say of it"
        );
        let said = now.said.with(Plane::V2, said);
        let both = TriageState { said, ..now };
        assert!(!merge(before, both).fails_anew, "a second plane is no time");
    }
}

#[test]
fn a_second_plane_that_nobody_worked_in_opens_nothing_again() {
    let said = |updated, workflow| Said {
        updated: from_micros(updated),
        workflow,
        severity: Severity::High,
    };
    let before = taken_in(Plane::Cspm, said(1, WorkflowStatus::Suppressed));
    let new = said(9, WorkflowStatus::New);
    let state = reported(before, Plane::V2, new);
    assert_eq!(state.workflow, WorkflowStatus::Suppressed);
    let resolved = said(9, WorkflowStatus::Resolved);
    let state = reported(state, Plane::V2, resolved);
    assert_eq!(
        state.workflow,
        WorkflowStatus::Resolved,
        "but one that is moved there does"
    );
}

/// AWS's table of automatic changes: what happens, to which statuses, and what they become. Nothing else moves one,
/// and what is suppressed stays so.
fn by_table(before: TriageState, now: TriageState) -> WorkflowStatus {
    use ComplianceStatus as C;
    use WorkflowStatus as W;
    let active_again =
        [before.record_state, now.record_state] == [RecordState::Archived, RecordState::Active];
    let passed = Some(C::Passed);
    let fails = [C::Failed, C::Warning, C::NotAvailable].map(Some);
    let fails_again = before.compliance == passed && fails.contains(&now.compliance);
    let becomes_passed = before.compliance != passed && now.compliance == passed;
    let rows = [
        (active_again, [W::Notified, W::Resolved], W::New),
        (fails_again, [W::Notified, W::Resolved], W::New),
        (becomes_passed, [W::New, W::Notified], W::Resolved),
    ];
    let mut rows = rows.into_iter();
    let row = rows.find(|(happens, from, _)| *happens && from.contains(&before.workflow));
    row.map_or(before.workflow, |(.., to)| to)
}

/// Every status through every change of record state and result that a report can bring.
#[test]
fn a_report_moves_a_status_as_the_table_says() {
    let mut moved = 0;
    let results: Vec<_> = ComplianceStatus::ALL
        .iter()
        .copied()
        .map(Some)
        .chain([None])
        .collect();
    for workflow in WorkflowStatus::ALL {
        for (from, to) in RecordState::ALL
            .iter()
            .flat_map(|from| RecordState::ALL.iter().map(move |to| (from, to)))
        {
            for (was, is) in results
                .iter()
                .flat_map(|was| results.iter().map(move |is| (was, is)))
            {
                let said = Said {
                    updated: from_micros(0),
                    workflow: *workflow,
                    severity: Severity::Low,
                };
                let before = TriageState {
                    record_state: *from,
                    compliance: *was,
                    ..taken_in(Plane::Cspm, said)
                };
                let now = TriageState {
                    record_state: *to,
                    compliance: *is,
                    ..before
                };
                let merged = merge(before, now);
                assert_eq!(merged.workflow, by_table(before, now), "{before:?} {now:?}");
                moved += usize::from(merged.reason.is_some());
            }
        }
    }
    assert!(moved > 100, "{moved} of them move");
}
