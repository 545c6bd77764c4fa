//! Taking findings in: store and index, documents kept.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use backend::{
    Backend,
    findings::{IngestBatch, ingest},
};
use domain::{
    actor::Actor,
    event::Seq,
    source::{SourceId, SourceKind},
};

use futures::{StreamExt as _, stream};

use crate::reports;

/// Findings a transaction, as an import has.
const BATCH: usize = 1_500;
/// Batches that are under way at once: one is made ready while another is written.
const IN_FLIGHT: usize = 2;
/// Findings that are made, unmeasured, before they are taken in.
const MADE: u32 = 50_000;

/// Findings a second, from the first transaction to the last one that the index knows. Making and reading
/// the documents is not counted; waiting for the index is, each time.
pub(crate) async fn fill(
    backend: &Backend,
    templates: &[String],
    count: u32,
) -> anyhow::Result<f64> {
    let (mut spent, mut bytes) = (Duration::ZERO, 0);
    for from in (0..count).step_by(MADE as usize) {
        let mut batches = Vec::new();
        let mut findings = Vec::with_capacity(BATCH);
        let upto = count.min(from + MADE);
        for n in from..upto {
            let finding = reports::report(templates, n)?;
            bytes += finding.document.len();
            findings.push(finding);
            if findings.len() == BATCH || n + 1 == upto {
                batches.push(batch(std::mem::take(&mut findings)));
            }
        }
        let start = Instant::now();
        let mut done = stream::iter(batches)
            .map(|batch| tokio::spawn(take_in(backend.clone(), batch)))
            .buffered(IN_FLIGHT);
        let mut last = Seq::START;
        while let Some(seq) = done.next().await {
            last = seq??;
        }
        backend.board().wait_for(last).await;
        spent += start.elapsed();
    }
    println!("mean document {} bytes", bytes / count.max(1) as usize);
    Ok(f64::from(count) / spent.as_secs_f64())
}

async fn take_in(backend: Backend, batch: IngestBatch) -> anyhow::Result<Seq> {
    let expected = batch.findings.len() as u64;
    let actor = Actor::Worker("bench".to_owned());
    let done = ingest(&backend, &actor, batch).await?;
    anyhow::ensure!(done.inserted == expected, "every finding is new");
    done.seq.context("new findings have an event")
}

fn batch(findings: Vec<domain::finding::IncomingFinding>) -> IngestBatch {
    IngestBatch {
        source: SourceId {
            kind: SourceKind::SecurityHub,
            account: "111122223333".into(),
            region: "us-east-1".into(),
        },
        findings,
        rejects: Vec::new(),
        read_up_to: None,
    }
}
