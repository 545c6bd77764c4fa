//! Between rows of suppressions and what the domain calls one.

use domain::{
    id::SuppressionId,
    suppression::{Suppression, read_filter, written_filter},
    version::Version,
};

use crate::{
    error::{Error, Result},
    store::suppressions::SuppressionRow,
};

/// The suppression of a row.
pub(super) fn suppression(row: &SuppressionRow) -> Result<Suppression> {
    let filter = row.filter.as_deref().map(read_filter).transpose();
    let filter = filter.map_err(|error| Error::Corrupt {
        table: "suppressions",
        row: row.number.to_string(),
        what: error.to_string(),
    })?;
    Ok(Suppression {
        id: SuppressionId(row.id),
        number: row.number,
        version: Version(row.version),
        filter,
        reason: row.reason.clone(),
        owner: row.owner.clone(),
        until: row.until_at,
        off_since: row.off_since,
        ended_at: row.ended_at,
        created_by: row.created_by.clone(),
        created_at: row.created_at,
        last_matched: row.last_matched,
    })
}

/// Writes into the row what people say of the suppression from now on.
pub(super) fn set(row: &mut SuppressionRow, kept: &Suppression) {
    row.filter = kept.filter.as_ref().map(written_filter);
    row.reason.clone_from(&kept.reason);
    row.owner.clone_from(&kept.owner);
    // Another end is warned of anew.
    if row.until_at != kept.until {
        row.warned_at = None;
    }
    row.until_at = kept.until;
    row.off_since = kept.off_since;
}
