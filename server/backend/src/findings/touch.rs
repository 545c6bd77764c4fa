//! Somebody acts on findings, one or many, with one form: the ask is kept, then carried out part by part.
//!
//! What fits into a moment is done before the answer; the rest is done by a worker, also after a restart.

use domain::{
    action::Action,
    actor::{Actor, PersonActor},
    event::Seq,
    finding::{
        self, Assignment, FindingList, Link, Severity, SkipKind, Touch, TouchRule, WorkflowStatus,
    },
    id::{BulkActId, FindingId},
    time::Timestamp,
};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    assignee,
    carry_out::carry_out,
    list::{canonical, standpoint},
};
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    changes,
    error::{Error, Result},
    incidents,
    store::bulk_acts::{self, ActRow, ChunkRow, SkipRow},
    suppressions,
};

/// Findings that one transaction changes.
const CHUNK: usize = 500;
/// Parts that are carried out before the answer.
const AT_ONCE: usize = 2;

/// The findings that are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// One that was looked at alone: when somebody was faster, whoever acts has lost a race, and is told so.
    One(FindingId),
    /// These, each of which is done or left out.
    These(Vec<FindingId>),
    /// All that filter and group of this list, as its page reads them, admit when the act begins; its order and page are not
    /// looked at. What came after the row number was not there to be seen when the page was read, and is left out.
    Matching(Box<FindingList>, u32),
}

impl Which {
    /// What the audit calls them; `total` is how many they are, once that is known.
    fn named(&self, total: Option<usize>) -> String {
        match (self, total) {
            (Self::One(id), _) => named(1, Some(*id)),
            (Self::These(ids), total) => named(total.unwrap_or(ids.len()), ids.first().copied()),
            (Self::Matching(..), Some(total)) => named(total, None),
            (Self::Matching(..), None) => "findings".to_owned(),
        }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct TouchFindings<'a> {
    /// Which findings.
    pub which: Which,
    /// What becomes of them.
    pub touch: Touch,
    /// Why; needed where something is hidden.
    pub reason: &'a str,
    /// The last event that the page knew: what somebody else changed after it is left out.
    pub as_of: Seq,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Acts on findings; the answer is the act, which may still be going on.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`] when one of the findings is none, [`Error::Touch`] when a rule is against
/// it, or [`Error::Conflict`] when it is [`Which::One`] and somebody was faster: then nothing is changed.
pub async fn touch(backend: &Backend, actor: &Actor, ask: TouchFindings<'_>) -> Result<BulkActId> {
    let subject = ask.which.named(None);
    may(backend, actor, ask.touch.link, (&subject, ask.address)).await?;
    let touch = ask.touch.checked()?;
    let reason = finding::reason(ask.reason)?;
    let (ns, late) = numbers(backend, actor, &ask.which)?;
    let worst = backend.board().worst(&ns).unwrap_or(Severity::Critical);
    if reason.is_none() && touch.needs_reason(worst) {
        return Err(TouchRule::ReasonMissing.into());
    }
    let hides_until = hides_until(&touch);
    let mut write = backend.write().await?;
    if let Some(Assignment::To(to)) = &touch.assignee {
        assignee::known(write.conn(), actor, to).await?;
    }
    let suppression = match (hides_until, person(actor)?) {
        (None, _) => None,
        (Some(until), owner) => {
            let why = (owner, reason.as_deref().unwrap_or_default());
            Some(suppressions::of_chosen(&mut write, why, until).await?)
        }
    };
    let target = match touch.link {
        None => None,
        Some(link) => Some(target(&mut write, link).await?),
    };
    let ns: Vec<i64> = ns.into_iter().map(i64::from).collect();
    let late: Vec<i64> = late.into_iter().map(i64::from).collect();
    let subject = ask.which.named(Some(ns.len()));
    let act = ActRow {
        as_of: ask.as_of.0,
        total: (ns.len() + late.len()) as i64,
        suppression,
        ..new(&write, person(actor)?, touch, (target, reason))
    };
    let asked = (&act, &*chunks(&ns), &*late);
    let act = begin(write, actor, asked, (&subject, ask.address)).await?;
    unless_lost(backend, act, &ask.which).await
}

/// The parts of an act on these findings.
fn chunks(ns: &[i64]) -> Vec<ChunkRow> {
    let chunk = |(k, ns): (i64, &[i64])| ChunkRow {
        k,
        ns: Json(ns.to_vec()),
        undone_seq: None,
        seq: None,
    };
    (0..).zip(ns.chunks(CHUNK)).map(chunk).collect()
}

/// The act, unless it is on one finding alone that was left out since somebody was faster.
async fn unless_lost(backend: &Backend, act: BulkActId, which: &Which) -> Result<BulkActId> {
    if !matches!(which, Which::One(_)) {
        return Ok(act);
    }
    let mut reader = backend.reader().await?;
    let left_out = bulk_acts::skips(reader.conn(), act.0, 1).await?.pop();
    let left_out = left_out.filter(|skip| skip.why == SkipKind::Changed.as_str());
    match left_out.and_then(|skip| skip.changed_by.zip(skip.changed_at)) {
        Some((by, at)) => Err(Error::Conflict { by, at }),
        None => Ok(act),
    }
}

/// Until when the touch hides findings, if it does so until a time.
fn hides_until(touch: &Touch) -> Option<Timestamp> {
    let hides = touch.workflow == Some(WorkflowStatus::Suppressed);
    touch.until.filter(|_| hides)
}

/// Whether the actor may act on findings, and link them to what they are to be linked to.
pub(super) async fn may(
    backend: &Backend,
    actor: &Actor,
    link: Option<Link>,
    subject: (&str, Option<&str>),
) -> Result<()> {
    authorize_change(backend, actor, Action::TriageFindings, subject).await?;
    if matches!(link, Some(Link::Incident(_))) {
        authorize_change(backend, actor, Action::WorkIncidents, subject).await?;
    }
    Ok(())
}

/// The person behind an act: nobody else acts on findings, and nobody else may undo it.
pub(super) fn person(actor: &Actor) -> Result<&PersonActor> {
    match actor {
        Actor::Person(person) => Ok(person),
        _ => Err(Error::Forbidden),
    }
}

/// The row of an act that begins, on no findings yet.
pub(super) fn new(
    write: &Write<'_>,
    person: &PersonActor,
    touch: Touch,
    (target, reason): (Option<Uuid>, Option<String>),
) -> ActRow {
    ActRow {
        id: write.backend.ids().id(write.now),
        person_id: person.id.0,
        actor: person.name.clone(),
        asked_at: write.now,
        as_of: 0,
        touch: Json(touch),
        target,
        reason,
        total: 0,
        undoes: None,
        finished_at: None,
        suppression: None,
    }
}

/// Keeps an act with its parts, what came too `late` for it and its audit entry, and carries out what fits into a moment.
pub(super) async fn begin(
    mut write: Write<'_>,
    actor: &Actor,
    (act, chunks, late): (&ActRow, &[ChunkRow], &[i64]),
    (subject, address): (&str, Option<&str>),
) -> Result<BulkActId> {
    let backend = write.backend;
    bulk_acts::insert(write.conn(), act).await?;
    bulk_acts::insert_chunks(write.conn(), act.id, chunks).await?;
    for some in late.chunks(CHUNK) {
        let skips: Vec<SkipRow> = some.iter().map(|n| came_later(*n)).collect();
        bulk_acts::insert_skips(write.conn(), act.id, &skips).await?;
    }
    let mut detail = act.touch.0.to_string();
    if act.undoes.is_some() {
        detail = format!("undo of {detail}");
    }
    if let Some(reason) = &act.reason {
        let short: String = reason.chars().take(200).collect();
        detail = format!("{detail}: {short}");
    }
    write
        .audit(audit::Entry {
            actor,
            action: Action::TriageFindings,
            subject,
            detail: &detail,
            address,
        })
        .await?;
    if let Some(number) = act.suppression {
        suppressions::tell_made(&mut write, number).await?;
    }
    write.commit().await?;
    backend.live().nudge();
    let mut last = None;
    for _ in 0..AT_ONCE {
        match carry_out(backend, act.id).await? {
            Some(seq) => last = Some(seq),
            None => break,
        }
    }
    if let Some(seq) = last {
        backend.board().wait_for(seq).await;
    }
    Ok(BulkActId(act.id))
}

fn came_later(n: i64) -> SkipRow {
    SkipRow {
        n,
        why: SkipKind::CameLater.as_str().to_owned(),
        changed_by: None,
        changed_at: None,
    }
}

/// The row numbers of the findings that are meant, in order and each once, and of those that came too late to be.
fn numbers(backend: &Backend, actor: &Actor, which: &Which) -> Result<(Vec<u32>, Vec<u32>)> {
    let mut late = Vec::new();
    let (mut ns, none) = match which {
        Which::Matching(ask, last) => {
            let ask = FindingList {
                filter: canonical(backend, actor, ask.filter.clone())?,
                ..FindingList::clone(ask)
            };
            let mut ns = backend.board().numbers(&ask, standpoint(backend, actor));
            // They are in the order in which they came.
            late = ns.split_off(ns.partition_point(|n| n <= last));
            (ns, TouchRule::NothingMatches)
        }
        Which::One(id) => {
            let n = backend.board().number(*id);
            (vec![n.ok_or(Error::NotFound)?], TouchRule::NothingChosen)
        }
        Which::These(ids) => {
            let ns = ids.iter().map(|id| backend.board().number(*id));
            let ns: Option<Vec<u32>> = ns.collect();
            (ns.ok_or(Error::NotFound)?, TouchRule::NothingChosen)
        }
    };
    ns.sort_unstable();
    ns.dedup();
    match ns.is_empty() {
        true => Err(none.into()),
        false => Ok((ns, late)),
    }
}

/// The incident or change of a number.
async fn target(write: &mut Write<'_>, link: Link) -> Result<Uuid> {
    let found = match link {
        Link::Incident(number) => incidents::by_number(write.conn(), number).await?,
        Link::Change(number) => changes::by_number(write.conn(), number).await?,
    };
    found.ok_or_else(|| TouchRule::LinkUnknown.into())
}

/// How the audit names the findings of an act.
pub(super) fn named(count: usize, first: Option<FindingId>) -> String {
    match (count, first) {
        (1, Some(id)) => id.to_string(),
        (count, _) => format!("{count} findings"),
    }
}
