//! Changes that a calendar holds at their start, and approvals against a strip that got worse; on both engines.

use backend::{
    Error, audit,
    calendar::add,
    changes::{self, Decide},
    incidents::{self, Declare},
    people::PersonChange,
    strip,
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    calendar::CalendarState,
    change::{ChangeKind, ChangeRefusal, ChangeState, Decision, Plan, Revision},
    event::Seq,
    id::{ChangeId, IncidentId},
    incident::Impact,
    strip::{Strip, StripVerdict},
};
use rstest::rstest;

use crate::{
    asks::{admin, analyst},
    calendar_asks::calendar,
    change_asks::{
        Crew, approve, asked, crew, detail, hire, look, plan, refusal, set, start, state, target,
    },
    incidents::{by_hand, declare, target as incidents_target},
    own_sql::OwnSql,
    strip::{INSTANCE, all_live},
};

/// An act on a change that is held.
type Act = Result<Seq, Error>;

async fn let_start(backend: &TestBackend, by: &Actor, id: ChangeId, reason: &str) -> Act {
    let (_, shown) = open(backend, by, id).await;
    let now = target(backend, id).await;
    changes::override_calendar(backend, by, now, (reason, &shown)).await
}

async fn hold_back(backend: &TestBackend, by: &Actor, id: ChangeId, reason: &str) -> Act {
    let now = target(backend, id).await;
    changes::refuse_override(backend, by, now, reason).await
}

/// The last step: who, what and why.
async fn last_step(backend: &TestBackend, id: ChangeId) -> [String; 3] {
    let step = detail(backend, id).await.steps.remove(0);
    [step.actor, step.verb.as_str().to_owned(), step.comment]
}

/// A calendar that is always closed, everywhere.
async fn close(backend: &TestBackend) {
    let closed = calendar("Office hours", CalendarState::Closed, "UTC");
    add(backend, &admin(), closed, None).await.expect("added");
}

/// A change that `by` asked for, that the others approved and that the calendar holds.
async fn held(backend: &TestBackend, crew: &Crew, by: &Actor) -> ChangeId {
    let id = asked(backend, by, plan(backend.now())).await;
    let others = [&crew.jo, &crew.bo, &crew.lu].into_iter();
    for other in others.filter(|other| *other != by).take(2) {
        approve(backend, other, id).await;
    }
    start(backend, by, id).await.expect("it is held");
    id
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_closed_calendar_holds_a_change_at_its_start(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    close(&backend).await;
    let id = held(&backend, &crew, &crew.ana).await;
    let waits = ChangeState::PendingCalendarOverride;
    assert_eq!(state(&backend, id).await, waits);
    let said = last_step(&backend, id).await;
    assert_eq!(said, ["ana", "hold", "held by the calendar Office hours"]);
    assert_eq!(look(&backend).await, 0, "it stays closed");
    let again = start(&backend, &crew.ana, id).await;
    assert_eq!(refusal(again), ChangeRefusal::State(waits));
    let emergency = Plan {
        kind: ChangeKind::Emergency,
        ..plan(backend.now())
    };
    let id = asked(&backend, &crew.ana, emergency).await;
    approve(&backend, &crew.jo, id).await;
    approve(&backend, &crew.bo, id).await;
    start(&backend, &crew.ana, id).await.expect("it starts");
    assert_eq!(state(&backend, id).await, ChangeState::Running);
    let passed = "an emergency, started in spite of the calendar Office hours";
    assert_eq!(last_step(&backend, id).await, ["ana", "start", passed]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_approver_who_did_not_ask_lets_it_start(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    close(&backend).await;
    let id = held(&backend, &crew, &crew.ana).await;
    let done = let_start(&backend, &crew.lu, id, " The shop is down ").await;
    done.expect("an approver, for a reason");
    assert_eq!(state(&backend, id).await, ChangeState::Running);
    let said = last_step(&backend, id).await;
    let passed = "in spite of the calendar Office hours: The shop is down";
    assert_eq!(said, ["lu", "override", passed]);
    let entries = audit::list(&backend, &admin(), None).await;
    let newest = entries.expect("the audit").rows.remove(0);
    assert_eq!(
        (newest.actor.as_str(), newest.subject),
        ("lu", id.to_string())
    );
    let told = format!("override, pending_calendar_override to running: {passed}");
    assert!(newest.detail.ends_with(&told), "{}", newest.detail);
    let again = let_start(&backend, &crew.lu, id, "again").await;
    assert_eq!(refusal(again), ChangeRefusal::State(ChangeState::Running));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_approver_who_did_not_ask_ends_what_is_held(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    close(&backend).await;
    let id = held(&backend, &crew, &crew.ana).await;
    let done = hold_back(&backend, &crew.bo, id, "Not in this quarter").await;
    done.expect("an approver, for a reason");
    assert_eq!(state(&backend, id).await, ChangeState::Rejected);
    let said = last_step(&backend, id).await;
    assert_eq!(said, ["bo", "refuse_override", "Not in this quarter"]);
    let late = let_start(&backend, &crew.lu, id, "all the same").await;
    assert_eq!(refusal(late), ChangeRefusal::State(ChangeState::Rejected));
}

/// Jo may approve, and asked for it; Ana may not approve; Lu may not any more; and nobody may without a reason.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nobody_else_decides_what_is_held_and_nobody_without_a_reason(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    close(&backend).await;
    let id = held(&backend, &crew, &crew.jo).await;
    let nia = hire(&backend, "nia", &[Role::Approver]).await;
    set(&backend, "nia", PersonChange::Disable).await;
    let before = detail(&backend, id).await;
    let both = async |by: &Actor, reason: &str| {
        let one = let_start(&backend, by, id, reason).await;
        [one, hold_back(&backend, by, id, reason).await]
    };
    for (by, reason, rule, sentence) in [
        (
            &crew.jo,
            "now",
            ChangeRefusal::OwnRequest,
            "you asked for it, so you cannot decide it",
        ),
        (
            &nia,
            "now",
            ChangeRefusal::NoApprover,
            "you are no approver",
        ),
        (&crew.lu, "  ", ChangeRefusal::NoReason, "it needs a reason"),
    ] {
        for refused in both(by, reason).await {
            let refused = refusal(refused);
            assert_eq!(
                (refused.to_string().as_str(), refused),
                (sentence, rule.clone())
            );
        }
    }
    for refused in both(&crew.ana, "now").await {
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    assert_eq!(detail(&backend, id).await, before, "nothing came of it");
}

/// The page of a change as an approver has it open: the strip, and what its form sends back.
async fn open(backend: &TestBackend, by: &Actor, id: ChangeId) -> (Strip, String) {
    let change = detail(backend, id).await.change;
    let about = changes::about(id, &change.plan);
    let shown = strip::show(backend, by, &about, change.revision.0).await;
    let shown = shown.expect("a strip");
    (shown.strip, shown.sealed)
}

/// Approves with what the page carries.
async fn post(backend: &TestBackend, by: &Actor, id: ChangeId, shown: &str) -> Act {
    let ask = Decide {
        target: target(backend, id).await,
        revision: Revision::FIRST,
        decision: Decision::Approve,
        comment: "go on",
        shown,
    };
    changes::decide(backend, by, ask).await
}

async fn incident(backend: &TestBackend, title: &str) -> IncidentId {
    let ask = Declare {
        scopes: vec![INSTANCE.parse().expect("a scope")],
        ..by_hand(title, Impact::Major)
    };
    declare(backend, ask).await.id
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_got_worse_refuses_an_approval_and_nothing_is_kept(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    all_live(&backend).await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    let (shown, sealed) = open(&backend, &crew.jo, id).await;
    assert_eq!(shown.verdict, StripVerdict::Clear);
    incident(&backend, "A miner on the ledger").await;
    let before = detail(&backend, id).await;
    let mut own = OwnSql::of(&backend).await;
    let mut kept = async || {
        let mut counts = Vec::new();
        for table in ["approvals", "change_history", "outbox", "audit", "events"] {
            let question = format!("SELECT COUNT(*) FROM {table}");
            counts.push(own.number(&question).await);
        }
        counts
    };
    let counts = kept().await;
    let refused = post(&backend, &crew.jo, id, &sealed).await;
    let Err(Error::StripWorse(worse)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<String> = worse.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "the strip says caution and not clear",
            "new: INC-1 is open, impact 2: A miner on the ledger",
        ]
    );
    assert_eq!(kept().await, counts);
    assert_eq!(detail(&backend, id).await, before);
    let (_, sealed) = open(&backend, &crew.jo, id).await;
    let seen = post(&backend, &crew.jo, id, &sealed).await;
    seen.expect("it was seen");
    assert_eq!(detail(&backend, id).await.change.approvals.len(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_strip_of_an_approval_stays_as_it_was(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    all_live(&backend).await;
    let first = incident(&backend, "A miner on the ledger").await;
    let id = asked(&backend, &crew.ana, plan(backend.now())).await;
    let (shown, sealed) = open(&backend, &crew.jo, id).await;
    post(&backend, &crew.jo, id, &sealed)
        .await
        .expect("approved");
    let kept = async |backend: &TestBackend| {
        let said = detail(backend, id).await.said.remove(0);
        let strip = said.strip.expect("it is kept");
        serde_json::from_value::<Strip>(strip).expect("a strip")
    };
    assert_eq!(kept(&backend).await, shown);
    let state = incidents_target(&backend, first).await;
    let resolved = incidents::resolve(&backend, &analyst(), state).await;
    resolved.expect("resolved");
    close(&backend).await;
    backend.clock.advance(TimeDelta::days(400));
    let (now, _) = open(&backend, &crew.jo, id).await;
    assert_ne!(now.reasons, shown.reasons);
    assert_eq!(kept(&backend).await, shown);
    let backend = backend.restart().await;
    assert_eq!(kept(&backend).await, shown);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_override_keeps_what_was_shown_and_is_refused_for_what_was_not(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    all_live(&backend).await;
    close(&backend).await;
    let id = held(&backend, &crew, &crew.ana).await;
    let (_, sealed) = open(&backend, &crew.lu, id).await;
    incident(&backend, "A miner on the ledger").await;
    let before = detail(&backend, id).await;
    let now = target(&backend, id).await;
    let refused = changes::override_calendar(&backend, &crew.lu, now, ("now", &sealed)).await;
    let Err(Error::StripWorse(worse)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<String> = worse.iter().map(ToString::to_string).collect();
    let new = "new: INC-1 is open, impact 2: A miner on the ledger";
    assert_eq!(told, [new]);
    assert_eq!(detail(&backend, id).await, before);
    let (shown, sealed) = open(&backend, &crew.lu, id).await;
    let done = changes::override_calendar(&backend, &crew.lu, now, ("now", &sealed)).await;
    done.expect("it was seen");
    let step = detail(&backend, id).await.steps.remove(0);
    let said = "in spite of the calendar Office hours: now";
    assert_eq!(step.comment, said, "the record names what was passed");
    let kept = step.strip.expect("it is kept");
    let kept = serde_json::from_value::<Strip>(kept).expect("a strip");
    assert_eq!(kept, shown);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_said_at_a_start_stands_in_the_history(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let begin = async |id: ChangeId| {
        let now = target(&backend, id).await;
        let said = " Ana is at the console ";
        let begun = changes::start(&backend, &crew.ana, now, said).await;
        begun.expect("it starts");
        last_step(&backend, id).await
    };
    let approved = async || {
        let id = asked(&backend, &crew.ana, plan(backend.now())).await;
        approve(&backend, &crew.jo, id).await;
        approve(&backend, &crew.bo, id).await;
        id
    };
    let said = begin(approved().await).await;
    assert_eq!(said, ["ana", "start", "Ana is at the console"]);
    close(&backend).await;
    let said = begin(approved().await).await;
    let held = "held by the calendar Office hours. Ana is at the console";
    assert_eq!(said, ["ana", "hold", held]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_approved_and_will_be_held_is_known_before_its_start(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let crew = crew(&backend).await;
    let approved = async |kind: ChangeKind| {
        let ask = Plan {
            kind,
            ..plan(backend.now())
        };
        let id = asked(&backend, &crew.ana, ask).await;
        approve(&backend, &crew.jo, id).await;
        approve(&backend, &crew.bo, id).await;
        id
    };
    let (normal, emergency) = (
        approved(ChangeKind::Normal).await,
        approved(ChangeKind::Emergency).await,
    );
    let waiting = asked(&backend, &crew.ana, plan(backend.now())).await;
    let blocked = async || {
        let soon = (backend.now(), backend.now() + TimeDelta::days(1));
        let ahead = changes::upcoming(&backend, &crew.ana, soon, 9).await;
        let ahead = ahead.expect("changes");
        for id in [normal, emergency, waiting] {
            assert!(ahead.iter().any(|one| one.id == id), "{id:?}");
        }
        let blocked = changes::blocked(&backend, &crew.ana, &ahead).await;
        blocked.expect("an answer").into_iter().collect::<Vec<_>>()
    };
    assert_eq!(blocked().await, []);
    close(&backend).await;
    assert_eq!(blocked().await, [normal]);
}
