//! One standard: its controls, and how it stands in each account.

use std::collections::{BTreeMap, HashMap};

use domain::{
    action::Action,
    actor::Actor,
    scope::{AccountId, Scope},
    standard::{ControlText, Definitions, JudgedControl, Standing, StatusCounts, standard_slug},
    time::Timestamp,
};

use super::{
    judged,
    known::known,
    list::{Kept, StandardStanding, standing},
    points::{DAYS, DayScore, counts_of, day_of, days},
    sources_of,
};
use crate::{
    accounts,
    backend::{Backend, authorize},
    error::{Error, Result},
    sources::SourceStatus,
    store::standard_scores as store,
};

/// How one control of a standard stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlStanding {
    /// How it stands.
    pub judged: JudgedControl,
    /// What it is, where AWS said so.
    pub text: Option<ControlText>,
    /// What its findings are called, where AWS said nothing of it.
    pub title: Option<String>,
    /// Why somebody switched it off, where it is and they said so.
    pub off_because: Option<String>,
}

/// How a standard stands in one account, and stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountStanding {
    /// The account.
    pub account: AccountId,
    /// Now.
    pub standing: Standing,
    /// On the last [`DAYS`] days; nothing within one region.
    pub days: Vec<DayScore>,
}

/// One standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardDetail {
    /// How it stands over all accounts within the scope.
    pub standing: StandardStanding,
    /// Its controls, by id; in the account that is looked at, if one is.
    pub controls: Vec<ControlStanding>,
    /// Whether Organizations or a finding named the account that is looked at; so too where none is.
    pub is_account_known: bool,
    /// Each account within the scope that has findings of it.
    pub accounts: Vec<AccountStanding>,
    /// Whether AWS said anything of its standards: else all of this comes from findings.
    pub is_told: bool,
    /// The sources of findings and of standards.
    pub sources: Vec<SourceStatus>,
    /// When this was computed: now.
    pub computed_at: Timestamp,
}

/// The standard of an address (see [`standard_slug`]) within the account and region of a scope. Where `account` is named,
/// the controls are those of that account alone.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or when the database fails.
pub async fn get(
    backend: &Backend,
    actor: &Actor,
    scope: &Scope,
    (slug, account): (&str, Option<&AccountId>),
) -> Result<StandardDetail> {
    authorize(actor, Action::ReadFloor)?;
    let definitions = known(backend).await?;
    let now = backend.now();
    let find = |scope: &Scope| {
        let all = judged(backend, &definitions, scope).standards;
        all.into_iter().find(|one| standard_slug(&one.id) == slug)
    };
    let found = find(scope).ok_or(Error::NotFound)?;
    let controls = match account {
        None => found.controls.clone(),
        Some(account) => {
            let of_account = Scope {
                account: Some(account.clone()),
                ..scope.clone()
            };
            find(&of_account).map_or_else(Vec::new, |one| one.controls)
        }
    };
    let kept = kept(backend, scope, (&found.id, now)).await?;
    let whole = whole_of(scope, &found.id, kept.as_ref());
    let accounts = found.accounts.iter().map(|(account, standing)| {
        let of = kept.as_ref().and_then(|kept| kept.get(account));
        let none = HashMap::new();
        let days = kept
            .as_ref()
            .map(|_| days(now, of.unwrap_or(&none), &standing.counts));
        AccountStanding {
            account: AccountId(account.clone()),
            standing: *standing,
            days: days.unwrap_or_default(),
        }
    });
    Ok(StandardDetail {
        is_account_known: is_known(backend, actor, account).await?,
        standing: standing(&found, &definitions, &whole, now),
        accounts: accounts.collect(),
        controls: described(backend, &definitions, &found.id, controls),
        is_told: !definitions.is_empty(),
        sources: sources_of(backend).await?,
        computed_at: now,
    })
}

/// Whether Organizations or a finding named the account, where one is looked at.
async fn is_known(backend: &Backend, actor: &Actor, account: Option<&AccountId>) -> Result<bool> {
    let Some(account) = account.filter(|one| !backend.board().has_account(one)) else {
        return Ok(true);
    };
    let named = accounts::list(backend, actor).await?;
    Ok(named.iter().any(|one| one.id == *account))
}

/// The days of what is looked at as a whole.
fn whole_of(scope: &Scope, id: &str, kept: Option<&ByAccount>) -> Kept {
    let account = scope.account.as_ref().map_or("", |one| one.as_str());
    let of = kept?.get(account).cloned().unwrap_or_default();
    Some(HashMap::from([(id.to_owned(), of)]))
}

/// The days of each account and of all together, by an empty one.
type ByAccount = BTreeMap<String, HashMap<i64, StatusCounts>>;

async fn kept(
    backend: &Backend,
    scope: &Scope,
    (id, now): (&str, Timestamp),
) -> Result<Option<ByAccount>> {
    if scope.region.is_some() {
        return Ok(None);
    }
    let first = day_of(now) - DAYS + 1;
    let rows = store::of_standard(backend.reader().await?.conn(), first, id).await?;
    let mut kept = ByAccount::new();
    for row in rows {
        let counts = counts_of(&row);
        kept.entry(row.account).or_default().insert(row.day, counts);
    }
    Ok(Some(kept))
}

/// Each control with its text.
fn described(
    backend: &Backend,
    definitions: &Definitions,
    standard: &str,
    controls: Vec<JudgedControl>,
) -> Vec<ControlStanding> {
    let is_known = |one: &JudgedControl| definitions.texts.contains_key(&one.id);
    let titles = match controls.iter().all(is_known) {
        true => HashMap::new(),
        false => backend.board().control_titles(),
    };
    let enablements = definitions.controls.get(standard);
    let one = |judged: JudgedControl| ControlStanding {
        text: definitions.texts.get(&judged.id).cloned(),
        title: titles.get(&judged.id).cloned(),
        off_because: enablements
            .and_then(|controls| controls.get(&judged.id))
            .and_then(|control| control.reason.clone())
            .filter(|_| judged.status == domain::standard::ControlStatus::Disabled),
        judged,
    };
    controls.into_iter().map(one).collect()
}
