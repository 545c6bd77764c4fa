//! One look at one suppression: what it is to hide by now, and what it is to show.

use std::collections::HashSet;

use domain::{
    event::Topic,
    finding::{FindingFilter, FindingList, GroupKey, Grouping, Standpoint},
    suppression::{Suppression, SuppressionState, matching, suppression_name},
    version::Version,
};

use super::{list::off_by, rows};
use crate::{
    backend::Backend,
    error::Result,
    findings::{MOST_AT_ONCE, Shown, hide, show},
    store::{
        bulk_acts, suppressed_findings,
        suppressions::{self as store, SuppressionRow},
    },
};

/// Parts that are carried out before somebody who asks has their answer.
const AT_ONCE: usize = 2;

/// Why findings are shown again.
const ENDED: &str = "its time is over";
const OFF: &str = "switched off";
const NO_MATCH: &str = "the rule no longer matches it";

/// The first look at a suppression that somebody just changed: bounded, the worker does the rest.
pub(super) async fn first_turn(backend: &Backend, number: i64) -> Result<()> {
    let rows = store::unfinished(backend.reader().await?.conn()).await?;
    let turn = Turn::new(backend, &rows, AT_ONCE)?;
    if let Some(row) = rows.iter().find(|row| row.number == number) {
        turn.take(row).await?;
    }
    Ok(())
}

/// What every look shares: all suppressions that go on.
pub(super) struct Turn<'b> {
    backend: &'b Backend,
    holding: Vec<Suppression>,
    /// Parts of one suppression that are carried out at most.
    parts: usize,
}

impl<'b> Turn<'b> {
    pub(super) fn new(backend: &'b Backend, rows: &[SuppressionRow], parts: usize) -> Result<Self> {
        let now = backend.now();
        let all: Result<Vec<Suppression>> = rows.iter().map(rows::suppression).collect();
        let holding = all?.into_iter();
        Ok(Self {
            backend,
            holding: holding
                .filter(|one| one.state(now) == SuppressionState::On)
                .collect(),
            parts,
        })
    }

    /// Looks at one suppression. The answer is whether something of it is left to be done.
    pub(super) async fn take(&self, row: &SuppressionRow) -> Result<bool> {
        let suppression = rows::suppression(row)?;
        match (suppression.state(self.backend.now()), &suppression.filter) {
            (SuppressionState::On, Some(filter)) => {
                let unmatched = self.show_unmatched(&suppression, filter).await?;
                Ok(self.hide_matched(&suppression, filter).await? || unmatched)
            }
            (SuppressionState::On, None) => self.hide_chosen(&suppression).await,
            (SuppressionState::Off, _) => {
                let by = off_by(row).map(|name| format!("{OFF} by {name}"));
                self.show_all(&suppression, by.as_deref().unwrap_or(OFF))
                    .await
            }
            (SuppressionState::Ended, _) => {
                let more = self.show_all(&suppression, ENDED).await?;
                if !more {
                    self.end(&suppression).await?;
                }
                Ok(more)
            }
        }
    }

    /// Hides what the rule matches by now.
    async fn hide_matched(&self, rule: &Suppression, filter: &FindingFilter) -> Result<bool> {
        let found = numbers(self.backend, filter.clone(), None);
        if found.is_empty() {
            return Ok(false);
        }
        let mut reader = self.backend.reader().await?;
        let released = suppressed_findings::released(reader.conn(), rule.number).await?;
        let released: HashSet<i64> = released.into_iter().collect();
        drop(reader);
        let found = found.into_iter().map(i64::from);
        self.hide(rule, found.filter(|n| !released.contains(n)).collect())
            .await
    }

    /// Hides chosen findings again after the suppression was switched on again, and ends it once nothing is left of it.
    async fn hide_chosen(&self, chosen: &Suppression) -> Result<bool> {
        let mut reader = self.backend.reader().await?;
        let shown = suppressed_findings::shown(reader.conn(), chosen.number).await?;
        let hiding = bulk_acts::is_hiding(reader.conn(), chosen.number).await?;
        let hidden = suppressed_findings::hidden_after(reader.conn(), chosen.number, 0, 1).await?;
        drop(reader);
        if shown.is_empty() && hidden.is_empty() && !hiding {
            self.end(chosen).await?;
            return Ok(false);
        }
        self.hide(chosen, shown).await
    }

    async fn hide(&self, suppression: &Suppression, ns: Vec<i64>) -> Result<bool> {
        let board = self.backend.board();
        let seen = |n: &i64| -> Option<(i64, Version)> {
            let row = board.at(u32::try_from(*n).ok()?)?;
            Some((*n, row.version))
        };
        let why = (suppression.number, suppression.reason.as_str());
        let mut last = None;
        for some in ns.chunks(MOST_AT_ONCE).take(self.parts) {
            let seen: Vec<(i64, Version)> = some.iter().filter_map(seen).collect();
            last = hide(self.backend, why, &seen).await?.or(last);
        }
        self.wait(last).await;
        Ok(ns.len() > self.parts * MOST_AT_ONCE)
    }

    /// Shows what the rule hides and no longer matches.
    async fn show_unmatched(&self, rule: &Suppression, filter: &FindingFilter) -> Result<bool> {
        let hidden = numbers(self.backend, FindingFilter::default(), Some(rule.number));
        let matched = numbers(self.backend, matching(filter), Some(rule.number));
        if hidden.len() == matched.len() {
            return Ok(false);
        }
        let matched: HashSet<u32> = matched.into_iter().collect();
        let unmatched: HashSet<i64> = hidden
            .into_iter()
            .filter(|n| !matched.contains(n))
            .map(i64::from)
            .collect();
        self.show(rule, NO_MATCH, |n| unmatched.contains(&n)).await
    }

    async fn show_all(&self, suppression: &Suppression, why: &str) -> Result<bool> {
        self.show(suppression, why, |_| true).await
    }

    async fn show(
        &self,
        suppression: &Suppression,
        why: &str,
        which: impl Fn(i64) -> bool,
    ) -> Result<bool> {
        let number = suppression.number;
        let others = self.others(number);
        let (mut after, mut last) = (0, None);
        for _ in 0..self.parts {
            let mut reader = self.backend.reader().await?;
            let limit = MOST_AT_ONCE as i64;
            let hidden = suppressed_findings::hidden_after(reader.conn(), number, after, limit);
            let hidden = hidden.await?;
            drop(reader);
            let Some(end) = hidden.last() else {
                self.wait(last).await;
                return Ok(false);
            };
            after = end.n;
            let shown = hidden
                .into_iter()
                .filter(|row| which(row.n))
                .map(|hidden| Shown {
                    next: next_of(&others, hidden.n),
                    hidden,
                });
            let shown: Vec<Shown> = shown.collect();
            if !shown.is_empty() {
                last = show(self.backend, (number, why), &shown).await?.or(last);
            }
        }
        self.wait(last).await;
        Ok(true)
    }

    /// What each other rule that holds matches of what this suppression hides.
    fn others(&self, number: i64) -> Vec<(i64, HashSet<u32>)> {
        let others = self.holding.iter().filter(|other| other.number != number);
        let matched = others.filter_map(|other| {
            let filter = matching(other.filter.as_ref()?);
            Some((
                other.number,
                numbers(self.backend, filter, Some(number))
                    .into_iter()
                    .collect(),
            ))
        });
        matched.collect()
    }

    /// Waits until the index knows, so that the next look is at what this one did.
    async fn wait(&self, last: Option<domain::event::Seq>) {
        if let Some(seq) = last {
            self.backend.board().wait_for(seq).await;
        }
    }

    async fn end(&self, suppression: &Suppression) -> Result<()> {
        let mut write = self.backend.write().await?;
        let at = write.now;
        if store::ended(write.conn(), suppression.number, at).await? == 0 {
            return Ok(());
        }
        let seq = write.take_seq().await?;
        let subjects = vec![suppression.number.to_string()];
        let told = write.finish(seq, Topic::Suppressions, "suppressions.ended", subjects);
        told.await.map(drop)
    }
}

/// The row numbers of what the filter admits, of what a suppression hides where one is named.
pub(super) fn numbers(
    backend: &Backend,
    filter: FindingFilter,
    hidden_by: Option<i64>,
) -> Vec<u32> {
    let group = hidden_by.map(|number| GroupKey {
        by: Grouping::Suppression,
        key: suppression_name(number),
    });
    let ask = FindingList {
        group,
        ..FindingList::first(filter, 1)
    };
    let from = Standpoint {
        now: backend.now(),
        seen: 0,
        deadlines: backend.board().deadlines(),
    };
    backend.board().numbers(&ask, from)
}

/// The first of the other rules that matches a finding too.
fn next_of(others: &[(i64, HashSet<u32>)], n: i64) -> Option<i64> {
    let n = u32::try_from(n).ok()?;
    let next = others.iter().find(|(_, matched)| matched.contains(&n));
    next.map(|(number, _)| *number)
}
