//! Every standard with its score.

use std::collections::{BTreeMap, HashMap};

use domain::{
    action::Action,
    actor::Actor,
    scope::Scope,
    standard::{Definitions, JudgedStandard, Standing, StatusCounts, Subscription},
    time::Timestamp,
};

use super::{
    judged,
    known::known,
    points::{DAYS, DayScore, counts_of, day_of, days},
    sources_of,
};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    sources::SourceStatus,
    store::standard_scores as store,
};

/// How one standard stands, and stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardStanding {
    /// Its id; empty for all of them together, each control once.
    pub id: String,
    /// Now, over all accounts within the scope.
    pub whole: Standing,
    /// Where AWS says that it is enabled; nothing where only findings name it.
    pub subscription: Option<Subscription>,
    /// Its score on the last [`DAYS`] days, the last of which is today. Nothing within one region, of which no days are
    /// kept.
    pub days: Vec<DayScore>,
}

/// How all standards stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standards {
    /// Each distinct control once, over all standards.
    pub overall: StandardStanding,
    /// Each standard, by id.
    pub standards: Vec<StandardStanding>,
    /// Each account within the scope: how it stands in all standards together, and in each, by id.
    pub accounts: BTreeMap<String, (Standing, BTreeMap<String, Standing>)>,
    /// Whether AWS said anything of its standards: else all of this comes from findings.
    pub is_told: bool,
    /// The sources of findings and of standards.
    pub sources: Vec<SourceStatus>,
    /// When this was computed: now.
    pub computed_at: Timestamp,
}

/// How all standards stand within the account and region of a scope.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn list(backend: &Backend, actor: &Actor, scope: &Scope) -> Result<Standards> {
    authorize(actor, Action::ReadFloor)?;
    let definitions = known(backend).await?;
    let now = backend.now();
    let judged = judged(backend, &definitions, scope);
    let kept = kept(backend, scope, now).await?;
    let mut accounts: BTreeMap<String, (Standing, BTreeMap<String, Standing>)> = BTreeMap::new();
    for (account, standing) in &judged.overall.accounts {
        accounts.entry(account.clone()).or_default().0 = *standing;
    }
    for standard in &judged.standards {
        for (account, standing) in &standard.accounts {
            let of = &mut accounts.entry(account.clone()).or_default().1;
            of.insert(standard.id.clone(), *standing);
        }
    }
    let of = |one: &JudgedStandard| standing(one, &definitions, &kept, now);
    Ok(Standards {
        overall: of(&judged.overall),
        standards: judged.standards.iter().map(of).collect(),
        accounts,
        is_told: !definitions.is_empty(),
        sources: sources_of(backend).await?,
        computed_at: now,
    })
}

/// The days of each standard; nothing within one region, of which none are kept.
pub(super) type Kept = Option<HashMap<String, HashMap<i64, StatusCounts>>>;

/// What is kept of the last days within a scope.
async fn kept(backend: &Backend, scope: &Scope, now: Timestamp) -> Result<Kept> {
    if scope.region.is_some() {
        return Ok(None);
    }
    let account = scope.account.as_ref().map_or("", |one| one.as_str());
    let first = day_of(now) - DAYS + 1;
    let rows = store::since(backend.reader().await?.conn(), first, account).await?;
    let mut kept: HashMap<String, HashMap<i64, StatusCounts>> = HashMap::new();
    for row in rows {
        let counts = counts_of(&row);
        kept.entry(row.standard)
            .or_default()
            .insert(row.day, counts);
    }
    Ok(Some(kept))
}

/// A judged standard with its days.
pub(super) fn standing(
    judged: &JudgedStandard,
    definitions: &Definitions,
    kept: &Kept,
    now: Timestamp,
) -> StandardStanding {
    let none = HashMap::new();
    let days = kept.as_ref().map(|kept| {
        let of = kept.get(&judged.id).unwrap_or(&none);
        days(now, of, &judged.whole.counts)
    });
    StandardStanding {
        id: judged.id.clone(),
        whole: judged.whole,
        subscription: definitions.standards.get(&judged.id).cloned(),
        days: days.unwrap_or_default(),
    }
}
