//! Other findings that appeared and changed. Those of the same resource are told one by one; of others, what one event
//! changed alike is told once, and so are findings of one title that appeared.

use std::collections::{HashMap, hash_map::Entry};

use domain::{
    finding::{FindingSummary, Severity},
    scope::MatchLevel,
    strip::{Link, LinkKind},
    time::Timestamp,
};

use super::{Cut, Look};
use crate::{
    backend::Backend,
    board::{Board, Neighbour},
    error::Result,
    incidents::changed_words,
    store::{db::Reader, finding_history as history},
};

/// Findings that are looked at, the nearest first.
const NEAREST: usize = 5_000;
/// Findings whose changes are asked for at a time.
const CHUNK: usize = 512;
/// Changes that are looked at, those of the nearest findings first.
const CHANGES: i64 = 2_000;

/// What is told once: of one finding alone, where it has a number.
#[derive(PartialEq, Eq, Hash)]
struct Kind {
    level: MatchLevel,
    alone: Option<u32>,
    what: What,
}

#[derive(PartialEq, Eq, Hash)]
enum What {
    Appeared(Severity, String),
    /// By the event with this place in the log.
    Changed(i64, String),
}

/// To how many findings it happened, and when and to which of them last.
struct Lot {
    count: u64,
    at: Timestamp,
    finding: FindingSummary,
}

#[derive(Default)]
struct Lots(HashMap<Kind, Lot>);

pub(super) async fn gather(backend: &Backend, reader: &mut Reader, look: &mut Look) -> Result<()> {
    let board = backend.board();
    let near = board.nearby(&look.targets, &look.window, NEAREST);
    if near.total > near.nearest.len() as u64 {
        let looked_at = near.nearest.len() as u64;
        look.cut.push(Cut::Nearest(looked_at, near.total));
    }
    let others = near.nearest.into_iter();
    let others: Vec<Neighbour> = others.filter(|one| i64::from(one.n) != look.n).collect();
    let mut lots = Lots::default();
    for one in others.iter().filter(|one| look.window.holds(one.made)) {
        lots.add(board, one, one.made, |finding| {
            What::Appeared(finding.severity, finding.title.clone())
        });
    }
    changes(board, reader, look, (&others, &mut lots)).await?;
    for (kind, lot) in lots.0 {
        let link = Link::to(LinkKind::Finding, lot.finding.id);
        look.add(lot.at, Some(kind.level), link, told(kind.what, &lot));
    }
    Ok(())
}

/// What changed on findings that are near.
async fn changes(
    board: &Board,
    reader: &mut Reader,
    look: &mut Look,
    (others, lots): (&[Neighbour], &mut Lots),
) -> Result<()> {
    let mut most = CHANGES;
    for some in others.chunks(CHUNK) {
        let ns: Vec<i64> = some.iter().map(|one| one.n.into()).collect();
        let rows = history::within(reader.conn(), &ns, look.between(), most).await?;
        let mut words = changed_words(&rows);
        let by_number: HashMap<i64, &Neighbour> = ns.into_iter().zip(some).collect();
        for row in &rows {
            let words = words.remove(&(row.n, row.change.seq));
            let words = words.filter(|words| !words.is_empty());
            if let Some((words, one)) = words.zip(by_number.get(&row.n)) {
                let seq = row.change.seq;
                lots.add(board, one, row.change.at, |_| What::Changed(seq, words));
            }
        }
        most -= rows.len() as i64;
        if most <= 0 {
            look.cut
                .push(Cut::Latest(LinkKind::Finding, CHANGES.unsigned_abs()));
            break;
        }
    }
    Ok(())
}

impl Lots {
    fn add(
        &mut self,
        board: &Board,
        one: &Neighbour,
        at: Timestamp,
        what: impl FnOnce(&FindingSummary) -> What,
    ) {
        let Some(finding) = board.at(one.n) else {
            return;
        };
        let kind = Kind {
            level: one.level,
            alone: (one.level >= MatchLevel::Parent).then_some(one.n),
            what: what(&finding),
        };
        match self.0.entry(kind) {
            Entry::Vacant(free) => {
                let count = 1;
                free.insert(Lot { count, at, finding });
            }
            Entry::Occupied(mut lot) => {
                let lot = lot.get_mut();
                lot.count += 1;
                if (at, finding.n) > (lot.at, lot.finding.n) {
                    (lot.at, lot.finding) = (at, finding);
                }
            }
        }
    }
}

fn told(what: What, lot: &Lot) -> String {
    match (what, lot.count) {
        (What::Appeared(severity, title), 1) => {
            format!("{title}: appeared, {}", severity.label().to_lowercase())
        }
        (What::Appeared(severity, title), count) => {
            let severity = severity.label().to_lowercase();
            format!("{title}: {count} findings appeared, {severity}")
        }
        (What::Changed(_, words), 1) => format!("{}: {words}", lot.finding.title),
        (What::Changed(_, words), count) => format!("{count} findings: {words}"),
    }
}
