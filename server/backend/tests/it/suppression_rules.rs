//! What is against a suppression, and who was faster.

use backend::{
    Backend, Error,
    findings::{self, ChangeWorkflow},
    suppressions::{self, ChangeSuppression, MakeSuppression},
    testing::{Engine, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    finding::{FindingFilter, IncomingFinding, Severity, WorkflowStatus},
    person::PersonName,
    suppression::{SuppressionPlan, SuppressionRule, read_filter},
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, id_of},
    suppression_asks::{get, keep_up, made, plan, reported, rule, taken_in, with_people},
    touch_asks::ben,
};

fn against(done: Result<i64, Error>) -> SuppressionRule {
    match done {
        Err(Error::Suppression(rule)) => rule,
        other => panic!("a rule is against it: {other:?}"),
    }
}

/// What cannot be meant, with the rule against it.
fn asks(backend: &Backend) -> Vec<(MakeSuppression<'static>, SuppressionRule)> {
    use SuppressionRule as R;
    let good = || rule(backend, "control:EC2.13", 1);
    let planned = |change: &dyn Fn(&mut SuppressionPlan)| {
        let mut ask = good();
        change(&mut ask.plan);
        ask
    };
    let over = |query: &str| MakeSuppression {
        filter: read_filter(query).expect("a query"),
        ..good()
    };
    let owned = |name: &str| planned(&|plan| plan.owner = PersonName::parse(name).expect("a name"));
    vec![
        (
            planned(&|plan| plan.reason = " ".to_owned()),
            R::ReasonMissing,
        ),
        (
            planned(&|plan| plan.until -= TimeDelta::days(2)),
            R::EndsInThePast,
        ),
        (
            planned(&|plan| plan.until += TimeDelta::days(900)),
            R::TooLong,
        ),
        (over(""), R::NotNarrowed),
        (over("age:today"), R::OfTheMoment),
        (over("severity:low workflow:notified"), R::OfWorkflow),
        (owned("nobody"), R::OwnerUnknown),
        (owned("vera"), R::OwnerUnknown),
    ]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_rule_that_cannot_be_meant_is_not_made(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    for (ask, expected) in asks(&backend) {
        let done = suppressions::make(&backend, &analyst(), ask).await;
        assert_eq!(against(done), expected);
    }
    let all = suppressions::list(&backend, &analyst())
        .await
        .expect("a list");
    assert!(all.is_empty(), "nothing is kept of them");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_was_faster_is_said_and_nothing_is_lost(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let number = made(&backend, "control:EC2.13", 1).await;
    let first = get(&backend, number).await.suppression.version;
    let target = (number, first);
    let off = suppressions::switch(&backend, &ben(), target, false, None).await;
    off.expect("it is switched off");
    let ask = ChangeSuppression {
        number,
        expected: first,
        filter: FindingFilter::default(),
        plan: plan(&backend, 9),
        address: None,
    };
    let lost = suppressions::change(&backend, &analyst(), ask).await;
    assert!(matches!(lost, Err(Error::Conflict { by, .. }) if by == "ben"));
    let kept = get(&backend, number).await.suppression;
    assert_eq!(kept.version, Version(2));
    assert_eq!(kept.until, backend.now() + TimeDelta::days(1));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_preview_says_what_would_be_hidden(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    taken_in(&backend, ["one", "two", "three"]).await;
    let look = |query: &str| {
        let filter = read_filter(query).expect("a query");
        suppressions::preview(&backend, &analyst(), filter)
    };
    let seen = look("severity:high,low").expect("a preview");
    assert_eq!(seen.query, "severity:high,low");
    assert_eq!((seen.hides, seen.accounts, seen.regions), (3, 1, 1));
    let severities: Vec<(&str, u64)> = seen
        .severities
        .iter()
        .map(|one| (one.value.as_str(), one.count))
        .collect();
    assert_eq!(severities, [("HIGH", 3)]);
    assert_eq!(look("severity:low").expect("a preview").hides, 0);
    assert!(matches!(
        look("record:any"),
        Err(Error::Suppression(SuppressionRule::RecordStateAlone))
    ));
}

/// Of what a rule hides already counts what another filter still has, and nothing that somebody showed again.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_is_previewed_with_what_the_rule_hides_already(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let severities = [
        Severity::High,
        Severity::High,
        Severity::Low,
        Severity::Medium,
    ];
    let findings = severities.iter().zip(["a", "b", "c", "d"]);
    let findings = findings.map(|(severity, id)| reported(id, 0, |one| one.severity = *severity));
    let findings: Vec<IncomingFinding> = findings.collect();
    let shown_again = id_of(&findings[0]);
    backend.ingest(batch(findings)).await;
    let number = made(&backend, "severity:high,low", 1).await;
    keep_up(&backend).await;
    let would_hide = async |query: &str| {
        let filter = read_filter(query).expect("a query");
        let hides = suppressions::would_hide(&backend, &analyst(), number, filter).await;
        hides.expect("a number")
    };
    for (query, hides) in [
        ("severity:high,low", 3),
        ("severity:high", 2),
        ("severity:high,low,medium", 4),
        ("severity:medium", 1),
    ] {
        assert_eq!(would_hide(query).await, hides, "{query}");
    }
    let ask = ChangeWorkflow {
        id: shown_again,
        expected: backend
            .board()
            .row(shown_again)
            .expect("it is there")
            .version,
        to: WorkflowStatus::New,
        address: None,
    };
    let shown = findings::change_workflow(&backend, &analyst(), ask).await;
    shown.expect("it is shown again");
    assert_eq!(would_hide("severity:high,low").await, 2);
}

/// Values that are excluded are not counted, and there may be more of them than a page lists.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_preview_counts_what_is_left_of_all_places(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let findings = (0..70).map(|n| {
        incoming(&format!("f{n}"), |finding| {
            finding.account = format!("1111222233{:02}", n % 60).as_str().into();
            finding.region = ["us-east-1", "eu-west-1", "eu-west-2"][n % 3].into();
            finding.severity = [Severity::High, Severity::Low][n % 2];
        })
    });
    backend.ingest(batch(findings.collect())).await;
    let filter = read_filter("-severity:low -region:us-east-1 -account:111122223301");
    let filter = filter.expect("a query");
    let seen = suppressions::preview(&backend, &analyst(), filter).expect("a preview");
    // Of the even ones a third is elsewhere; the excluded account has an odd one.
    assert_eq!((seen.hides, seen.regions), (23, 2));
    let severities = seen.severities.iter();
    let severities: Vec<_> = severities
        .map(|one| (one.value.as_str(), one.count))
        .collect();
    assert_eq!(severities, [("HIGH", 23)]);
    assert_eq!(seen.accounts, 20);
    let all = read_filter("control:EC2.13").expect("a query");
    let all = suppressions::preview(&backend, &analyst(), all).expect("a preview");
    assert_eq!((all.hides, all.accounts, all.regions), (70, 60, 3));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_audit_says_who_hid_what_and_why(#[case] engine: Engine) {
    let Some(backend) = with_people(engine).await else {
        return;
    };
    let number = made(&backend, "control:EC2.13", 1).await;
    let version = get(&backend, number).await.suppression.version;
    let off = suppressions::switch(&backend, &ben(), (number, version), false, None).await;
    off.expect("it is switched off");
    let audit = backend::audit::list(&backend, &admin(), None)
        .await
        .expect("the audit");
    let told: Vec<(String, String, String)> = audit
        .rows
        .into_iter()
        .filter(|row| row.subject == "SUP-1")
        .map(|row| (row.actor, row.action.to_string(), row.detail))
        .collect();
    let until = (backend.now() + TimeDelta::days(1)).format("%Y-%m-%d %H:%M UTC");
    let hid = format!("hides control:EC2.13 until {until}, owner ana: accepted");
    let line = |by: &str, detail: &str| {
        (
            by.to_owned(),
            "triage_findings".to_owned(),
            detail.to_owned(),
        )
    };
    assert_eq!(told, [line("ben", "switched off"), line("ana", &hid)]);
}
