//! A moto server of our own: on a free port of loopback, stopped by its id.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

/// A server that runs until it is dropped.
#[derive(Debug)]
pub(super) struct Moto {
    child: Child,
    /// Where moto itself listens.
    pub(super) address: SocketAddr,
    /// Where the product is sent.
    door: SocketAddr,
}

impl Moto {
    /// Starts one; says so when there is no moto, which fails in CI.
    pub(super) async fn start() -> Option<Self> {
        let started = tokio::task::spawn_blocking(start).await;
        let started = started.expect("starting does not panic");
        if started.is_none() {
            assert!(std::env::var_os("CI").is_none(), "CI has moto");
            println!("skipped: no Python with moto in WATCHFLOOR_PYTHON or the user's cache");
        }
        started
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.door)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The Python that has moto and boto3, if there is one.
pub(crate) fn python() -> Option<PathBuf> {
    let named = std::env::var_os("WATCHFLOOR_PYTHON").map(PathBuf::from);
    let cached = std::env::var_os("HOME")
        .map(|home| PathBuf::from(home).join(".cache/watchfloor/venv/bin/python"));
    named.or(cached).filter(|path| path.exists())
}

fn start() -> Option<Moto> {
    let python = python()?;
    let found = Command::new(&python)
        .args(["-c", "import moto.server"])
        .stderr(Stdio::null())
        .status();
    if !found.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut child = Command::new(python)
        .args(["-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python starts");
    let stderr = child.stderr.take().expect("piped");
    let (send, receive) = mpsc::channel();
    // Read to the end, so that the server never waits for its log to be taken.
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            if let Some(address) = address_in(&line) {
                let _ = send.send(address);
            }
        }
    });
    let address = receive.recv_timeout(Duration::from_secs(120));
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut moto = Moto {
        child,
        address: nowhere,
        door: nowhere,
    };
    moto.address = address.expect("moto says where it listens");
    moto.door = super::door::open(moto.address);
    Some(moto)
}

/// The address in ` * Running on http://127.0.0.1:40123`.
fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("Running on http://")?;
    rest.split_whitespace().next()?.parse().ok()
}
