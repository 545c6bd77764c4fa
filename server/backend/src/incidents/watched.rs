//! Incidents that take what changes on things that are theirs, and how much of it.

use std::collections::{HashMap, HashSet};

use domain::{
    event::Event,
    incident::TimelineKind,
    scope::{MatchLevel, Scope},
    time::Timestamp,
};
use uuid::Uuid;

use super::{rows::scopes_of, touched::Touched};
use crate::{
    error::Result,
    store::{db::Conn, incident_links, incidents as store},
};

/// Incidents that are looked at, open ones first.
const INCIDENTS: i64 = 500;
/// Entries that one event makes in one incident: a first sync of everything must not bury what people wrote.
const ENTRIES: usize = 5;

/// An incident as the follower of the log sees it.
pub(super) struct Watched {
    pub(super) id: Uuid,
    opened_seq: i64,
    resolved_at: Option<Timestamp>,
    scopes: Vec<Scope>,
    links: HashSet<(String, String)>,
}

/// One thing that the timeline is to tell; the empty subject stands for several things.
pub(super) struct Attached {
    pub(super) kind: TimelineKind,
    pub(super) subject: String,
    pub(super) text: String,
}

/// Incidents that were open at some time since `at`.
pub(super) async fn watched(mut conn: Conn<'_>, at: Timestamp) -> Result<Vec<Watched>> {
    let rows = store::open_at(conn.again(), at, INCIDENTS).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut scopes = scopes_of(conn.again(), &rows).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut links: HashMap<Uuid, HashSet<(String, String)>> = HashMap::new();
    for row in incident_links::of_incidents(conn, &ids).await? {
        let links = links.entry(row.incident_id).or_default();
        links.insert((row.kind, row.target));
    }
    let watched = |row: store::IncidentRow| Watched {
        id: row.id,
        opened_seq: row.opened_seq,
        resolved_at: row.resolved_at,
        scopes: scopes.remove(&row.id).unwrap_or_default(),
        links: links.remove(&row.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(watched).collect())
}

impl Watched {
    /// Whether an event happened while the incident was open.
    pub(super) fn was_open_at(&self, event: &Event) -> bool {
        event.seq.0 > self.opened_seq && self.resolved_at.is_none_or(|end| event.at <= end)
    }

    /// Whether somebody linked it: the kinds of links are kinds of entries too.
    pub(super) fn is_linked(&self, kind: TimelineKind, target: &str) -> bool {
        self.links
            .contains(&(kind.as_str().to_owned(), target.to_owned()))
    }

    /// Whether one of the places is the incident's, lies in it, or is a service around it. A neighbour in the same service
    /// is none of it.
    pub(super) fn is_near(&self, places: &[Scope]) -> bool {
        let near = |ours: &Scope, theirs: &Scope| match ours.meets(theirs) {
            Some(MatchLevel::Service) => ours.covers(theirs) || theirs.covers(ours),
            Some(MatchLevel::Account | MatchLevel::Organization) => ours.covers(theirs),
            level => level.is_some(),
        };
        self.scopes
            .iter()
            .any(|ours| places.iter().any(|theirs| near(ours, theirs)))
    }

    /// What the incident's timeline tells of things that one event touched: linked ones first, and no more than a few.
    pub(super) fn attached(&self, things: &[Touched]) -> Vec<Attached> {
        let linked =
            |one: &&Touched| self.is_linked(one.kind, &one.target) || one.names.contains(&self.id);
        let (mut mine, near): (Vec<&Touched>, Vec<&Touched>) = things
            .iter()
            .filter(|one| linked(one) || (one.changed && self.is_near(&one.places)))
            .partition(linked);
        mine.extend(near);
        let shown = match mine.len() > ENTRIES {
            true => ENTRIES - 1,
            false => mine.len(),
        };
        let rest = mine.len() - shown;
        let each = mine.iter().take(shown).map(|one| Attached {
            kind: one.kind,
            subject: one.target.clone(),
            text: one.text.clone(),
        });
        let more = mine.get(shown).map(|one| Attached {
            kind: one.kind,
            subject: String::new(),
            text: format!("{rest} {} in its scope changed", one.plural()),
        });
        each.chain(more).collect()
    }
}
