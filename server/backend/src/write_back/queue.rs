//! A decision on its way to AWS is kept with the decision.

use std::collections::{HashMap, HashSet};

use domain::{
    finding::{Plane, RecordState, VerificationState},
    source::SourceKind,
};

use crate::{
    backend::Write,
    error::Result,
    findings::FieldChange,
    ports::{FindingUpdate, WrittenNote},
    store::{
        finding_planes, sources, write_back_accounts as accounts,
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
    /// What changed.
    pub(crate) changes: &'a [FieldChange],
    /// What AWS says of its verification, as far as it was read.
    pub(crate) aws_verification: Option<&'a str>,
}

impl Decision<'_> {
    /// Adds it to what a plane is told; `written` is what the plane was told and has not reported yet.
    fn tell(&self, told: &mut FindingUpdate, to: (Plane, &str), written: &FindingUpdate) {
        for decided in self.changes {
            set(told, to, decided.field, decided.new.as_deref());
            if decided.field == "verification" && to.0 == Plane::Cspm {
                let known = written.verification.map(VerificationState::as_str);
                let given_back = given_back(decided, known, self.aws_verification);
                told.verification = told.verification.or(given_back);
            }
        }
    }
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
    let told = told.filter(|one| written.contains(one.account) && one.changes.iter().any(is_told));
    let told: Vec<&Decision<'_>> = told.collect();
    let planes = planes_of(write, &told).await?;
    for some in told.chunks(store::CHUNK) {
        let ns: Vec<i64> = some.iter().map(|one| one.n).collect();
        let waiting = store::of(write.conn(), &ns).await?.into_iter();
        let mut waiting: HashMap<(i64, String), (FindingUpdate, FindingUpdate)> = waiting
            .map(|row| ((row.n, row.plane), (row.wanted.0, row.written.0)))
            .collect();
        let mut wanted = Vec::new();
        for one in some {
            for plane in planes.get(&one.n).map_or(CSPM_ALONE, Vec::as_slice) {
                let key = (one.n, plane.as_str().to_owned());
                let row = waiting.remove(&key);
                let is_kept = row.is_some();
                let (mut update, written) = row.unwrap_or_default();
                one.tell(&mut update, (*plane, by), &written);
                if is_kept || !update.is_empty() {
                    wanted.push(WantedRow {
                        n: one.n,
                        plane: plane.as_str(),
                        account: one.account,
                        update,
                    });
                }
            }
        }
        let at = write.now;
        for some in wanted.chunks(store::CHUNK) {
            store::want(write.conn(), some, at).await?;
        }
    }
    Ok(())
}

/// Who is told of a finding that V2 has not.
const CSPM_ALONE: &[Plane] = &[Plane::Cspm];

/// The planes that are told of the findings that V2 has: those that are read here and that report the finding. One that
/// neither reports any more is told to both, since one may say that it is gone.
async fn planes_of(
    write: &mut Write<'_>,
    told: &[&Decision<'_>],
) -> Result<HashMap<i64, Vec<Plane>>> {
    let mut planes: HashMap<i64, Vec<Plane>> = HashMap::new();
    if told.is_empty() || !finding_planes::any(write.conn()).await? {
        return Ok(planes);
    }
    let sources = sources::list(write.conn()).await?;
    let is_read = |plane: Plane| {
        let kind = SourceKind::of_plane(plane).as_str();
        sources.iter().any(|source| source.kind == kind)
    };
    for some in told.chunks(store::CHUNK) {
        let ns: Vec<i64> = some.iter().map(|one| one.n).collect();
        let rows = finding_planes::of(write.conn(), &ns).await?;
        let not_reported = RecordState::NotReported.as_str();
        let reported: HashSet<i64> = rows
            .iter()
            .filter(|row| row.record_state != not_reported)
            .map(|row| row.n)
            .collect();
        for row in rows {
            let of_finding = planes.entry(row.n).or_default();
            let has_it = row.record_state != not_reported || !reported.contains(&row.n);
            let plane = row.plane.parse().ok();
            of_finding.extend(plane.filter(|plane| has_it && is_read(*plane)));
        }
    }
    Ok(planes)
}

/// What AWS is told of a verification that nobody here holds any more and that it was told: what it said before, or that
/// nobody knows. `written` is what it was told and has not reported yet, `read` what it reported last.
fn given_back(
    decided: &FieldChange,
    written: Option<&str>,
    read: Option<&str>,
) -> Option<VerificationState> {
    let held = decided.old.as_deref().filter(|old| !old.is_empty())?;
    if decided.new.as_deref().is_some_and(|new| !new.is_empty()) || written.or(read) != Some(held) {
        return None;
    }
    let before = read.filter(|read| *read != held);
    let before = before.and_then(|before| before.parse().ok());
    Some(before.unwrap_or(VerificationState::Unknown))
}

fn is_told(decided: &FieldChange) -> bool {
    matches!(
        decided.field,
        "workflow" | "severity" | "verification" | "note"
    )
}

/// AWS lets no field be emptied: one that is empty here is not told by it, and waits no longer.
fn set(told: &mut FindingUpdate, (plane, by): (Plane, &str), field: &str, value: Option<&str>) {
    let value = value.filter(|value| !value.is_empty());
    match field {
        "workflow" => told.workflow = value.and_then(|value| value.parse().ok()),
        "severity" => told.severity = value.and_then(|value| value.parse().ok()),
        // V2 has no such field.
        "verification" if plane == Plane::V2 => {}
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
        set(&mut told, (Plane::Cspm, "ana"), "assignee", Some("ben"));
        set(&mut told, (Plane::Cspm, "ana"), "note", None);
        set(
            &mut told,
            (Plane::Cspm, "ana"),
            "workflow",
            Some("no status"),
        );
        assert!(told.is_empty());
        set(
            &mut told,
            (Plane::Cspm, "ana"),
            "workflow",
            Some("RESOLVED"),
        );
        set(&mut told, (Plane::Cspm, "ana"), "severity", Some("LOW"));
        assert_eq!(told.workflow, Some(WorkflowStatus::Resolved));
        assert_eq!(told.severity, Some(Severity::Low));
        set(&mut told, (Plane::Cspm, "ana"), "severity", Some("HIGH"));
        set(
            &mut told,
            (Plane::Cspm, "ana"),
            "verification",
            Some("FALSE_POSITIVE"),
        );
        set(&mut told, (Plane::Cspm, "ana"), "verification", None);
        assert_eq!(told.severity, Some(Severity::High), "the last one counts");
        assert_eq!(told.verification, None, "taken back before it was told");
        let mut told = FindingUpdate::default();
        let v2 = (Plane::V2, "ana");
        set(&mut told, v2, "verification", Some("FALSE_POSITIVE"));
        assert!(told.is_empty(), "V2 has no verification");
    }
}
