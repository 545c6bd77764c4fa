//! Standards and scores, in the words of their pages.

use domain::{
    chart::Svg,
    finding::Severity,
    standard::{Checks, ControlStatus, Score, StatusCounts},
    time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ChartView, SourceView, error::ApiError};
#[cfg(feature = "ssr")]
use {
    super::{
        charts::Charts,
        context::{asker, backend, refuse},
        health::account_names,
        narrow::{narrowed, said},
        places::name_of,
        standards_words::{
            account_line, control_lines, days_chart, detail_account, line, tell_apart, worst_first,
        },
    },
    backend::{
        Backend,
        standards::{self},
    },
    domain::{actor::Actor, scope::AccountId},
};

/// How one standard, or an account in it, stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingView {
    /// Its score; nothing where no control has a result.
    pub score: Option<Score>,
    /// How many controls stand how.
    pub counts: StatusCounts,
    /// The findings that this follows from.
    pub checks: Checks,
    /// How bad the worst open failed finding is.
    pub worst_open: Option<Severity>,
    /// The score of the last days as a line; nothing where no days are kept.
    pub spark: Svg,
    /// How the score moved over these days, in words; nothing where there is only today's.
    pub moved: Option<String>,
}

/// One standard in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardLine {
    /// Its id as findings have it; empty for all of them together.
    pub id: String,
    /// How its address calls it.
    pub slug: String,
    /// How pages call it.
    pub name: String,
    /// The same where there is little room.
    pub short: String,
    /// How it stands.
    pub standing: StandingView,
    /// What AWS says is not as it should be, a sentence each.
    pub troubled: Vec<String>,
    /// Whether AWS lists it as enabled where Watchfloor asks; else findings name it alone.
    pub is_listed: bool,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLine {
    /// Twelve digits.
    pub id: String,
    /// What it is called, where that is known.
    pub name: Option<String>,
    /// How it stands.
    pub standing: StandingView,
    /// Its score in each standard, in the order of the list.
    pub scores: Vec<Option<Score>>,
}

/// All standards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandardsView {
    /// All of them together.
    pub overall: StandardLine,
    /// Each, those that AWS lists as enabled before those that findings name alone, of each the lowest score first.
    pub standards: Vec<StandardLine>,
    /// Each account, the lowest score first.
    pub accounts: Vec<AccountLine>,
    /// The overall score over the last days; nothing within one region.
    pub chart: Option<ChartView>,
    /// Whether AWS said anything of its standards: else all of this comes from findings.
    pub is_told: bool,
    /// The sources of findings and of standards.
    pub sources: Vec<SourceView>,
    /// What is looked at, where it is a part of everything.
    pub within: Option<String>,
    /// When this was computed.
    pub computed_at: Timestamp,
}

/// One control of a standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlLine {
    /// Its id, such as `S3.8`.
    pub id: String,
    /// What should be so.
    pub title: String,
    /// How bad it is where it fails.
    pub severity: Option<Severity>,
    /// How it stands.
    pub status: ControlStatus,
    /// The findings that this follows from.
    pub checks: Checks,
    /// In how many accounts it fails.
    pub failing_accounts: u64,
    /// In how many it has findings that count.
    pub accounts: u64,
    /// What else to know of it, such as why it is off.
    pub note: Option<String>,
    /// Where AWS says how to put it right.
    pub remediation_url: Option<String>,
}

/// One standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandardView {
    /// How it stands.
    pub line: StandardLine,
    /// Its controls, what fails first.
    pub controls: Vec<ControlLine>,
    /// How many of the controls that are looked at stand how.
    pub counts: StatusCounts,
    /// Each account that has findings of it, the lowest score first.
    pub accounts: Vec<AccountLine>,
    /// The account whose controls are shown, with its name, where it is one.
    pub account: Option<(String, String)>,
    /// Whether such an account is known.
    pub is_account_known: bool,
    /// The region and account that findings are looked at in.
    pub place: (Option<String>, Option<String>),
    /// The score over the last days; nothing within one region.
    pub chart: Option<ChartView>,
    /// Whether AWS said anything of its standards.
    pub is_told: bool,
    /// The sources of findings and of standards.
    pub sources: Vec<SourceView>,
    /// What is looked at, where it is a part of everything.
    pub within: Option<String>,
    /// When this was computed.
    pub computed_at: Timestamp,
}

/// All standards with their scores.
#[server(prefix = "/api", endpoint = "standards/list")]
pub async fn list_standards() -> Result<StandardsView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let view = read_all(&backend, &asker.actor, &Charts::given()).await;
    view.map_err(|error| refuse(&asker, &error))
}

/// One standard with its controls.
#[server(prefix = "/api", endpoint = "standards/get")]
pub async fn get_standard(
    /// How its address calls it.
    slug: String,
    /// The account whose controls are wanted; empty for all together.
    #[server(default)]
    account: String,
) -> Result<StandardView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let asked = (slug.as_str(), account.trim());
    let view = read_one(&backend, &asker.actor, asked, &Charts::given()).await;
    view.map_err(|error| refuse(&asker, &error))
}

#[cfg(feature = "ssr")]
async fn read_all(
    backend: &Backend,
    actor: &Actor,
    charts: &Charts,
) -> backend::Result<StandardsView> {
    let scope = narrowed();
    let all = standards::list(backend, actor, &scope).await?;
    let names = account_names(backend, actor).await?;
    let mut listed: Vec<StandardLine> = all.standards.iter().map(|one| line(one, charts)).collect();
    listed.sort_by_key(|one| (!one.is_listed, worst_first(&one.standing)));
    tell_apart(&mut listed);
    let ids: Vec<&str> = listed.iter().map(|one| one.id.as_str()).collect();
    let accounts = all.accounts.iter();
    let mut accounts: Vec<AccountLine> = accounts
        .map(|one| account_line(one, &ids, &names, charts))
        .collect();
    accounts.sort_by_key(|one| worst_first(&one.standing));
    Ok(StandardsView {
        chart: days_chart("Overall score", &all.overall.days, charts),
        overall: line(&all.overall, charts),
        standards: listed,
        accounts,
        is_told: all.is_told,
        sources: all.sources.into_iter().map(Into::into).collect(),
        within: said(&scope, &names),
        computed_at: all.computed_at,
    })
}

#[cfg(feature = "ssr")]
async fn read_one(
    backend: &Backend,
    actor: &Actor,
    (slug, account): (&str, &str),
    charts: &Charts,
) -> backend::Result<StandardView> {
    let scope = narrowed();
    let asked = (!account.is_empty()).then(|| AccountId(account.to_owned()));
    let found = standards::get(backend, actor, &scope, (slug, asked.as_ref())).await?;
    let names = account_names(backend, actor).await?;
    let accounts = found.accounts.iter();
    let mut accounts: Vec<AccountLine> = accounts
        .map(|one| detail_account(one, &names, charts))
        .collect();
    accounts.sort_by_key(|one| worst_first(&one.standing));
    let called = |id: &AccountId| name_of(&names, id.as_str()).to_owned();
    let only = asked.or_else(|| scope.account.clone());
    Ok(StandardView {
        chart: days_chart("Score", &found.standing.days, charts),
        line: line(&found.standing, charts),
        counts: found.controls.iter().map(|one| one.judged.status).collect(),
        controls: control_lines(found.controls),
        accounts,
        account: asked_name(account, called),
        is_account_known: found.is_account_known,
        place: (
            scope.region.as_ref().map(|one| one.0.clone()),
            only.map(|one| one.0),
        ),
        is_told: found.is_told,
        sources: found.sources.into_iter().map(Into::into).collect(),
        within: said(&scope, &names),
        computed_at: found.computed_at,
    })
}

/// The account that was asked for by its id, with its name.
#[cfg(feature = "ssr")]
fn asked_name(account: &str, called: impl Fn(&AccountId) -> String) -> Option<(String, String)> {
    let id = AccountId(account.to_owned());
    (!account.is_empty()).then(|| (account.to_owned(), called(&id)))
}
