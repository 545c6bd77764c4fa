//! Reads one Security Hub: all of it once, then what is new, and all of it again now and then.
//!
//! The place to read on is the newest `UpdatedAt` that was taken in, since pages come in that order:
//! a first read that was cut off goes on where it was, with no token that may have expired.

use std::{sync::Arc, time::Duration};

use backend::{
    Backend,
    findings::{IngestBatch, Sweep, ingest, not_reported},
    ports::{FindingFeed, FindingWindow},
    sources,
};
use chrono::TimeDelta;
use domain::{actor::Actor, time::Timestamp};

use super::{
    failure::{Failure, report},
    timer::every,
};

/// How far before the newest `UpdatedAt` an ordinary read begins: reports arrive late and out of order.
const OVERLAP: TimeDelta = TimeDelta::minutes(5);

pub(super) async fn run(
    backend: Backend,
    feed: Arc<dyn FindingFeed>,
    period: Duration,
    sweep_every: TimeDelta,
) {
    let actor = Actor::Worker("findings".to_owned());
    let reader = Reader {
        backend,
        feed,
        actor,
    };
    let mut timer = every(period);
    let mut swept_at = reader.backend.now();
    loop {
        timer.tick().await;
        let read = reader.read_new().await;
        let done = match read {
            Ok(()) if reader.backend.now() - swept_at >= sweep_every => {
                swept_at = reader.backend.now();
                reader.sweep().await
            }
            other => other,
        };
        if let Err(failure) = done {
            report(
                &reader.backend,
                &reader.actor,
                reader.feed.source(),
                &failure,
            )
            .await;
        }
    }
}

struct Reader {
    backend: Backend,
    feed: Arc<dyn FindingFeed>,
    actor: Actor,
}

impl Reader {
    /// Everything that is new since the last read, or everything at all the first time.
    async fn read_new(&self) -> Result<(), Failure> {
        let (read_up_to, cold_done) = sources::resume_at(&self.backend, self.feed.source()).await?;
        let window = match (read_up_to, cold_done) {
            (None, _) => FindingWindow::Everything,
            (Some(upto), None) => FindingWindow::UpdatedSince(upto),
            (Some(upto), Some(_)) => FindingWindow::UpdatedSince(upto - OVERLAP),
        };
        self.pages(window, read_up_to, None).await?;
        if cold_done.is_none() {
            sources::cold_done(&self.backend, &self.actor, self.feed.source()).await?;
        }
        Ok(())
    }

    /// Everything again: a customer's update does not move `UpdatedAt`, and what AWS forgot is not returned.
    async fn sweep(&self) -> Result<(), Failure> {
        let source = self.feed.source();
        let (read_up_to, _) = sources::resume_at(&self.backend, source).await?;
        let mut sweep = Sweep::begin(&self.backend).await?;
        self.pages(FindingWindow::Everything, read_up_to, Some(&mut sweep))
            .await?;
        let marked = not_reported(&self.backend, &self.actor, source, &sweep).await?;
        tracing::info!(%source, marked, "a complete sweep of findings ended");
        Ok(())
    }

    async fn pages(
        &self,
        window: FindingWindow,
        mut read_up_to: Option<Timestamp>,
        mut sweep: Option<&mut Sweep>,
    ) -> Result<(), Failure> {
        let mut token: Option<String> = None;
        loop {
            let page = self.feed.page(window, token.as_deref()).await?;
            let newest = page.findings.iter().map(|finding| finding.updated).max();
            read_up_to = read_up_to.max(newest);
            let batch = IngestBatch {
                source: self.feed.source().clone(),
                findings: page.findings,
                rejects: page.rejects,
                read_up_to,
            };
            let done = ingest(&self.backend, &self.actor, batch).await?;
            if let Some(sweep) = sweep.as_deref_mut() {
                sweep.saw(&done.rows);
            }
            match page.next {
                Some(next) => token = Some(next),
                None => return Ok(()),
            }
        }
    }
}
