//! What AWS remembers of a finding, and what it has still to be told, in words.

use backend::{
    Backend,
    findings::{self, AwsHistory},
    ports::AwsChange,
    write_back::WriteBackStanding,
};
use domain::{
    actor::Actor,
    finding::{Plane, WriteBackState},
    id::FindingId,
    source::SourceFault,
};

use super::findings_view::ChangeView;
use crate::{format, pages::findings::drawer::Told};

/// Letters shown of a value: some of AWS's fields are lists.
const SHOWN: usize = 120;

/// Asks AWS what it remembers of a finding.
pub(super) async fn ask_aws(
    backend: &Backend,
    actor: &Actor,
    id: FindingId,
) -> backend::Result<Told> {
    let mut told = Vec::new();
    let said = match findings::aws_history(backend, actor, id).await? {
        AwsHistory::Told(changes) if changes.is_empty() => {
            "AWS remembers no change. It keeps 90 days, and 30 of what is archived.".to_owned()
        }
        AwsHistory::Told(changes) => {
            told = changes.into_iter().map(change).collect();
            String::new()
        }
        AwsHistory::Unread(SourceFault::AccessDenied(action)) => unread(&format!(
            "AWS refuses {action}. `watchfloor check` prints the policy"
        )),
        AwsHistory::Unread(fault) => unread(&fault.to_string()),
        AwsHistory::NotKept => {
            "Security Hub V2 remembers no changes. What is shown was kept here.".to_owned()
        }
        AwsHistory::NotConnected => unread("AWS has not been reached yet"),
    };
    Ok(Told {
        changes: told,
        said,
    })
}

fn unread(why: &str) -> String {
    format!("AWS’s own history could not be read: {why}. What is shown was kept here.")
}

fn change(change: AwsChange) -> ChangeView {
    let who = change.by.splitn(6, ':').last().unwrap_or_default();
    let shown = |value: String| format::shortened(&plain(value), SHOWN);
    ChangeView {
        field: change.field.unwrap_or_else(|| "Created".to_owned()),
        at: change.at,
        actor: format!("in AWS, {who}"),
        old: change.old.map(shown),
        new: change.new.map(shown),
        reason: None,
    }
}

/// What a note says: AWS writes one as an object with who wrote it and when, which the change says as well.
fn plain(value: String) -> String {
    let note: Option<serde_json::Value> = serde_json::from_str(&value).ok();
    let text = note.as_ref().and_then(|note| note["Text"].as_str());
    text.map(str::to_owned).unwrap_or(value)
}

/// What AWS has still to be told of a finding that so many planes have: that it waits, and why AWS did not take it.
pub(super) fn untold(
    standings: Vec<WriteBackStanding>,
    planes: usize,
) -> (Option<String>, Option<String>) {
    let (waiting, refused): (Vec<_>, Vec<_>) = standings
        .into_iter()
        .partition(|one| one.state == WriteBackState::Waiting);
    let waits = waiting.iter().map(|one| {
        let name = name(one.plane, planes);
        format!("{name} is about to be told what was decided here.")
    });
    let refused = refused.iter().map(|one| refusal(one, planes));
    (sentences(waits), sentences(refused))
}

/// Why AWS did not take what was decided of a finding that so many planes have.
pub(super) fn refusal(one: &WriteBackStanding, planes: usize) -> String {
    format!(
        "{} was not told ({}): {}. What was decided holds here; next try at {} UTC.",
        name(one.plane, planes),
        one.code,
        one.fault.trim_end_matches('.'),
        format::clock(one.next_at)
    )
}

/// What a plane is called at a finding that so many have.
fn name(plane: Plane, planes: usize) -> &'static str {
    match (planes, plane) {
        (..=1, Plane::Cspm) => "Security Hub",
        _ => plane.label(),
    }
}

fn sentences(all: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = all.collect();
    (!all.is_empty()).then(|| all.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_in_aws_says_where_and_by_whom() {
        let told = change(AwsChange {
            at: domain::time::from_micros(0),
            by: "arn:aws:sts::111122223333:assumed-role/Triage/ana".to_owned(),
            field: Some("Types".to_owned()),
            old: None,
            new: Some("é".repeat(500)),
        });
        assert_eq!(told.actor, "in AWS, assumed-role/Triage/ana");
        assert_eq!(told.new.map(|new| new.chars().count()), Some(SHOWN + 1));
    }

    #[test]
    fn a_note_is_its_text() {
        let said = |value: &str| plain(value.to_owned());
        let note =
            r#"{"Text":"told the owner","UpdatedAt":"2026-03-01T08:00:00Z","UpdatedBy":"ana"}"#;
        assert_eq!(said(note), "told the owner");
        for other in ["NEW", "[1]", r#"{"Label":"HIGH"}"#] {
            assert_eq!(said(other), other);
        }
    }

    #[test]
    fn what_one_plane_refuses_does_not_hide_that_another_waits() {
        let standing = |plane, state| WriteBackStanding {
            plane,
            state,
            since: domain::time::from_micros(0),
            attempts: 1,
            next_at: domain::time::from_micros(0),
            code: "AccessDenied".to_owned(),
            fault: "access denied.".to_owned(),
        };
        let both = vec![
            standing(Plane::Cspm, WriteBackState::Waiting),
            standing(Plane::V2, WriteBackState::Refused),
        ];
        let (waits, refused) = untold(both, 2);
        let waits = waits.expect("one waits");
        assert!(waits.starts_with("Security Hub CSPM is about"), "{waits}");
        let refused = refused.expect("one was refused");
        assert!(
            refused.starts_with("Security Hub V2 was not told (AccessDenied)"),
            "{refused}"
        );
        let alone = vec![standing(Plane::Cspm, WriteBackState::Waiting)];
        let (waits, refused) = untold(alone, 1);
        assert_eq!(refused, None);
        assert!(
            waits
                .expect("it waits")
                .starts_with("Security Hub is about")
        );
    }
}
