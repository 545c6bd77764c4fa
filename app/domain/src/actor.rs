//! Who acts, and what each may do: the whole policy stands in [`Role::grants`].

use serde::{Deserialize, Serialize};

use crate::{
    action::Action,
    id::{PersonId, ScreenId},
};

text_enum! {
    /// What a person is here for. A person may hold several.
    Role {
        /// Reads.
        Viewer = "viewer",
        /// Triages findings, runs incidents, asks for changes.
        Analyst = "analyst",
        /// Asks for changes.
        Requester = "requester",
        /// Decides changes, and may ask for them.
        Approver = "approver",
        /// Keeps the settings; decides changes only as an Approver too.
        Admin = "admin",
        /// A wall screen: its wall and nothing else.
        Display = "display",
    }
}

impl Role {
    /// The acts that this role allows.
    #[must_use]
    pub const fn grants(self) -> &'static [Action] {
        use Action as A;
        match self {
            Self::Viewer => &[A::ReadFloor, A::KeepViews, A::ReadWall, A::AdministerSelf],
            Self::Analyst => &[
                A::ReadFloor,
                A::KeepViews,
                A::ReadWall,
                A::TriageFindings,
                A::ImportFindings,
                A::WorkIncidents,
                A::RequestChanges,
                A::AdministerSelf,
            ],
            Self::Requester => &[
                A::ReadFloor,
                A::KeepViews,
                A::ReadWall,
                A::RequestChanges,
                A::AdministerSelf,
            ],
            Self::Approver => &[
                A::ReadFloor,
                A::KeepViews,
                A::ReadWall,
                A::RequestChanges,
                A::DecideChanges,
                A::AdministerSelf,
            ],
            Self::Admin => &[
                A::ReadFloor,
                A::KeepViews,
                A::ReadWall,
                A::ReadSettings,
                A::AdministerPeople,
                A::AdministerCalendars,
                A::AdministerScreens,
                A::AdministerSources,
                A::ImportFindings,
                A::AdministerViews,
                A::AdministerDeadlines,
                A::ReadAudit,
                A::AdministerSelf,
            ],
            Self::Display => &[A::ReadWall],
        }
    }
}

/// A person as the server knows them while they are signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonActor {
    /// Who.
    pub id: PersonId,
    /// Their sign-in name, for the audit and for "changed by".
    pub name: String,
    /// What they are here for.
    pub roles: Vec<Role>,
}

/// Whoever causes a change. There is no blank one: a worker has a name as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A signed-in person.
    Person(PersonActor),
    /// A part of the server that works without being asked, by name.
    Worker(String),
    /// Somebody with access to the server's command line.
    Console,
    /// A wall screen whose code holds: it has no person.
    Display {
        /// Which.
        id: ScreenId,
        /// What it is called.
        name: String,
    },
    /// Nobody signed in.
    Anonymous,
}

impl Actor {
    /// Whether the policy allows `action` to this actor.
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        match self {
            Self::Person(person) => person
                .roles
                .iter()
                .any(|role| role.grants().contains(&action)),
            // A worker reads what it works on.
            Self::Worker(_) => matches!(action, Action::Ingest | Action::ReadFloor),
            Self::Display { .. } => Role::Display.grants().contains(&action),
            Self::Console => matches!(
                action,
                Action::AdministerPeople | Action::Ingest | Action::ImportFindings
            ),
            Self::Anonymous => false,
        }
    }

    /// How the audit and pages name the actor.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Person(person) => &person.name,
            Self::Worker(name) | Self::Display { name, .. } => name,
            Self::Console => "console",
            Self::Anonymous => "anonymous",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// The policy, printed: a change of it is a change of this table.
    #[test]
    fn policy_matrix() {
        let mut table = String::from("action");
        for role in Role::ALL {
            write!(table, " | {role}").expect("a string takes all");
        }
        table.push_str(" | worker | console | screen | anonymous\n");
        for action in Action::ALL {
            write!(table, "{action}").expect("a string takes all");
            let person = |role| {
                Actor::Person(PersonActor {
                    id: PersonId(uuid::Uuid::nil()),
                    name: "x".into(),
                    roles: vec![role],
                })
            };
            let actors = Role::ALL.iter().copied().map(person).chain([
                Actor::Worker("findings".into()),
                Actor::Console,
                Actor::Display {
                    id: ScreenId(uuid::Uuid::nil()),
                    name: "x".into(),
                },
                Actor::Anonymous,
            ]);
            for actor in actors {
                table.push_str(if actor.may(*action) { " | yes" } else { " | -" });
            }
            table.push('\n');
        }
        insta::assert_snapshot!(table);
    }
}
