//! One workflow change by the act that pages use, from the call to the moment at which its author sees it: commit and
//! index included.

use std::time::Instant;

use backend::findings::{self, TouchFindings, Which};
use domain::{
    finding::{FindingFilter, FindingList, Touch, WorkflowStatus},
    id::FindingId,
    version::Version,
};

use crate::{
    figure::{Better, Figures},
    spread::Spread,
    store::Floor,
};

/// How many findings are changed.
const CHANGES: u16 = 200;

/// A finding and the version it now has.
pub(crate) type Mark = (FindingId, Version);

/// Changes findings one after another; answers with them as they then are, all of them Notified.
pub(crate) async fn measure(
    figures: &mut Figures,
    floor: &Floor,
    count: u32,
) -> anyhow::Result<Vec<Mark>> {
    let filter = FindingFilter {
        workflow: vec![WorkflowStatus::New],
        ..FindingFilter::default()
    };
    let new = FindingList::first(filter, CHANGES);
    let listing = findings::list(&floor.backend, &floor.actor, &new)?;
    let mut spread = Spread::default();
    let mut marks = Vec::with_capacity(listing.page.rows.len());
    for row in listing.page.rows {
        let ask = TouchFindings {
            which: Which::These(vec![row.id]),
            touch: Touch {
                workflow: Some(WorkflowStatus::Notified),
                ..Touch::default()
            },
            reason: "",
            as_of: floor.backend.board().as_of(),
            address: None,
        };
        let start = Instant::now();
        findings::touch(&floor.backend, &floor.actor, ask).await?;
        spread.add(start.elapsed());
        marks.push((row.id, Version(row.version.0 + 1)));
    }
    println!("    change {}", spread.line());
    figures.add(
        "change_ms",
        count,
        spread.within(95),
        "ms",
        Better::Lower(10.0),
    );
    Ok(marks)
}
