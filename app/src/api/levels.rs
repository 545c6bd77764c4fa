//! The approval levels as the settings keep them: what each is called, how many people it needs, and whether there are so
//! many. The sentences are made on the server.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{answer, asker, backend, refuse},
        touched,
    },
    backend::changes::{self, KeptLevel},
    domain::{
        change::{ApprovalLevel, Approver, ChangeCode, check_levels},
        version::Version,
    },
    leptos::server_fn::ServerFn,
};

/// One level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelView {
    /// Which, from one.
    pub number: i64,
    /// The fence for a change.
    pub version: i64,
    /// What it is called.
    pub name: String,
    /// How many people it needs.
    pub needed: String,
    /// That number beside the people there are, in words.
    pub says: String,
}

/// The levels, and who counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelsView {
    /// In their order.
    pub levels: Vec<LevelView>,
    /// Who counts, in one sentence.
    pub people: String,
    /// Why they cannot be completed by these people, in one sentence.
    pub fault: Option<String>,
}

/// The levels as they are kept.
#[server(prefix = "/api", endpoint = "changes/levels")]
pub async fn list_levels() -> Result<LevelsView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let kept = changes::kept_levels(&backend, &asker.actor).await;
    let kept = kept.map_err(|error| refuse(&asker, &error))?;
    let people = changes::approvers(&backend, &asker.actor).await;
    let people = people.map_err(|error| refuse(&asker, &error))?;
    Ok(levels_view(&kept, &people))
}

/// Sets what a level is called and how many people it needs.
#[server(prefix = "/api", endpoint = "changes/set_level")]
pub async fn set_level(
    /// Which, from one.
    of: String,
    /// The version that the page showed.
    expected_version: i64,
    /// What it is called.
    #[server(default)]
    name: String,
    /// How many people it needs.
    #[server(default)]
    needed: String,
    /// How each field was as the form was shown.
    #[server(default)]
    was: Vec<String>,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let typed = [
        ("of", of.as_str()),
        ("name", name.as_str()),
        ("needed", needed.as_str()),
    ];
    let told = |code| touched::told(SetLevel::PATH, code, &was, &typed);
    let Ok(number) = needed.trim().parse() else {
        let code = ApiError::Change(ChangeCode::LevelNeeds);
        return Err(told(answer(code)));
    };
    let set = ApprovalLevel {
        name: name.clone(),
        needed: number,
    };
    // What is no number is no level either.
    let level = (of.parse().unwrap_or_default(), Version(expected_version));
    let address = asker.address.as_deref();
    let done = changes::set_level(&backend, &asker.actor, level, set, address).await;
    done.map_err(|error| told(refuse(&asker, &error)))?;
    leptos_axum::redirect("/settings/approvals");
    Ok(())
}

#[cfg(feature = "ssr")]
fn levels_view(kept: &[KeptLevel], people: &[Approver]) -> LevelsView {
    let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let mut left = count;
    let levels = kept.iter().map(|one| {
        let needed = one.level.needed;
        let says = match one.number {
            1 => format!("{needed} of {count} must approve"),
            _ => format!("then {needed} of the {left} who have not approved yet"),
        };
        left = left.saturating_sub(needed);
        LevelView {
            number: one.number,
            version: one.version.0,
            name: one.level.name.clone(),
            needed: needed.to_string(),
            says,
        }
    });
    let levels = levels.collect();
    let set: Vec<ApprovalLevel> = kept.iter().map(|one| one.level.clone()).collect();
    LevelsView {
        levels,
        people: who_counts(people),
        fault: fault(&set, count),
    }
}

#[cfg(feature = "ssr")]
fn who_counts(people: &[Approver]) -> String {
    let names: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
    let who = match names[..] {
        [] => return "Nobody counts: no enabled person is an approver.".to_owned(),
        [one] => format!("1 person counts: {one}."),
        _ => format!("{} people count: {}.", names.len(), names.join(", ")),
    };
    format!("{who} Each counts on one level, and never for a change of their own.")
}

/// What a change would be refused with: one of anybody else, or one of an approver, for which there is one person fewer.
#[cfg(feature = "ssr")]
fn fault(levels: &[ApprovalLevel], people: u32) -> Option<String> {
    let by_others = check_levels(levels, people).err();
    let own = || check_levels(levels, people.saturating_sub(1)).err();
    match by_others {
        Some(refusal) => Some(format!("It cannot be completed: {refusal}.")),
        None => own().map(|refusal| {
            format!("A change that an approver asks for cannot be approved: {refusal}.")
        }),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn view(needed: [u32; 2], names: &[&str]) -> LevelsView {
        let kept = needed.iter().zip(1..).map(|(needed, number)| KeptLevel {
            number,
            level: ApprovalLevel {
                name: format!("Level{number}"),
                needed: *needed,
            },
            version: Version::FIRST,
        });
        let person = |name: &&str| Approver {
            id: "01a20e10-a12f-7be1-8142-790186575004"
                .parse()
                .expect("an id"),
            name: (*name).to_owned(),
        };
        let people: Vec<Approver> = names.iter().map(person).collect();
        levels_view(&kept.collect::<Vec<_>>(), &people)
    }

    #[test]
    fn each_level_says_how_many_of_whom() {
        let seen = view([2, 1], &["bo", "jo", "kim", "lu"]);
        let says: Vec<&str> = seen.levels.iter().map(|one| one.says.as_str()).collect();
        assert_eq!(
            says,
            [
                "2 of 4 must approve",
                "then 1 of the 2 who have not approved yet"
            ]
        );
        assert_eq!(
            seen.people,
            "4 people count: bo, jo, kim, lu. Each counts on one level, and never for a change of their own."
        );
        assert_eq!(seen.fault, None);
    }

    #[test]
    fn what_cannot_be_completed_is_said_plainly() {
        for (needed, names, fault) in [
            (
                [1, 1],
                &["bo", "jo"][..],
                "A change that an approver asks for cannot be approved: level 2, Level2, needs 1 and 0 can approve it.",
            ),
            (
                [2, 2],
                &["bo", "jo", "lu"],
                "It cannot be completed: level 2, Level2, needs 2 and 1 can approve it.",
            ),
            (
                [1, 1],
                &[],
                "It cannot be completed: level 1, Level1, needs 1 and 0 can approve it.",
            ),
        ] {
            assert_eq!(view(needed, names).fault.as_deref(), Some(fault));
        }
        let nobody = view([1, 1], &[]).people;
        assert_eq!(nobody, "Nobody counts: no enabled person is an approver.");
    }
}
