//! The words of an incident, and how long the texts may be that people give it.

use super::IncidentRule;
use crate::{plain::plain, scope::Scope};

/// Most characters of a title: it is read on a wall.
pub const MAX_TITLE: usize = 200;
/// Most characters of a summary.
pub const MAX_SUMMARY: usize = 4_000;
/// Most characters of a note.
pub const MAX_NOTE: usize = 4_000;
/// Most characters of the reason for which an incident is opened again.
pub const MAX_REASON: usize = 1_000;
/// Most places that one incident touches.
pub const MAX_SCOPES: usize = 50;

text_enum! {
    /// How bad an incident is, the worst first. The scale is that of AWS Systems Manager Incident Manager.
    Impact {
        /// Most customers cannot work.
        Critical = "1",
        /// Many customers cannot do something that matters.
        Major = "2",
        /// Some customers are hindered.
        Moderate = "3",
        /// Few notice.
        Minor = "4",
        /// Nobody notices yet.
        Nobody = "5",
    }
}

impl Impact {
    /// The number of the scale, 1 to 5.
    #[must_use]
    pub const fn rank(self) -> i16 {
        self as i16 + 1
    }

    /// The impact of a number; none outside 1 to 5.
    #[must_use]
    pub fn from_rank(rank: i16) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.rank() == rank)
    }

    /// How pages, the wall and mails say it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Critical => "Impact 1, critical",
            Self::Major => "Impact 2, major",
            Self::Moderate => "Impact 3, moderate",
            Self::Minor => "Impact 4, minor",
            Self::Nobody => "Impact 5, no impact",
        }
    }
}

text_enum! {
    /// Where an incident stands.
    IncidentStatus {
        /// It goes on.
        Open = "open",
        /// It is over.
        Resolved = "resolved",
    }
}

text_enum! {
    /// What an incident can be linked to.
    LinkKind {
        /// A Security Hub finding.
        Finding = "finding",
        /// An AWS Health event.
        Health = "health",
        /// A Route 53 health check.
        Endpoint = "endpoint",
    }
}

/// A title as it is kept: one line, without blanks around it.
///
/// # Errors
/// [`IncidentRule::TitleMissing`] or [`IncidentRule::TitleTooLong`].
pub fn title(text: &str) -> Result<String, IncidentRule> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    if line.is_empty() {
        return Err(IncidentRule::TitleMissing);
    }
    short(line, MAX_TITLE, IncidentRule::TitleTooLong)
}

/// A summary as it is kept; an empty one is none yet.
///
/// # Errors
/// [`IncidentRule::SummaryTooLong`].
pub fn summary(text: &str) -> Result<String, IncidentRule> {
    short(plain(text), MAX_SUMMARY, IncidentRule::SummaryTooLong)
}

/// What an incident touches as it is kept: each place once, in the order in which it was first named.
///
/// # Errors
/// [`IncidentRule::TooManyScopes`].
pub fn scopes(named: impl IntoIterator<Item = Scope>) -> Result<Vec<Scope>, IncidentRule> {
    let mut scopes = Vec::new();
    for scope in named {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    match scopes.len() > MAX_SCOPES {
        true => Err(IncidentRule::TooManyScopes),
        false => Ok(scopes),
    }
}

/// A note as it is kept.
///
/// # Errors
/// [`IncidentRule::NoteMissing`] or [`IncidentRule::NoteTooLong`].
pub fn note(text: &str) -> Result<String, IncidentRule> {
    let text = plain(text);
    if text.is_empty() {
        return Err(IncidentRule::NoteMissing);
    }
    short(text, MAX_NOTE, IncidentRule::NoteTooLong)
}

pub(super) fn short(
    text: String,
    most: usize,
    too_long: IncidentRule,
) -> Result<String, IncidentRule> {
    if text.chars().count() > most {
        Err(too_long)
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_impact_is_its_number() {
        for impact in Impact::ALL {
            assert_eq!(Impact::from_rank(impact.rank()), Some(*impact));
            assert_eq!(impact.rank().to_string(), impact.as_str());
            assert!(impact.words().contains(&format!("Impact {impact}, ")));
        }
        assert!(Impact::ALL.is_sorted() && Impact::Critical < Impact::Nobody);
        assert_eq!((Impact::from_rank(0), Impact::from_rank(6)), (None, None));
    }

    #[test]
    fn texts_have_limits_that_are_said() {
        assert_eq!(
            title(" Bitcoin\r\n mining\0 "),
            Ok("Bitcoin mining".to_owned())
        );
        assert_eq!(title(" \n "), Err(IncidentRule::TitleMissing));
        assert!(title(&"ä".repeat(MAX_TITLE)).is_ok());
        assert_eq!(
            title(&"ä".repeat(MAX_TITLE + 1)),
            Err(IncidentRule::TitleTooLong)
        );
        assert_eq!(summary("  "), Ok(String::new()));
        assert_eq!(summary("one\r\ntwo"), Ok("one\ntwo".to_owned()));
        assert_eq!(note(" "), Err(IncidentRule::NoteMissing));
        assert_eq!(
            note(&"x".repeat(MAX_NOTE + 1)),
            Err(IncidentRule::NoteTooLong)
        );
    }

    #[test]
    fn a_place_is_kept_once_and_only_so_many() {
        let place = |n: usize| Scope {
            account: Some(format!("{n:012}").as_str().into()),
            ..Scope::default()
        };
        let twice = [place(2), place(1), place(2)];
        assert_eq!(scopes(twice), Ok(vec![place(2), place(1)]));
        let many = |n| (0..n).map(place);
        assert!(scopes(many(MAX_SCOPES)).is_ok());
        assert_eq!(
            scopes(many(MAX_SCOPES + 1)),
            Err(IncidentRule::TooManyScopes)
        );
    }

    proptest! {
        /// What is kept is kept the same when it is given again.
        #[test]
        fn what_is_kept_is_not_changed_again(text in any::<String>()) {
            if let Ok(kept) = title(&text) {
                prop_assert_eq!(title(&kept), Ok(kept.clone()));
                prop_assert!(!kept.contains('\n'));
            }
            if let Ok(kept) = note(&text) {
                prop_assert_eq!(note(&kept), Ok(kept.clone()));
            }
        }
    }
}
