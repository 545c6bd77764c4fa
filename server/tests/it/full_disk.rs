//! A server whose disk is full: it says so, goes on by itself when there is room, and has lost nothing that it acknowledged.
//!
//! The disk is a small one in memory, which not everybody may mount; without it the test ends early and says so.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use reqwest::{Client, StatusCode};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    commands::{Serving, run},
    place::PASSWORD,
};

/// Far longer than a server takes to notice.
const LIMIT: Duration = Duration::from_secs(60);

/// A disk of eight megabytes, gone with the test.
struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        fs::create_dir(&data).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=8m", "watchfloor-test"])
            .arg(&data)
            .output();
        match mounted {
            Ok(done) if done.status.success() => Some(Self { folder }),
            other => {
                eprintln!("skipped: a small disk cannot be mounted here: {other:?}");
                None
            }
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn filler(&self) -> PathBuf {
        self.data().join("filler")
    }

    /// Leaves so many bytes.
    fn fill(&self, left: u64) {
        let mut filler = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.filler())
            .expect("a file");
        while filler.write_all(&[1; 4096]).is_ok() {}
        let size = filler.metadata().expect("its size").len();
        filler.set_len(size - left).expect("it shrinks");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // The folder is removed whether or not this worked; what is left then is seen in the list of mounts.
        let _ = Command::new("umount").arg("-l").arg(self.data()).status();
    }
}

/// Signs the first administrator in by the link that the command line prints.
async fn administrator(folder: &Path, base: &str) -> Client {
    let added = run(folder, &["user", "add", "ada", "--role", "admin"]);
    let said = String::from_utf8_lossy(&added.stdout).into_owned();
    let (_, secret) = said.split_once("/first/").expect("a link");
    let browser = Client::builder()
        .cookie_store(true)
        .build()
        .expect("a client");
    let form = [("secret", secret.trim()), ("password", PASSWORD)];
    let status = post(&browser, &format!("{base}/api/people/use_link"), &form).await;
    assert!(status.is_success(), "{status}");
    browser
}

async fn post(browser: &Client, url: &str, form: &[(&str, &str)]) -> StatusCode {
    let ask = browser
        .post(url)
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .form(form);
    ask.send().await.expect("the server answers").status()
}

/// The body of `/readyz` once it has this status.
async fn ready(base: &str, status: u16) -> Value {
    let waiting = async {
        loop {
            let answer = reqwest::get(format!("{base}/readyz"))
                .await
                .expect("an answer");
            if answer.status() == status {
                return answer.json().await.expect("JSON");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let told = tokio::time::timeout(LIMIT, waiting).await;
    told.unwrap_or_else(|_| panic!("/readyz never answered {status}"))
}

/// Adds people until one is refused; the answer is who was acknowledged.
async fn add_until_full(browser: &Client, base: &str) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for n in 0..2_000 {
        let name = format!("person-{n:04}");
        let form = [("name", name.as_str()), ("roles[]", "viewer")];
        let status = post(browser, &format!("{base}/api/people/add"), &form).await;
        if status == 503 {
            return acknowledged;
        }
        assert!(status.is_success(), "{name}: {status}");
        acknowledged.push(name);
    }
    panic!("the disk never was full");
}

async fn page(browser: &Client, url: &str) -> String {
    let answer = browser.get(url).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{url}");
    answer.text().await.expect("text")
}

#[tokio::test]
async fn a_full_disk_is_told_and_loses_nothing_that_was_acknowledged() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let folder = disk.folder.path();
    let serving = Serving::start(folder);
    let browser = administrator(folder, &serving.base).await;
    ready(&serving.base, 200).await;
    disk.fill(300 << 10);
    let mut acknowledged = add_until_full(&browser, &serving.base).await;
    assert!(!acknowledged.is_empty(), "there was room for some");
    disk.fill(0);
    let body = ready(&serving.base, 503).await;
    assert!(
        body["writes"]
            .as_str()
            .is_some_and(|why| why.contains("full")),
        "{body}"
    );
    let html = page(&browser, &format!("{}/findings", serving.base)).await;
    assert!(html.contains("Nothing is saved"), "{html}");
    fs::remove_file(disk.filler()).expect("room again");
    ready(&serving.base, 200).await;
    let form = [("name", "late"), ("roles[]", "viewer")];
    let status = post(&browser, &format!("{}/api/people/add", serving.base), &form).await;
    assert!(status.is_success(), "{status}");
    acknowledged.push("late".to_owned());
    // Killed, not stopped: what was acknowledged is on the disk.
    drop(serving);
    let serving = Serving::start(folder);
    let names = everybody(&browser, &serving.base).await;
    for name in &acknowledged {
        assert!(names.contains(&format!(">{name}<")), "{name} is lost");
    }
}

/// All pages of the list of people.
async fn everybody(browser: &Client, base: &str) -> String {
    let mut all = String::new();
    let mut next = Some("/settings/people".to_owned());
    while let Some(path) = next {
        let html = page(browser, &format!("{base}{path}")).await;
        next = html.split_once("rel=\"next\" href=\"").map(|(_, rest)| {
            let href = rest.split('"').next().unwrap_or_default();
            href.replace("&amp;", "&")
        });
        all.push_str(&html);
    }
    all
}
