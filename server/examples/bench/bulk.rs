//! One workflow change of many findings, from the call to the moment at which its author sees all of it.

use std::time::Instant;

use backend::findings::{self, TouchFindings, Which};
use domain::{
    actor::Actor,
    finding::{FindingFilter, FindingList, Touch, WorkflowStatus},
    id::FindingId,
    page::MAX_PAGE,
};

use crate::{
    figure::{Better, Figures},
    store::Floor,
};

/// How many findings, by what name, and within how many milliseconds.
const ACTS: [(usize, &str, f64); 2] = [
    (1_000, "bulk_workflow_1000_ms", 300.0),
    (10_000, "bulk_workflow_10000_ms", 3_000.0),
];

/// Tells owners of new findings: those that were told before are left alone.
pub(crate) async fn measure(
    figures: &mut Figures,
    floor: &Floor,
    count: u32,
) -> anyhow::Result<()> {
    for (findings, name, target) in ACTS {
        let ids = new(floor, findings)?;
        let start = Instant::now();
        let done = act(floor, ids).await?;
        let spent = start.elapsed().as_secs_f64() * 1_000.0;
        println!("    bulk act on {done} findings");
        figures.add(name, count, spent, "ms", Better::Lower(target));
    }
    Ok(())
}

/// At most so many findings that nobody has looked at.
fn new(floor: &Floor, most: usize) -> anyhow::Result<Vec<FindingId>> {
    let filter = FindingFilter {
        workflow: vec![WorkflowStatus::New],
        ..FindingFilter::default()
    };
    let mut page = FindingList::first(filter, MAX_PAGE);
    let mut ids = Vec::with_capacity(most);
    while ids.len() < most {
        let listing = findings::list(&floor.backend, &floor.actor, &page)?.page;
        ids.extend(listing.rows.iter().map(|row| row.id));
        page.after = listing.next;
        if page.after.is_none() {
            break;
        }
    }
    ids.truncate(most);
    Ok(ids)
}

/// Acts, carries on as the worker does, and answers how many findings were changed.
async fn act(floor: &Floor, ids: Vec<FindingId>) -> anyhow::Result<u64> {
    let backend = &floor.backend;
    let ask = TouchFindings {
        which: Which::These(ids),
        touch: Touch {
            workflow: Some(WorkflowStatus::Notified),
            ..Touch::default()
        },
        reason: "",
        as_of: backend.board().as_of(),
        address: None,
    };
    let worker = Actor::Worker("bulk acts".to_owned());
    let id = findings::touch(backend, &floor.actor, ask).await?;
    while findings::carry_on(backend, &worker).await? {}
    let act = findings::bulk_act(backend, &floor.actor, id).await?;
    anyhow::ensure!(act.done == act.total, "nothing is left out");
    Ok(act.done)
}
