//! What AWS remembers of a finding, and what it has still to be told, in words.

use backend::{
    Backend,
    findings::{self, AwsHistory},
    ports::AwsChange,
    write_back::WriteBackStanding,
};
use domain::{actor::Actor, finding::WriteBackState, id::FindingId, source::SourceFault};

use super::findings_view::{ChangeView, FindingView};
use crate::format;

/// Letters shown of a value: some of AWS's fields are lists.
const SHOWN: usize = 120;

/// Asks AWS what it remembers of `view`'s finding.
pub(super) async fn ask_aws(
    backend: &Backend,
    actor: &Actor,
    id: FindingId,
    view: &mut FindingView,
) -> backend::Result<()> {
    let said = match findings::aws_history(backend, actor, id).await? {
        AwsHistory::Told(changes) if changes.is_empty() => {
            "AWS remembers no change. It keeps 90 days, and 30 of what is archived.".to_owned()
        }
        AwsHistory::Told(changes) => {
            view.told = changes.into_iter().map(change).collect();
            String::new()
        }
        AwsHistory::Unread(SourceFault::AccessDenied(action)) => unread(&format!(
            "AWS refuses {action}. `watchfloor check` prints the policy"
        )),
        AwsHistory::Unread(fault) => unread(&fault.to_string()),
        AwsHistory::NotConnected => unread("AWS has not been reached yet"),
    };
    view.said = Some(said);
    Ok(())
}

fn unread(why: &str) -> String {
    format!("AWS’s own history could not be read: {why}. What is shown was kept here.")
}

fn change(change: AwsChange) -> ChangeView {
    let who = change.by.splitn(6, ':').last().unwrap_or_default();
    let cut = |text: String| match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    ChangeView {
        field: change.field.unwrap_or_else(|| "Created".to_owned()),
        at: change.at,
        actor: format!("in AWS, {who}"),
        old: change.old.map(cut),
        new: change.new.map(cut),
        reason: None,
    }
}

/// What AWS has still to be told of a finding: that it waits, or why AWS did not take it.
pub(super) fn untold(standing: Option<WriteBackStanding>) -> (Option<String>, Option<String>) {
    let Some(standing) = standing else {
        return (None, None);
    };
    if standing.state == WriteBackState::Waiting {
        let waits = "Security Hub is about to be told what was decided here.";
        return (Some(waits.to_owned()), None);
    }
    let refused = format!(
        "Security Hub was not told ({}): {}. What was decided holds here; next try at {} UTC.",
        standing.code,
        standing.fault.trim_end_matches('.'),
        format::clock(standing.next_at)
    );
    (None, Some(refused))
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
}
