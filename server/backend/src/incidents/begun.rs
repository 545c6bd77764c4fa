//! Which findings began with an event, told from the log and the history: the row as it is now may be further on.

use std::collections::HashMap;

use domain::{event::Event, finding::Severity, scope::Scope};

use crate::{
    error::Result,
    store::{db::Reader, events, finding_history, findings::FindingRow},
};

/// Of the findings that the event changed nothing on, those that began with it, in words. Every report that is taken in
/// makes a version of its own, so that the reports since, back from the next change or from now, tell which version this
/// one made; and a severity that was changed since stands in the history.
pub(super) async fn begun(
    reader: &mut Reader,
    event: &Event,
    wanted: &[(FindingRow, Vec<Scope>)],
    changes: &HashMap<i64, String>,
) -> Result<HashMap<i64, String>> {
    let unsure = wanted.iter().map(|(row, _)| row);
    let unsure: Vec<&FindingRow> = unsure.filter(|row| !changes.contains_key(&row.n)).collect();
    let ns: Vec<i64> = unsure.iter().map(|row| row.n).collect();
    let later = match unsure.iter().all(|row| row.version == 1) {
        true => Later::default(),
        false => Later::read(reader, event, &ns).await?,
    };
    let new = unsure.into_iter().filter(|row| later.version(row) == 1);
    let words = new.map(|row| {
        let severity = later.severities.get(&row.n).cloned().unwrap_or_else(|| {
            let severity = Severity::from_rank(row.severity);
            severity.map_or_else(String::new, |severity| severity.as_str().to_owned())
        });
        (row.n, format!("new, {}", severity.to_lowercase()))
    });
    Ok(words.collect())
}

/// What became of findings after an event.
#[derive(Default)]
struct Later {
    /// The version that the next change made, with its place in the log.
    next: HashMap<i64, (i64, i64)>,
    /// The reports after the event: place and finding.
    reports: Vec<(i64, i64)>,
    /// The severities that they had before somebody or AWS changed them.
    severities: HashMap<i64, String>,
}

impl Later {
    async fn read(reader: &mut Reader, event: &Event, ns: &[i64]) -> Result<Self> {
        let mut later = Self::default();
        for row in finding_history::since(reader.conn(), ns, event.seq.0).await? {
            let next = row.version.map(|version| (row.change.seq, version));
            if let Some(next) = next {
                later.next.entry(row.n).or_insert(next);
            }
            if let ("severity", Some(old)) = (row.change.field.as_str(), row.change.old) {
                later.severities.entry(row.n).or_insert(old);
            }
        }
        for (seq, subjects) in events::reports_after(reader.conn(), event.seq).await? {
            let reported = subjects.iter().filter_map(|n| n.parse().ok());
            let ours = reported.filter(|n: &i64| ns.contains(n));
            later.reports.extend(ours.map(|n| (seq.0, n)));
        }
        Ok(later)
    }

    /// The version that the event made.
    fn version(&self, row: &FindingRow) -> i64 {
        let next = self.next.get(&row.n);
        let (until, version) = next.map_or((i64::MAX, row.version), |(seq, version)| {
            (*seq, version - 1)
        });
        let between = |(seq, n): &&(i64, i64)| *n == row.n && *seq < until;
        version - self.reports.iter().filter(between).count() as i64
    }
}
