//! A decision on its way to AWS is kept with the decision.

use std::collections::{HashMap, HashSet};

use crate::{
    backend::Write,
    error::Result,
    ports::{FindingUpdate, WrittenNote},
    store::{
        write_back_accounts as accounts,
        write_backs::{self as store, WantedRow},
    },
};

/// What somebody decided about one finding.
#[derive(Debug, Clone)]
pub(crate) struct Decision<'a> {
    /// Its row number.
    pub(crate) n: i64,
    /// Its account.
    pub(crate) account: &'a str,
    /// What changed, by the history's word for the field, and what it is now.
    pub(crate) fields: Vec<(&'static str, Option<String>)>,
}

/// Keeps what AWS is to be told of what `by` decided. Of a field that already waits the last decision counts. Nothing is
/// kept of an account that is only observed, nor of fields that AWS does not let a customer write.
pub(crate) async fn queue(
    write: &mut Write<'_>,
    by: &str,
    decisions: &[Decision<'_>],
) -> Result<()> {
    let written = accounts::written_to(write.conn()).await?;
    let written: HashSet<String> = written.into_iter().collect();
    let told = decisions.iter();
    let told = told.filter(|one| written.contains(one.account) && one.fields.iter().any(is_told));
    let told: Vec<&Decision<'_>> = told.collect();
    for some in told.chunks(store::CHUNK) {
        let ns: Vec<i64> = some.iter().map(|one| one.n).collect();
        let waiting = store::of(write.conn(), &ns).await?.into_iter();
        let mut waiting: HashMap<i64, FindingUpdate> =
            waiting.map(|row| (row.n, row.wanted.0)).collect();
        let mut wanted = Vec::new();
        for one in some {
            let mut update = waiting.remove(&one.n).unwrap_or_default();
            for (field, value) in &one.fields {
                set(&mut update, by, field, value.as_deref());
            }
            wanted.push(WantedRow {
                n: one.n,
                account: one.account,
                update,
            });
        }
        let at = write.now;
        store::want(write.conn(), &wanted, at).await?;
    }
    Ok(())
}

fn is_told((field, _): &(&'static str, Option<String>)) -> bool {
    matches!(*field, "workflow" | "severity" | "verification" | "note")
}

/// AWS lets no field be emptied: one that is empty here is not told, and waits no longer.
fn set(told: &mut FindingUpdate, by: &str, field: &str, value: Option<&str>) {
    let value = value.filter(|value| !value.is_empty());
    match field {
        "workflow" => told.workflow = value.and_then(|value| value.parse().ok()),
        "severity" => told.severity = value.and_then(|value| value.parse().ok()),
        "verification" => told.verification = value.and_then(|value| value.parse().ok()),
        "note" => {
            told.note = value.map(|text| WrittenNote {
                text: text.to_owned(),
                by: by.to_owned(),
            });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use domain::finding::{Severity, WorkflowStatus};

    use super::*;

    #[test]
    fn only_what_a_customer_may_write_is_told() {
        let mut told = FindingUpdate::default();
        set(&mut told, "ana", "assignee", Some("ben"));
        set(&mut told, "ana", "note", None);
        set(&mut told, "ana", "workflow", Some("no status"));
        assert!(told.is_empty());
        set(&mut told, "ana", "workflow", Some("RESOLVED"));
        set(&mut told, "ana", "severity", Some("LOW"));
        assert_eq!(told.workflow, Some(WorkflowStatus::Resolved));
        assert_eq!(told.severity, Some(Severity::Low));
        set(&mut told, "ana", "severity", Some("HIGH"));
        set(&mut told, "ana", "verification", Some("FALSE_POSITIVE"));
        set(&mut told, "ana", "verification", None);
        assert_eq!(told.severity, Some(Severity::High), "the last one counts");
        assert_eq!(told.verification, None, "taken back before it was told");
    }
}
