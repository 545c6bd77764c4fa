//! What one form does to findings: each field, what is left out and why, and what is not done at all.

use backend::{
    Error, audit, changes,
    findings::{self, Which},
    incidents::{self, Declare, Origin},
    people,
    testing::{Engine, TestBackend, batch, incoming},
};
use chrono::TimeDelta;
use domain::{
    actor::Role,
    finding::{
        Assignment, FindingFilter, FindingList, GroupKey, Grouping, Link, MAX_TAGS, Severity, Skip,
        SkipKind, Tag, Touch, TouchRule, VerificationState, WorkflowStatus, tags,
    },
    id::{FindingId, IncidentId},
    incident::{Impact, TimelineKind},
    person::PersonName,
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, detail, history, id_of, listed, viewer, worker},
    change_asks::{hire, plan},
    own_sql::OwnSql,
    touch_asks::{acted, ask, ben, counts, held, refused, why, with},
};

fn to(workflow: WorkflowStatus) -> Touch {
    Touch {
        workflow: Some(workflow),
        ..Touch::default()
    }
}

fn named(text: &str) -> Vec<Tag> {
    tags(text).expect("tags")
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_field_of_the_form_is_kept_with_its_history(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    hire(&backend, "ben", &[Role::Analyst]).await;
    let ids = with(&backend, 2).await;
    let touch = Touch {
        workflow: Some(WorkflowStatus::Notified),
        severity: Some(Severity::Low),
        verification: Some(VerificationState::BenignPositive),
        note: Some("Meant to be so.".to_owned()),
        assignee: Some(Assignment::To(PersonName::parse("Ben").expect("a name"))),
        add_tags: named("pci, PROD"),
        ..Touch::default()
    };
    let act = acted(&backend, &analyst(), ask(&backend, &ids, touch.clone())).await;
    assert_eq!(counts(&act), (2, Vec::new()));
    assert_eq!((act.total, &act.touch), (2, &touch));
    assert_eq!(act.reason.as_deref(), Some("it is a test"));
    for id in &ids {
        let now = held(&backend, *id).await;
        assert_eq!(
            now,
            ["NOTIFIED", "LOW", "BENIGN_POSITIVE", "ben", "pci prod"]
        );
        let found = detail(&backend, *id).await;
        assert_eq!(found.reported.severity, Severity::High, "AWS's own stays");
        assert_eq!(found.notes.len(), 1);
        assert_eq!(
            (found.notes[0].actor.as_str(), found.notes[0].text.as_str()),
            ("ana", "Meant to be so.")
        );
        let mut fields = history(&backend, *id).await;
        fields.sort();
        let field = |name: &str, old: &str, new: &str| [name, old, new, "ana"].map(str::to_owned);
        assert_eq!(
            fields,
            [
                field("assignee", "", "ben"),
                field("note", "", "Meant to be so."),
                field("severity", "HIGH", "LOW"),
                field("tags", "", "pci prod"),
                field("verification", "", "BENIGN_POSITIVE"),
                field("workflow", "NEW", "NOTIFIED"),
            ]
        );
        let said = found.history.iter().map(|change| change.reason.as_deref());
        assert!(said.into_iter().all(|said| said == Some("it is a test")));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_not_touched_stays(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 1).await;
    let touch = Touch {
        severity: Some(Severity::Low),
        assignee: Some(Assignment::Claim),
        add_tags: named("pci, prod"),
        ..to(WorkflowStatus::Notified)
    };
    acted(&backend, &analyst(), ask(&backend, &ids, touch)).await;
    let fewer = Touch {
        remove_tags: named("pci"),
        assignee: Some(Assignment::Nobody),
        ..Touch::default()
    };
    acted(&backend, &ben(), ask(&backend, &ids, fewer)).await;
    let now = held(&backend, ids[0]).await;
    assert_eq!(now, ["NOTIFIED", "LOW", "UNKNOWN", "", "prod"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_act_is_audited_once_and_told_in_one_event(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 3).await;
    let touch = to(WorkflowStatus::Suppressed);
    let act = acted(&backend, &analyst(), ask(&backend, &ids, touch)).await;
    assert_eq!(act.finished_at, Some(backend.now()));
    let entries = audit::list(&backend, &admin(), None)
        .await
        .expect("the audit");
    let [entry] = entries.rows.as_slice() else {
        panic!("one entry for one act: {entries:?}");
    };
    assert_eq!(
        (
            entry.actor.as_str(),
            entry.subject.as_str(),
            entry.detail.as_str()
        ),
        ("ana", "3 findings", "workflow SUPPRESSED: it is a test")
    );
    assert_eq!(entry.address.as_deref(), Some("192.0.2.7"));
    let mut own = OwnSql::of(&backend).await;
    let events = own
        .column("SELECT subjects FROM events WHERE kind = 'findings.changed'")
        .await;
    assert_eq!(events.len(), 1);
    let subjects: Vec<String> = serde_json::from_str(&events[0]).expect("a list");
    assert_eq!(subjects, ["1", "2", "3"]);
    // The answer came after the index knew.
    let filter = FindingFilter {
        workflow: vec![WorkflowStatus::Suppressed],
        ..FindingFilter::default()
    };
    assert_eq!(listed(&backend, filter).len(), 3);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn all_that_match_are_those_of_the_filter_and_of_its_group(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let of = |id: &str, control: &str, severity| {
        incoming(id, |finding| {
            finding.control = Some(control.to_owned());
            finding.severity = severity;
        })
    };
    let (a, b, c) = (
        of("a", "EC2.1", Severity::High),
        of("b", "EC2.1", Severity::Low),
        of("c", "S3.1", Severity::High),
    );
    let all = [&a, &b, &c].map(id_of);
    backend.ingest(batch(vec![a, b, c])).await;
    let filter = FindingFilter {
        severity: vec![Severity::High],
        ..FindingFilter::default()
    };
    let list = FindingList {
        group: Some(GroupKey {
            by: Grouping::Control,
            key: "EC2.1".to_owned(),
        }),
        after: Some("of another page".to_owned()),
        ..FindingList::first(filter.clone(), 1)
    };
    let mut of_group = ask(&backend, &[], to(WorkflowStatus::Notified));
    of_group.which = Which::Matching(Box::new(list), u32::MAX);
    let act = acted(&backend, &analyst(), of_group).await;
    assert_eq!((act.total, counts(&act)), (1, (1, Vec::new())));
    let mut of_filter = ask(&backend, &[], to(WorkflowStatus::Notified));
    of_filter.which = Which::Matching(Box::new(FindingList::first(filter, 1)), u32::MAX);
    let act = acted(&backend, &analyst(), of_filter).await;
    assert_eq!(
        (act.total, counts(&act)),
        (2, (1, vec![(SkipKind::AlreadySo, 1)]))
    );
    let workflow = |id| backend.board().row(id).map(|row| row.workflow.to_string());
    let now = all.map(workflow).map(Option::unwrap_or_default);
    assert_eq!(now, ["NOTIFIED", "NEW", "NOTIFIED"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_left_out_is_told_with_its_reason(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 4).await;
    let looked_at = backend.board().as_of();
    let claim = || Touch {
        assignee: Some(Assignment::Claim),
        ..Touch::default()
    };
    acted(&backend, &ben(), ask(&backend, &ids[..1], claim())).await;
    acted(&backend, &analyst(), ask(&backend, &ids[1..2], claim())).await;
    backend.clock.advance(TimeDelta::minutes(2));
    acted(
        &backend,
        &ben(),
        ask(&backend, &ids[2..3], to(WorkflowStatus::Notified)),
    )
    .await;
    let then = backend.now();
    backend.clock.advance(TimeDelta::minutes(2));
    let mut late = ask(&backend, &ids, claim());
    late.as_of = looked_at;
    let act = acted(&backend, &analyst(), late).await;
    let skipped = vec![
        (SkipKind::AlreadySo, 1),
        (SkipKind::Changed, 1),
        (SkipKind::Taken, 1),
    ];
    assert_eq!(counts(&act), (1, skipped));
    let changed = Skip::Changed {
        by: "ben".to_owned(),
        at: then,
    };
    let reasons = [Skip::Taken("ben".to_owned()), Skip::AlreadySo, changed];
    assert_eq!(why(&act), reasons);
    let first: Vec<FindingId> = act.first_skipped.iter().map(|one| one.finding.id).collect();
    assert_eq!(first, ids[..3]);
    assert_eq!(
        backend.board().row(ids[2]).and_then(|row| row.assignee),
        None
    );
}

/// Of findings that are not equally severe, those that would be played down without a reason are left out.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_finding_that_got_worse_meanwhile_is_not_played_down(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let medium = |severity| incoming("a", |finding| finding.severity = severity);
    let id = id_of(&medium(Severity::Medium));
    backend.ingest(batch(vec![medium(Severity::Medium)])).await;
    let mut own = OwnSql::of(&backend).await;
    // The index does not know it yet, as when another process took it in a moment ago.
    own.run("UPDATE findings SET severity = 4").await;
    let touch = Touch {
        severity: Some(Severity::High),
        ..Touch::default()
    };
    let mut unsaid = ask(&backend, &[id], touch);
    unsaid.reason = " ";
    let act = acted(&backend, &analyst(), unsaid).await;
    assert_eq!(why(&act), [Skip::ReasonMissing]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_finding_that_is_full_of_tags_gets_no_more(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 2).await;
    let many: Vec<String> = (0..MAX_TAGS).map(|n| format!("t{n:02}")).collect();
    let add = |text: &str| Touch {
        add_tags: named(text),
        ..Touch::default()
    };
    acted(
        &backend,
        &analyst(),
        ask(&backend, &ids[..1], add(&many.join(" "))),
    )
    .await;
    let act = acted(&backend, &analyst(), ask(&backend, &ids, add("one-more"))).await;
    assert_eq!(counts(&act), (1, vec![(SkipKind::TooManyTags, 1)]));
    assert_eq!(detail(&backend, ids[0]).await.tags.len(), MAX_TAGS);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_hides_needs_a_reason(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 2).await;
    let lower = Touch {
        severity: Some(Severity::Medium),
        ..Touch::default()
    };
    for touch in [
        to(WorkflowStatus::Suppressed),
        to(WorkflowStatus::Resolved),
        lower,
    ] {
        let mut unsaid = ask(&backend, &ids, touch.clone());
        unsaid.reason = " \n ";
        let error = refused(&backend, unsaid).await;
        assert!(
            matches!(error, Error::Touch(TouchRule::ReasonMissing)),
            "{touch}: {error}"
        );
    }
    let higher = Touch {
        severity: Some(Severity::Critical),
        workflow: Some(WorkflowStatus::Notified),
        ..Touch::default()
    };
    let mut unsaid = ask(&backend, &ids, higher);
    unsaid.reason = "";
    let act = acted(&backend, &analyst(), unsaid).await;
    assert_eq!((counts(&act), act.reason), ((2, Vec::new()), None));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_cannot_be_meant_changes_nothing(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 1).await;
    let notified = to(WorkflowStatus::Notified);
    let mut no_match = ask(&backend, &[], notified.clone());
    let filter = FindingFilter {
        account: vec!["999999999999".to_owned()],
        ..FindingFilter::default()
    };
    no_match.which = Which::Matching(Box::new(FindingList::first(filter, 1)), u32::MAX);
    let long = "x".repeat(1_001);
    let mut long_reason = ask(&backend, &ids, notified.clone());
    long_reason.reason = &long;
    let link = |link| Touch {
        link: Some(link),
        ..Touch::default()
    };
    for (asked, rule) in [
        (no_match, TouchRule::NothingMatches),
        (
            ask(&backend, &[], notified.clone()),
            TouchRule::NothingChosen,
        ),
        (
            ask(&backend, &ids, Touch::default()),
            TouchRule::NothingTouched,
        ),
        (long_reason, TouchRule::ReasonTooLong),
        (
            ask(&backend, &ids, link(Link::Incident(7))),
            TouchRule::LinkUnknown,
        ),
        (
            ask(&backend, &ids, link(Link::Change(7))),
            TouchRule::LinkUnknown,
        ),
    ] {
        let error = refused(&backend, asked).await;
        assert!(
            matches!(error, Error::Touch(found) if found == rule),
            "{rule:?}: {error}"
        );
    }
    let nowhere = FindingId(uuid::Uuid::from_u128(7));
    let error = refused(&backend, ask(&backend, &[ids[0], nowhere], notified)).await;
    assert!(matches!(error, Error::NotFound), "{error}");
    nothing_is_kept(&backend).await;
}

async fn nothing_is_kept(backend: &TestBackend) {
    let mut own = OwnSql::of(backend).await;
    for table in ["bulk_acts", "bulk_act_chunks", "finding_history", "audit"] {
        let count = own.number(&format!("SELECT COUNT(*) FROM {table}")).await;
        assert_eq!(count, 0, "{table}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn findings_are_linked_to_an_incident_from_both_ends(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 3).await;
    let declare = Declare {
        title: "Port 22",
        summary: "",
        impact: Impact::Major,
        scopes: Vec::new(),
        from: Some(Origin::Finding(ids[0])),
        address: None,
    };
    let declared = incidents::declare(&backend, &analyst(), declare).await;
    let declared = declared.expect("declared");
    let link = Touch {
        link: Some(Link::Incident(declared.number)),
        ..Touch::default()
    };
    let act = acted(&backend, &ben(), ask(&backend, &ids, link)).await;
    assert_eq!(counts(&act), (2, vec![(SkipKind::AlreadySo, 1)]));
    let incident = incidents::get(&backend, &viewer(), declared.id).await;
    let incident = incident.expect("the incident");
    let mut targets: Vec<String> = incident
        .links
        .iter()
        .map(|link| link.target.clone())
        .collect();
    targets.sort();
    let mut expected: Vec<String> = ids.iter().map(FindingId::to_string).collect();
    expected.sort();
    assert_eq!(targets, expected);
    let told = incident.timeline.last().expect("it is told");
    assert_eq!(
        (told.kind, told.actor.as_str(), told.text.as_str()),
        (TimelineKind::Linked, "ben", "2 findings")
    );
    for id in &ids {
        let linked = incidents::linked_to(&backend, &viewer(), &Origin::Finding(*id)).await;
        assert_eq!(linked.expect("its incidents").len(), 1);
    }
    let field = ["incident", "", "INC-1", "ben"].map(str::to_owned);
    assert_eq!(history(&backend, ids[1]).await, [field]);
    nothing_is_added(&backend, declared.id, incident.entries).await;
}

/// The follower of the log has nothing to add: who linked it has told so.
async fn nothing_is_added(backend: &TestBackend, id: IncidentId, entries: i64) {
    while incidents::attach(backend, &worker())
        .await
        .expect("it follows")
    {}
    let after = incidents::get(backend, &viewer(), id).await;
    assert_eq!(after.expect("the incident").entries, entries);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn findings_are_linked_to_a_change_from_both_ends(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 3).await;
    crate::change_asks::crew(&backend).await;
    let link = Touch {
        link: Some(Link::Change(1)),
        ..Touch::default()
    };
    let plan = plan(backend.now());
    let asked = changes::request(&backend, &analyst(), plan, None).await;
    let (change, _) = asked.expect("a draft");
    let error = refused(&backend, ask(&backend, &ids, link.clone())).await;
    assert!(
        matches!(error, Error::Touch(TouchRule::LinkUnknown)),
        "a draft is its writer's: {error}"
    );
    let target = crate::change_asks::target(&backend, change).await;
    let sent = changes::submit(&backend, &analyst(), target).await;
    sent.expect("it is asked for");
    let act = acted(&backend, &analyst(), ask(&backend, &ids[1..], link)).await;
    assert_eq!(counts(&act), (2, Vec::new()));
    let found = changes::get(&backend, &viewer(), change).await;
    let linked = found.expect("the change").findings;
    assert_eq!(linked.count, 2);
    let first: Vec<FindingId> = linked.first.iter().map(|row| row.id).collect();
    assert_eq!(first, [ids[2], ids[1]]);
    let numbers = |found: &findings::FindingDetail| -> Vec<i64> {
        found.changes.iter().map(|change| change.number).collect()
    };
    assert_eq!(numbers(&detail(&backend, ids[1]).await), [1]);
    assert!(numbers(&detail(&backend, ids[0]).await).is_empty());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn only_somebody_who_can_sign_in_gets_a_finding(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 1).await;
    let ben = PersonName::parse("ben").expect("a name");
    let give = || Touch {
        assignee: Some(Assignment::To(ben.clone())),
        ..Touch::default()
    };
    let alone = findings::Assign {
        id: ids[0],
        expected: Version::FIRST,
        to: Some(&ben),
        address: None,
    };
    let unknown = |error: &Error| matches!(error, Error::Touch(TouchRule::AssigneeUnknown));
    let refuses = async || {
        let error = refused(&backend, ask(&backend, &ids, give())).await;
        assert!(unknown(&error), "{error}");
        let error = findings::assign(&backend, &analyst(), alone).await;
        let error = error.expect_err("nobody is called so");
        assert!(unknown(&error), "{error}");
        assert_eq!(detail(&backend, ids[0]).await.summary.assignee, None);
    };
    refuses().await;
    hire(&backend, "ada", &[Role::Admin]).await;
    hire(&backend, "ben", &[Role::Analyst]).await;
    assert_eq!(
        people::names(&backend, &analyst()).await.expect("names"),
        ["ada", "ben"]
    );
    let found = people::find_by_name(&backend, &admin(), "ben").await;
    let seen = found.expect("people").expect("he is there");
    let out = people::change(
        &backend,
        &admin(),
        seen,
        people::PersonChange::Disable,
        None,
    )
    .await;
    out.expect("he cannot sign in");
    refuses().await;
    let back = (seen.0, Version(seen.1.0 + 1));
    let back = people::change(&backend, &admin(), back, people::PersonChange::Enable, None).await;
    back.expect("he can again");
    let act = acted(&backend, &analyst(), ask(&backend, &ids, give())).await;
    assert_eq!(counts(&act), (1, Vec::new()));
}
