//! Views of the list of findings: whose they are, who changes them, and with which one a list begins.

use backend::{
    Backend, Error, audit,
    testing::{Engine, TestBackend, person},
    views::{
        self, Desk, NewView, ViewChange, ViewTarget, change, clear_role, open_with, remove, save,
        set_role,
    },
};
use domain::{
    actor::{Actor, Role},
    finding::{
        Column, MAX_SHARED_VIEWS, MAX_VIEW_QUERY, MAX_VIEWS, Opening, OwnOpening, Sharing, ViewRule,
    },
    id::ViewId,
    version::Version,
};
use rstest::rstest;
use uuid::Uuid;

use crate::asks::{admin, analyst, viewer};

const QUERY: &str = "severity=CRITICAL&by=flat&cols=account,age";

const fn new(name: &str, sharing: Sharing) -> NewView<'_> {
    NewView {
        name,
        query: QUERY,
        sharing,
        address: None,
    }
}

async fn kept(backend: &Backend, by: &Actor, name: &str, sharing: Sharing) -> ViewId {
    let saved = save(backend, by, new(name, sharing)).await;
    saved.expect("it is kept")
}

pub(crate) const fn target(id: ViewId, version: i64) -> ViewTarget<'static> {
    ViewTarget {
        id,
        expected: Version(version),
        address: None,
    }
}

async fn changed(backend: &Backend, by: &Actor, view: ViewTarget<'_>, to: ViewChange<'_>) {
    change(backend, by, view, to).await.expect("it is changed");
}

async fn begins(backend: &Backend, role: Role, view: ViewTarget<'_>) {
    let done = set_role(backend, &admin(), view, role).await;
    done.expect("the role begins with it");
}

async fn desk(backend: &Backend, by: &Actor) -> Desk {
    views::desk(backend, by).await.expect("a desk")
}

async fn names(backend: &Backend, by: &Actor) -> Vec<String> {
    let views = desk(backend, by).await.views;
    views.into_iter().map(|view| view.name).collect()
}

fn rule<T: std::fmt::Debug>(answer: Result<T, Error>) -> ViewRule {
    match answer {
        Err(Error::View(rule)) => rule,
        other => panic!("no rule is against it: {other:?}"),
    }
}

async fn audited(backend: &Backend) -> Vec<String> {
    let page = audit::list(backend, &admin(), None).await;
    let rows = page.expect("the audit").rows.into_iter();
    rows.map(|row| format!("{} {}: {}", row.actor, row.subject, row.detail))
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_private_view_is_its_owners_alone(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (ana, ada) = (analyst(), admin());
    let own = kept(&backend, &ana, " Mine ", Sharing::Private).await;
    kept(&backend, &ana, "All", Sharing::Shared).await;
    kept(&backend, &viewer(), "apart", Sharing::Private).await;
    let read = views::get(&backend, &ana, own).await.expect("it is there");
    assert_eq!(
        (read.view.name.as_str(), read.query.as_str()),
        ("Mine", QUERY)
    );
    assert_eq!(names(&backend, &ana).await, ["All", "Mine"]);
    assert_eq!(
        names(&backend, &viewer()).await,
        ["apart", "All"],
        "own first"
    );
    for other in [viewer(), ada] {
        let unseen = [
            views::get(&backend, &other, own).await.map(drop),
            change(&backend, &other, target(own, 1), ViewChange::Name("x")).await,
            remove(&backend, &other, target(own, 1)).await,
            open_with(&backend, &other, OwnOpening::View(own)).await,
        ];
        for answer in unseen {
            assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
        }
    }
    let nowhere = views::get(&backend, &ana, ViewId(Uuid::from_u128(9))).await;
    assert!(matches!(nowhere, Err(Error::NotFound)), "{nowhere:?}");
    assert_eq!(audited(&backend).await, ["ana All: view made and shared"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_shared_view_is_changed_by_its_owner_and_administrators(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = kept(&backend, &analyst(), "Ours", Sharing::Shared).await;
    let seen = views::get(&backend, &viewer(), id)
        .await
        .expect("it is shared");
    assert!(!seen.view.may_change);
    let refused = change(&backend, &viewer(), target(id, 1), ViewChange::Query("")).await;
    assert_eq!(rule(refused), ViewRule::NotYours);
    assert_eq!(
        rule(remove(&backend, &viewer(), target(id, 1)).await),
        ViewRule::NotYours
    );
    changed(
        &backend,
        &admin(),
        target(id, 1),
        ViewChange::Query("by=account"),
    )
    .await;
    changed(
        &backend,
        &analyst(),
        target(id, 2),
        ViewChange::Name("Theirs"),
    )
    .await;
    let read = views::get(&backend, &viewer(), id)
        .await
        .expect("it is shared");
    assert_eq!(
        (read.view.name.as_str(), read.query.as_str()),
        ("Theirs", "by=account")
    );
    assert_eq!(read.view.changed_by, "ana");
    let unshared = ViewChange::Sharing(Sharing::Private);
    changed(&backend, &admin(), target(id, 3), unshared).await;
    assert_eq!(names(&backend, &viewer()).await, [""; 0]);
    let again = ViewChange::Name("Mine again");
    changed(&backend, &analyst(), target(id, 4), again).await;
    let expected = [
        "ada Theirs: view not shared any more",
        "ana Ours: view renamed to Theirs",
        "ada Ours: view keeps another list: by=account",
        "ana Ours: view made and shared",
    ];
    assert_eq!(audited(&backend).await, expected);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_is_late_is_told_who_was_faster(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let id = kept(&backend, &analyst(), "Ours", Sharing::Shared).await;
    changed(&backend, &admin(), target(id, 1), ViewChange::Name("New")).await;
    let at = backend.now();
    let late = [
        change(&backend, &analyst(), target(id, 1), ViewChange::Query("")).await,
        remove(&backend, &analyst(), target(id, 1)).await,
        set_role(&backend, &admin(), target(id, 1), Role::Viewer).await,
    ];
    for answer in late {
        let Err(Error::Conflict { by, at: changed }) = answer else {
            panic!("it was late: {answer:?}");
        };
        assert_eq!(by, "ada");
        assert!(changed <= at);
    }
    let read = views::get(&backend, &analyst(), id)
        .await
        .expect("it is there");
    assert_eq!(read.query, QUERY);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn names_are_ones_own_and_each_is_there_once(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ana = analyst();
    let first = kept(&backend, &ana, "Mine", Sharing::Private).await;
    let other = kept(&backend, &ana, "Other", Sharing::Private).await;
    kept(&backend, &viewer(), "Mine", Sharing::Shared).await;
    let twice = save(&backend, &ana, new(" Mine", Sharing::Shared)).await;
    assert_eq!(rule(twice), ViewRule::NameTaken);
    let renamed = change(&backend, &ana, target(other, 1), ViewChange::Name("Mine")).await;
    assert_eq!(rule(renamed), ViewRule::NameTaken);
    changed(&backend, &ana, target(first, 1), ViewChange::Name("Mine")).await;
    for name in ["", " \u{0} ", &"x".repeat(61)] {
        let nameless = save(&backend, &ana, new(name, Sharing::Private)).await;
        assert_eq!(rule(nameless), ViewRule::Name, "{name:?}");
    }
    let query = &"x".repeat(MAX_VIEW_QUERY + 1);
    let long = NewView {
        query,
        ..new("Long", Sharing::Private)
    };
    assert_eq!(
        rule(save(&backend, &ana, long).await),
        ViewRule::QueryTooLong
    );
    assert_eq!(names(&backend, &ana).await, ["Mine", "Other", "Mine"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn there_is_an_end_to_views(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let owner = |n: usize| person(&format!("owner-{n}"), &[Role::Analyst]);
    for n in 0..MAX_SHARED_VIEWS {
        let name = format!("view {n}");
        kept(&backend, &owner(n / MAX_VIEWS), &name, Sharing::Shared).await;
    }
    let full = save(&backend, &owner(0), new("one more", Sharing::Private)).await;
    assert_eq!(rule(full), ViewRule::Full);
    let shared = save(&backend, &analyst(), new("one more", Sharing::Shared)).await;
    assert_eq!(rule(shared), ViewRule::SharedFull);
    let own = kept(&backend, &analyst(), "one more", Sharing::Private).await;
    let share = ViewChange::Sharing(Sharing::Shared);
    let shared = change(&backend, &analyst(), target(own, 1), share).await;
    assert_eq!(rule(shared), ViewRule::SharedFull);
    assert_eq!(
        desk(&backend, &analyst()).await.views.len(),
        MAX_SHARED_VIEWS + 1
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_role_begins_with_a_view_until_it_is_gone(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (ana, ada) = (analyst(), admin());
    let both = person("kim", &[Role::Admin, Role::Analyst]);
    let ours = kept(&backend, &ana, "Ours", Sharing::Shared).await;
    let theirs = kept(&backend, &ada, "Theirs", Sharing::Shared).await;
    let opens = async |by: &Actor| desk(&backend, by).await.opens;
    assert_eq!(opens(&ana).await, Opening::AllOpen);
    let refused = set_role(&backend, &ana, target(ours, 1), Role::Analyst).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let screens = set_role(&backend, &ada, target(ours, 1), Role::Display).await;
    assert_eq!(rule(screens), ViewRule::NoReader);
    begins(&backend, Role::Admin, target(theirs, 1)).await;
    begins(&backend, Role::Analyst, target(ours, 1)).await;
    assert_eq!(opens(&ana).await, Opening::OfRole(Role::Analyst, ours));
    assert_eq!(opens(&both).await, Opening::OfRole(Role::Analyst, ours));
    assert_eq!(opens(&viewer()).await, Opening::AllOpen);
    let roles: Vec<_> = desk(&backend, &ada)
        .await
        .views
        .into_iter()
        .map(|view| view.roles)
        .collect();
    assert_eq!(roles, [[Role::Admin], [Role::Analyst]]);
    // Not shared any more, or gone: the next role of who has several takes over.
    let unshared = ViewChange::Sharing(Sharing::Private);
    changed(&backend, &ana, target(ours, 2), unshared).await;
    assert_eq!(opens(&ana).await, Opening::AllOpen);
    assert_eq!(opens(&both).await, Opening::OfRole(Role::Admin, theirs));
    let private = kept(&backend, &ada, "Private", Sharing::Private).await;
    let refused = set_role(&backend, &ada, target(private, 1), Role::Viewer).await;
    assert_eq!(rule(refused), ViewRule::NotShared);
    remove(&backend, &ada, target(theirs, 2))
        .await
        .expect("it is gone");
    assert_eq!(opens(&both).await, Opening::AllOpen);
    let said = audited(&backend).await;
    assert_eq!(said[0], "ada Theirs: view deleted; 1 role began with it");
    assert_eq!(
        said[1],
        "ana Ours: view not shared any more; 1 role began with it"
    );
    assert_eq!(said[2], "ada Ours: the role analyst begins with this view");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn ones_own_choice_wins_over_the_roles(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let (ana, ada) = (analyst(), admin());
    let ours = kept(&backend, &ada, "Ours", Sharing::Shared).await;
    let mine = kept(&backend, &ana, "Mine", Sharing::Private).await;
    begins(&backend, Role::Analyst, target(ours, 1)).await;
    let of_role = Opening::OfRole(Role::Analyst, ours);
    let choose = async |own| open_with(&backend, &ana, own).await.expect("it is kept");
    let opens = async || desk(&backend, &ana).await.opens;
    choose(OwnOpening::View(mine)).await;
    assert_eq!(opens().await, Opening::Own(mine));
    choose(OwnOpening::AllOpen).await;
    assert_eq!(opens().await, Opening::AllOpen);
    choose(OwnOpening::Role).await;
    assert_eq!(opens().await, of_role);
    choose(OwnOpening::View(mine)).await;
    remove(&backend, &ana, target(mine, 1))
        .await
        .expect("it is gone");
    assert_eq!(opens().await, of_role, "what was chosen is gone");
    clear_role(&backend, &ada, Role::Analyst, None)
        .await
        .expect("it begins with none");
    assert_eq!(opens().await, Opening::AllOpen);
    assert_eq!(desk(&backend, &viewer()).await.own, OwnOpening::Role);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_columns_that_somebody_chose_last_are_kept_for_them(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ana = analyst();
    let columns = async |backend: &Backend, by: &Actor| desk(backend, by).await.columns;
    assert_eq!(columns(&backend, &ana).await, None);
    for chosen in [
        vec![Column::Age, Column::Account],
        vec![],
        vec![Column::Region],
    ] {
        views::keep_columns(&backend, &ana, &chosen)
            .await
            .expect("they are kept");
        assert_eq!(columns(&backend, &ana).await, Some(chosen));
    }
    // The one choice leaves the other alone.
    open_with(&backend, &ana, OwnOpening::AllOpen)
        .await
        .expect("it is kept");
    let again = backend.restart().await;
    assert_eq!(columns(&again, &ana).await, Some(vec![Column::Region]));
    assert_eq!(desk(&again, &ana).await.own, OwnOpening::AllOpen);
    assert_eq!(columns(&again, &viewer()).await, None);
}
