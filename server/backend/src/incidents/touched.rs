//! What one event of the log touched: findings, AWS Health events, health checks or changes, and what is told of them.

use std::collections::HashMap;

use domain::{
    change::ChangeState,
    event::{Event, Topic},
    incident::TimelineKind,
    scope::Scope,
};
use uuid::Uuid;

use super::{
    begun::begun,
    origin::words,
    place::{endpoint_name, of_endpoint, of_finding, of_health},
    watched::Watched,
};
use crate::{
    changes::went,
    error::Result,
    store::{
        change_history::{self, StepRow},
        changes::{self, ChangeRow},
        db::Reader,
        endpoints,
        finding_history::{self, HistoryRow, NumberedHistory},
        finding_kinds,
        findings::{self, FindingRow},
        health,
    },
};

/// Entities of an AWS Health event that are looked at for where it is.
const ENTITIES: i64 = 200;
/// The worker that takes in what AWS reports, as the history names it.
const INGEST: &str = "findings";
/// Rows asked for at a time.
const CHUNK: usize = 500;

/// One thing that an event touched.
pub(crate) struct Touched {
    pub(crate) kind: TimelineKind,
    pub(crate) target: String,
    /// Incidents that it names itself.
    pub(crate) names: Vec<Uuid>,
    pub(crate) places: Vec<Scope>,
    pub(crate) text: String,
    /// Whether something on it is different from before, which is more than being reported again.
    pub(crate) changed: bool,
}

impl Touched {
    pub(super) const fn plural(&self) -> &'static str {
        match self.kind {
            TimelineKind::Finding => "findings",
            TimelineKind::Health => "AWS Health events",
            TimelineKind::Endpoint => "endpoints",
            _ => "changes",
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
        Topic::Changes => of_changes(reader, event).await,
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
            |one: &Watched| one.is_linked(TimelineKind::Finding, &target) || one.is_near(&places);
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
    let changes = differences(reader, event, &wanted).await?;
    let begun = begun(reader, event, &wanted, &changes).await?;
    // That somebody linked a finding is told where they did so, once.
    wanted.retain(|(row, _)| changes.get(&row.n).is_none_or(|words| !words.is_empty()));
    wanted.sort_by_key(|(row, _)| row.n);
    let thing = |(row, places): (FindingRow, Vec<Scope>)| {
        let title = titles.get(&row.kind_n).map_or("A finding", String::as_str);
        let change = changes.get(&row.n).or_else(|| begun.get(&row.n)).cloned();
        Touched {
            kind: TimelineKind::Finding,
            target: row.id.to_string(),
            names: Vec::new(),
            changed: change.is_some(),
            text: format!("{title}: {}", change.as_deref().unwrap_or("reported again")),
            places,
        }
    };
    Ok(wanted.into_iter().map(thing).collect())
}

/// What the event changed on each of the findings, in words.
async fn differences(
    reader: &mut Reader,
    event: &Event,
    wanted: &[(FindingRow, Vec<Scope>)],
) -> Result<HashMap<i64, String>> {
    let ns: Vec<i64> = wanted.iter().map(|(row, _)| row.n).collect();
    let rows = finding_history::of_event(reader.conn(), &ns, event.seq.0).await?;
    let words = changed_words(&rows).into_iter();
    Ok(words.map(|((n, _), words)| (n, words)).collect())
}

/// What each event changed on each finding, in words, by number and place in the log; no words where it was but a link.
pub(crate) fn changed_words(rows: &[NumberedHistory]) -> HashMap<(i64, i64), String> {
    let mut words: HashMap<(i64, i64), String> = HashMap::new();
    for row in rows {
        let words = words.entry((row.n, row.change.seq)).or_default();
        let Some(one) = difference(&row.change) else {
            continue;
        };
        if !words.is_empty() {
            words.push_str(", ");
        }
        words.push_str(&one);
    }
    words
}

/// One change of one field in words; a link has no words here.
fn difference(change: &HistoryRow) -> Option<String> {
    let none = match change.field.as_str() {
        "incident" | "change" => return None,
        "note" => {
            let text = change.new.as_deref().unwrap_or_default();
            return Some(format!("“{text}” noted by {}", change.actor));
        }
        "assignee" => "nobody",
        "verification" => "as reported",
        _ => "none",
    };
    let field = change.field.replace('_', " ");
    // What is AWS's word is read as one, and what a person wrote stays as they wrote it.
    let said = |value: &Option<String>| match (value.as_deref(), change.field.as_str()) {
        (None, _) => none.to_owned(),
        (Some(text), "assignee" | "tags") => text.to_owned(),
        (Some(word), _) => word.to_lowercase().replace('_', " "),
    };
    let (old, new) = (said(&change.old), said(&change.new));
    let by = match change.actor.as_str() {
        INGEST => "AWS",
        person => person,
    };
    Some(format!("{field} from {old} to {new} by {by}"))
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
            kind: TimelineKind::Health,
            target: id.to_string(),
            names: Vec::new(),
            places: of_health(&row, &entities),
            text: format!(
                "{} in {}: {}",
                words(&row.type_code),
                row.region,
                told(event).unwrap_or(&row.status)
            ),
            changed: true,
        });
    }
    Ok(things)
}

/// What an event says of health checks.
pub(crate) async fn of_endpoints(reader: &mut Reader, event: &Event) -> Result<Vec<Touched>> {
    let mut things = Vec::new();
    for id in &event.subjects {
        let Some(row) = endpoints::by_id(reader.conn(), id).await? else {
            continue;
        };
        let status = told(event).unwrap_or(&row.status);
        let text = match event.kind.as_str() {
            "endpoints.gone" => "no longer listed",
            "endpoints.configured" if row.gone_at.is_some() => "no longer listed",
            "endpoints.configured" => "configured anew",
            _ => answers(status),
        };
        things.push(Touched {
            kind: TimelineKind::Endpoint,
            target: row.id.clone(),
            names: Vec::new(),
            places: of_endpoint(&row),
            text: format!("{}: {text}", endpoint_name(&row)),
            changed: text != "configured anew",
        });
    }
    Ok(things)
}

/// The status that an event says things turned to: what they are now may be another. One from before says none.
fn told(event: &Event) -> Option<&str> {
    let (_, word) = event.kind.split_once('.')?;
    (!matches!(word, "flipped" | "ingested")).then_some(word)
}

/// What was asked for and what became of it.
async fn of_changes(reader: &mut Reader, event: &Event) -> Result<Vec<Touched>> {
    let mut things = Vec::new();
    let ids = event.subjects.iter();
    for id in ids.filter_map(|id| Uuid::try_parse(id).ok()) {
        if let Some(step) = change_history::of_event(reader.conn(), id, event.seq.0).await? {
            things.extend(of_step(reader, id, &step).await?);
        }
    }
    Ok(things)
}

/// One step of a change; a draft is nobody's business but its writer's.
pub(crate) async fn of_step(
    reader: &mut Reader,
    id: Uuid,
    step: &StepRow,
) -> Result<Option<Touched>> {
    let row = changes::find(reader.conn(), id).await?;
    // What was never asked for can only have been withdrawn.
    let was_asked =
        |row: &ChangeRow| step.new_state != ChangeState::Draft.as_str() && row.asked_at.is_some();
    let Some(row) = row.filter(was_asked) else {
        return Ok(None);
    };
    let links = changes::links(reader.conn(), id).await?;
    let names = links
        .iter()
        .filter_map(|link| Uuid::try_parse(link.strip_prefix("/incidents/")?).ok());
    let lines = changes::targets(reader.conn(), &[id]).await?;
    Ok(Some(Touched {
        kind: TimelineKind::Change,
        target: id.to_string(),
        names: names.collect(),
        places: lines
            .iter()
            .filter_map(|(_, line)| line.parse().ok())
            .collect(),
        text: format!("CHG-{} {}: {}", row.number, row.title, went(&row, step)?),
        changed: true,
    }))
}

fn answers(status: &str) -> &'static str {
    match status {
        "healthy" => "answers",
        "unhealthy" => "does not answer",
        _ => "unknown",
    }
}
