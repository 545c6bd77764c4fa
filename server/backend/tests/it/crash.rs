//! A process that dies in the middle of taking pages in: rows, documents, mark, event log and index agree
//! afterwards, the index that was kept in its file too.
//!
//! The test starts this very program again as the process that dies: [`the_process_that_dies`] is a test that does
//! nothing unless it is told where.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use backend::{
    Backend, Parts, findings, live,
    ports::MailRoute,
    sources::resume_at,
    store::{Db, migrate},
    testing::{FakeClock, SelfDescribing, SequentialIds, batch, incoming, source},
};
use chrono::TimeDelta;
use domain::{
    finding::{FindingFilter, FindingList, IncomingFinding},
    time::{Timestamp, from_micros},
};

use crate::{
    asks::{detail, id_of, worker},
    board_equals_sql::compare,
    own_sql::OwnSql,
};

/// Names the folder to the process that dies.
const FOLDER: &str = "WATCHFLOOR_TEST_CRASH";
/// How many pages the process says it has taken in before it is killed, in each life. Forty pages are past the
/// four hundred documents that a dictionary is trained on.
const LIVES: &[usize] = &[1, 12, 4, 17, 9, 2];
/// The index in its file, which the next life begins with, and after how many pages it is written again: a life may
/// end in the middle of that.
const INDEX: &str = "findings.index";
const INDEX_EVERY: i64 = 3;
/// Findings that are new on a page, and those of the page before that it changes.
const NEW: u32 = 15;
const CHANGED: u32 = 4;

/// Page `k` says that everything up to minute `k` has been read: the mark tells how many pages were taken in.
fn mark(k: i64) -> Timestamp {
    from_micros(1_700_000_000_000_000) + TimeDelta::minutes(k)
}

fn finding(k: i64, n: u32, title: &str) -> IncomingFinding {
    incoming(&format!("{k}-{n}"), |finding| {
        finding.title = title.to_owned();
        finding.description = format!("{:032b}", k * 7_919 + i64::from(n) * 104_729);
        finding.resources[0].id = format!("arn:aws:s3:::bucket-{k}-{n}").as_str().into();
    })
}

fn page(k: i64) -> Vec<IncomingFinding> {
    let changed = (0..CHANGED)
        .filter(|_| k > 1)
        .map(|n| finding(k - 1, n, "Changed"));
    (0..NEW)
        .map(|n| finding(k, n, "New"))
        .chain(changed)
        .collect()
}

/// What is kept after `last` pages.
fn expected(last: i64) -> Vec<IncomingFinding> {
    let of_page = |k| {
        (0..NEW).map(move |n| {
            let title = if k < last && n < CHANGED {
                "Changed"
            } else {
                "New"
            };
            finding(k, n, title)
        })
    };
    (1..=last).flat_map(of_page).collect()
}

pub(crate) async fn open(folder: &Path) -> Backend {
    let db = Db::sqlite(&folder.join("watchfloor.db"))
        .await
        .expect("the file opens");
    migrate(&db).await.expect("it migrates");
    let parts = Parts {
        index: findings::kept_index(&db, &folder.join(INDEX)).await,
        db,
        clock: Arc::new(FakeClock::new()),
        ids: Arc::new(SequentialIds::default()),
        documents: Arc::new(SelfDescribing),
        mail: MailRoute::None,
    };
    let backend = Backend::open(parts).await.expect("it opens");
    backend.build_index().await.expect("the index is built");
    tokio::spawn(live::tail(backend.clone()));
    tokio::spawn(findings::follow(backend.clone()));
    backend
}

/// How many pages were taken in, by the mark.
async fn pages(backend: &Backend) -> i64 {
    let (read_up_to, _) = resume_at(backend, &source()).await.expect("it answers");
    read_up_to.map_or(0, |at| (at - mark(0)).num_minutes())
}

#[tokio::test]
async fn the_process_that_dies() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let backend = open(Path::new(&folder)).await;
    let first = pages(&backend).await + 1;
    for k in first..first + 5_000 {
        let mut page = batch(page(k));
        page.read_up_to = Some(mark(k));
        findings::ingest(&backend, &worker(), page)
            .await
            .expect("the page goes in");
        println!("\ntaken in: {k}");
        if k % INDEX_EVERY == 0 {
            let file = Path::new(&folder).join(INDEX);
            let kept = findings::keep_index(&backend, &file).await;
            kept.expect("the index is kept");
        }
    }
}

/// Starts a process, waits until it has taken in some pages, and kills it. Answers the last page that it vouched for.
fn one_life(folder: &Path, pages: usize) -> i64 {
    let program = std::env::current_exe().expect("this program");
    let mut child: Child = Command::new(program)
        .args(["--exact", "crash::the_process_that_dies", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut said = lines.map_while(Result::ok).filter_map(|line| {
        line.strip_prefix("taken in: ")
            .and_then(|k| k.parse::<i64>().ok())
    });
    let mut last = None;
    for _ in 0..pages {
        last = said.next();
    }
    child.kill().expect("SIGKILL");
    child.wait().expect("it is gone");
    said.last().or(last).expect("it took in a page")
}

async fn all_agrees(folder: &Path, vouched: i64) {
    let backend = open(folder).await;
    let last = pages(&backend).await;
    assert!(
        last == vouched || last == vouched + 1,
        "{vouched} was acknowledged, {last} is kept"
    );
    let url = format!("sqlite://{}", folder.join("watchfloor.db").display());
    let mut own = OwnSql::open(&url).await;
    assert_eq!(own.column("PRAGMA integrity_check").await, ["ok"]);
    assert!(own.rows("PRAGMA foreign_key_check").await.is_empty());
    let kept = expected(last);
    let count = kept.len() as i64;
    for (question, answer) in [
        ("SELECT COUNT(*) FROM findings", count),
        ("SELECT MAX(n) FROM findings", count),
        ("SELECT value FROM counters WHERE name = 'finding'", count),
        ("SELECT COUNT(*) FROM finding_documents", count),
        ("SELECT COUNT(*) FROM events", last),
        ("SELECT MAX(seq) FROM events", last),
        ("SELECT seq FROM event_head", last),
        ("SELECT pages FROM sources", last),
    ] {
        assert_eq!(own.number(question).await, answer, "{question}");
    }
    for finding in &kept {
        assert_eq!(&detail(&backend, id_of(finding)).await.reported, finding);
    }
    let whole = FindingList::first(FindingFilter::default(), 200);
    compare(&backend, &url, &[whole])
        .await
        .expect("the index equals the tables");
    backend.db().close().await;
}

#[test]
fn a_killed_process_leaves_all_in_agreement() {
    let folder = tempfile::tempdir().expect("a folder");
    for (life, pages) in LIVES.iter().enumerate() {
        let vouched = one_life(folder.path(), *pages);
        println!("life {life}: killed after page {vouched}");
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(all_agrees(folder.path(), vouched));
    }
}
