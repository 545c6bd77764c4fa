//! My work: what somebody has and what waits for them, in the words of their page.

use std::collections::BTreeMap;

use domain::{
    finding::{Due, FindingSummary},
    time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{changes_view::ChangeRowView, error::ApiError, incidents::IncidentLine};
#[cfg(feature = "ssr")]
use {
    super::{
        changes_words::row_view,
        context::{asker, backend, refuse},
        health::account_names,
        incidents_view::line,
    },
    backend::{
        Backend, findings,
        work::{self, OwnFinding, Work},
    },
    domain::{action::Action, actor::Actor},
};

/// A finding that the asker has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFindingView {
    /// The finding.
    pub finding: FindingSummary,
    /// Where it stands in its time.
    pub due: Due,
    /// When that is over, if it has a limit.
    pub due_at: Option<Timestamp>,
    /// How it became the asker's, in words.
    pub how: String,
}

/// What the asker has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkView {
    /// The first of their open findings, what is due first first.
    pub findings: Vec<OwnFindingView>,
    /// How many there are.
    pub total: u64,
    /// How many of them are overdue.
    pub overdue: u64,
    /// How many of them are due soon.
    pub soon: u64,
    /// How many findings are overdue and nobody's.
    pub unowned: u64,
    /// The open incidents that they command.
    pub incidents: Vec<IncidentLine>,
    /// The first changes that wait for their decision.
    pub waiting: Vec<ChangeRowView>,
    /// Whether more of them wait.
    pub more_waiting: bool,
    /// Their own changes that go on only with them.
    pub needing: Vec<ChangeRowView>,
    /// What the accounts are called.
    pub names: BTreeMap<String, String>,
    /// Whether they work on findings.
    pub triages: bool,
    /// Whether they work on incidents.
    pub commands: bool,
    /// Whether they decide changes.
    pub decides: bool,
    /// Whether they ask for changes.
    pub asks: bool,
    /// The server's time.
    pub now: Timestamp,
}

/// What the asker has to do.
#[server(prefix = "/api", endpoint = "work/read")]
pub async fn read_work() -> Result<WorkView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let view = read(&backend, &asker.actor).await;
    view.map_err(|error| refuse(&asker, &error))
}

#[cfg(feature = "ssr")]
async fn read(backend: &Backend, actor: &Actor) -> backend::Result<WorkView> {
    let work = work::read(backend, actor).await?;
    let names = account_names(backend, actor).await?;
    let deadlines = findings::deadlines(backend, actor)?;
    let Work {
        findings, waiting, ..
    } = work;
    let now = backend.now();
    let own = findings.into_iter().map(|own| OwnFindingView {
        due: deadlines.of(&own.finding, now).0,
        how: how(&own, actor),
        due_at: own.due_at,
        finding: own.finding,
    });
    let row = |change: &backend::changes::ChangeSummary| row_view(change, &names, now);
    Ok(WorkView {
        findings: own.collect(),
        total: work.total,
        overdue: work.overdue,
        soon: work.soon,
        unowned: work.unowned,
        incidents: work
            .incidents
            .into_iter()
            .map(|one| line(one, &names))
            .collect(),
        waiting: waiting.rows.iter().map(row).collect(),
        more_waiting: waiting.next.is_some(),
        needing: work.needing.iter().map(row).collect(),
        triages: actor.may(Action::TriageFindings),
        commands: actor.may(Action::WorkIncidents),
        decides: actor.may(Action::DecideChanges),
        asks: actor.may(Action::RequestChanges),
        names,
        now,
    })
}

/// How a finding became the actor's.
#[cfg(feature = "ssr")]
fn how(own: &OwnFinding, actor: &Actor) -> String {
    match own.given_by.as_deref() {
        None => String::new(),
        Some(by) if by == actor.label() => "You claimed it".to_owned(),
        Some(by) => format!("From {by}"),
    }
}
