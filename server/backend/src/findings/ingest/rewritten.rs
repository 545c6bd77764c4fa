//! Findings of a file that say what is kept of them in another writing: with other spaces, or with their fields in another
//! order. Tools print what they got from AWS as they like; only a file may, so that nobody else pays for the look.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use uuid::Uuid;

use super::{Page, Prepared, is_known};
use crate::{backend::Write, error::Result, store::finding_documents};

/// Those of the page whose documents differ from the kept ones in nothing but the writing.
pub(super) async fn rewritten(page: &Page<'_>, write: &mut Write<'_>) -> Result<HashSet<Uuid>> {
    let mut suspects: HashMap<i64, &Prepared<'_>> = HashMap::new();
    for one in &page.incoming {
        let Some(row) = page.kept.get(&one.id) else {
            continue;
        };
        let alone = !page.planes.concern(row.n, one.finding.plane);
        let as_if_written_alike = (&*row.record_state, &*one.content_hash, row.updated);
        let is_it = alone
            && one.finding.updated.timestamp_micros() == row.updated
            && row.content_hash != one.content_hash
            && is_known(row, as_if_written_alike, one);
        if is_it {
            suspects.insert(row.n, one);
        }
    }
    let ns: Vec<i64> = suspects.keys().copied().collect();
    let archive = write.backend.archive();
    let mut found = HashSet::new();
    for some in ns.chunks(500) {
        for (n, row) in finding_documents::by_numbers(write.conn(), some).await? {
            archive.learn(write.conn(), &row).await?;
            // One that cannot be read any more is replaced by the one that can.
            let Ok(kept) = archive.unpack(n, &row) else {
                continue;
            };
            let one = suspects.get(&n);
            found.extend(
                one.filter(|one| says_same(&kept, &one.finding.document))
                    .map(|one| one.id),
            );
        }
    }
    Ok(found)
}

fn says_same(kept: &str, new: &str) -> bool {
    let read = |text| serde_json::from_str::<Value>(text).ok();
    read(kept).is_some_and(|kept| read(new).is_some_and(|new| kept == new))
}
