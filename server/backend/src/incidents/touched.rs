//! What one event of the log touched: findings, AWS Health events or health checks, and what is told of them.

use std::collections::HashMap;

use domain::{
    event::{Event, Topic},
    finding::Severity,
    incident::{LinkKind, TimelineKind},
    scope::Scope,
};
use uuid::Uuid;

use super::{
    origin::words,
    place::{endpoint_name, of_endpoint, of_finding, of_health},
    watched::Watched,
};
use crate::{
    error::Result,
    store::{
        db::Reader,
        endpoints::{self, CheckRow},
        finding_history, finding_kinds,
        findings::{self, FindingRow},
        health,
    },
};

/// Entities of an AWS Health event that are looked at for where it is.
const ENTITIES: i64 = 200;
/// Rows asked for at a time.
const CHUNK: usize = 500;

/// One thing that an event touched.
pub(super) struct Touched {
    pub(super) link: LinkKind,
    pub(super) target: String,
    pub(super) places: Vec<Scope>,
    pub(super) text: String,
    /// Whether something on it is different from before, which is more than being reported again.
    pub(super) changed: bool,
}

impl Touched {
    pub(super) const fn kind(&self) -> TimelineKind {
        match self.link {
            LinkKind::Finding => TimelineKind::Finding,
            LinkKind::Health => TimelineKind::Health,
            LinkKind::Endpoint => TimelineKind::Endpoint,
        }
    }

    pub(super) const fn plural(&self) -> &'static str {
        match self.link {
            LinkKind::Finding => "findings",
            LinkKind::Health => "AWS Health events",
            LinkKind::Endpoint => "endpoints",
        }
    }
}

/// The things of an event that are of one of the incidents.
pub(super) async fn touched(
    reader: &mut Reader,
    event: &Event,
    incidents: &[Watched],
) -> Result<Vec<Touched>> {
    match event.topic {
        Topic::Findings => {
            let mut things = Vec::new();
            let ns: Vec<i64> = event
                .subjects
                .iter()
                .filter_map(|n| n.parse().ok())
                .collect();
            for some in ns.chunks(CHUNK) {
                things.extend(of_findings(reader, event, some, incidents).await?);
            }
            Ok(things)
        }
        Topic::Health => of_health_events(reader, event).await,
        Topic::Endpoints if event.kind != "endpoints.observed" => of_endpoints(reader, event).await,
        _ => Ok(Vec::new()),
    }
}

async fn of_findings(
    reader: &mut Reader,
    event: &Event,
    ns: &[i64],
    incidents: &[Watched],
) -> Result<Vec<Touched>> {
    let rows = findings::by_numbers(reader.conn(), ns).await?;
    let mut wanted: Vec<(FindingRow, Vec<Scope>)> = Vec::new();
    for row in rows {
        let (target, places) = (row.id.to_string(), of_finding(&row));
        let is_of =
            |one: &Watched| one.is_linked(LinkKind::Finding, &target) || one.is_near(&places);
        if incidents.iter().any(is_of) {
            wanted.push((row, places));
        }
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut kinds: Vec<i64> = wanted.iter().map(|(row, _)| row.kind_n).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let titles: HashMap<i64, String> = finding_kinds::by_numbers(reader.conn(), &kinds)
        .await?
        .into_iter()
        .map(|one| (one.n, one.kind.title))
        .collect();
    let changes = changes(reader, event, &wanted).await?;
    wanted.sort_by_key(|(row, _)| row.n);
    let thing = |(row, places): (FindingRow, Vec<Scope>)| {
        let title = titles.get(&row.kind_n).map_or("A finding", String::as_str);
        let change = changes.get(&row.n).cloned().or_else(|| {
            let severity = Severity::from_rank(row.severity).map_or("", Severity::as_str);
            (row.version == 1).then(|| format!("new, {}", severity.to_lowercase()))
        });
        Touched {
            link: LinkKind::Finding,
            target: row.id.to_string(),
            changed: change.is_some(),
            text: format!("{title}: {}", change.as_deref().unwrap_or("reported again")),
            places,
        }
    };
    Ok(wanted.into_iter().map(thing).collect())
}

/// What the event changed on each of the findings, in words.
async fn changes(
    reader: &mut Reader,
    event: &Event,
    wanted: &[(FindingRow, Vec<Scope>)],
) -> Result<HashMap<i64, String>> {
    let ns: Vec<i64> = wanted.iter().map(|(row, _)| row.n).collect();
    let mut words: HashMap<i64, String> = HashMap::new();
    for row in finding_history::of_event(reader.conn(), &ns, event.seq.0).await? {
        let change = row.change;
        let (old, new) = (change.old.as_deref(), change.new.as_deref());
        let (old, new) = (old.unwrap_or("nobody"), new.unwrap_or("nobody"));
        let field = change.field.replace('_', " ");
        let one = format!("{field} from {old} to {new} by {}", change.actor);
        let words = words.entry(row.n).or_default();
        if !words.is_empty() {
            words.push_str(", ");
        }
        words.push_str(&one);
    }
    Ok(words)
}

async fn of_health_events(reader: &mut Reader, event: &Event) -> Result<Vec<Touched>> {
    let mut things = Vec::new();
    for id in event
        .subjects
        .iter()
        .filter_map(|id| Uuid::try_parse(id).ok())
    {
        let Some(row) = health::find(reader.conn(), id).await? else {
            continue;
        };
        let entities = health::entities(reader.conn(), id, ENTITIES).await?;
        things.push(Touched {
            link: LinkKind::Health,
            target: id.to_string(),
            places: of_health(&row, &entities),
            text: format!(
                "{} in {}: {}",
                words(&row.type_code),
                row.region,
                row.status
            ),
            changed: true,
        });
    }
    Ok(things)
}

async fn of_endpoints(reader: &mut Reader, event: &Event) -> Result<Vec<Touched>> {
    let mut things = Vec::new();
    for id in &event.subjects {
        let Some(row) = endpoints::by_id(reader.conn(), id).await? else {
            continue;
        };
        let flipped = event.kind == "endpoints.flipped";
        let text = match row.gone_at.is_some() {
            true => "no longer listed",
            false if flipped => answers(&row),
            false => "configured anew",
        };
        things.push(Touched {
            link: LinkKind::Endpoint,
            target: row.id.clone(),
            places: of_endpoint(&row),
            text: format!("{}: {text}", endpoint_name(&row)),
            changed: flipped || row.gone_at.is_some(),
        });
    }
    Ok(things)
}

fn answers(row: &CheckRow) -> &'static str {
    match row.status.as_str() {
        "healthy" => "answers",
        "unhealthy" => "does not answer",
        _ => "unknown",
    }
}
