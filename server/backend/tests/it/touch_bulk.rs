//! An act on more findings than fit into a moment: how far it has come can be read, and a process that dies in the
//! middle leaves one that is carried on with.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use backend::{
    Backend, Error,
    findings::{self, Which},
    testing::{Engine, TestBackend, batch, incoming},
};
use domain::{
    finding::{FindingFilter, FindingList, Skip, SkipKind, Touch, TouchRule, WorkflowStatus},
    id::BulkActId,
};
use rstest::rstest;

use crate::{
    asks::{analyst, worker},
    board_equals_sql::compare,
    crash::open,
    own_sql::OwnSql,
    touch_asks::{acted, ask, carry_on, counts, read, refused, why, with},
};

/// Names the folder to the process that dies.
const FOLDER: &str = "WATCHFLOOR_TEST_BULK_CRASH";
/// Findings of the act, in eleven parts.
const FINDINGS: usize = 5_100;

fn notified() -> Touch {
    Touch {
        workflow: Some(WorkflowStatus::Notified),
        ..Touch::default()
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn it_goes_on_after_a_restart_and_every_finding_once(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&backend, 1_600).await;
    let act = acted(&backend, &analyst(), ask(&backend, &ids, notified())).await;
    assert_eq!((act.total, act.done), (1_600, 1_000));
    assert_eq!((act.finished_at, act.undoable_until), (None, None));
    let backend = backend.restart().await;
    assert_eq!(read(&backend, &analyst(), act.id).await.done, 1_000);
    assert!(
        findings::carry_on(&backend, &worker())
            .await
            .expect("it goes on")
    );
    assert_eq!(read(&backend, &analyst(), act.id).await.done, 1_500);
    carry_on(&backend).await;
    let act = read(&backend, &analyst(), act.id).await;
    assert_eq!(counts(&act), (1_600, Vec::new()));
    let mut own = OwnSql::of(&backend).await;
    for question in [
        "SELECT COUNT(*) FROM findings WHERE workflow = 'NOTIFIED' AND version = 2",
        "SELECT COUNT(*) FROM finding_history WHERE actor = 'ana'",
    ] {
        assert_eq!(own.number(question).await, 1_600, "{question}");
    }
    assert_eq!(own.number("SELECT COUNT(*) FROM audit").await, 1);
    let whole = FindingList::first(FindingFilter::default(), 200);
    compare(&backend, &backend.url(), &[whole])
        .await
        .expect("the index equals the tables");
}

/// Two processes that carry one act on do each part once.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_carry_each_part_out_once(#[case] engine: Engine) {
    let Some(first) = TestBackend::new(engine).await else {
        return;
    };
    let ids = with(&first, 2_600).await;
    let second = first.second().await;
    let act = acted(&first, &analyst(), ask(&first, &ids, notified())).await;
    tokio::join!(carry_on(&first), carry_on(&second));
    let act = read(&first, &analyst(), act.id).await;
    assert_eq!(counts(&act), (2_600, Vec::new()));
    let mut own = OwnSql::of(&first).await;
    let twice = "SELECT COUNT(*) FROM findings WHERE version <> 2";
    assert_eq!(own.number(twice).await, 0);
}

/// Who takes all of a list means what was there to be seen: not what came since, through restart and undo.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_came_after_the_list_was_read_is_left_out(#[case] engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    with(&backend, 1_100).await;
    let last = backend.board().last();
    let later = (0..3).map(|n| incoming(&format!("later{n}"), |_| {}));
    backend.ingest(batch(later.collect())).await;
    let list = || Box::new(FindingList::first(FindingFilter::default(), 1));
    let mut all = ask(&backend, &[], notified());
    all.which = Which::Matching(list(), last);
    let act = acted(&backend, &analyst(), all).await;
    assert_eq!((act.total, act.done, act.finished_at), (1_103, 1_000, None));
    let backend = backend.restart().await;
    carry_on(&backend).await;
    let act = read(&backend, &analyst(), act.id).await;
    let left_out = vec![(SkipKind::CameLater, 3)];
    assert_eq!((act.total, counts(&act)), (1_103, (1_100, left_out)));
    assert_eq!(
        why(&act),
        [Skip::CameLater, Skip::CameLater, Skip::CameLater]
    );
    let mut own = OwnSql::of(&backend).await;
    let open = "SELECT COUNT(*) FROM findings WHERE workflow = 'NEW' AND version = 1";
    assert_eq!(own.number(open).await, 3);
    let undo = findings::undo(&backend, &analyst(), act.id, None).await;
    carry_on(&backend).await;
    let undone = read(&backend, &analyst(), undo.expect("it begins")).await;
    assert_eq!(counts(&undone), (1_100, Vec::new()));
    let mut none = ask(&backend, &[], notified());
    none.which = Which::Matching(list(), 0);
    let rule = refused(&backend, none).await;
    assert!(
        matches!(rule, Error::Touch(TouchRule::NothingMatches)),
        "{rule:?}"
    );
}

/// The act of the process that dies, if it was asked.
async fn kept_act(folder: &Path) -> Option<BulkActId> {
    let url = format!("sqlite://{}", folder.join("watchfloor.db").display());
    let mut own = OwnSql::open(&url).await;
    let ids = own.column("SELECT lower(hex(id)) FROM bulk_acts").await;
    ids.first().and_then(|id| id.parse().ok())
}

async fn work(backend: &Backend) {
    while findings::carry_on(backend, &worker())
        .await
        .expect("it goes on")
    {
        println!("\ncarried out");
    }
}

#[tokio::test]
async fn the_process_that_dies() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = Path::new(&folder);
    let backend = open(folder).await;
    if kept_act(folder).await.is_none() {
        let page = (0..FINDINGS).map(|n| incoming(&format!("f{n}"), |_| {}));
        let done = findings::ingest(&backend, &worker(), batch(page.collect())).await;
        let seq = done.expect("the page goes in").seq.expect("it is new");
        backend.board().wait_for(seq).await;
        let mut all = ask(&backend, &[], notified());
        let list = FindingList::first(FindingFilter::default(), 1);
        all.which = Which::Matching(Box::new(list), u32::MAX);
        findings::touch(&backend, &analyst(), all)
            .await
            .expect("it begins");
        println!("\ncarried out");
    }
    work(&backend).await;
    println!("\nended");
}

/// Starts a process and kills it after it has carried out some parts; whether it came to the end before that.
fn one_life(folder: &Path, parts: usize) -> bool {
    let program = std::env::current_exe().expect("this program");
    let mut child: Child = Command::new(program)
        .args([
            "--exact",
            "touch_bulk::the_process_that_dies",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut said = lines.map_while(Result::ok);
    let ended = said
        .by_ref()
        .filter(|line| line == "carried out" || line == "ended")
        .take(parts)
        .any(|line| line == "ended");
    child.kill().expect("SIGKILL");
    child.wait().expect("it is gone");
    ended
}

#[test]
fn a_killed_process_leaves_an_act_that_is_carried_on_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let lives = [1, 2, 1, 3, usize::MAX];
    let ended: Vec<bool> = lives.map(|parts| one_life(folder.path(), parts)).to_vec();
    assert_eq!(ended, [false, false, false, false, true]);
    runtime.block_on(async {
        let id = kept_act(folder.path()).await.expect("the act is kept");
        let backend = open(folder.path()).await;
        let act = read(&backend, &analyst(), id).await;
        assert_eq!(counts(&act), (FINDINGS as u64, Vec::new()));
        let url = format!("sqlite://{}", folder.path().join("watchfloor.db").display());
        let mut own = OwnSql::open(&url).await;
        assert_eq!(own.column("PRAGMA integrity_check").await, ["ok"]);
        let once = "SELECT COUNT(*) FROM findings WHERE workflow = 'NOTIFIED' AND version = 2";
        assert_eq!(own.number(once).await, FINDINGS as i64);
        let whole = FindingList::first(FindingFilter::default(), 200);
        compare(&backend, &url, &[whole])
            .await
            .expect("the index equals the tables");
        backend.db().close().await;
    });
}
