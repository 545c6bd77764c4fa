//! The audit, read page by page.

use domain::time::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::context::{asker, backend, refuse},
    backend::audit::{self, AuditEntry},
};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    /// When.
    pub at: Timestamp,
    /// Who, as they were called then.
    pub actor: String,
    /// What, by the policy's word.
    pub action: String,
    /// To what, where people have a name for it.
    pub subject: String,
    /// The number by which only the database knows it; empty where it has a name.
    pub number: String,
    /// `done` or `refused`.
    pub outcome: String,
    /// One sentence.
    pub detail: String,
    /// Where from.
    pub address: Option<String>,
}

/// A page of entries, newest first; `after` is the `next` of the page before.
#[server(prefix = "/api", endpoint = "audit/list")]
pub async fn list_audit(
    /// The `next` of the page before; empty for the first page.
    #[server(default)]
    after: String,
) -> Result<domain::page::Page<AuditView>, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let after = Some(after).filter(|after| !after.is_empty());
    let page = audit::list(&backend, &asker.actor, after.as_deref()).await;
    let page = page.map_err(|error| refuse(&asker, &error))?;
    Ok(domain::page::Page {
        rows: page.rows.into_iter().map(AuditView::from).collect(),
        next: page.next,
    })
}

#[cfg(feature = "ssr")]
impl From<AuditEntry> for AuditView {
    fn from(entry: AuditEntry) -> Self {
        let (subject, number) = named(entry.subject);
        Self {
            at: entry.at,
            actor: entry.actor,
            action: entry.action,
            subject,
            number,
            outcome: entry.outcome,
            detail: said(&entry.detail),
            address: entry.address,
        }
    }
}

/// The words of a database that stand in what is written down, which people write otherwise.
#[cfg(feature = "ssr")]
const WORDS: [(&str, &str); 6] = [
    ("pending_approval", "waits for approval"),
    (
        "pending_calendar_override",
        "held by a calendar or a freeze",
    ),
    ("changes_requested", "sent back"),
    ("request_changes", "send back"),
    ("refuse_override", "refuse to override"),
    ("timed_out", "timed out"),
];

/// What was written down, as people read it: states by their names, days of the week apart.
#[cfg(feature = "ssr")]
fn said(detail: &str) -> String {
    let words = detail.split(' ').map(|word| {
        let bare = word.trim_end_matches([',', ':', '.']);
        let end = &word[bare.len()..];
        let known = WORDS.iter().find(|(ours, _)| *ours == bare);
        match known {
            Some((_, theirs)) => format!("{theirs}{end}"),
            None => format!("{}{end}", days(bare).unwrap_or_else(|| bare.to_owned())),
        }
    });
    words.collect::<Vec<String>>().join(" ")
}

/// `mon,tue` as `Mon, Tue`; nothing of what is no list of days.
#[cfg(feature = "ssr")]
fn days(word: &str) -> Option<String> {
    let all: Vec<&str> = word.split(',').collect();
    let is_day = |day: &&str| matches!(*day, "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun");
    all.iter().all(is_day).then(|| {
        let days = all.into_iter().map(crate::format::plain_word);
        days.collect::<Vec<String>>().join(", ")
    })
}

/// What it was done to: its name, or the number that only the database knows.
#[cfg(feature = "ssr")]
fn named(subject: String) -> (String, String) {
    let is_number = subject.len() == 36 && subject.matches('-').count() == 4;
    if is_number {
        (String::new(), subject)
    } else {
        (subject, String::new())
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_read_as_words() {
        assert_eq!(
            said(
                "CHG-3, revision 1: request_changes, pending_approval to changes_requested: Which_bucket?"
            ),
            "CHG-3, revision 1: send back, waits for approval to sent back: Which_bucket?"
        );
        assert_eq!(
            said("every week on mon,tue until 2027-01-01"),
            "every week on Mon, Tue until 2027-01-01"
        );
        let number = "01a20f0a-2dfd-7132-804c-de20ea4d5dee".to_owned();
        assert_eq!(named(number.clone()), (String::new(), number));
        assert_eq!(named("INC-5".to_owned()).0, "INC-5");
    }
}
