//! Who is told by mail of what happened to a change: those who can decide it, and who asked for it.

use domain::{
    change::{Change, ChangeState, ChangeVerb},
    id::PersonId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rows;
use crate::{
    backend::Write,
    error::Result,
    outbox,
    ports::Mail,
    store::{
        approvals::{self, ApproverRow},
        changes::{self, ChangeRow},
        db::Conn,
        people,
    },
};

/// What has happened.
pub(super) struct News<'a> {
    /// The change as it is kept now.
    pub(super) row: &'a ChangeRow,
    pub(super) before: &'a Change,
    pub(super) after: &'a Change,
    pub(super) verb: ChangeVerb,
    /// What was said about it, by whom.
    pub(super) comment: &'a str,
}

/// Adds the mail that this act causes to its transaction.
pub(super) async fn queue(
    write: &mut Write<'_>,
    news: News<'_>,
    people: &[ApproverRow],
) -> Result<()> {
    for (mail, asks) in to_deciders(&news, people) {
        outbox::add(write, mail, Some(asks)).await?;
    }
    if !is_told(news.verb) {
        return Ok(());
    }
    let requester = people::by_id(write.conn(), news.row.requester_id).await?;
    let enabled = requester.filter(|row| row.disabled_at.is_none());
    if let Some(to) = enabled.and_then(|row| row.mail) {
        outbox::add(write, to_requester(&news, to), None).await?;
    }
    Ok(())
}

/// Whether who asked is told: what they did themselves they know.
const fn is_told(verb: ChangeVerb) -> bool {
    use ChangeVerb as V;
    match verb {
        V::Clear | V::Schedule | V::Reject | V::RequestChanges | V::Lapse => true,
        V::Open | V::Override | V::RefuseOverride | V::TimeOut | V::Hold => true,
        V::Submit | V::Edit | V::Approve | V::ComeDue | V::Start => false,
        V::Succeed | V::Fail | V::Cancel => false,
    }
}

/// Mail to everybody whose decision is asked for now and was not before.
fn to_deciders(news: &News<'_>, people: &[ApproverRow]) -> Vec<(Mail, Asks)> {
    let approvers = rows::approvers(people);
    let open = |change: &Change| {
        let asked = change.state == ChangeState::PendingApproval;
        let ladder = change.ladder(&approvers);
        let level = ladder.open().filter(|_| asked).map(|rung| rung.level);
        level.map(|level| (change.revision, level))
    };
    let (was, now) = (open(news.before), open(news.after));
    let ladder = news.after.ladder(&approvers);
    let held = news.verb == ChangeVerb::Hold;
    let (can, asks): (Vec<PersonId>, String) = if let (Some((_, level)), true) = (now, was != now) {
        let name = ladder.rungs.get(level - 1).map(|rung| rung.name.as_str());
        let asks = format!("waits for your approval ({})", name.unwrap_or_default());
        (ladder.can.iter().map(|one| one.id).collect(), asks)
    } else if held {
        let others = approvers.iter().map(|one| one.id);
        let asks = "waits for a calendar, or for somebody who overrides it".to_owned();
        (
            others.filter(|id| *id != news.after.requester).collect(),
            asks,
        )
    } else {
        return Vec::new();
    };
    let reached = people.iter().filter(|one| can.contains(&PersonId(one.id)));
    let addresses = reached.filter_map(|one| Some((one.id, one.mail.clone()?)));
    let written = addresses.map(|(person, to)| {
        let of = Asks {
            change: news.row.id,
            revision: news.row.revision,
            person,
        };
        (mail(news, to, &asks), of)
    });
    written.collect()
}

/// Whose decision a mail asks for, of which revision of a change.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asks {
    change: Uuid,
    revision: i64,
    person: Uuid,
}

/// Whether the change still waits for what a mail asks: mail that lay in the outbox may be overtaken.
pub(crate) async fn still_asks(mut conn: Conn<'_>, asks: &Asks) -> Result<bool> {
    let row = changes::find(conn.again(), asks.change).await?;
    let Some(row) = row.filter(|row| row.revision == asks.revision) else {
        return Ok(false);
    };
    let (change, _) = rows::whole(conn.again(), &row).await?;
    let approvers = rows::approvers(&approvals::approvers(conn).await?);
    let person = PersonId(asks.person);
    let overrides = change.state == ChangeState::PendingCalendarOverride
        && person != change.requester
        && approvers.iter().any(|one| one.id == person);
    Ok(overrides || change.level_for(person, &approvers).is_ok())
}

fn to_requester(news: &News<'_>, to: String) -> Mail {
    let what = match news.after.state {
        ChangeState::Draft => "is a draft",
        ChangeState::PendingApproval => "waits for approval again",
        ChangeState::ChangesRequested => "came back to you",
        ChangeState::Approved => "is approved and may start",
        ChangeState::Scheduled => "is approved",
        ChangeState::PendingCalendarOverride => "is held by a calendar or a freeze",
        ChangeState::Running => "has started",
        ChangeState::Succeeded => "is done",
        ChangeState::Failed => "did not work",
        ChangeState::Rejected => "was rejected",
        ChangeState::Cancelled => "was withdrawn",
        ChangeState::TimedOut => "timed out",
    };
    mail(news, to, what)
}

/// One mail: what has happened and where to read on. It carries nothing that decides.
fn mail(news: &News<'_>, to: String, what: &str) -> Mail {
    let row = news.row;
    let time = |at: domain::time::Timestamp| at.format("%Y-%m-%d %H:%M");
    let mut body = format!(
        "CHG-{} {what}.\n\n{}\nRevision {}, {}, asked for by {}\nFrom {} to {} UTC\n",
        row.number,
        row.title,
        row.revision,
        row.kind,
        row.requester,
        time(row.starts_at),
        time(row.ends_at),
    );
    if !news.comment.is_empty() {
        body.push_str(&format!("\n{}: {}\n", row.changed_by, news.comment));
    }
    Mail {
        to,
        subject: format!("CHG-{} {what}: {}", row.number, row.title),
        body,
        path: format!("/changes/{}", row.id),
    }
}
