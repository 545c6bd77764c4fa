//! What is to be done: the part of a change that people write.

use serde::{Deserialize, Serialize};

use super::{ChangeKind, ChangeRefusal};
use crate::{scope::Scope, time::Timestamp};

/// Characters of a title at most.
pub const MAX_TITLE: usize = 200;
/// Characters of a longer text at most.
pub const MAX_TEXT: usize = 10_000;
/// Targets and links at most.
pub const MAX_LINES: usize = 50;
/// Characters of a link at most; a target has no more either.
pub const MAX_LINK: usize = 1_000;

text_enum! {
    /// What of a plan is longer than is kept.
    LongPart {
        /// Over [`MAX_TITLE`].
        Title = "title",
        /// Over [`MAX_TEXT`].
        Description = "description",
        /// Over [`MAX_TEXT`].
        Rollback = "rollback",
        /// Over [`MAX_LINES`].
        Targets = "targets",
        /// Over [`MAX_LINES`].
        Links = "links",
        /// Over [`MAX_LINK`].
        Link = "link",
    }
}

/// What is to be done, where, when, and how it is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// One line.
    pub title: String,
    /// What is done.
    pub description: String,
    /// Which levels decide.
    pub kind: ChangeKind,
    /// What it touches.
    pub targets: Vec<Scope>,
    /// When it may start.
    pub starts_at: Timestamp,
    /// When it must be over.
    pub ends_at: Timestamp,
    /// How it is undone.
    pub rollback: String,
    /// What to read beside it: addresses, or paths of this server.
    pub links: Vec<String>,
}

impl Plan {
    /// Whether it can be kept: it has a title, times in order and no endless text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_kept(&self) -> Result<(), ChangeRefusal> {
        if self.title.trim().is_empty() {
            return Err(ChangeRefusal::NoTitle);
        }
        if let Some(part) = self.long_part() {
            return Err(ChangeRefusal::TooLong(part));
        }
        if let Some(at) = self.links.iter().position(|link| !is_link(link)) {
            return Err(ChangeRefusal::Link(at + 1));
        }
        if self.ends_at <= self.starts_at {
            return Err(ChangeRefusal::EndsFirst);
        }
        Ok(())
    }

    /// The first part that is longer than is kept.
    fn long_part(&self) -> Option<LongPart> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        let parts = [
            (LongPart::Title, long(&self.title, MAX_TITLE)),
            (LongPart::Description, long(&self.description, MAX_TEXT)),
            (LongPart::Rollback, long(&self.rollback, MAX_TEXT)),
            (LongPart::Targets, self.targets.len() > MAX_LINES),
            (LongPart::Links, self.links.len() > MAX_LINES),
            (
                LongPart::Link,
                self.links.iter().any(|link| long(link, MAX_LINK)),
            ),
        ];
        let mut parts = parts.into_iter();
        parts.find(|(_, long)| *long).map(|(part, _)| part)
    }

    /// Whether people can decide about it.
    ///
    /// # Errors
    /// What is missing.
    pub fn check_asked(&self, now: Timestamp) -> Result<(), ChangeRefusal> {
        self.check_kept()?;
        if self.description.trim().is_empty() {
            return Err(ChangeRefusal::NoDescription);
        }
        if self.targets.is_empty() {
            return Err(ChangeRefusal::NoTarget);
        }
        if self.rollback.trim().is_empty() {
            return Err(ChangeRefusal::NoRollback);
        }
        if self.ends_at <= now {
            return Err(ChangeRefusal::Passed);
        }
        Ok(())
    }

    /// Whether another plan is another thing to approve; a title and links are not.
    #[must_use]
    pub fn matters_against(&self, other: &Self) -> bool {
        let what = |plan: &Self| {
            let mut targets = plan.targets.clone();
            targets.sort();
            (
                one_way_to_end_lines(&plan.description),
                plan.kind,
                targets,
                (plan.starts_at, plan.ends_at),
                one_way_to_end_lines(&plan.rollback),
            )
        };
        what(self) != what(other)
    }
}

/// A text whose lines end as they do here: in a browser's form they end with two characters, which would count twice.
#[must_use]
pub fn one_way_to_end_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// A web address, or a path of this server; nothing that a browser would run.
fn is_link(text: &str) -> bool {
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let starts = ["https://", "http://", "/"].iter().any(|start| {
        text.strip_prefix(start)
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '\\']))
    });
    plain && starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        let start: Timestamp = "2026-11-24T12:00:00Z".parse().expect("an instant");
        Plan {
            title: "Isolate an instance".to_owned(),
            description: "Stop it".to_owned(),
            kind: ChangeKind::Normal,
            targets: vec!["111122223333".parse().expect("a place")],
            starts_at: start,
            ends_at: start + chrono::TimeDelta::hours(1),
            rollback: "Start it".to_owned(),
            links: Vec::new(),
        }
    }

    fn text(most: usize) -> String {
        "取".repeat(most + 1)
    }

    #[test]
    fn what_is_too_long_is_named() {
        type Change = fn(&mut Plan);
        let longer: [(LongPart, Change); 6] = [
            (LongPart::Title, |plan| plan.title = text(MAX_TITLE)),
            (LongPart::Description, |plan| {
                plan.description = text(MAX_TEXT);
            }),
            (LongPart::Rollback, |plan| plan.rollback = text(MAX_TEXT)),
            (LongPart::Targets, |plan| {
                plan.targets = vec![Scope::default(); MAX_LINES + 1];
            }),
            (LongPart::Links, |plan| {
                plan.links = vec!["/x".to_owned(); MAX_LINES + 1];
            }),
            (LongPart::Link, |plan| {
                plan.links = vec![format!("/{}", "x".repeat(MAX_LINK))];
            }),
        ];
        for (part, make_longer) in longer {
            let mut plan = plan();
            make_longer(&mut plan);
            assert_eq!(plan.check_kept(), Err(ChangeRefusal::TooLong(part)));
        }
        assert_eq!(plan().check_kept(), Ok(()));
    }

    #[test]
    fn how_lines_end_is_nothing_to_approve() {
        let of = |description: &str| Plan {
            description: description.to_owned(),
            ..plan()
        };
        assert!(!of("Stop it\r\nLook").matters_against(&of("Stop it\nLook")));
        assert!(of("Stop it\nLook").matters_against(&of("Stop it")));
    }

    #[test]
    fn a_link_is_an_address_or_a_path_of_ours() {
        for good in ["https://wiki.example.com/x?y#z", "/findings/7", "http://a"] {
            assert!(is_link(good), "{good}");
        }
        for bad in [
            "",
            "/",
            "//evil.example",
            "javascript:alert(1)",
            "a b",
            "/\\evil",
            "https://",
        ] {
            assert!(!is_link(bad), "{bad}");
        }
    }
}
