//! Signing in: what is refused, what locks, and that all of it is audited.

use backend::{
    Error, audit,
    people::{self, PersonChange, PersonStatus, SignIn, sign_in},
    testing::{Engine, TestBackend},
};
use chrono::TimeDelta;
use domain::{
    actor::{PersonActor, Role},
    time::Timestamp,
};
use rstest::rstest;

use crate::asks::admin;

const RIGHT: &str = "correct horse";
const WRONG: &str = "battery staple";

async fn try_it(backend: &TestBackend, name: &str, password: &str) -> Result<PersonActor, Error> {
    let address = Some("192.0.2.7");
    sign_in(
        backend,
        SignIn {
            name,
            password,
            address,
        },
    )
    .await
}

async fn with_ben(engine: Engine) -> Option<TestBackend> {
    let backend = TestBackend::new(engine).await?;
    for (name, role) in [("ada", Role::Admin), ("ben", Role::Analyst)] {
        people::add(&backend, &admin(), (name, &[role]), Some(RIGHT), None)
            .await
            .expect("added");
    }
    Some(backend)
}

/// Ben as an administrator sees him.
async fn ben(backend: &TestBackend) -> PersonStatus {
    people::list(backend, &admin(), Some("ada"))
        .await
        .expect("people")
        .rows
        .remove(0)
}

async fn locked_until(backend: &TestBackend) -> Option<Timestamp> {
    ben(backend).await.locked_until
}

/// Subject, outcome and detail of the newest entries, newest first.
async fn audited(backend: &TestBackend, newest: usize) -> Vec<[String; 3]> {
    let rows = audit::list(backend, &admin(), None)
        .await
        .expect("the audit")
        .rows;
    let entry = |row: audit::AuditEntry| [row.subject, row.outcome, row.detail];
    rows.into_iter().take(newest).map(entry).collect()
}

fn entry(subject: &str, outcome: &str, detail: &str) -> [String; 3] {
    [subject, outcome, detail].map(str::to_owned)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn right_wrong_and_unknown(#[case] engine: Engine) {
    let Some(backend) = with_ben(engine).await else {
        return;
    };
    let ben = try_it(&backend, " Ben ", RIGHT)
        .await
        .expect("case and blanks do not matter");
    assert_eq!(
        (ben.name.as_str(), ben.roles.as_slice()),
        ("ben", [Role::Analyst].as_slice())
    );
    assert_eq!(
        audited(&backend, 1).await,
        [entry("ben", "done", "signed in")]
    );
    let first = audit::list(&backend, &admin(), None)
        .await
        .expect("the audit")
        .rows
        .remove(0);
    assert_eq!(
        (first.actor.as_str(), first.address.as_deref()),
        ("ben", Some("192.0.2.7"))
    );
    for (name, password) in [
        ("ben", WRONG),
        ("nobody", RIGHT),
        ("", ""),
        ("a\0\u{1b}b", RIGHT),
    ] {
        let refused = try_it(&backend, name, password).await;
        assert!(
            matches!(refused, Err(Error::SignInRefused)),
            "{name:?}: {refused:?}"
        );
    }
    let why = "name or password is wrong";
    let refused = ["ab", "", "nobody", "ben"].map(|name| entry(name, "refused", why));
    assert_eq!(audited(&backend, 4).await, refused);
    try_it(&backend, "ben", RIGHT)
        .await
        .expect("one wrong password locks nobody out");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn five_wrong_passwords_lock_and_time_opens_again(#[case] engine: Engine) {
    let Some(backend) = with_ben(engine).await else {
        return;
    };
    for _ in 0..5 {
        assert!(matches!(
            try_it(&backend, "ben", WRONG).await,
            Err(Error::SignInRefused)
        ));
    }
    let until = backend.now() + TimeDelta::seconds(30);
    assert_eq!(locked_until(&backend).await, Some(until));
    // As it is for a name that does not exist, which never locks.
    let locked = try_it(&backend, "ben", RIGHT).await;
    assert!(matches!(locked, Err(Error::SignInRefused)), "{locked:?}");
    assert_eq!(
        audited(&backend, 1).await,
        [entry("ben", "refused", "the account is locked")]
    );
    try_it(&backend, "ada", RIGHT)
        .await
        .expect("another account is open");
    backend.clock.advance(TimeDelta::seconds(30));
    assert!(matches!(
        try_it(&backend, "ben", WRONG).await,
        Err(Error::SignInRefused)
    ));
    let longer = backend.now() + TimeDelta::seconds(60);
    assert_eq!(locked_until(&backend).await, Some(longer));
    assert!(matches!(
        try_it(&backend, "ben", RIGHT).await,
        Err(Error::SignInRefused)
    ));
    backend.clock.advance(TimeDelta::seconds(60));
    try_it(&backend, "ben", RIGHT)
        .await
        .expect("it is open again");
    assert!(matches!(
        try_it(&backend, "ben", WRONG).await,
        Err(Error::SignInRefused)
    ));
    try_it(&backend, "ben", RIGHT)
        .await
        .expect("the count began anew");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_administrator_unlocks(#[case] engine: Engine) {
    let Some(backend) = with_ben(engine).await else {
        return;
    };
    for _ in 0..5 {
        drop(try_it(&backend, "ben", WRONG).await);
    }
    let row = ben(&backend).await;
    assert!(row.locked_until.is_some());
    let ask = (row.id, row.version);
    people::change(&backend, &admin(), ask, PersonChange::Unlock, None)
        .await
        .expect("unlocked");
    try_it(&backend, "ben", RIGHT).await.expect("it is open");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_disabled_account_looks_like_a_wrong_password(#[case] engine: Engine) {
    let Some(backend) = with_ben(engine).await else {
        return;
    };
    let row = ben(&backend).await;
    let ask = (row.id, row.version);
    people::change(&backend, &admin(), ask, PersonChange::Disable, None)
        .await
        .expect("disabled");
    assert!(matches!(
        try_it(&backend, "ben", RIGHT).await,
        Err(Error::SignInRefused)
    ));
    let why = "name or password is wrong";
    assert_eq!(audited(&backend, 1).await, [entry("ben", "refused", why)]);
}

/// All of them find the account open and all are wrong: each counts.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn wrong_passwords_at_one_moment_are_all_counted(#[case] engine: Engine) {
    let Some(backend) = with_ben(engine).await else {
        return;
    };
    let ask = SignIn {
        name: "ben",
        password: WRONG,
        address: None,
    };
    let mut guesses = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let backend = (*backend).clone();
        guesses.spawn(async move { sign_in(&backend, ask).await });
    }
    for refused in guesses.join_all().await {
        assert!(matches!(refused, Err(Error::SignInRefused)), "{refused:?}");
    }
    let until = backend.now() + TimeDelta::seconds(30);
    assert_eq!(locked_until(&backend).await, Some(until));
    assert!(try_it(&backend, "ben", RIGHT).await.is_err());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn signing_in_does_not_make_an_administrator_second(#[case] engine: Engine) {
    let Some(backend) = with_ben(engine).await else {
        return;
    };
    let row = ben(&backend).await;
    drop(try_it(&backend, "ben", WRONG).await);
    try_it(&backend, "ben", RIGHT).await.expect("signed in");
    let ask = (row.id, row.version);
    let roles = PersonChange::SetRoles(vec![Role::Viewer]);
    people::change(&backend, &admin(), ask, roles, None)
        .await
        .expect("nobody changed the account");
}
