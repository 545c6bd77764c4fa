//! Every verb that somebody calls, by everybody who might: refused exactly when the policy says so.

use std::{collections::BTreeSet, path::Path};

use backend::{
    Backend, Error, accounts, audit, endpoints,
    findings::{self, Assign, ChangeWorkflow, Sweep},
    floor, health,
    incidents::{self, Declare, IncidentChange, IncidentTarget, Note, Origin},
    people::{self, PersonChange},
    ports::HealthBatch,
    screens, sources, strip,
    testing::{Engine, TestBackend, batch, incoming, person, source},
    wall,
    write_back::{self, SwitchAccount},
};
use domain::{
    action::Action,
    actor::{Actor, Role},
    around::Span,
    finding::{FindingFilter, FindingList, Grouping, Link, Touch, WorkflowStatus, WriteBackMode},
    id::{BulkActId, FindingId, HealthEventId, IncidentId, PersonId, ScreenId},
    incident::{Impact, IncidentStatus},
    source::SourceFault,
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::id_of, calendar_calls, change_calls, standard_asks, suppression_calls, view_calls,
    work_calls,
};

/// The verbs with the act that each is authorized as.
const VERBS: &[(&str, Action)] = &[
    ("accounts::list", Action::ReadFloor),
    ("accounts::take_in", Action::Ingest),
    ("audit::list", Action::ReadAudit),
    ("changes::approvers", Action::ReadFloor),
    ("changes::between", Action::ReadFloor),
    ("changes::blocked", Action::ReadFloor),
    ("changes::decide", Action::DecideChanges),
    ("changes::edit", Action::RequestChanges),
    ("changes::finish", Action::RequestChanges),
    ("changes::get", Action::ReadFloor),
    ("changes::kept_levels", Action::AdministerCalendars),
    ("changes::levels", Action::ReadFloor),
    ("changes::list", Action::ReadFloor),
    ("changes::list_within", Action::ReadFloor),
    ("changes::naming", Action::ReadFloor),
    ("changes::override_calendar", Action::DecideChanges),
    ("changes::queue_counts", Action::ReadFloor),
    ("changes::refuse_override", Action::DecideChanges),
    ("changes::request", Action::RequestChanges),
    ("changes::set_level", Action::AdministerCalendars),
    ("changes::start", Action::RequestChanges),
    ("changes::submit", Action::RequestChanges),
    ("changes::upcoming", Action::ReadFloor),
    ("changes::waiting", Action::ReadFloor),
    ("changes::waiting_for", Action::ReadFloor),
    ("changes::withdraw", Action::RequestChanges),
    ("calendar::add", Action::AdministerCalendars),
    ("calendar::add_event", Action::AdministerCalendars),
    ("calendar::change", Action::AdministerCalendars),
    ("calendar::change_event", Action::AdministerCalendars),
    ("calendar::change_freeze", Action::AdministerCalendars),
    ("calendar::closed_between", Action::ReadFloor),
    ("calendar::end_freeze", Action::AdministerCalendars),
    ("calendar::freezes", Action::ReadFloor),
    ("calendar::freezes_between", Action::ReadFloor),
    ("calendar::gate", Action::ReadFloor),
    ("calendar::gate_between", Action::ReadFloor),
    ("calendar::held", Action::ReadFloor),
    ("calendar::list", Action::ReadFloor),
    ("calendar::make_freeze", Action::AdministerCalendars),
    ("calendar::remove", Action::AdministerCalendars),
    ("calendar::remove_event", Action::AdministerCalendars),
    ("calendar::state", Action::ReadFloor),
    ("endpoints::answered", Action::Ingest),
    ("endpoints::configure", Action::Ingest),
    ("endpoints::get", Action::ReadFloor),
    ("endpoints::list", Action::ReadFloor),
    ("endpoints::look", Action::ReadFloor),
    ("endpoints::matrix", Action::ReadFloor),
    ("endpoints::observe", Action::Ingest),
    ("endpoints::read", Action::Ingest),
    ("endpoints::wanted", Action::Ingest),
    ("findings::around", Action::ReadFloor),
    ("findings::around_now", Action::ReadFloor),
    ("findings::assign", Action::TriageFindings),
    ("findings::aws_history", Action::ReadFloor),
    ("findings::bulk_act", Action::ReadFloor),
    ("findings::came_after", Action::ReadFloor),
    ("findings::canonical", Action::ReadFloor),
    ("findings::carry_on", Action::Ingest),
    ("findings::change_workflow", Action::TriageFindings),
    ("findings::counts", Action::ReadFloor),
    ("findings::facet_values", Action::ReadFloor),
    ("findings::get", Action::ReadFloor),
    ("findings::groups", Action::ReadFloor),
    ("findings::ingest", Action::Ingest),
    ("findings::list", Action::ReadFloor),
    ("findings::mark_seen", Action::ReadFloor),
    ("findings::neighbours", Action::ReadFloor),
    ("findings::not_reported", Action::Ingest),
    ("findings::numbered", Action::ReadFloor),
    ("findings::of_same_resource", Action::ReadFloor),
    ("findings::seen_up_to", Action::ReadFloor),
    ("findings::unseen", Action::ReadFloor),
    ("findings::touch", Action::TriageFindings),
    ("findings::undo", Action::TriageFindings),
    ("floor::open", Action::ReadFloor),
    ("floor::read", Action::ReadFloor),
    ("floor::turn", Action::Ingest),
    ("health::get", Action::ReadFloor),
    ("health::ingest", Action::Ingest),
    ("health::list", Action::ReadFloor),
    ("health::under_way", Action::ReadFloor),
    ("incidents::attach", Action::Ingest),
    ("incidents::change", Action::WorkIncidents),
    ("incidents::counts", Action::ReadFloor),
    ("incidents::declare", Action::WorkIncidents),
    ("incidents::export", Action::ReadFloor),
    ("incidents::get", Action::ReadFloor),
    ("incidents::linked_to", Action::ReadFloor),
    ("incidents::list", Action::ReadFloor),
    ("incidents::list_within", Action::ReadFloor),
    ("incidents::note", Action::WorkIncidents),
    ("incidents::open", Action::ReadFloor),
    ("incidents::prefill", Action::ReadFloor),
    ("incidents::reopen", Action::WorkIncidents),
    ("incidents::resolve", Action::WorkIncidents),
    ("people::add", Action::AdministerPeople),
    ("people::change", Action::AdministerPeople),
    ("people::change_own_mail", Action::AdministerSelf),
    ("people::change_own_password", Action::AdministerSelf),
    ("people::find_by_name", Action::AdministerPeople),
    ("people::list", Action::ReadSettings),
    ("people::names", Action::TriageFindings),
    ("people::own_mail", Action::AdministerSelf),
    ("people::sign_out_everywhere", Action::AdministerSelf),
    ("screens::add", Action::AdministerScreens),
    ("screens::dim", Action::AdministerScreens),
    ("screens::list", Action::AdministerScreens),
    ("screens::revoke", Action::AdministerScreens),
    ("sources::answered", Action::Ingest),
    ("sources::cold_done", Action::Ingest),
    ("sources::failed", Action::Ingest),
    ("sources::keep_only", Action::Ingest),
    ("sources::list", Action::ReadFloor),
    ("sources::register", Action::Ingest),
    ("sources::rejects", Action::ReadSettings),
    ("strip::again", Action::ReadFloor),
    ("strip::compute", Action::ReadFloor),
    ("strip::show", Action::ReadFloor),
    ("suppressions::change", Action::TriageFindings),
    ("suppressions::ending", Action::ReadFloor),
    ("suppressions::get", Action::ReadFloor),
    ("suppressions::keep_up", Action::Ingest),
    ("suppressions::list", Action::ReadFloor),
    ("suppressions::make", Action::TriageFindings),
    ("suppressions::preview", Action::TriageFindings),
    ("suppressions::switch", Action::TriageFindings),
    ("suppressions::would_hide", Action::TriageFindings),
    ("views::change", Action::KeepViews),
    ("views::clear_role", Action::AdministerViews),
    ("views::desk", Action::ReadFloor),
    ("views::get", Action::ReadFloor),
    ("views::keep_columns", Action::KeepViews),
    ("views::open_with", Action::KeepViews),
    ("views::remove", Action::KeepViews),
    ("views::save", Action::KeepViews),
    ("views::set_role", Action::AdministerViews),
    ("wall::read", Action::ReadWall),
    ("write_back::list", Action::AdministerSources),
    ("write_back::refused", Action::AdministerSources),
    ("write_back::switch", Action::AdministerSources),
];

fn everybody() -> Vec<Actor> {
    let mut all: Vec<Actor> = Role::ALL
        .iter()
        .map(|role| person(role.as_str(), &[*role]))
        .collect();
    all.push(person("without-a-role", &[]));
    all.push(person("all-at-once", Role::ALL));
    all.extend([
        Actor::Worker("findings".to_owned()),
        Actor::Console,
        Actor::Display {
            id: ScreenId(uuid::Uuid::from_u128(1)),
            name: "wall".to_owned(),
        },
        Actor::Anonymous,
    ]);
    all
}

async fn call(backend: &Backend, by: &Actor, verb: &str, finding: FindingId) -> Result<(), Error> {
    if work_calls::VERBS.iter().any(|(one, _)| *one == verb) {
        return work_calls::call(backend, by, verb).await;
    }
    let (area, _) = verb.split_once("::").expect("an area");
    match area {
        "findings" => call_findings(backend, by, verb, finding).await,
        "incidents" => call_incidents(backend, by, verb, finding).await,
        "people" => call_people(backend, by, verb).await,
        "sources" | "accounts" => call_sources(backend, by, verb).await,
        "calendar" => calendar_calls::call(backend, by, verb).await,
        "suppressions" => suppression_calls::call(backend, by, verb).await,
        "write_back" => call_write_back(backend, by, verb).await,
        "views" => view_calls::call(backend, by, verb).await,
        "standards" => standard_asks::call(backend, by, verb).await,
        "screens" => call_screens(backend, by, verb).await,
        "endpoints" => call_endpoints(backend, by, verb).await,
        "changes" => change_calls::call(backend, by, verb).await,
        _ => call_rest(backend, by, verb).await,
    }
}

pub(crate) fn not_called(verb: &str) -> ! {
    panic!("{verb} is in the table and is not called")
}

async fn call_findings(
    backend: &Backend,
    by: &Actor,
    verb: &str,
    id: FindingId,
) -> Result<(), Error> {
    let (expected, address) = (Version::FIRST, None);
    match verb {
        "findings::assign" => {
            let ask = Assign {
                id,
                expected,
                to: None,
                address,
            };
            findings::assign(backend, by, ask).await.map(drop)
        }
        "findings::aws_history" => findings::aws_history(backend, by, id).await.map(drop),
        "findings::change_workflow" => {
            let ask = ChangeWorkflow {
                id,
                expected,
                to: WorkflowStatus::Resolved,
                address,
            };
            findings::change_workflow(backend, by, ask).await.map(drop)
        }
        "findings::get" => findings::get(backend, by, id).await.map(drop),
        "findings::ingest" => findings::ingest(backend, by, batch(Vec::new()))
            .await
            .map(drop),
        "findings::not_reported" => {
            let sweep = Sweep::begin(backend).await?;
            findings::not_reported(backend, by, &source(), &sweep)
                .await
                .map(drop)
        }
        "findings::numbered" => findings::numbered(backend, by, Link::Incident(7))
            .await
            .map(drop),
        _ => call_lists(backend, by, verb, id).await,
    }
}

async fn call_lists(backend: &Backend, by: &Actor, verb: &str, id: FindingId) -> Result<(), Error> {
    let list = FindingList::first(FindingFilter::default(), 10);
    match verb {
        "findings::came_after" => findings::came_after(backend, by, &list, 0).map(drop),
        "findings::canonical" => {
            findings::canonical(backend, by, FindingFilter::default()).map(drop)
        }
        "findings::counts" => findings::counts(backend, by, &FindingFilter::open()).map(drop),
        "findings::facet_values" => {
            let sought = (domain::finding::Facet::Account, "1");
            findings::facet_values(backend, by, &list, sought).map(drop)
        }
        "findings::groups" => findings::groups(backend, by, &list, Grouping::Control).map(drop),
        "findings::list" => findings::list(backend, by, &list).map(drop),
        "findings::mark_seen" => findings::mark_seen(backend, by, 0).await.map(drop),
        "findings::neighbours" => findings::neighbours(backend, by, id, &list).map(drop),
        "findings::around" => findings::around(backend, by, id, Span::Day).await.map(drop),
        "findings::around_now" => findings::around_now(backend, by, id).await.map(drop),
        "findings::of_same_resource" => findings::of_same_resource(backend, by, id).map(drop),
        "findings::seen_up_to" => findings::seen_up_to(backend, by).map(drop),
        "findings::unseen" => findings::unseen(backend, by).map(drop),
        _ => call_bulk_acts(backend, by, verb, id).await,
    }
}

async fn call_bulk_acts(
    backend: &Backend,
    by: &Actor,
    verb: &str,
    finding: FindingId,
) -> Result<(), Error> {
    let act = BulkActId(uuid::Uuid::from_u128(1));
    let touch = Touch {
        workflow: Some(WorkflowStatus::Notified),
        ..Touch::default()
    };
    let ask = crate::touch_asks::ask(backend, &[finding], touch);
    match verb {
        "findings::bulk_act" => findings::bulk_act(backend, by, act).await.map(drop),
        "findings::carry_on" => findings::carry_on(backend, by).await.map(drop),
        "findings::touch" => findings::touch(backend, by, ask).await.map(drop),
        "findings::undo" => findings::undo(backend, by, act, None).await.map(drop),
        _ => not_called(verb),
    }
}

async fn call_incidents(
    backend: &Backend,
    by: &Actor,
    verb: &str,
    finding: FindingId,
) -> Result<(), Error> {
    let id = IncidentId(uuid::Uuid::from_u128(1));
    let (expected, address, occurred_at) = (Version::FIRST, None, None);
    let target = IncidentTarget {
        id,
        expected,
        address,
    };
    let origin = Origin::Finding(finding);
    let declare = Declare {
        title: "Something is wrong",
        summary: "",
        impact: Impact::Nobody,
        scopes: Vec::new(),
        from: None,
        address,
    };
    let (text, no_change) = ("It came back", IncidentChange::default());
    let note = Note {
        id,
        text,
        occurred_at,
        address,
    };
    match verb {
        "incidents::attach" => incidents::attach(backend, by).await.map(drop),
        "incidents::change" => incidents::change(backend, by, target, no_change)
            .await
            .map(drop),
        "incidents::counts" => incidents::counts(backend, by).await.map(drop),
        "incidents::declare" => incidents::declare(backend, by, declare).await.map(drop),
        "incidents::export" => incidents::export(backend, by, id).await.map(drop),
        "incidents::get" => incidents::get(backend, by, id).await.map(drop),
        "incidents::linked_to" => incidents::linked_to(backend, by, &origin).await.map(drop),
        "incidents::list" | "incidents::list_within" => list_incidents(backend, by, verb).await,
        "incidents::note" => incidents::note(backend, by, note).await.map(drop),
        "incidents::open" => incidents::open(backend, by, 10).await.map(drop),
        "incidents::prefill" => incidents::prefill(backend, by, &origin).await.map(drop),
        "incidents::reopen" => incidents::reopen(backend, by, target, text).await.map(drop),
        "incidents::resolve" => incidents::resolve(backend, by, target).await.map(drop),
        _ => not_called(verb),
    }
}

async fn list_incidents(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let open = IncidentStatus::Open;
    let page = match verb {
        "incidents::list" => incidents::list(backend, by, open, None).await,
        _ => {
            let everywhere = (open, &domain::scope::Scope::default());
            incidents::list_within(backend, by, everywhere, None).await
        }
    };
    page.map(drop)
}

async fn call_people(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let nobody = (PersonId(uuid::Uuid::from_u128(1)), Version::FIRST);
    match verb {
        "people::add" => people::add(backend, by, (by.label(), &[Role::Viewer]), None, None)
            .await
            .map(drop),
        "people::change" => people::change(backend, by, nobody, PersonChange::Enable, None)
            .await
            .map(drop),
        "people::change_own_password" => {
            let passwords = ("correct horse", "battery staple");
            people::change_own_password(backend, by, passwords, b"", None).await
        }
        "people::change_own_mail" => people::change_own_mail(backend, by, "", None).await,
        "people::own_mail" => people::own_mail(backend, by).await.map(drop),
        "people::find_by_name" => people::find_by_name(backend, by, "ana").await.map(drop),
        "people::list" => people::list(backend, by, None).await.map(drop),
        "people::names" => people::names(backend, by).await.map(drop),
        "people::sign_out_everywhere" => people::sign_out_everywhere(backend, by, None)
            .await
            .map(drop),
        _ => not_called(verb),
    }
}

async fn call_sources(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let fault = SourceFault::Throttled;
    match verb {
        "accounts::list" => accounts::list(backend, by).await.map(drop),
        "accounts::take_in" => accounts::take_in(backend, by, &source(), &[])
            .await
            .map(drop),
        "sources::answered" => sources::answered(backend, by, &source()).await,
        "sources::cold_done" => sources::cold_done(backend, by, &source()).await,
        "sources::failed" => sources::failed(backend, by, &source(), &fault).await,
        "sources::keep_only" => sources::keep_only(backend, by, &[source()]).await,
        "sources::list" => sources::list(backend, by).await.map(drop),
        "sources::register" => sources::register(backend, by, &source(), 60).await,
        "sources::rejects" => sources::rejects(backend, by).await.map(drop),
        _ => not_called(verb),
    }
}

async fn call_write_back(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let ask = SwitchAccount {
        account: &source().account,
        expected: None,
        to: WriteBackMode::ObserveOnly,
        address: None,
    };
    match verb {
        "write_back::list" => write_back::list(backend, by).await.map(drop),
        "write_back::refused" => write_back::refused(backend, by).await.map(drop),
        "write_back::switch" => write_back::switch(backend, by, ask).await.map(drop),
        _ => not_called(verb),
    }
}

async fn call_screens(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let none = (ScreenId(uuid::Uuid::from_u128(1)), Version::FIRST);
    match verb {
        "screens::add" => screens::add(backend, by, "hall", None).await.map(drop),
        "screens::dim" => screens::dim(backend, by, none, ["", "", ""], None).await,
        "screens::list" => screens::list(backend, by).await.map(drop),
        "screens::revoke" => screens::revoke(backend, by, none, None).await,
        _ => not_called(verb),
    }
}

async fn call_endpoints(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let check = "0b3c";
    match verb {
        "endpoints::answered" => endpoints::answered(backend, by, check, None).await,
        "endpoints::configure" => endpoints::configure(backend, by, &source(), &[])
            .await
            .map(drop),
        "endpoints::get" => endpoints::get(backend, by, check).await.map(drop),
        "endpoints::list" => endpoints::list(backend, by).await.map(drop),
        "endpoints::look" => endpoints::look(backend, by, check).map(drop),
        "endpoints::matrix" => endpoints::matrix(backend, by).await.map(drop),
        "endpoints::observe" => endpoints::observe(backend, by, ("111122223333", check), &[]).await,
        "endpoints::read" => endpoints::read(backend, by, &source(), &[]).await.map(drop),
        "endpoints::wanted" => endpoints::wanted(backend, by, "111122223333")
            .await
            .map(drop),
        _ => not_called(verb),
    }
}

async fn call_rest(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    let nothing = HealthBatch {
        events: Vec::new(),
        rejects: Vec::new(),
    };
    let about = crate::strip::about(backend, &[]);
    match verb {
        "audit::list" => audit::list(backend, by, None).await.map(drop),
        "wall::read" => wall::read(backend, by).await.map(drop),
        "floor::open" => floor::open(backend, by, &domain::scope::Scope::default())
            .await
            .map(drop),
        "floor::read" => floor::read(backend, by, &domain::scope::Scope::default())
            .await
            .map(drop),
        "floor::turn" => floor::turn(backend, by).await.map(drop),
        "health::get" => health::get(backend, by, HealthEventId(uuid::Uuid::from_u128(1)))
            .await
            .map(drop),
        "health::ingest" => health::ingest(backend, by, &source(), &nothing, None)
            .await
            .map(drop),
        "health::list" => health::list(backend, by).await.map(drop),
        "health::under_way" => health::under_way(backend, by).await.map(drop),
        "strip::again" => strip::again(backend, by, &about, (1, "")).await.map(drop),
        "strip::compute" => strip::compute(backend, by, &about).await.map(drop),
        "strip::show" => strip::show(backend, by, &about, 1).await.map(drop),
        _ => not_called(verb),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn refused_exactly_when_the_policy_says_so(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let finding = incoming("a", |_| {});
    backend.ingest(batch(vec![finding.clone()])).await;
    let mut faults = Vec::new();
    for (verb, action) in VERBS
        .iter()
        .chain(work_calls::VERBS)
        .chain(standard_asks::VERBS)
    {
        for by in everybody() {
            let done = call(&backend, &by, verb, id_of(&finding)).await;
            let refused = matches!(done, Err(Error::Forbidden));
            if refused == by.may(*action) {
                faults.push(format!("{verb} by {}: {done:?}", by.label()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A verb that is new in the code is missing in the table until somebody adds it.
#[test]
fn the_table_is_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut verbs = BTreeSet::new();
    for area in std::fs::read_dir(folder).expect("the sources") {
        let area = area.expect("an entry").path();
        let Ok(files) = std::fs::read_dir(&area) else {
            continue;
        };
        let name = area
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        for file in files {
            let Ok(text) = std::fs::read_to_string(file.expect("an entry").path()) else {
                continue;
            };
            verbs.extend(verbs_in(&text).map(|verb| format!("{name}::{verb}")));
        }
    }
    let all = VERBS
        .iter()
        .chain(work_calls::VERBS)
        .chain(standard_asks::VERBS);
    let table: BTreeSet<String> = all.map(|(verb, _)| (*verb).to_owned()).collect();
    assert_eq!(verbs, table);
}

/// Public functions that take an actor.
fn verbs_in(text: &str) -> impl Iterator<Item = &str> {
    let starts = ["\npub fn ", "\npub async fn "];
    let functions = starts
        .into_iter()
        .flat_map(|start| text.split(start).skip(1));
    functions.filter_map(|function| {
        let head = &function[..function.find("{\n")?];
        head.contains("actor: &Actor")
            .then(|| head.split(['(', '<']).next().unwrap_or_default())
    })
}
