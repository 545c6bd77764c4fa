//! Reads one Security Hub: all of it once, then what is new, and all of it again now and then.
//!
//! The place to read on is an `UpdatedAt` up to which all was taken in, since pages come in that order: a first read that
//! was cut off goes on where it was, with no token that may have expired.

use std::{sync::Arc, time::Duration};

use backend::{
    Backend,
    findings::{IngestBatch, Sweep, ingest, not_reported},
    ports::{FindingFeed, FindingPage, FindingWindow},
    sources,
};
use chrono::TimeDelta;
use domain::{actor::Actor, time::Timestamp};
use tokio::time::Instant;

use super::{
    failure::{Failure, report},
    timer::every,
};

/// How far before that an ordinary read begins: reports arrive late and out of order, and clocks differ.
const OVERLAP: TimeDelta = TimeDelta::minutes(5);

/// A sweep that failed is tried again after this part of the time between two.
const SWEPT_AGAIN: i32 = 10;

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
        period,
    };
    let mut timer = every(period);
    let mut sweep_at = reader.backend.now() + sweep_every;
    loop {
        timer.tick().await;
        let mut done = reader.read_new(|_| {}).await;
        if done.is_ok() && reader.backend.now() >= sweep_at {
            done = reader.sweep().await;
            let again = match &done {
                Ok(()) => sweep_every,
                Err(_) => sweep_every / SWEPT_AGAIN,
            };
            sweep_at = reader.backend.now() + again;
        }
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
    period: Duration,
}

/// A walk through the pages of one question.
struct Walk {
    window: FindingWindow,
    token: Option<String>,
    began: Timestamp,
    /// Up to which update all was read; `None` for a walk that does not move the source's mark.
    read_up_to: Option<Timestamp>,
    newest: Option<Timestamp>,
    is_over: bool,
}

impl Walk {
    const fn new(window: FindingWindow, began: Timestamp, read_up_to: Option<Timestamp>) -> Self {
        Self {
            window,
            token: None,
            began,
            read_up_to,
            newest: None,
            is_over: false,
        }
    }

    /// Up to which update all was read, once this page is taken in.
    ///
    /// Pages have the order that updates had when the walk began. What was updated since stands at its old place with a
    /// new time or comes once more at the end, so a time after the beginning says nothing of what lies between.
    fn reaches(&mut self, page: &FindingPage) -> Option<Timestamp> {
        let updates = page.findings.iter().map(|finding| finding.updated);
        self.newest = self.newest.max(updates.clone().max());
        let settled = match page.next {
            Some(_) => updates.min().filter(|at| *at <= self.began - OVERLAP),
            None => self.newest.map(|newest| newest.min(self.began)),
        };
        self.read_up_to.max(settled)
    }
}

impl Reader {
    /// Everything that is new since the last read, or everything at all the first time; `saw` is told the row numbers of
    /// each page.
    async fn read_new(&self, mut saw: impl FnMut(&[i64]) + Send) -> Result<(), Failure> {
        let (read_up_to, cold_done) = sources::resume_at(&self.backend, self.feed.source()).await?;
        let window = match (read_up_to, cold_done) {
            (None, _) => FindingWindow::Everything,
            (Some(upto), None) => FindingWindow::UpdatedSince(upto),
            (Some(upto), Some(_)) => FindingWindow::UpdatedSince(upto - OVERLAP),
        };
        let mut walk = Walk::new(window, self.backend.now(), read_up_to);
        while !walk.is_over {
            let page = self.feed.page(walk.window, walk.token.as_deref()).await?;
            walk.read_up_to = walk.reaches(&page);
            saw(&self.take_in(&mut walk, page).await?);
        }
        if cold_done.is_none() {
            sources::cold_done(&self.backend, &self.actor, self.feed.source()).await?;
        }
        Ok(())
    }

    /// Everything again: a customer's update does not move `UpdatedAt`, and what AWS forgot is not returned. What is new
    /// comes last in it, and a sweep may last an hour: the ordinary reads go on in between.
    async fn sweep(&self) -> Result<(), Failure> {
        let source = self.feed.source();
        let mut sweep = Sweep::begin(&self.backend).await?;
        let mut walk = Walk::new(FindingWindow::Everything, self.backend.now(), None);
        let mut read = Instant::now();
        while !walk.is_over {
            let page = self.feed.page(walk.window, walk.token.as_deref()).await?;
            let rows = self.take_in(&mut walk, page).await?;
            sweep.saw(&rows);
            if !walk.is_over && read.elapsed() >= self.period {
                self.read_new(|rows| sweep.saw(rows)).await?;
                read = Instant::now();
            }
        }
        let marked = not_reported(&self.backend, &self.actor, source, &sweep).await?;
        tracing::info!(%source, marked, "a complete sweep of findings ended");
        Ok(())
    }

    /// Takes in one page and moves the walk on; the answer is the row numbers of its findings.
    async fn take_in(&self, walk: &mut Walk, page: FindingPage) -> Result<Vec<i64>, Failure> {
        walk.is_over = page.next.is_none();
        walk.token = page.next;
        let batch = IngestBatch {
            source: self.feed.source().clone(),
            findings: page.findings,
            rejects: page.rejects,
            read_up_to: walk.read_up_to,
        };
        Ok(ingest(&self.backend, &self.actor, batch).await?.rows)
    }
}
