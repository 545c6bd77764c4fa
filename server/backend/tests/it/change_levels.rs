//! What the settings keep of the approval levels: changed with a fence, audited, told, and refused by rule; on both engines.

use backend::{
    Error, audit, changes,
    testing::{Engine, TestBackend},
};
use domain::{
    change::{ApprovalLevel, ChangeRefusal},
    version::Version,
};
use rstest::rstest;

use crate::{asks::admin, change_asks::refusal, own_sql::OwnSql};

fn level(name: &str, needed: u32) -> ApprovalLevel {
    ApprovalLevel {
        name: name.to_owned(),
        needed,
    }
}

/// The levels with their versions.
async fn kept(backend: &TestBackend) -> Vec<(i64, Version, ApprovalLevel)> {
    let kept = changes::kept_levels(backend, &admin()).await;
    let kept = kept.expect("the levels").into_iter();
    kept.map(|one| (one.number, one.version, one.level))
        .collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_level_is_changed_audited_and_told(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let second = (2, Version::FIRST, level("Change manager", 1));
    assert_eq!(
        kept(&backend).await,
        [
            (1, Version::FIRST, level("Security lead", 1)),
            second.clone()
        ]
    );
    let by = admin();
    let set = level(" On call ", 2);
    let done = changes::set_level(&backend, &by, (1, Version::FIRST), set, Some("192.0.2.7")).await;
    done.expect("it is set");
    let first = (1, Version::FIRST.next(), level("On call", 2));
    assert_eq!(kept(&backend).await, [first.clone(), second.clone()]);
    let entries = audit::list(&backend, &by, None).await;
    let newest = entries.expect("the audit").rows.remove(0);
    assert_eq!(
        (
            newest.actor.as_str(),
            newest.subject.as_str(),
            newest.detail.as_str()
        ),
        (
            "ada",
            "level 1",
            "approval level 1 is now On call, 2 needed, before Security lead, 1 needed"
        )
    );
    let mut own = OwnSql::of(&backend).await;
    let told = own
        .column("SELECT kind FROM events ORDER BY seq DESC LIMIT 1")
        .await;
    assert_eq!(told, ["changes.level_set"]);
    let late = changes::set_level(&backend, &by, (1, Version::FIRST), level("Me", 1), None).await;
    assert!(
        matches!(&late, Err(Error::Conflict { by, .. }) if by == "ada"),
        "{late:?}"
    );
    assert_eq!(kept(&backend).await, [first, second]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_level_changes_nothing(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let before = kept(&backend).await;
    for (set, rule) in [
        (level("", 1), ChangeRefusal::LevelName),
        (level(" \u{a0}", 1), ChangeRefusal::LevelName),
        (level(&"x".repeat(61), 1), ChangeRefusal::LevelName),
        (level("Nobody", 0), ChangeRefusal::LevelNeeds),
        (level("Everybody", 21), ChangeRefusal::LevelNeeds),
    ] {
        let now = (1, Version::FIRST);
        let refused = changes::set_level(&backend, &admin(), now, set, None).await;
        assert_eq!(refusal(refused), rule);
    }
    for number in [0, 3, -1, i64::MAX] {
        let now = (number, Version::FIRST);
        let none = changes::set_level(&backend, &admin(), now, level("Third", 1), None).await;
        assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    }
    assert_eq!(kept(&backend).await, before);
}
