//! Acts on the same findings at once, by people and by reports: one wins, and nothing is lost or half done.

use backend::{
    findings::{self, ChangeWorkflow, change_workflow},
    testing::{Engine, TestBackend, batch, incoming},
};
use domain::{
    finding::{Assignment, Skip, SkipKind, Touch, WorkflowStatus},
    id::FindingId,
    version::Version,
};
use rstest::rstest;

use crate::{
    asks::{analyst, history},
    own_sql::OwnSql,
    touch_asks::{ask, ben, read, with},
};

fn claim() -> Touch {
    Touch {
        assignee: Some(Assignment::Claim),
        ..Touch::default()
    }
}

/// Two who claim the same findings: each finding is one's, and the other is told whose.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_claim_exactly_one_wins(#[case] engine: Engine) {
    let Some(first) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&first, 40).await;
    let second = first.second().await;
    for some in ids.chunks(4) {
        let (one, other) = (ask(&first, some, claim()), ask(&second, some, claim()));
        let (ana, ben_is) = (analyst(), ben());
        let (one, other) = tokio::join!(
            findings::touch(&first, &ana, one),
            findings::touch(&second, &ben_is, other),
        );
        let one = read(&first, &analyst(), one.expect("it begins")).await;
        let other = read(&first, &ben(), other.expect("it begins")).await;
        assert_eq!(one.done + other.done, 4, "{one:?} {other:?}");
        for (act, who) in [(one, "ben"), (other, "ana")] {
            let taken = act.first_skipped.iter().map(|skipped| &skipped.why);
            assert!(
                taken.clone().all(|why| *why == Skip::Taken(who.to_owned())),
                "{act:?}"
            );
        }
    }
    let mut own = OwnSql::of(&first).await;
    let claims = "SELECT COUNT(*) FROM finding_history WHERE field = 'assignee'";
    assert_eq!(own.number(claims).await, 40, "nothing changed hands");
}

/// An act meets acts on single findings and pages that change them: all come through, each finding's history is whole.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_between_acts_and_pages(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 60).await;
    for round in 0..5 {
        let workflow = match round % 2 {
            0 => WorkflowStatus::Notified,
            _ => WorkflowStatus::New,
        };
        let touch = Touch {
            workflow: Some(workflow),
            ..Touch::default()
        };
        let page = (0..20).map(|n| {
            incoming(&format!("f{n}"), |finding| {
                finding.description = format!("round {round}")
            })
        });
        let page = batch(page.collect());
        let ana = analyst();
        let many = findings::touch(&backend, &ana, ask(&backend, &ids, touch));
        let (many, _, _) = tokio::join!(many, single(&backend, ids[30]), take_in(&backend, page));
        let act = read(&backend, &analyst(), many.expect("it begins")).await;
        let skipped: u64 = act.skipped.iter().map(|(_, count)| count).sum();
        assert_eq!(act.done + skipped, 60);
        assert!(
            act.skipped
                .iter()
                .all(|(why, _)| *why == SkipKind::AlreadySo || *why == SkipKind::Changed),
            "{act:?}"
        );
    }
    for id in &ids {
        unbroken(&backend, *id).await;
    }
}

async fn take_in(backend: &TestBackend, page: findings::IngestBatch) {
    let worker = crate::asks::worker();
    // A page that loses against an act is tried again, as its worker does.
    while findings::ingest(backend, &worker, page.clone())
        .await
        .is_err()
    {}
}

async fn single(backend: &TestBackend, id: FindingId) -> bool {
    let expected = backend
        .board()
        .row(id)
        .map_or(Version::FIRST, |row| row.version);
    let ask = ChangeWorkflow {
        id,
        expected,
        to: WorkflowStatus::Resolved,
        address: None,
    };
    change_workflow(backend, &ben(), ask).await.is_ok()
}

/// Each change of the workflow begins where the one before it ended, and the last ended where it stands.
async fn unbroken(backend: &TestBackend, id: FindingId) {
    let changes = history(backend, id).await;
    let moves: Vec<_> = changes
        .iter()
        .filter(|one| one[0] == "workflow")
        .rev()
        .collect();
    for pair in moves.windows(2) {
        assert_eq!(pair[0][2], pair[1][1], "{changes:?}");
    }
    let mut own = OwnSql::of(backend).await;
    let row = own
        .column(&format!(
            "SELECT f.workflow FROM findings f WHERE f.n = {}",
            backend.board().number(id).expect("it is there")
        ))
        .await;
    let last = moves.last().map_or("NEW", |last| last[2].as_str());
    assert_eq!(row, [last]);
}
