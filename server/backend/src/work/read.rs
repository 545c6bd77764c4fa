//! Everything that waits for one person, in one answer.

use std::collections::HashMap;

use domain::{
    action::Action,
    actor::Actor,
    finding::{
        Due, Facet, FacetCounts, FindingFilter, FindingList, FindingSummary, SortKey, SortOrder,
    },
    page::Page,
    time::Timestamp,
};

use crate::{
    backend::{Backend, authorize},
    changes::{self, ChangeSummary, Queue},
    error::Result,
    findings,
    incidents::{self, IncidentSummary},
    store::finding_history,
};

/// Findings that are read at most; the list has the others.
pub const MAX_FINDINGS: u16 = 100;
/// Open incidents among which those of the actor are looked for.
const MAX_INCIDENTS: u16 = 500;

/// An open finding that the actor has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFinding {
    /// The finding.
    pub finding: FindingSummary,
    /// The midnight of UTC at which its time is over, if it has a limit.
    pub due_at: Option<Timestamp>,
    /// Who gave it to the actor, who may have been themselves; none where no history tells.
    pub given_by: Option<String>,
}

/// What one person has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The open findings that they have, what is due first first, at most [`MAX_FINDINGS`].
    pub findings: Vec<OwnFinding>,
    /// How many there are.
    pub total: u64,
    /// How many of them are overdue.
    pub overdue: u64,
    /// How many of them are due soon.
    pub soon: u64,
    /// How many findings are overdue and nobody's.
    pub unowned: u64,
    /// The open incidents that they command, the worst first.
    pub incidents: Vec<IncidentSummary>,
    /// The first changes that wait for their decision.
    pub waiting: Page<ChangeSummary>,
    /// Their own changes that go on only with them.
    pub needing: Vec<ChangeSummary>,
}

/// What the actor has to do, wherever it lies.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn read(backend: &Backend, actor: &Actor) -> Result<Work> {
    authorize(actor, Action::ReadFloor)?;
    let ask = FindingList {
        sort: SortKey::Due,
        order: SortOrder::Ascending,
        ..FindingList::first(open_of(actor.label()), MAX_FINDINGS)
    };
    let own = findings::list(backend, actor, &ask)?;
    let unowned = FindingFilter {
        due: vec![Due::Overdue],
        ..open_of("")
    };
    let unowned = findings::list(backend, actor, &FindingList::first(unowned, 1))?;
    let mut incidents = incidents::open(backend, actor, MAX_INCIDENTS).await?;
    incidents.retain(|one| one.commander.as_deref() == Some(actor.label()));
    Ok(Work {
        total: own.total,
        overdue: count(&own.facets, Due::Overdue),
        soon: count(&own.facets, Due::Soon),
        findings: with_givers(backend, actor, own.page.rows).await?,
        unowned: unowned.total,
        incidents,
        waiting: changes::list(backend, actor, Queue::Waiting, None).await?,
        needing: changes::needing(backend, actor).await?,
    })
}

/// The open findings of somebody; the empty text is nobody.
fn open_of(name: &str) -> FindingFilter {
    FindingFilter {
        assignee: vec![name.to_owned()],
        ..FindingFilter::open()
    }
}

fn count(facets: &[FacetCounts], due: Due) -> u64 {
    let of = facets.iter().filter(|counts| counts.facet == Facet::Due);
    let mut values = of.flat_map(|counts| &counts.values);
    values
        .find(|one| one.value == due.as_str())
        .map_or(0, |one| one.count)
}

async fn with_givers(
    backend: &Backend,
    actor: &Actor,
    rows: Vec<FindingSummary>,
) -> Result<Vec<OwnFinding>> {
    let ns: Vec<i64> = rows.iter().map(|row| row.n.into()).collect();
    let mut givers: HashMap<i64, String> = HashMap::new();
    if !ns.is_empty() {
        let mut reader = backend.reader().await?;
        // The oldest come first, so that the last one stays.
        for given in finding_history::assignments(reader.conn(), &ns).await? {
            let to_actor = given.change.new.as_deref() == Some(actor.label());
            match to_actor {
                true => givers.insert(given.n, given.change.actor),
                false => givers.remove(&given.n),
            };
        }
    }
    let deadlines = backend.board().deadlines();
    let own = rows.into_iter().map(|finding| OwnFinding {
        due_at: deadlines.due_at(finding.severity, finding.open_since),
        given_by: givers.remove(&i64::from(finding.n)),
        finding,
    });
    Ok(own.collect())
}
