//! The line that every page has while a freeze holds: its words are written on the server.

use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::{
        calendar_entries::day_and_time,
        health::account_names,
        places::{self, Names},
    },
    backend::{Backend, calendar},
    domain::{
        actor::Actor,
        calendar::{Freeze, FreezeStrength, in_force, next_turn},
        scope::Scope,
    },
};

/// What the line says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreezeLineView {
    /// What holds, such as "Hard freeze"; empty where nothing does.
    pub word: String,
    /// Whether it blocks; a soft one warns.
    pub is_hard: bool,
    /// Which, until when, where and why.
    pub text: String,
    /// The words of the way to the calendar: how many hold beside it, where there are any.
    pub link: String,
    /// When a freeze begins or ends next, so that the line is another one then.
    pub turns_at: Option<Timestamp>,
}

/// The line for somebody who looks at `scope`.
#[cfg(feature = "ssr")]
pub(super) async fn freeze_line(
    backend: &Backend,
    actor: &Actor,
    scope: &Scope,
) -> backend::Result<FreezeLineView> {
    let now = backend.now();
    let mut freezes = calendar::freezes(backend, actor).await?;
    freezes.retain(|freeze| scope.shows(&freeze.scope));
    let names = account_names(backend, actor).await?;
    Ok(told(&freezes, &names, now))
}

#[cfg(feature = "ssr")]
fn told(freezes: &[Freeze], names: &Names, now: Timestamp) -> FreezeLineView {
    let turns_at = next_turn(freezes, now);
    let Some(held) = in_force(freezes, now) else {
        return FreezeLineView {
            turns_at,
            ..FreezeLineView::default()
        };
    };
    let first = held.first;
    let is_hard = first.strength == FreezeStrength::Hard;
    FreezeLineView {
        word: if is_hard {
            "Hard freeze"
        } else {
            "Soft freeze"
        }
        .to_owned(),
        is_hard,
        text: format!(
            "{}, until {}, {}: {}",
            first.name,
            day_and_time(first.until, now),
            places::plain(&first.scope, names),
            first.reason
        ),
        link: match held.more {
            0 => "Calendar".to_owned(),
            more => format!("and {more} more"),
        },
        turns_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{id::FreezeId, time::from_micros, version::Version};

    /// 2026-11-24T12:00:00Z.
    const NOON: i64 = 1_795_521_600_000_000;
    const DAY: i64 = 86_400_000_000;

    fn freeze(strength: FreezeStrength, days: i64, scope: &str) -> Freeze {
        Freeze {
            id: format!("{days:032}").parse::<FreezeId>().expect("an id"),
            version: Version::FIRST,
            name: "Quarter close".to_owned(),
            strength,
            scope: scope.parse().expect("a place"),
            reason: "The books are closed".to_owned(),
            from: from_micros(NOON - DAY),
            until: from_micros(NOON + days * DAY),
            created_by: "ada".to_owned(),
            ended_at: None,
        }
    }

    #[test]
    fn the_line_says_until_when_where_and_why() {
        let now = from_micros(NOON);
        assert_eq!(told(&[], &Names::new(), now), FreezeLineView::default());
        let names = Names::from([("444455556666".to_owned(), "ledger".to_owned())]);
        let hard = freeze(FreezeStrength::Hard, 2, "444455556666 eu-west-1");
        let line = told(std::slice::from_ref(&hard), &names, now);
        assert_eq!(line.word, "Hard freeze");
        assert_eq!(
            line.text,
            "Quarter close, until Thu 26 Nov 12:00 UTC, ledger 444455556666 eu-west-1: The books are closed"
        );
        assert_eq!(
            (line.link.as_str(), line.turns_at),
            ("Calendar", Some(hard.until))
        );
        let soft = freeze(FreezeStrength::Soft, 9, "organization");
        let line = told(&[soft, hard], &names, now);
        assert_eq!(
            (line.word.as_str(), line.link.as_str()),
            ("Hard freeze", "and 1 more")
        );
    }
}
