//! A server that is killed in the middle of an act on many findings carries it on when it starts again, and its page says
//! how far it has come before and after.

use std::{os::unix::fs::symlink, path::Path, time::Duration};

use backend::{
    findings::{self, BulkAct},
    people,
    testing::{Engine, TestBackend, batch, incoming, person},
};
use chrono::Utc;
use domain::{
    actor::{Actor, Role},
    id::BulkActId,
};
use reqwest::{Client, redirect::Policy};

use crate::{commands::Serving, place::PASSWORD};

/// So many that a server is not done with them by the time somebody has looked once.
const FINDINGS: usize = 12_000;
/// Far longer than a server takes to carry an act out.
const TRIES: usize = 1_200;

/// A server on the database of the test.
fn serve(backend: &TestBackend, folder: &Path) -> Serving {
    let url = backend.url();
    let data = folder.join("data");
    let Some(file) = url.strip_prefix("sqlite://").map(Path::new) else {
        return Serving::start_with(folder, &[("WATCHFLOOR_DATABASE_URL", url)]);
    };
    if !data.exists() {
        symlink(file.parent().expect("its folder"), data).expect("a link");
    }
    Serving::start_with(folder, &[])
}

/// A browser in which Ana is signed in.
async fn browser(serving: &Serving) -> Client {
    let browser = Client::builder()
        .cookie_store(true)
        .redirect(Policy::none())
        .build()
        .expect("a client");
    let form = [("name", "ana"), ("password", PASSWORD), ("return_to", "/")];
    let answer = browser
        .post(format!("{}/api/people/sign_in", serving.base))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .form(&form)
        .send();
    assert_eq!(answer.await.expect("an answer").status(), 302);
    browser
}

async fn page_of(serving: &Serving, browser: &Client, act: BulkActId) -> String {
    let page = browser.get(format!("{}/findings/acts/{act}", serving.base));
    let page = page.send().await.expect("the page");
    page.text().await.expect("text").replace("<!>", "")
}

async fn kept(backend: &TestBackend, act: BulkActId) -> BulkAct {
    let vera = person("vera", &[Role::Viewer]);
    let kept = findings::bulk_act(backend, &vera, act).await;
    kept.expect("the act is kept")
}

async fn fill(backend: &TestBackend) {
    for part in 0..FINDINGS / 1_000 {
        let names = (0..1_000).map(|n| format!("f{part}-{n}"));
        let findings = names.map(|name| incoming(&name, |_| {})).collect();
        backend.ingest(batch(findings)).await;
    }
}

/// Begins an act on all of them; it answers before it is done.
async fn begun(serving: &Serving, browser: &Client, backend: &TestBackend) -> BulkActId {
    let as_of = backend.board().as_of().0.to_string();
    let form = [
        ("scope", "matching"),
        ("query", ""),
        ("as_of", &as_of),
        ("workflow", "NOTIFIED"),
    ];
    let answer = browser
        .post(format!("{}/api/findings/act", serving.base))
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .form(&form)
        .send();
    let acted: serde_json::Value = answer
        .await
        .expect("an answer")
        .json()
        .await
        .expect("an act");
    let id = acted["id"].as_str().expect("an id");
    id.parse().expect("an id")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_outlives_its_process_on_sqlite() {
    an_act_outlives_its_process(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_outlives_its_process_on_postgres() {
    an_act_outlives_its_process(Engine::Postgres).await;
}

async fn an_act_outlives_its_process(engine: Engine) {
    let Some(backend) = TestBackend::new(engine).await else {
        return;
    };
    // The server goes by the clock of the machine.
    backend.clock.advance(Utc::now() - backend.now());
    let analyst = ("ana", &[Role::Analyst][..]);
    let added = people::add(&backend, &Actor::Console, analyst, Some(PASSWORD), None).await;
    added.expect("she is added");
    fill(&backend).await;
    let folder = tempfile::tempdir().expect("a folder");
    let serving = serve(&backend, folder.path());
    let ana = browser(&serving).await;
    let act = begun(&serving, &ana, &backend).await;
    let page = page_of(&serving, &ana, act).await;
    // Dropped it is killed, without a word before.
    drop(serving);
    assert!(page.contains("<h1>Changing findings</h1>"), "{page}");
    assert!(page.contains("<progress max=\"12000\" value=\""), "{page}");
    assert!(page.contains(", of 12,000."), "{page}");
    let half = kept(&backend, act).await;
    assert!(half.finished_at.is_none() && half.done >= 1_000, "{half:?}");

    let serving = serve(&backend, folder.path());
    let mut tries = 0;
    while kept(&backend, act).await.finished_at.is_none() {
        tries += 1;
        assert!(tries < TRIES, "it is carried on");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let whole = kept(&backend, act).await;
    assert_eq!(
        (whole.done, whole.first_skipped.len()),
        (FINDINGS as u64, 0)
    );
    let ana = browser(&serving).await;
    let page = page_of(&serving, &ana, act).await;
    assert!(page.contains("<h1>Findings changed</h1>"), "{page}");
    assert!(page.contains("12,000 findings changed."), "{page}");
}
