//! The owner of a suppression is told by mail that it ends soon, once.

use domain::{
    event::Topic,
    suppression::{ends_soon, suppression_name},
};

use crate::{
    backend::Backend,
    error::Result,
    outbox,
    ports::Mail,
    store::{
        people,
        suppressions::{self as store, SuppressionRow},
    },
};

/// Tells the owner where the end is near, and keeps that they were told; without an address of theirs the pages alone say
/// it.
pub(super) async fn warn(backend: &Backend, row: &SuppressionRow) -> Result<()> {
    let told = row.warned_at.is_some() || row.off_since.is_some();
    if told || !ends_soon(row.until_at, backend.now()) {
        return Ok(());
    }
    let mut write = backend.write().await?;
    let at = write.now;
    if store::warned(write.conn(), row.number, at).await? == 0 {
        return Ok(());
    }
    let owner = people::by_name(write.conn(), &row.owner).await?;
    let owner = owner.filter(|owner| owner.disabled_at.is_none());
    if let Some(to) = owner.and_then(|owner| owner.mail) {
        outbox::add(&mut write, mail(row, to), None).await?;
    }
    let seq = write.take_seq().await?;
    let subjects = vec![row.number.to_string()];
    let told = write.finish(seq, Topic::Suppressions, "suppressions.warned", subjects);
    told.await.map(drop)
}

fn mail(row: &SuppressionRow, to: String) -> Mail {
    let (name, until) = (
        suppression_name(row.number),
        row.until_at.format("%Y-%m-%d %H:%M"),
    );
    Mail {
        to,
        subject: format!("{name} ends on {until} UTC"),
        body: format!(
            "The suppression {name} ends on {until} UTC. What it hides is shown again then.\n\nReason: {}\n",
            row.reason
        ),
        path: format!("/suppressions/{}", row.number),
    }
}
