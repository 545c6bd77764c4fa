//! The server as it is shipped, in its own process, on the findings that were taken in.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::{
    changing::Mark,
    figure::{Better, Figures},
    listeners, pages,
};

/// Longer than any start should take.
const PATIENCE: Duration = Duration::from_secs(180);
/// How long nobody asks anything before memory is looked at.
const IDLE: Duration = Duration::from_secs(10);

/// Start with and without the kept index, pages, followers, and the memory that is left in use.
pub(crate) async fn measure(
    figures: &mut Figures,
    directory: &Path,
    count: u32,
    marks: &[Mark],
) -> anyhow::Result<()> {
    let index = directory.join("findings.index");
    let aside = directory.join("aside.index");
    std::fs::rename(&index, &aside)?;
    let (server, took) = Served::start(directory).await?;
    figures.add(
        "start_without_index_s",
        count,
        took.as_secs_f64(),
        "s",
        Better::Lower(12.0),
    );
    server.stop().await?;
    std::fs::rename(&aside, &index)?;
    let (server, took) = Served::start(directory).await?;
    figures.add(
        "start_s",
        count,
        took.as_secs_f64(),
        "s",
        Better::Lower(3.0),
    );
    let visitor = pages::Visitor::sign_in(&server.base).await?;
    pages::measure(figures, &visitor, count).await?;
    listeners::measure(figures, &visitor, count, marks).await?;
    tokio::time::sleep(IDLE).await;
    figures.add(
        "rss_mb",
        count,
        server.resident_mb()?,
        "MB",
        Better::Lower(450.0),
    );
    server.stop().await
}

/// A running server.
pub(crate) struct Served {
    child: Child,
    pub(crate) base: String,
}

impl Served {
    /// Starts one; answers once `/readyz` does, with how long that took.
    async fn start(directory: &Path) -> anyhow::Result<(Self, Duration)> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?
            .local_addr()?
            .port();
        let base = format!("http://127.0.0.1:{port}");
        let log = std::fs::File::create(directory.join("server.log"))?;
        let start = Instant::now();
        let child = Command::new(binary())
            .args([
                "serve",
                "--listen",
                &format!("127.0.0.1:{port}"),
                "--data-dir",
            ])
            .arg(directory)
            .env("WATCHFLOOR_AWS_ENABLED", "false")
            .env("WATCHFLOOR_TELEMETRY_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} cannot be started", binary().display()))?;
        let mut server = Self { child, base };
        let ready = format!("{}/readyz", server.base);
        let client = reqwest::Client::new();
        while start.elapsed() < PATIENCE {
            if let Ok(answer) = client.get(&ready).send().await
                && answer.status().is_success()
            {
                return Ok((server, start.elapsed()));
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended while it started: {status}");
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        bail!("the server was not ready after {PATIENCE:?}")
    }

    /// Memory of the process that is in use, in megabytes of a million bytes.
    fn resident_mb(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes =
            line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok());
        Ok(kilobytes.context("VmRSS of /proc")? * 1_024.0 / 1e6)
    }

    /// Asks it to end and waits until it has.
    async fn stop(mut self) -> anyhow::Result<()> {
        let done = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        anyhow::ensure!(done.success(), "the server could not be told to stop");
        while self.child.try_wait()?.is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Gone already where it was stopped; where a measurement failed nothing must stay behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program that is measured.
pub(crate) fn binary() -> PathBuf {
    std::env::var_os("WATCHFLOOR_BIN")
        .map_or_else(|| "target/release/watchfloor".into(), PathBuf::from)
}
