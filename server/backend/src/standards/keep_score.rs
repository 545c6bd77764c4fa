//! Keeping how controls stand today, for the days to come.

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::{
    action::Action,
    actor::Actor,
    scope::Scope,
    source::FreshnessState,
    standard::{Judged, JudgedStandard, StatusCounts},
    time::Timestamp,
};

use super::{
    judged,
    known::known,
    points::{KEPT, counts_of, day_of},
    sources_of,
};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::standard_scores::{self as store, ScoreRow},
};

/// How old the time of a computation may become that comes to the same.
const SAME_FOR: TimeDelta = TimeDelta::minutes(15);

/// Computes how every standard stands in every account, and keeps it as today's: the last computation of a day is that
/// day's. Where no findings were heard of for long, nothing is kept: the day stays a gap. The answer is how many standards
/// and accounts stand otherwise than was kept.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn keep_score(backend: &Backend, actor: &Actor) -> Result<u64> {
    authorize(actor, Action::Ingest)?;
    if is_blind(backend).await? {
        return Ok(0);
    }
    let definitions = known(backend).await?;
    let now = backend.now();
    let judged = judged(backend, &definitions, &Scope::default());
    let today = day_of(now);
    let kept = store::of_day(backend.reader().await?.conn(), today).await?;
    let key = |row: &ScoreRow| (row.standard.clone(), row.account.clone());
    let mut kept: HashMap<(String, String), ScoreRow> =
        kept.into_iter().map(|row| (key(&row), row)).collect();
    let (mut differ, mut rows) = (0, Vec::new());
    for row in points(&judged, (today, now)) {
        match kept.remove(&key(&row)) {
            Some(before) if counts_of(&before) == counts_of(&row) => {
                if now - before.computed_at >= SAME_FOR {
                    rows.push(row);
                }
            }
            _ => {
                differ += 1;
                rows.push(row);
            }
        }
    }
    let gone: Vec<ScoreRow> = kept.into_values().collect();
    differ += gone.len() as u64;
    if rows.is_empty() && gone.is_empty() {
        return Ok(0);
    }
    let mut write = backend.write().await?;
    for row in &rows {
        store::keep(write.conn(), row).await?;
    }
    for row in &gone {
        store::forget(write.conn(), row).await?;
    }
    store::forget_before(write.conn(), today - KEPT).await?;
    write.commit().await?;
    Ok(differ)
}

/// Whether none of the sources of findings says anything any more.
async fn is_blind(backend: &Backend) -> Result<bool> {
    let sources = sources_of(backend).await?;
    let mut asked = sources
        .iter()
        .filter(|one| one.id.kind.plane().is_some() && !one.freshness.is_not_set_up());
    let now = backend.now();
    Ok(asked.all(|one| one.freshness.state(now) == FreshnessState::Blind))
}

/// A row for each standard and account, for each standard as a whole, and for all of them together.
fn points(judged: &Judged, at: (i64, Timestamp)) -> Vec<ScoreRow> {
    let all = judged.standards.iter().chain([&judged.overall]);
    all.flat_map(|standard| of_standard(standard, at)).collect()
}

fn of_standard(standard: &JudgedStandard, at: (i64, Timestamp)) -> Vec<ScoreRow> {
    let row = |account: &str, counts: &StatusCounts| ScoreRow {
        day: at.0,
        standard: standard.id.clone(),
        account: account.to_owned(),
        failed: counts.failed.into(),
        unknown: counts.unknown.into(),
        passed: counts.passed.into(),
        no_data: counts.no_data.into(),
        disabled: counts.disabled.into(),
        computed_at: at.1,
    };
    let whole = (!standard.controls.is_empty()).then(|| row("", &standard.whole.counts));
    let accounts = standard.accounts.iter();
    let accounts = accounts.map(|(account, standing)| row(account, &standing.counts));
    accounts.chain(whole).collect()
}
