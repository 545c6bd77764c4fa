//! A first read of everything at AWS's own limit, against the least time that the limit allows.

use std::{path::Path, time::Instant};

use anyhow::{Context as _, bail};
use aws::Access;
use backend::sources;
use domain::source::SourceKind;
use serde_json::Value;
use server::{config, connection::connection, workers};
use simulator::{Options, Pace, Running};
use tokio_util::sync::CancellationToken;

use crate::{
    figure::{Better, Figures},
    store::Floor,
};

/// Findings that are read.
const FINDINGS: u32 = 20_000;
/// GetFindings a second and at once: AWS's limit (Security Hub API reference, "Quotas").
const PER_SECOND: f64 = 3.0;
const BURST: f64 = 6.0;
/// Longer than the read can take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(300);

pub(crate) async fn measure(figures: &mut Figures, place: &Path) -> anyhow::Result<()> {
    println!("== a first read of {FINDINGS} findings, about a minute");
    let mut options = Options::at(chrono::Utc::now());
    (options.findings, options.pace) = (FINDINGS, Pace::Still);
    let simulator = simulator::serve(options).await?;
    let directory = place.join("sync");
    std::fs::create_dir(&directory)?;
    let floor = Floor::open(&directory).await?;
    let settings = config::Aws {
        aggregation_region: Some("us-east-1".to_owned()),
        ..config::Aws::default()
    };
    let access = Access::Fixed {
        endpoint: simulator.url(),
        access_key_id: "bench".to_owned(),
        secret_access_key: "bench".to_owned(),
    };
    let shutdown = CancellationToken::new();
    let start = Instant::now();
    let index = directory.join("worker.index");
    let reading = workers::start(
        &floor.backend,
        &settings,
        (connection(&settings, access), None),
        index,
        &shutdown,
    );
    wait(&floor).await?;
    let took = start.elapsed().as_secs_f64();
    let pages = pages(&simulator).await?;
    shutdown.cancel();
    reading.join_all().await;
    floor.close().await?;
    simulator.shutdown().await?;
    let least = (pages - BURST) / PER_SECOND;
    println!("    {pages} pages in {took:.1} s, {least:.1} s at the least");
    figures.add(
        "sync_ratio",
        FINDINGS,
        took / least,
        "×",
        Better::Lower(1.05),
    );
    Ok(())
}

/// Until everything that there is has been read once.
async fn wait(floor: &Floor) -> anyhow::Result<()> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let list = sources::list(&floor.backend, &floor.actor).await?;
        let read = list.iter().any(|source| {
            source.id.kind == SourceKind::SecurityHub && source.cold_done_at.is_some()
        });
        if read {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    bail!("the first read did not end within {PATIENCE:?}")
}

/// How often GetFindings was answered.
async fn pages(simulator: &Running) -> anyhow::Result<f64> {
    let counters = format!("{}/_control/counters", simulator.url());
    let counters: Value = reqwest::get(counters).await?.json().await?;
    let asked = counters["requests"]["securityhub:GetFindings"].as_f64();
    let refused = counters["refused"]["securityhub:GetFindings"].as_object();
    let refused: f64 = refused
        .into_iter()
        .flatten()
        .filter_map(|(_, n)| n.as_f64())
        .sum();
    Ok(asked.context("the simulator counts no GetFindings")? - refused)
}
