//! Incidents: declared, changed, ended and begun again, with a timeline that tells each of it once.

use backend::{
    Backend, Error, audit,
    endpoints::configure,
    health::event_id,
    incidents::{
        self, Declare, Declared, IncidentChange, IncidentDetail, IncidentTarget, Note, Origin,
    },
    people::PersonChange,
    testing::{Engine, TestBackend, batch, incoming, person, source},
};
use chrono::TimeDelta;
use domain::{
    actor::Role,
    id::{FindingId, IncidentId},
    incident::{Impact, IncidentRule, IncidentStatus, TimelineKind},
    person::PersonName,
    scope::Scope,
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst, id_of, viewer, worker},
    calendar_asks::scope,
    change_asks::{hire, set},
    endpoints::check,
    health::{issue, take_in},
};

pub(crate) fn by_hand(title: &str, impact: Impact) -> Declare<'_> {
    Declare {
        title,
        summary: "",
        impact,
        scopes: Vec::new(),
        from: None,
        address: Some("192.0.2.7"),
    }
}

pub(crate) async fn declare(backend: &Backend, ask: Declare<'_>) -> Declared {
    let declared = incidents::declare(backend, &analyst(), ask).await;
    declared.expect("declared")
}

pub(crate) async fn get(backend: &Backend, id: IncidentId) -> IncidentDetail {
    let found = incidents::get(backend, &viewer(), id).await;
    found.expect("the incident is kept")
}

pub(crate) fn told(incident: &IncidentDetail) -> Vec<(TimelineKind, &str)> {
    let entries = incident.timeline.iter();
    entries
        .map(|entry| (entry.kind, entry.text.as_str()))
        .collect()
}

pub(crate) async fn target(backend: &Backend, id: IncidentId) -> IncidentTarget<'static> {
    IncidentTarget {
        id,
        expected: get(backend, id).await.summary.version,
        address: None,
    }
}

/// What the audit says of the act `n` before the last.
async fn audited(backend: &Backend, n: usize) -> [String; 2] {
    let audit = audit::list(backend, &admin(), None).await;
    let entry = audit.expect("the audit").rows.remove(n);
    [entry.subject, entry.detail]
}

/// What is told of an incident to which everything happens.
const TOLD: [(TimelineKind, &str); 8] = [
    (
        TimelineKind::Declared,
        "Impact 3, moderate. Declared by hand",
    ),
    (
        TimelineKind::Impact,
        "Raised from impact 3, moderate to impact 1, critical",
    ),
    (
        TimelineKind::Title,
        "“Checkout is slow” is now “Checkout is down”",
    ),
    (TimelineKind::Summary, "Customers in Europe cannot pay."),
    (TimelineKind::Commander, "ana commands"),
    (TimelineKind::Scope, "Touches 111122223333 eu-central-1"),
    (TimelineKind::Resolved, "Resolved"),
    (TimelineKind::Reopened, "It came back"),
];

fn lines(scopes: &[Scope]) -> Vec<String> {
    scopes.iter().map(ToString::to_string).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_incident_and_its_finding_name_one_another(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let finding = incoming("a", |_| {});
    let id = id_of(&finding);
    backend.ingest(batch(vec![finding])).await;
    let origin = Origin::Finding(id);
    let found = incidents::prefill(&backend, &viewer(), &origin)
        .await
        .expect("found");
    assert_eq!(found.title, "Port 22 is open to the world");
    let ask = Declare {
        scopes: vec!["111122223333 rds".parse().expect("a scope")],
        from: Some(origin.clone()),
        ..by_hand(&found.title, Impact::Major)
    };
    let declared = declare(&backend, ask).await;
    assert_eq!(declared.number, 1);
    assert_eq!(
        declare(&backend, by_hand("Other", Impact::Minor))
            .await
            .number,
        2
    );
    let incident = get(&backend, declared.id).await;
    assert_eq!(
        lines(&incident.summary.scopes),
        [
            "arn:aws:ec2:us-east-1:111122223333:security-group/sg-a",
            "111122223333 rds"
        ]
    );
    assert_eq!(incident.links[0].target, id.to_string());
    assert_eq!(incident.links[0].label, found.title);
    let text = "Impact 2, major. Declared from “Port 22 is open to the world”";
    assert_eq!(told(&incident), [(TimelineKind::Declared, text)]);
    assert_eq!(incident.timeline[0].actor, "ana");
    let linked = incidents::linked_to(&backend, &viewer(), &origin)
        .await
        .expect("a list");
    assert_eq!((linked.len(), linked[0].number), (1, 1));
    assert_eq!(audited(&backend, 1).await, ["INC-1", "declared"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_is_declared_from_what_is_not_there(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ask = Declare {
        from: Some(Origin::Finding(FindingId(uuid::Uuid::from_u128(9)))),
        ..by_hand("It", Impact::Major)
    };
    let refused = incidents::declare(&backend, &analyst(), ask).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    let open = incidents::open(&backend, &viewer(), 10)
        .await
        .expect("a list");
    assert!(open.is_empty());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn health_events_and_endpoints_become_incidents_too(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let event = issue(&backend, "111122223333");
    let id = event_id(&event.arn);
    take_in(&backend, "111122223333", event).await;
    configure(&backend, &worker(), &source(), &[check("0b3c")])
        .await
        .expect("listed");
    for (origin, title, scope) in [
        (
            Origin::Health(id),
            "EC2 operational issue in us-east-1",
            "111122223333 us-east-1 ec2",
        ),
        (
            Origin::Endpoint("0b3c".to_owned()),
            "shop-0b3c does not answer",
            "arn:aws:route53:::healthcheck/0b3c 111122223333 global",
        ),
    ] {
        let found = incidents::prefill(&backend, &viewer(), &origin)
            .await
            .expect("found");
        assert_eq!(
            (found.title.as_str(), lines(&found.scopes)),
            (title, vec![scope.to_owned()])
        );
        let ask = Declare {
            from: Some(origin.clone()),
            ..by_hand(title, found.impact)
        };
        let declared = declare(&backend, ask).await;
        let incident = get(&backend, declared.id).await;
        assert_eq!(incident.links[0].kind, origin.kind());
        let linked = incidents::linked_to(&backend, &viewer(), &origin).await;
        assert_eq!(linked.expect("a list")[0].id, declared.id);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_change_tells_its_timeline(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    hire(&backend, "ana", &[Role::Analyst]).await;
    let id = declare(&backend, by_hand("Checkout is slow", Impact::Moderate))
        .await
        .id;
    let ana = PersonName::parse("ana").expect("a name");
    let all = IncidentChange {
        title: Some("Checkout is down"),
        summary: Some("Customers in Europe cannot pay."),
        impact: Some(Impact::Critical),
        commander: Some(Some(&ana)),
        scopes: Some(vec![
            scope("111122223333 eu-central-1"),
            scope("111122223333 eu-central-1"),
        ]),
    };
    let seen = target(&backend, id).await;
    let done = incidents::change(&backend, &analyst(), seen, all.clone()).await;
    assert!(done.expect("changed").is_some());
    let again = target(&backend, id).await;
    let nothing = incidents::change(&backend, &analyst(), again, all).await;
    assert_eq!(nothing.expect("no change is no error"), None);
    let late = incidents::resolve(&backend, &person("ben", &[Role::Analyst]), seen).await;
    assert!(matches!(late, Err(Error::Conflict { by, .. }) if by == "ana"));
    assert!(
        incidents::resolve(&backend, &analyst(), again)
            .await
            .expect("resolved")
            .is_some()
    );
    let over = target(&backend, id).await;
    let done = incidents::reopen(&backend, &analyst(), over, "It came back").await;
    assert!(done.expect("open again").is_some());
    let incident = get(&backend, id).await;
    assert_eq!(told(&incident), TOLD);
    assert_eq!(incident.summary.commander.as_deref(), Some("ana"));
    assert_eq!(
        incident.summary.scopes,
        [scope("111122223333 eu-central-1")]
    );
    assert_eq!(
        (incident.summary.version, incident.summary.resolved_at),
        (Version(4), None)
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_over_is_not_changed_and_opens_again_for_a_reason(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = declare(&backend, by_hand("Checkout is slow", Impact::Moderate))
        .await
        .id;
    let seen = target(&backend, id).await;
    incidents::resolve(&backend, &analyst(), seen)
        .await
        .expect("resolved");
    let over = target(&backend, id).await;
    let everywhere = IncidentChange {
        scopes: Some(vec![scope("organization")]),
        ..IncidentChange::default()
    };
    let rule = |done: Result<_, Error>| match done {
        Err(Error::Incident(rule)) => rule,
        other => panic!("{other:?}"),
    };
    let worse = IncidentChange {
        impact: Some(Impact::Minor),
        ..IncidentChange::default()
    };
    let refused = incidents::change(&backend, &analyst(), over, worse).await;
    assert_eq!(rule(refused), IncidentRule::IsResolved);
    let refused = incidents::change(&backend, &analyst(), over, everywhere).await;
    assert_eq!(rule(refused), IncidentRule::IsResolved);
    assert!(get(&backend, id).await.summary.scopes.is_empty());
    let refused = incidents::resolve(&backend, &analyst(), over).await;
    assert_eq!(rule(refused), IncidentRule::AlreadyResolved);
    let refused = incidents::reopen(&backend, &analyst(), over, " ").await;
    assert_eq!(rule(refused), IncidentRule::ReasonMissing);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_note_says_when_it_happened_and_when_it_was_written(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = declare(&backend, by_hand("Checkout is slow", Impact::Moderate))
        .await
        .id;
    let now = backend.now();
    let write = |text, occurred_at| {
        let address = None;
        let note = Note {
            id,
            text,
            occurred_at,
            address,
        };
        let backend = backend.clone();
        async move { incidents::note(&backend, &analyst(), note).await }
    };
    let before = now - TimeDelta::hours(3);
    write("Port 22 was open\0 since Monday", Some(before))
        .await
        .expect("noted");
    write("Isolated", None).await.expect("noted");
    let later = write("Over", Some(now + TimeDelta::seconds(1))).await;
    assert!(matches!(
        later,
        Err(Error::Incident(IncidentRule::InTheFuture))
    ));
    let empty = write(" ", None).await;
    assert!(matches!(
        empty,
        Err(Error::Incident(IncidentRule::NoteMissing))
    ));
    let incident = get(&backend, id).await;
    let first = &incident.timeline[0];
    assert_eq!(first.text, "Port 22 was open since Monday");
    assert_eq!((first.occurred_at, first.recorded_at), (before, now));
    assert_eq!(incident.entries, 3);
    let (file, text) = incidents::export(&backend, &viewer(), id)
        .await
        .expect("written");
    assert_eq!(file, "INC-1.md");
    let line = "* 2026-11-24 09:00:00 UTC, ana, note: Port 22 was open since Monday (recorded 2026-11-24 12:00:00 UTC)";
    assert!(text.contains(line), "{text}");
    assert!(text.starts_with("# INC-1: Checkout is slow"), "{text}");
    assert_eq!(incident.summary.version, Version::FIRST);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_worst_and_oldest_stands_first(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let began = backend.now();
    for (title, impact) in [
        ("c", Impact::Minor),
        ("a", Impact::Major),
        ("b", Impact::Major),
    ] {
        declare(&backend, by_hand(title, impact)).await;
        backend.clock.advance(TimeDelta::minutes(1));
    }
    let open = incidents::open(&backend, &viewer(), 10)
        .await
        .expect("a list");
    let titles: Vec<&str> = open.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["a", "b", "c"]);
    let counts = incidents::counts(&backend, &viewer())
        .await
        .expect("counts");
    assert_eq!(
        (counts.count, counts.worst, counts.oldest_open),
        (3, Some(Impact::Major), Some(began))
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_last_resolved_stands_first_page_by_page(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    for n in 0..51 {
        let id = declare(&backend, by_hand(&format!("r{n}"), Impact::Nobody))
            .await
            .id;
        let seen = target(&backend, id).await;
        incidents::resolve(&backend, &analyst(), seen)
            .await
            .expect("resolved");
    }
    let page = |after: Option<String>| {
        let backend = backend.clone();
        async move {
            let status = IncidentStatus::Resolved;
            incidents::list(&backend, &viewer(), status, after.as_deref()).await
        }
    };
    let first = page(None).await.expect("a page");
    assert_eq!(
        (first.rows.len(), first.rows[0].title.as_str()),
        (50, "r50")
    );
    let second = page(first.next).await.expect("a page");
    assert_eq!(
        (
            second.rows.len(),
            second.rows[0].title.as_str(),
            second.next
        ),
        (1, "r0", None)
    );
    assert!(matches!(
        page(Some("x".to_owned())).await,
        Err(Error::BadCursor)
    ));
    assert_eq!(
        incidents::counts(&backend, &viewer())
            .await
            .expect("counts")
            .count,
        0
    );
}

/// Only who can sign in is given the command; who leads already stays named when the account is closed.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nobody_commands_who_has_no_account(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    // Of all who can sign in, one has to be an administrator.
    hire(&backend, "ida", &[Role::Admin]).await;
    hire(&backend, "ana", &[Role::Analyst]).await;
    let id = declare(&backend, by_hand("One", Impact::Moderate)).await.id;
    let name = |text| PersonName::parse(text).expect("a name");
    let command = async |who: &PersonName, title: Option<&str>| {
        let change = IncidentChange {
            commander: Some(Some(who)),
            title,
            ..IncidentChange::default()
        };
        let seen = target(&backend, id).await;
        incidents::change(&backend, &analyst(), seen, change).await
    };
    let nobody = Err(IncidentRule::NoSuchCommander);
    let rule = |done: Result<Option<_>, Error>| match done {
        Err(Error::Incident(rule)) => Err(rule),
        done => done
            .map(|seq| seq.is_some())
            .map_err(|error| panic!("{error:?}")),
    };
    let (ana, ghost) = (name("ana"), name("nobody-such"));
    assert_eq!(rule(command(&ghost, None).await), nobody);
    assert_eq!(get(&backend, id).await.summary.commander, None);
    assert_eq!(rule(command(&ana, None).await), Ok(true));
    set(&backend, "ana", PersonChange::Disable).await;
    assert_eq!(rule(command(&ana, Some("Two")).await), Ok(true));
    let incident = get(&backend, id).await;
    assert_eq!(incident.summary.commander.as_deref(), Some("ana"));
    hire(&backend, "bo", &[Role::Analyst]).await;
    set(&backend, "bo", PersonChange::Disable).await;
    assert_eq!(rule(command(&name("bo"), None).await), nobody);
    hire(&backend, "vi", &[Role::Viewer]).await;
    assert_eq!(rule(command(&name("vi"), None).await), nobody);
}
