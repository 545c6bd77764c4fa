//! Endpoints: Route 53 health checks as a matrix, and one with its history and checkers. What a page only
//! shows comes in words and whole numbers, so that the browser need not work it out again.

use domain::{
    chart::Svg,
    endpoint::{CheckerObservation, Standing},
    source::SourceFault,
    time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{error::ApiError, sources::SourceView};
#[cfg(feature = "ssr")]
use {
    super::{
        charts::Charts,
        context::{asker, backend, refuse},
        endpoint_history::{Span, history},
        endpoint_words::{Named, facts, healthy_words},
        health::account_names,
        incidents_view::linked,
        narrow::narrowed,
        sources::telling,
    },
    backend::{
        Backend,
        endpoints::{self, CheckerNow, EndpointSummary, MatrixRow},
        incidents::Origin,
    },
    domain::{
        actor::Actor,
        chart::{ChartSpec, Spark},
        endpoint::{CHECKER_REGIONS, HealthCheckKind, RegionTally, city},
        scope::Scope,
        source::SourceKind,
    },
};

/// A health check as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointView {
    /// Route 53's id.
    pub id: String,
    /// Its name, or what it checks.
    pub name: String,
    /// What kind it is, and whose.
    pub under: String,
    /// How it stands.
    pub standing: Standing,
    /// Since when.
    pub since: Timestamp,
    /// Whole percent of checkers that reach it.
    pub share: Option<u32>,
    /// Why it is what it is, for a check that has no share.
    pub why: String,
    /// Whole milliseconds to the first byte.
    pub first_byte_ms: Option<u32>,
}

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointRow {
    /// As every list shows it.
    pub endpoint: EndpointView,
    /// For each region how many checkers pass, and of how many; nothing where none was asked for.
    pub cells: Vec<(u32, u32)>,
    /// The first bytes of the last hour.
    pub spark: Svg,
}

/// The matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointListView {
    /// What is not healthy, the worst first.
    pub rows: Vec<EndpointRow>,
    /// What is healthy.
    pub healthy: Vec<EndpointRow>,
    /// The worst of what is healthy.
    pub healthy_words: String,
    /// The regions of the cells: code and name.
    pub regions: Vec<(String, String)>,
    /// The sources that tell which there are, and how they stand.
    pub sources: Vec<SourceView>,
    /// The server's time.
    pub now: Timestamp,
}

/// A chart with its words, and the table behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartView {
    /// What it shows.
    pub title: String,
    /// What to know of it.
    pub aside: String,
    /// The drawing.
    pub svg: Svg,
    /// Its table, the names of the columns first.
    pub table: Vec<Vec<String>>,
}

/// One health check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointDetailView {
    /// As lists show it.
    pub endpoint: EndpointView,
    /// Term and value.
    pub facts: Vec<(String, String)>,
    /// Its last day, and its values in the time that was asked for.
    pub charts: Vec<ChartView>,
    /// What each checker saw when somebody last looked; regions by the names that people call them.
    pub checkers: Vec<CheckerObservation>,
    /// Why each checker last failed.
    pub last_failures: Vec<CheckerObservation>,
    /// Why AWS did not answer when it was last asked for these.
    pub fault: Option<SourceFault>,
    /// Whether it follows other checks and has no checkers of its own.
    pub is_calculated: bool,
    /// The incidents it is linked to.
    pub incidents: super::incidents::LinkedView,
    /// The server's time.
    pub now: Timestamp,
}

/// Every health check, failing ones first; whoever looks makes the server ask the checkers of the first.
#[server(prefix = "/api", endpoint = "endpoints/list")]
pub async fn list_endpoints() -> Result<EndpointListView, ApiError> {
    let (asker, backend, charts) = (asker(), backend()?, Charts::given());
    let list = read_list(&backend, &asker.actor, &charts).await;
    list.map_err(|error| refuse(&asker, &error))
}

/// One health check; whoever looks makes the server ask its checkers.
#[server(prefix = "/api", endpoint = "endpoints/get")]
pub async fn get_endpoint(
    /// Which, by Route 53's id.
    id: String,
    /// How far back its values go: `1h`, `6h` or `24h`.
    span: String,
) -> Result<EndpointDetailView, ApiError> {
    let (asker, backend, charts) = (asker(), backend()?, Charts::given());
    let found = read_one(&backend, &asker.actor, (&id, Span::read(&span)), &charts).await;
    found.map_err(|error| refuse(&asker, &error))
}

/// Health checks as lists show them, the worst first.
#[cfg(feature = "ssr")]
pub(super) fn views(all: &[EndpointSummary], named: &Named<'_>) -> Vec<EndpointView> {
    all.iter().map(|one| view(one, named)).collect()
}

#[cfg(feature = "ssr")]
fn view(one: &EndpointSummary, named: &Named<'_>) -> EndpointView {
    // Half way goes to the even one, so that 2 of 16 is 12 and 6 below the line.
    let whole = |value: f64| value.round_ties_even().clamp(0.0, f64::from(u32::MAX)) as u32;
    EndpointView {
        id: one.check.id.clone(),
        name: named.name(one),
        under: named.under(one),
        standing: one.standing,
        since: one.since,
        share: one.percent_healthy.map(whole),
        why: named.why(one),
        first_byte_ms: one.first_byte_ms.map(whole),
    }
}

#[cfg(feature = "ssr")]
async fn read_list(
    backend: &Backend,
    actor: &Actor,
    charts: &Charts,
) -> backend::Result<EndpointListView> {
    let (mut matrix, scope) = (endpoints::matrix(backend, actor).await?, narrowed());
    matrix.retain(|row| scope.shows(&Scope::of_account(row.summary.check.account.clone())));
    let accounts = account_names(backend, actor).await?;
    let kinds = [SourceKind::Route53, SourceKind::CloudWatch];
    let sources = telling(backend, actor, &kinds, &scope).await?;
    let (now, all) = (backend.now(), matrix.iter().map(|row| &row.summary));
    let named = Named::new(all, &accounts);
    let regions = regions(&matrix);
    let rows = matrix.iter().map(|row| {
        let spark = Spark {
            points: row.first_bytes.clone(),
        };
        EndpointRow {
            endpoint: view(&row.summary, &named),
            cells: cells(row, &regions),
            spark: charts.draw(&ChartSpec::Spark(spark)),
        }
    });
    let (healthy, rows): (Vec<_>, Vec<_>) =
        rows.partition(|row| row.endpoint.standing == Standing::Healthy);
    let views = healthy.iter().map(|row| &row.endpoint);
    Ok(EndpointListView {
        healthy_words: healthy_words(views, now),
        rows,
        healthy,
        regions,
        sources,
        now,
    })
}

/// Route 53's regions, and behind them any that it did not have when this was written.
#[cfg(feature = "ssr")]
fn regions(matrix: &[MatrixRow]) -> Vec<(String, String)> {
    let known = CHECKER_REGIONS.iter();
    let mut regions: Vec<(String, String)> = known
        .map(|(code, name)| ((*code).to_owned(), (*name).to_owned()))
        .collect();
    for tally in matrix.iter().flat_map(|row| &row.regions) {
        if !regions.iter().any(|(code, _)| *code == tally.region) {
            regions.push((tally.region.clone(), tally.region.clone()));
        }
    }
    regions
}

#[cfg(feature = "ssr")]
fn cells(row: &MatrixRow, regions: &[(String, String)]) -> Vec<(u32, u32)> {
    if !row.summary.standing.is_disputed() {
        return Vec::new();
    }
    let of = |code: &String| {
        let tally = row.regions.iter().find(|tally| tally.region == *code);
        tally.map_or((0, 0), |RegionTally { passing, of, .. }| (*passing, *of))
    };
    regions.iter().map(|(code, _)| of(code)).collect()
}

#[cfg(feature = "ssr")]
async fn read_one(
    backend: &Backend,
    actor: &Actor,
    (id, span): (&str, Span),
    charts: &Charts,
) -> backend::Result<EndpointDetailView> {
    let found = endpoints::get(backend, actor, id).await?;
    let is_calculated = found.summary.check.kind == Some(HealthCheckKind::Calculated);
    if !is_calculated {
        endpoints::look(backend, actor, id)?;
    }
    let all = endpoints::list(backend, actor).await?;
    let accounts = account_names(backend, actor).await?;
    let (now, named) = (backend.now(), Named::new(&all, &accounts));
    let seen = |one: CheckerNow| CheckerObservation {
        region: city(&one.observation.region).to_owned(),
        ..one.observation
    };
    Ok(EndpointDetailView {
        endpoint: view(&found.summary, &named),
        facts: facts(&found, &named),
        charts: history(&found, span, now, charts),
        checkers: found.checkers.into_iter().map(seen).collect(),
        last_failures: found.last_failures.into_iter().map(seen).collect(),
        fault: found.fault,
        is_calculated,
        incidents: linked(backend, actor, &Origin::Endpoint(id.to_owned())).await?,
        now,
    })
}
