//! Statuses and scores: AWS's own examples, and what holds for any findings.

use std::collections::BTreeSet;

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;
use crate::finding::{ComplianceStatus, RecordState, Severity, WorkflowStatus};

const FSBP: &str = "standards/aws-foundational-security-best-practices/v/1.0.0";
const CIS: &str = "standards/cis-aws-foundations-benchmark/v/3.0.0";

/// One finding as a test says it: account, control, which of the two standards it names, and what it says.
#[derive(Debug, Clone)]
struct Finding {
    account: u32,
    control: u32,
    set: u32,
    result: ComplianceStatus,
    workflow: WorkflowStatus,
    record: RecordState,
}

fn findings(all: &[Finding]) -> ControlFindings {
    let named = |name: &str, n: u32| (0..n).map(|at| format!("{name}{at}")).collect();
    let counted = all.iter().filter(|one| counts(one.record, one.workflow));
    let rows = counted.map(|one| ControlRow {
        account: one.account,
        control: one.control,
        set: one.set,
        checks: Checks::of(one.result, 1),
        worst: Severity::High,
        worst_open: (one.result == ComplianceStatus::Failed && one.workflow.is_open())
            .then_some(Severity::High),
    });
    ControlFindings {
        accounts: named("a", 4),
        controls: named("C.", 12),
        standards: vec![FSBP.to_owned(), CIS.to_owned()],
        sets: vec![vec![0], vec![1], vec![0, 1]],
        rows: rows.collect(),
    }
}

fn failing(control: u32) -> Finding {
    Finding {
        account: 0,
        control,
        set: 0,
        result: ComplianceStatus::Failed,
        workflow: WorkflowStatus::New,
        record: RecordState::Active,
    }
}

fn passing(control: u32) -> Finding {
    Finding {
        result: ComplianceStatus::Passed,
        ..failing(control)
    }
}

fn enabled(standard: &str, controls: u32) -> Definitions {
    let mut made = Definitions::default();
    made.standards
        .insert(standard.to_owned(), Subscription::default());
    let on = Enablement {
        on: BTreeSet::from(["a0".to_owned()]),
        ..Enablement::default()
    };
    let controls = (0..controls).map(|at| (format!("C.{at}"), on.clone()));
    made.controls
        .insert(standard.to_owned(), controls.collect());
    made
}

fn switch_off(definitions: &mut Definitions, standard: &str, control: &str, account: &str) {
    let controls = definitions
        .controls
        .get_mut(standard)
        .expect("the standard");
    let one = controls.get_mut(control).expect("the control");
    one.on.remove(account);
    one.off.insert(account.to_owned());
}

fn status_of(judged: &Judged, control: &str) -> ControlStatus {
    let found = judged.standards[0]
        .controls
        .iter()
        .find(|one| one.id == control);
    found.expect("the control").status
}

fn percent(judged: &Judged) -> Option<u8> {
    judged.standards[0].whole.counts.score().map(Score::percent)
}

#[test]
fn seven_passed_of_ten_are_seventy_percent() {
    let all: Vec<Finding> = (0..7).map(passing).chain((7..10).map(failing)).collect();
    let judged = judge(&findings(&all), &Definitions::default(), None);
    assert_eq!(percent(&judged), Some(70));
}

#[test]
fn six_passed_of_twelve_of_which_two_have_no_data_are_sixty_percent() {
    let all: Vec<Finding> = (0..6).map(passing).chain((6..10).map(failing)).collect();
    let judged = judge(&findings(&all), &enabled(FSBP, 12), None);
    let counts = judged.standards[0].whole.counts;
    assert_eq!((counts.passed, counts.failed, counts.no_data), (6, 4, 2));
    assert_eq!(percent(&judged), Some(60));
}

#[test]
fn a_half_is_rounded_upwards_and_nothing_is_no_score() {
    let of = |passed, failed| StatusCounts {
        passed,
        failed,
        no_data: 9,
        disabled: 9,
        ..StatusCounts::default()
    };
    let percent = |counts: StatusCounts| counts.score().map(Score::percent);
    assert_eq!(percent(of(1, 7)), Some(13), "12.5");
    assert_eq!(percent(of(1, 2)), Some(33));
    assert_eq!(percent(of(2, 1)), Some(67));
    assert_eq!(percent(of(0, 3)), Some(0));
    assert_eq!(percent(of(3, 0)), Some(100));
    assert_eq!(percent(of(0, 0)), None);
}

#[test]
fn the_worst_result_of_a_control_is_its_status() {
    use ComplianceStatus::{Failed, NotAvailable, Passed, Warning};
    let of = |results: &[ComplianceStatus]| {
        let mut checks = Checks::default();
        for result in results {
            checks += Checks::of(*result, 1);
        }
        checks.status()
    };
    assert_eq!(of(&[Passed, Warning, Failed]), ControlStatus::Failed);
    assert_eq!(of(&[Passed, Warning]), ControlStatus::Unknown);
    assert_eq!(of(&[NotAvailable, Passed]), ControlStatus::Unknown);
    assert_eq!(of(&[Passed, Passed]), ControlStatus::Passed);
    assert_eq!(of(&[]), ControlStatus::NoData);
}

#[test]
fn what_is_archived_or_suppressed_does_not_count() {
    let hidden = Finding {
        workflow: WorkflowStatus::Suppressed,
        ..failing(0)
    };
    let archived = Finding {
        record: RecordState::Archived,
        ..failing(0)
    };
    let gone = Finding {
        record: RecordState::NotReported,
        ..failing(0)
    };
    let definitions = enabled(FSBP, 1);
    let all = [hidden, archived, gone];
    let judged = judge(&findings(&all), &definitions, None);
    assert_eq!(status_of(&judged, "C.0"), ControlStatus::NoData);
    let with_one = [&all[..], &[passing(0)]].concat();
    let judged = judge(&findings(&with_one), &definitions, None);
    assert_eq!(status_of(&judged, "C.0"), ControlStatus::Passed);
}

#[test]
fn a_control_that_is_off_in_the_account_is_disabled_whatever_its_findings_say() {
    let mut definitions = enabled(FSBP, 2);
    switch_off(&mut definitions, FSBP, "C.0", "a0");
    let judged = judge(&findings(&[failing(0), passing(1)]), &definitions, None);
    assert_eq!(status_of(&judged, "C.0"), ControlStatus::Disabled);
    assert_eq!(percent(&judged), Some(100));
    assert_eq!(judged.overall.whole.counts.disabled, 1);
    let elsewhere = Finding {
        account: 1,
        ..failing(0)
    };
    let judged = judge(&findings(&[elsewhere]), &definitions, None);
    assert_eq!(
        status_of(&judged, "C.0"),
        ControlStatus::Failed,
        "a member has it on"
    );
    let accounts = &judged.standards[0].accounts;
    assert_eq!(accounts["a1"].counts.failed, 1);
}

#[test]
fn a_control_of_two_standards_counts_once_overall() {
    let both = Finding {
        set: 2,
        ..failing(0)
    };
    let of_cis = Finding {
        set: 1,
        ..passing(1)
    };
    let judged = judge(
        &findings(&[both, of_cis, passing(2)]),
        &Definitions::default(),
        None,
    );
    let overall = judged.overall.whole.counts;
    assert_eq!((overall.failed, overall.passed), (1, 2));
    assert_eq!(overall.score().map(Score::percent), Some(67));
    let scores = judged.standards.iter().map(|one| one.whole.counts.score());
    let scores: Vec<_> = scores.map(|score| score.map(Score::percent)).collect();
    assert_eq!(scores, [Some(50), Some(50)], "their average would be 50");
}

#[test]
fn a_standard_without_findings_is_there_and_has_no_score() {
    let judged = judge(&ControlFindings::default(), &enabled(CIS, 3), None);
    assert_eq!(judged.standards[0].whole.counts.no_data, 3);
    assert_eq!(percent(&judged), None);
    assert_eq!(judged.overall.whole.counts.score(), None);
}

#[test]
fn a_standard_is_called_by_its_name_and_addressed_without_slashes() {
    let arn = format!("arn:aws:securityhub:us-east-1::{CIS}");
    assert_eq!(standard_id(&arn), CIS);
    assert_eq!(standard_id(CIS), CIS);
    assert_eq!(standard_slug(CIS), "cis-aws-foundations-benchmark-v3.0.0");
    assert_eq!(standard_name(CIS), "CIS AWS Foundations Benchmark v3.0.0");
    assert_eq!(standard_name("ruleset/of-ours/v/2"), "of-ours v2");
    assert_eq!(standard_slug("ours"), "ours");
    assert_eq!(
        (standard_short(CIS), standard_version(CIS)),
        ("CIS", "3.0.0")
    );
    assert_eq!(
        (standard_short("ours"), standard_version("ours")),
        ("ours", "")
    );
}

fn any_finding() -> impl Strategy<Value = Finding> {
    (
        (0..4u32, 0..6u32, 0..3u32),
        select(ComplianceStatus::ALL),
        select(WorkflowStatus::ALL),
        select(RecordState::ALL),
    )
        .prop_map(
            |((account, control, set), result, workflow, record)| Finding {
                account,
                control,
                set,
                result,
                workflow,
                record,
            },
        )
}

fn any_definitions() -> impl Strategy<Value = Definitions> {
    option::of((0..8u32, vec((0..8u32, 0..4u32), 0..6))).prop_map(|made| {
        let Some((controls, off)) = made else {
            return Definitions::default();
        };
        let mut definitions = enabled(FSBP, controls);
        for (control, account) in off.into_iter().filter(|(control, _)| *control < controls) {
            let (control, account) = (format!("C.{control}"), format!("a{account}"));
            switch_off(&mut definitions, FSBP, &control, &account);
        }
        definitions
    })
}

proptest! {
    #[test]
    fn the_order_of_findings_does_not_matter(
        all in vec(any_finding(), 0..40).prop_shuffle(),
        definitions in any_definitions(),
    ) {
        let mut sorted = all.clone();
        sorted.sort_by_key(|one| (one.account, one.control, one.set, one.result, one.workflow));
        prop_assert_eq!(judge(&findings(&all), &definitions, None), judge(&findings(&sorted), &definitions, None));
    }

    #[test]
    fn suppressing_never_makes_a_control_fail_and_of_the_only_failed_one_ends_its_failing(
        all in vec(any_finding(), 1..40),
        definitions in any_definitions(),
    ) {
        let before = judge(&findings(&all), &definitions, None);
        let mut hidden = all.clone();
        hidden[0].workflow = WorkflowStatus::Suppressed;
        let after = judge(&findings(&hidden), &definitions, None);
        let of = |judged: &Judged| -> Vec<(String, ControlStatus, u64)> {
            let controls = judged.overall.controls.iter();
            controls.map(|one| (one.id.clone(), one.status, one.checks.failed)).collect()
        };
        for (id, status, failed) in of(&before) {
            let now = of(&after).into_iter().find(|one| one.0 == id);
            let now = now.map_or(ControlStatus::NoData, |one| one.1);
            if status != ControlStatus::Failed {
                prop_assert_ne!(now, ControlStatus::Failed);
            }
            let only = failed == 1 && all[0].result == ComplianceStatus::Failed;
            if only && counts(all[0].record, all[0].workflow) && id == format!("C.{}", all[0].control) && status == ControlStatus::Failed {
                // Unless the one that fails is of an account that has the control off.
                let still = of(&after).iter().any(|one| one.0 == id && one.2 == 1);
                prop_assert!(still || now != ControlStatus::Failed);
            }
        }
    }

    #[test]
    fn counts_and_scores_agree_with_the_controls_they_are_of(
        all in vec(any_finding(), 0..40),
        definitions in any_definitions(),
    ) {
        let judged = judge(&findings(&all), &definitions, None);
        for standard in judged.standards.iter().chain([&judged.overall]) {
            let counts: StatusCounts = standard.controls.iter().map(|one| one.status).collect();
            prop_assert_eq!(counts, standard.whole.counts);
            if let Some(score) = counts.score() {
                let exact = 100.0 * f64::from(counts.passed) / f64::from(counts.with_result());
                prop_assert!((f64::from(score.percent()) - exact).abs() <= 0.5);
            }
            for account in standard.accounts.values() {
                prop_assert!(account.counts.failed <= standard.whole.counts.failed);
                prop_assert_eq!(account.counts.score().is_none(), account.checks.total() == 0);
            }
            let failing = standard.accounts.values().map(|one| one.checks.failed).sum::<u64>();
            prop_assert_eq!(failing, standard.whole.checks.failed);
        }
    }
}
