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
        let long = |text: &str, most: usize| text.chars().count() > most;
        if self.title.trim().is_empty() {
            return Err(ChangeRefusal::NoTitle);
        }
        if long(&self.title, MAX_TITLE)
            || long(&self.description, MAX_TEXT)
            || long(&self.rollback, MAX_TEXT)
            || self.targets.len() > MAX_LINES
            || self.links.len() > MAX_LINES
            || self.links.iter().any(|link| long(link, 1_000))
        {
            return Err(ChangeRefusal::TooLong);
        }
        if let Some(at) = self.links.iter().position(|link| !is_link(link)) {
            return Err(ChangeRefusal::Link(at + 1));
        }
        if self.ends_at <= self.starts_at {
            return Err(ChangeRefusal::EndsFirst);
        }
        Ok(())
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
                plan.description.clone(),
                plan.kind,
                targets,
                (plan.starts_at, plan.ends_at),
                plan.rollback.clone(),
            )
        };
        what(self) != what(other)
    }
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
    use super::is_link;

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
