//! The decision strip: what touches a change out of everything that is known.

use backend::{
    Backend, accounts, endpoints, health,
    ports::{Account, HealthBatch},
    sources,
    strip::{self, About},
    testing::{Engine, TestBackend, batch, incoming, source},
};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    change::Plan,
    endpoint::EndpointStatus,
    finding::{IncomingFinding, RecordState, Resource, Severity, WorkflowStatus},
    health::{AffectedEntity, EntityStatus, HealthCategory, HealthStatus, IncomingHealthEvent},
    id::ChangeId,
    scope::{MatchLevel, Scope},
    source::{ORGANIZATION_VIEW, SourceFault, SourceId, SourceKind},
    strip::{Cause, Difference, Gates, Grade, LinkKind, Silence, Strip, StripVerdict},
};
use rstest::rstest;

use crate::{
    asks::{analyst, viewer, worker},
    change_asks::{asked, crew, plan},
    endpoints::{check, reading},
};

pub(crate) const INSTANCE: &str = "arn:aws:ec2:us-east-1:111122223333:instance/i-0fdd8d8cb49bf3c00";

/// A change that begins in an hour and takes one.
pub(crate) fn about<'a>(backend: &Backend, targets: &'a [Scope]) -> About<'a> {
    About {
        change: None,
        targets,
        from: backend.now() + TimeDelta::hours(1),
        until: backend.now() + TimeDelta::hours(2),
        gates: Gates::Bind,
    }
}

pub(crate) async fn strip(backend: &TestBackend, target: &str) -> Strip {
    let targets = [target.parse().expect("a scope")];
    let strip = strip::compute(backend, &viewer(), &about(backend, &targets)).await;
    strip.expect("a strip")
}

fn kind(kind: SourceKind) -> SourceId {
    SourceId { kind, ..source() }
}

const ASKED: [SourceKind; 4] = [
    SourceKind::SecurityHub,
    SourceKind::Health,
    SourceKind::Route53,
    SourceKind::CloudWatch,
];

/// The accounts that every source tells of.
const ACCOUNTS: [&str; 3] = ["111122223333", "444455556666", "777788889999"];

/// A source that answers.
async fn live(backend: &TestBackend, source: &SourceId) {
    let known = sources::register(backend, &worker(), source, 3_600).await;
    known.expect("a source");
    let answered = sources::answered(backend, &worker(), source).await;
    answered.expect("an answer");
}

/// Every source answers in three accounts, which are the organization's.
pub(crate) async fn all_live(backend: &TestBackend) {
    for account in ACCOUNTS {
        for asked in ASKED {
            let account = account.into();
            live(
                backend,
                &SourceId {
                    account,
                    ..kind(asked)
                },
            )
            .await;
        }
    }
    list(backend, &ACCOUNTS).await;
}

/// Organizations lists these accounts.
async fn list(backend: &TestBackend, accounts: &[&str]) {
    let (organization, by) = (kind(SourceKind::Organizations), worker());
    let known = sources::register(backend, &by, &organization, 3_600).await;
    known.expect("a source");
    let named = accounts.iter().map(|id| Account {
        id: (*id).into(),
        name: format!("account {id}"),
    });
    let named: Vec<Account> = named.collect();
    let taken = accounts::take_in(backend, &by, &organization, &named).await;
    taken.expect("the accounts");
}

pub(crate) fn issue(backend: &TestBackend, account: &str) -> IncomingHealthEvent {
    IncomingHealthEvent {
        arn: format!("arn:aws:health:us-east-1::event/EC2/AWS_EC2_API_ISSUE/{account}"),
        service: "EC2".to_owned(),
        type_code: "AWS_EC2_API_ISSUE".to_owned(),
        category: HealthCategory::Issue,
        status: HealthStatus::Open,
        region: "us-east-1".into(),
        start: Some(backend.now() - TimeDelta::minutes(52)),
        end: None,
        updated: backend.now(),
        scope_code: "ACCOUNT_SPECIFIC".to_owned(),
        actionability: None,
        description: "We are looking into it.".to_owned(),
        accounts: vec![account.into()],
        entities: Vec::new(),
        unrecognised: Vec::new(),
    }
}

pub(crate) async fn report(backend: &TestBackend, event: IncomingHealthEvent) {
    let batch = HealthBatch {
        events: vec![event],
        rejects: Vec::new(),
    };
    let now = Some(backend.now());
    let done = health::ingest(backend, &worker(), &kind(SourceKind::Health), &batch, now).await;
    done.expect("the event goes in");
}

/// The causes with level and title, in the order of the strip.
pub(crate) fn told(strip: &Strip) -> Vec<(Cause, MatchLevel, &str)> {
    let reasons = strip.reasons.iter();
    reasons
        .map(|reason| (reason.cause, reason.level, reason.title.as_str()))
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn it_is_clear_only_while_every_source_answers(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let nobody_asks = strip(&backend, INSTANCE).await;
    assert_eq!(nobody_asks.verdict, StripVerdict::Caution);
    let of = |strip: &Strip| -> Vec<(SourceKind, Silence)> {
        strip.blind.iter().map(|one| (one.kind, one.why)).collect()
    };
    let none = ASKED.map(|kind| (kind, Silence::NotSetUp));
    assert_eq!(of(&nobody_asks), none, "there is none");
    let health = kind(SourceKind::Health);
    let fails = async |fault: SourceFault| {
        let told = sources::failed(&backend, &worker(), &health, &fault).await;
        told.expect("it is written down");
        of(&strip(&backend, INSTANCE).await)[1]
    };
    let known = sources::register(&backend, &worker(), &health, 3_600).await;
    known.expect("a source");
    let silent = (SourceKind::Health, Silence::Blind);
    assert_eq!(of(&strip(&backend, INSTANCE).await)[1], silent);
    let plan = fails(SourceFault::NoSupportPlan).await;
    assert_eq!(plan, (SourceKind::Health, Silence::NotSetUp));
    assert_eq!(fails(SourceFault::Throttled).await, silent);
    all_live(&backend).await;
    let clear = strip(&backend, INSTANCE).await;
    assert_eq!((clear.verdict, clear.total()), (StripVerdict::Clear, 0));
    assert_eq!(clear.computed_at, backend.now());
    backend.clock.advance(TimeDelta::hours(7));
    let answered = sources::answered(&backend, &worker(), &kind(SourceKind::Health)).await;
    answered.expect("an answer");
    let silent = strip(&backend, INSTANCE).await;
    assert_eq!(silent.verdict, StripVerdict::Caution);
    assert_eq!(silent.blind.len(), 3, "{silent:?}");
    assert!(silent.blind.iter().all(|one| one.why == Silence::Blind));
    assert!(silent.quiet.contains(&Cause::Health) && !silent.quiet.contains(&Cause::Finding));
}

/// An account that no source reads is named, and nothing of sources is called quiet for it, until something is heard of it.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_account_that_nobody_reads_is_not_clear(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let unheard = "arn:aws:ec2:us-east-1:999999999998:instance/i-1";
    let unwatched = strip(&backend, unheard).await;
    assert_eq!(unwatched.verdict, StripVerdict::Caution);
    assert_eq!(unwatched.unwatched, ["999999999998".into()]);
    let of_sources = |cause: &Cause| !cause.sources().is_empty();
    assert!(!unwatched.quiet.iter().any(of_sources), "{unwatched:?}");
    let known = strip(&backend, INSTANCE).await;
    assert_eq!(
        (known.verdict, known.unwatched),
        (StripVerdict::Clear, vec![])
    );
    let mut finding = on("there", unheard, Severity::High);
    finding.account = "999999999998".into();
    backend.ingest(batch(vec![finding])).await;
    assert_eq!(strip(&backend, unheard).await.unwatched, []);
}

/// A region that Security Hub is not asked in is named, until a finding proves that the source gathers from there too.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_region_that_nobody_reads_is_not_clear(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let there = INSTANCE.replace("us-east-1", "eu-west-3");
    let strange = strip(&backend, &there).await;
    assert_eq!(strange.verdict, StripVerdict::Caution);
    let [one] = &strange.blind[..] else {
        panic!("one kind is of a region: {strange:?}");
    };
    assert_eq!(
        (one.kind, one.why),
        (SourceKind::SecurityHub, Silence::NotThere)
    );
    assert_eq!(one.region, Some("eu-west-3".into()));
    assert!(!strange.quiet.contains(&Cause::Finding), "{strange:?}");
    let mut finding = on(
        "there",
        &there.replace("i-0fdd8d8cb49bf3c00", "i-2"),
        Severity::Low,
    );
    finding.region = "eu-west-3".into();
    backend.ingest(batch(vec![finding])).await;
    assert_eq!(strip(&backend, &there).await.blind, []);
}

/// What is missing of an account that Organizations lists.
async fn missing(backend: &TestBackend, target: &str, account: &str) -> Vec<SourceKind> {
    let strip = strip(backend, target).await;
    let clear = strip.verdict == StripVerdict::Clear;
    assert_eq!(clear, strip.blind.is_empty(), "{strip:?}");
    assert_eq!(strip.unwatched, [], "Organizations lists it");
    let untold = strip.blind.iter().map(|one| {
        assert_eq!(one.why, Silence::NotThere);
        assert_eq!(one.account, Some(account.into()));
        one.kind
    });
    let untold: Vec<SourceKind> = untold.collect();
    for quiet in &strip.quiet {
        let mut told = quiet.sources().iter();
        assert!(told.all(|kind| !untold.contains(kind)), "{strip:?}");
    }
    untold
}

/// An account beside those that are asked in: each kind is missing there until something tells of it.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_kind_tells_of_an_account_only_where_it_is_asked(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let (account, target) = (
        "555566667777",
        "arn:aws:ec2:us-east-1:555566667777:instance/i-1",
    );
    list(&backend, &[account]).await;
    let still = async || missing(&backend, target, account).await;
    assert_eq!(still().await, ASKED);
    let organization = SourceId {
        region: ORGANIZATION_VIEW.into(),
        ..kind(SourceKind::Health)
    };
    live(&backend, &organization).await;
    let [findings, _, checks, status] = ASKED;
    assert_eq!(still().await, [findings, checks, status]);
    for asked in [checks, status] {
        let account = account.into();
        live(
            &backend,
            &SourceId {
                account,
                ..kind(asked)
            },
        )
        .await;
    }
    assert_eq!(still().await, [findings]);
    let mut through_an_administrator = on("there", target, Severity::Low);
    through_an_administrator.account = account.into();
    backend.ingest(batch(vec![through_an_administrator])).await;
    assert_eq!(still().await, []);
}

fn on(id: &str, arn: &str, severity: Severity) -> IncomingFinding {
    incoming(id, |finding| {
        finding.severity = severity;
        finding.title = format!("Finding {id}");
        finding.resources = vec![Resource {
            kind: "AwsEc2Instance".to_owned(),
            id: arn.into(),
            region: None,
        }];
    })
}

/// One on the instance, three near it, and others that must not count.
fn around_the_instance() -> Vec<IncomingFinding> {
    let other = "arn:aws:ec2:us-east-1:111122223333:instance/i-other";
    let role = "arn:aws:iam::111122223333:role/admin";
    let mut closed = on("closed", INSTANCE, Severity::Critical);
    closed.workflow = WorkflowStatus::Resolved;
    let mut archived = on("archived", INSTANCE, Severity::Critical);
    archived.record_state = RecordState::Archived;
    let mut elsewhere = on("elsewhere", role, Severity::Critical);
    elsewhere.account = "444455556666".into();
    vec![
        on("same", INSTANCE, Severity::High),
        on("near-1", other, Severity::Critical),
        on("near-2", other, Severity::Critical),
        on("far", role, Severity::Critical),
        on("mild", INSTANCE, Severity::Medium),
        closed,
        archived,
        elsewhere,
    ]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn findings_are_told_by_how_near_they_are(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    backend.ingest(batch(around_the_instance())).await;
    let seen = strip(&backend, INSTANCE).await;
    assert_eq!(
        told(&seen),
        [
            (Cause::Finding, MatchLevel::Resource, "Finding same"),
            (
                Cause::Finding,
                MatchLevel::Service,
                "2 critical findings on ec2 in us-east-1"
            ),
            (
                Cause::Finding,
                MatchLevel::Account,
                "1 critical finding in account 111122223333 111122223333"
            ),
        ]
    );
    assert_eq!(seen.verdict, StripVerdict::Caution);
    assert_eq!(seen.reasons[0].link.kind, LinkKind::Finding);
    let group = &seen.reasons[1];
    assert_eq!((group.grade, group.count), (Grade::Critical, 2));
    assert_eq!(group.link.id, "CRITICAL/service/111122223333/us-east-1/ec2");
    let elsewhere = strip(&backend, "777788889999 us-east-1").await;
    assert_eq!(elsewhere.verdict, StripVerdict::Clear);
    let everywhere = strip(&backend, "organization").await;
    assert_eq!(everywhere.reasons[0].count, 4, "{everywhere:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn aws_health_speaks_by_account_and_entity(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    report(&backend, issue(&backend, "444455556666")).await;
    assert_eq!(strip(&backend, INSTANCE).await.verdict, StripVerdict::Clear);
    let mut event = issue(&backend, "111122223333");
    report(&backend, event.clone()).await;
    let reported = (
        Cause::Health,
        MatchLevel::Service,
        "AWS reports EC2 api issue in us-east-1",
    );
    assert_eq!(told(&strip(&backend, INSTANCE).await), [reported]);
    event.entities = vec![AffectedEntity {
        value: "i-0fdd8d8cb49bf3c00".to_owned(),
        account: Some("111122223333".into()),
        status: EntityStatus::Impaired,
        updated: None,
    }];
    event.updated = backend.now() + TimeDelta::seconds(1);
    report(&backend, event.clone()).await;
    let near = strip(&backend, INSTANCE).await;
    assert_eq!(near.reasons[0].level, MatchLevel::Resource);
    event.entities[0].status = EntityStatus::Resolved;
    event.updated = backend.now() + TimeDelta::seconds(2);
    report(&backend, event.clone()).await;
    assert_eq!(told(&strip(&backend, INSTANCE).await), [reported]);
    event.status = HealthStatus::Closed;
    event.updated = backend.now() + TimeDelta::seconds(3);
    report(&backend, event).await;
    assert_eq!(strip(&backend, INSTANCE).await.verdict, StripVerdict::Clear);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn planned_work_counts_at_its_time_and_what_is_public_everywhere(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let mut work = issue(&backend, "111122223333");
    (work.category, work.status) = (HealthCategory::ScheduledChange, HealthStatus::Upcoming);
    work.start = Some(backend.now() + TimeDelta::hours(3));
    report(&backend, work.clone()).await;
    assert_eq!(strip(&backend, INSTANCE).await.verdict, StripVerdict::Clear);
    work.start = Some(backend.now() + TimeDelta::minutes(90));
    work.updated = backend.now() + TimeDelta::seconds(1);
    report(&backend, work).await;
    let planned = strip(&backend, INSTANCE).await;
    assert_eq!(planned.reasons[0].grade, Grade::Planned, "{planned:?}");
    let mut public = issue(&backend, "public");
    (public.accounts, public.region) = (Vec::new(), "eu-west-1".into());
    report(&backend, public).await;
    assert_eq!(strip(&backend, INSTANCE).await, planned, "another region");
    let there = strip(&backend, "777788889999 eu-west-1 ec2").await;
    assert_eq!(there.reasons[0].level, MatchLevel::Service, "{there:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_endpoint_that_fails_speaks_for_its_account(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let (by, source) = (worker(), kind(SourceKind::CloudWatch));
    let lists = kind(SourceKind::Route53);
    let listed = endpoints::configure(&backend, &by, &lists, &[check("a")]).await;
    listed.expect("listed");
    let failing = [reading("a", EndpointStatus::Unhealthy, Some(backend.now()))];
    let read = endpoints::read(&backend, &by, &source, &failing).await;
    read.expect("read");
    let seen = strip(&backend, INSTANCE).await;
    let expected = (
        Cause::Endpoint,
        MatchLevel::Account,
        "shop-a does not answer",
    );
    assert_eq!(told(&seen), [expected]);
    assert_eq!(seen.reasons[0].link.id, "111122223333/a");
    assert_eq!(
        strip(&backend, "444455556666").await.verdict,
        StripVerdict::Clear
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_shown_comes_back_and_nothing_worse_gets_through(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let targets = [INSTANCE.parse().expect("a scope")];
    let mut about = about(&backend, &targets);
    about.change = Some(ChangeId(uuid::Uuid::from_u128(7)));
    report(&backend, issue(&backend, "111122223333")).await;
    let shown = strip::show(&backend, &viewer(), &about, 3).await;
    let sealed = shown.expect("a strip").sealed;
    let worse = async |by: Actor, about: &About<'_>, revision, sealed: &str| {
        let again = strip::again(&backend, &by, about, (revision, sealed)).await;
        again.expect("a strip").worse.len()
    };
    assert_eq!(worse(viewer(), &about, 3, &sealed).await, 0);
    let other = About {
        change: Some(ChangeId(uuid::Uuid::from_u128(8))),
        ..about
    };
    let forged = sealed.replace("service", "account");
    for (by, about, revision, text) in [
        (analyst(), &about, 3, sealed.as_str()),
        (viewer(), &other, 3, &sealed),
        (viewer(), &about, 4, &sealed),
        (viewer(), &about, 3, &forged),
        (viewer(), &about, 3, ""),
    ] {
        assert_eq!(
            worse(by, about, revision, text).await,
            2,
            "verdict and reason"
        );
    }
    let on_it = on("new", INSTANCE, Severity::Critical);
    backend.ingest(batch(vec![on_it])).await;
    let again = strip::again(&backend, &viewer(), &about, (3, &sealed)).await;
    let again = again.expect("a strip");
    let [Difference::New(reason)] = &again.worse[..] else {
        panic!("{:?}", again.worse);
    };
    assert_eq!(
        (reason.title.as_str(), again.strip.total()),
        ("Finding new", 2)
    );
}

/// Several processes, and one that began again, know what any of them has shown.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_seal_outlives_its_process(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let targets = [INSTANCE.parse().expect("a scope")];
    let about = about(&backend, &targets);
    let shown = strip::show(&backend, &viewer(), &about, 1).await;
    let sealed = shown.expect("a strip").sealed;
    let second = backend.second().await;
    for process in [&*second, &*backend] {
        let again = strip::again(process, &viewer(), &about, (1, &sealed)).await;
        assert_eq!(again.expect("a strip").worse, []);
    }
}

/// Another change at the same time and place is a reason, the change itself is none.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn other_changes_count_at_the_same_time_and_place(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    all_live(&backend).await;
    let crew = crew(&backend).await;
    let at = |hours| backend.now() + TimeDelta::hours(hours);
    let planned = |starts_at, ends_at| Plan {
        starts_at,
        ends_at,
        ..plan(backend.now())
    };
    let id = asked(&backend, &crew.ana, planned(at(1), at(3))).await;
    asked(&backend, &crew.ana, planned(at(2), at(4))).await;
    let seen = strip(&backend, INSTANCE).await;
    let first = "CHG-1 waits for approval: Isolate i-0fdd8d8cb49bf3c00";
    assert_eq!(told(&seen), [(Cause::Change, MatchLevel::Resource, first)]);
    assert_eq!(seen.reasons[0].link.id, id.to_string());
    assert_eq!(
        strip(&backend, "444455556666").await.verdict,
        StripVerdict::Clear
    );
    let targets = [INSTANCE.parse().expect("a scope")];
    let itself = About {
        change: Some(id),
        ..about(&backend, &targets)
    };
    let itself = strip::compute(&backend, &viewer(), &itself).await;
    assert_eq!(itself.expect("a strip").verdict, StripVerdict::Clear);
}
