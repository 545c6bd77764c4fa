//! One part of an act on findings: all of it in one transaction, so that a part is done or waits.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    event::{Seq, Topic},
    finding::{FieldMove, Link, Skip, Touch, Triage, TriageField, WorkflowStatus},
    id::FindingId,
    suppression::suppression_name,
};
use uuid::Uuid;

use super::{
    act::{Author, Changed, FieldChange, corrupt, save},
    hidden::{hidden_row, keep_hidden},
    triage::{set, triage},
};
use crate::{
    backend::{Backend, Write},
    changes,
    error::{Error, Result},
    incidents::{self, Ends, Linking},
    store::{
        bulk_acts::{self as store, ActRow, ChunkRow, SkipRow},
        change_findings, counters,
        finding_history::{self, NumberedHistory},
        finding_kinds,
        finding_notes::{self, NoteRow},
        findings::{self, FindingRow},
        suppressed_findings::{self, HiddenRow},
    },
};

/// How often a part is begun anew when somebody was faster on one of its findings.
const TRIES: usize = 20;
/// Why a field moved that was taken back.
const UNDONE: &str = "undone";

/// Carries out the next part of an act that waits; nothing when none does.
pub(super) async fn carry_out(backend: &Backend, act: Uuid) -> Result<Option<Seq>> {
    for _ in 0..TRIES {
        let mut write = backend.write().await?;
        // Of two parts, or a part and a page that is taken in, one waits for the other here and not in the middle.
        counters::take(write.conn(), "finding", 0).await?;
        let row = store::find(write.conn(), act).await?;
        let row = row.ok_or(Error::NotFound)?;
        let Some(chunk) = store::waiting(write.conn(), act).await? else {
            return Ok(None);
        };
        let part = Part::load(&mut write, row, chunk).await?;
        if let Some(seq) = part.decide()?.save(&part, write).await? {
            return Ok(Some(seq));
        }
    }
    Err(Error::Broken(format!(
        "act {act} found its findings changed again and again"
    )))
}

/// What becomes of one finding, or why it is left out.
type Outcome = std::result::Result<(Triage, Vec<FieldMove>), Skip>;
/// A finding that gets or loses a link: its row number, its id and its kind.
type End = (i64, Uuid, i64);

/// A part of an act with what it is decided by.
struct Part {
    act: ActRow,
    k: i64,
    rows: Vec<FindingRow>,
    /// What stands in the way on a finding: the last change by somebody else.
    since: HashMap<i64, Skip>,
    /// Findings that are linked to what the act links to.
    linked: HashSet<i64>,
    /// What is taken back.
    undone: HashMap<i64, Vec<FieldMove>>,
    /// The suppressions that hide findings again whose showing is taken back.
    hidden_by: HashMap<i64, i64>,
}

impl Part {
    async fn load(write: &mut Write<'_>, act: ActRow, chunk: ChunkRow) -> Result<Self> {
        let ns = &chunk.ns.0;
        let mut rows = findings::by_numbers(write.conn(), ns).await?;
        rows.sort_unstable_by_key(|row| row.n);
        let after = chunk.undone_seq.unwrap_or(act.as_of);
        let since = finding_history::since(write.conn(), ns, after).await?;
        // An undo gives way to everybody, an act to other people: what AWS changes is not aimed at.
        let in_the_way = |row: &NumberedHistory| match act.undoes {
            Some(_) => true,
            None => row.person_id.is_some_and(|person| person != act.person_id),
        };
        let since = since.into_iter().filter(in_the_way).map(|row| {
            let (by, at) = (row.change.actor, row.change.at);
            (row.n, Skip::Changed { by, at })
        });
        let mut undone: HashMap<i64, Vec<FieldMove>> = HashMap::new();
        let mut hidden_by = HashMap::new();
        if let Some(seq) = chunk.undone_seq {
            let last = suppressed_findings::last_of(write.conn(), ns).await?;
            hidden_by.extend(last);
            for row in finding_history::of_event(write.conn(), ns, seq).await? {
                undone.entry(row.n).or_default().push(taken_back(row)?);
            }
        }
        Ok(Self {
            k: chunk.k,
            since: since.collect(),
            linked: linked(write, &act, &rows).await?,
            undone,
            hidden_by,
            rows,
            act,
        })
    }

    fn decide(&self) -> Result<Decided> {
        let mut decided = Decided::default();
        for row in &self.rows {
            let before = triage(row, self.links_of(row.n))?;
            match self.outcome(row, &before)? {
                Ok((after, moves)) => {
                    decided.change(row, &after, moves, self.why());
                    decided.hide(row, self.suppression_of(row.n));
                }
                Err(skip) => decided.skip(row.n, &skip),
            }
        }
        Ok(decided)
    }

    /// What becomes of a finding.
    fn outcome(&self, row: &FindingRow, before: &Triage) -> Result<Outcome> {
        let n = row.n;
        if let Some((_, number)) = self.act.suppression.zip(row.suppression) {
            return Ok(Err(Skip::Suppressed(suppression_name(number))));
        }
        let outcome = match self.act.undoes {
            Some(_) => {
                let moves = self.undone.get(&n).map(Vec::as_slice).unwrap_or_default();
                let after = before.before(moves).map_err(|error| corrupt(n, error))?;
                let moves = before.moves_to(&after);
                match moves.is_empty() {
                    true => Err(Skip::AlreadySo),
                    false => Ok((after, moves)),
                }
            }
            None => self.touch().apply(before, &self.act.actor),
        };
        let Ok((after, moves)) = outcome else {
            return Ok(outcome);
        };
        if let Some(skip) = self.since.get(&n) {
            return Ok(Err(skip.clone()));
        }
        let unsaid = self.act.undoes.is_none() && self.act.reason.is_none();
        if unsaid && after.severity < before.severity {
            return Ok(Err(Skip::ReasonMissing));
        }
        Ok(Ok((after, moves)))
    }

    /// The suppression that hides a finding which this act suppresses.
    fn suppression_of(&self, n: i64) -> Option<i64> {
        let again = || self.hidden_by.get(&n).copied();
        self.act.suppression.or_else(again)
    }

    fn touch(&self) -> &Touch {
        &self.act.touch.0
    }

    fn links_of(&self, n: i64) -> Vec<Link> {
        let link = self.touch().link.filter(|_| self.linked.contains(&n));
        link.into_iter().collect()
    }

    fn why(&self) -> Option<String> {
        match self.act.undoes {
            Some(_) => Some(UNDONE.to_owned()),
            None => self.act.reason.clone(),
        }
    }
}

/// What becomes of the findings of a part.
#[derive(Default)]
struct Decided {
    changed: Vec<Changed>,
    skips: Vec<SkipRow>,
    noted: Vec<i64>,
    linked: Vec<End>,
    unlinked: Vec<End>,
    /// Findings that a suppression hides from now on, by its number.
    hidden: BTreeMap<i64, Vec<HiddenRow>>,
}

impl Decided {
    fn change(
        &mut self,
        row: &FindingRow,
        after: &Triage,
        moves: Vec<FieldMove>,
        why: Option<String>,
    ) {
        for one in &moves {
            let end = (row.n, row.id, row.kind_n);
            match one.field {
                TriageField::Note => self.noted.push(row.n),
                TriageField::Incident | TriageField::Change if one.new.is_some() => {
                    self.linked.push(end);
                }
                TriageField::Incident | TriageField::Change => self.unlinked.push(end),
                _ => {}
            }
        }
        let mut row = row.clone();
        set(&mut row, after);
        let change = |one: FieldMove| FieldChange {
            field: one.field.as_str(),
            old: one.old,
            new: one.new,
            reason: why.clone(),
        };
        let changes = moves.into_iter().map(change).collect();
        self.changed.push(Changed { row, changes });
    }

    /// Puts the finding that was changed last under a suppression, if it became suppressed; `row` is as it was before.
    fn hide(&mut self, row: &FindingRow, suppression: Option<i64>) {
        let Some((changed, number)) = self.changed.last_mut().zip(suppression) else {
            return;
        };
        let suppressed = WorkflowStatus::Suppressed.as_str();
        if changed.row.workflow == suppressed && row.workflow != suppressed {
            changed.row.suppression = Some(number);
            self.hidden.entry(number).or_default().push(hidden_row(row));
        }
    }

    fn skip(&mut self, n: i64, skip: &Skip) {
        let (by, at) = skip.by();
        self.skips.push(SkipRow {
            n,
            why: skip.kind().as_str().to_owned(),
            changed_by: by.map(str::to_owned),
            changed_at: at,
        });
    }

    /// Saves all of it; nothing is answered, and nothing kept, when somebody was faster on one of the findings.
    async fn save(self, part: &Part, mut write: Write<'_>) -> Result<Option<Seq>> {
        let (act, at) = (&part.act, write.now);
        let author = Author {
            label: &act.actor,
            person: Some(act.person_id),
        };
        let Some(seq) = save(&mut write, author, &self.changed).await? else {
            return Ok(None);
        };
        for (ends, linking) in [
            (&self.linked, Linking::Linked),
            (&self.unlinked, Linking::Unlinked),
        ] {
            if !ends.is_empty() {
                relink(&mut write, act, linking, ends).await?;
            }
        }
        for (number, rows) in &self.hidden {
            keep_hidden(&mut write, *number, rows).await?;
        }
        if let Some(text) = part.touch().note.clone().filter(|_| !self.noted.is_empty()) {
            let actor = act.actor.clone();
            let note = NoteRow { at, actor, text };
            finding_notes::insert(write.conn(), &self.noted, seq.0, &note).await?;
        }
        if !self.skips.is_empty() {
            store::insert_skips(write.conn(), act.id, &self.skips).await?;
        }
        let done = (seq.0, self.changed.len() as i64);
        if store::carried_out(write.conn(), (act.id, part.k), at, done).await? == 0 {
            return Ok(None);
        }
        store::finish(write.conn(), act.id, at).await?;
        let subjects = self.changed.iter().map(|one| one.row.n.to_string());
        let subjects = subjects.collect();
        // A part that changed nothing is told too: who looks on sees how far it has come.
        let told = write.finish(seq, Topic::Findings, "findings.changed", subjects);
        told.await.map(Some)
    }
}

fn taken_back(row: NumberedHistory) -> Result<FieldMove> {
    let field = row.change.field.parse();
    Ok(FieldMove {
        field: field.map_err(|error| corrupt(row.n, error))?,
        old: row.change.old,
        new: row.change.new,
    })
}

/// Those of the findings that are linked to what the act links to.
async fn linked(write: &mut Write<'_>, act: &ActRow, rows: &[FindingRow]) -> Result<HashSet<i64>> {
    let Some((link, target)) = act.touch.0.link.zip(act.target) else {
        return Ok(HashSet::new());
    };
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let ns: Vec<i64> = rows.iter().map(|row| row.n).collect();
    Ok(match link {
        Link::Change(_) => change_findings::linked(write.conn(), target, &ns)
            .await?
            .into_iter()
            .collect(),
        Link::Incident(_) => {
            let found = incidents::linked(write.conn(), target, &ids).await?;
            let found: HashSet<Uuid> = found.into_iter().collect();
            let linked = rows.iter().filter(|row| found.contains(&row.id));
            linked.map(|row| row.n).collect()
        }
    })
}

async fn relink(write: &mut Write<'_>, act: &ActRow, linking: Linking, ends: &[End]) -> Result<()> {
    let Some((link, target)) = act.touch.0.link.zip(act.target) else {
        return Ok(());
    };
    let ns: Vec<i64> = ends.iter().map(|(n, _, _)| *n).collect();
    let ids: Vec<Uuid> = ends.iter().map(|(_, id, _)| *id).collect();
    match (link, linking) {
        (Link::Change(_), Linking::Linked) => changes::link(write, &act.actor, target, &ns).await,
        (Link::Change(_), Linking::Unlinked) => changes::unlink(write, target, &ns).await,
        (Link::Incident(_), _) => {
            let title = match ends {
                [(_, id, kind_n)] => title(write, FindingId(*id), *kind_n).await?,
                _ => String::new(),
            };
            let ends = Ends {
                ids: &ids,
                title: &title,
            };
            incidents::relink(write, &act.actor, target, linking, ends).await
        }
    }
}

/// What a finding is called.
async fn title(write: &mut Write<'_>, id: FindingId, kind_n: i64) -> Result<String> {
    let kinds = finding_kinds::by_numbers(write.conn(), &[kind_n]).await?;
    let title = kinds.into_iter().next().map(|one| one.kind.title);
    Ok(title.unwrap_or_else(|| id.to_string()))
}
