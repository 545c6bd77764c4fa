//! `watchfloor user`: for whoever has the machine, such as when nobody can sign in any more.

use anyhow::{Context as _, bail};
use backend::{
    Backend,
    people::{self, PersonChange},
};
use clap::{Args, Subcommand};
use domain::actor::{Actor, Role};

use super::{
    opening::{open_beside, refuse_unless_made},
    output::say,
};
use crate::config::Settings;

/// What to do with people.
#[derive(Debug, Args)]
pub(super) struct User {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add a person and print the one-time link that sets their password
    Add {
        /// Their sign-in name
        name: String,
        /// What they are here for: viewer, analyst, requester, approver, admin
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
    },
    /// End a person's sessions and let them sign in no more
    Disable {
        /// Their sign-in name
        name: String,
    },
    /// End a person's password and print the one-time link that sets a new one
    Reset {
        /// Their sign-in name
        name: String,
    },
    /// Forget a person's wrong passwords
    Unlock {
        /// Their sign-in name
        name: String,
    },
}

pub(super) async fn user(user: User, settings: Settings) -> anyhow::Result<()> {
    refuse_unless_made(&settings)?;
    let backend = open_beside(&settings).await?;
    let base = settings
        .server
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", settings.server.listen));
    match user.act {
        Act::Add { name, roles } => {
            let roles = roles
                .iter()
                .map(|role| parse(role))
                .collect::<anyhow::Result<Vec<_>>>()?;
            let secret =
                people::add(&backend, &Actor::Console, (&name, &roles), None, None).await?;
            link(&base, &name, secret)?;
        }
        Act::Disable { name } => {
            change(&backend, &name, PersonChange::Disable).await?;
            say!("{name} is disabled")?;
        }
        Act::Reset { name } => {
            let secret = change(&backend, &name, PersonChange::ResetPassword).await?;
            link(&base, &name, secret)?;
        }
        Act::Unlock { name } => {
            change(&backend, &name, PersonChange::Unlock).await?;
            say!("{name} is unlocked")?;
        }
    }
    backend.db().close().await;
    Ok(())
}

fn parse(role: &str) -> anyhow::Result<Role> {
    match role.parse() {
        Ok(Role::Display) | Err(_) => {
            bail!("--role: {role:?} is none of viewer, analyst, requester, approver, admin")
        }
        Ok(role) => Ok(role),
    }
}

async fn change(
    backend: &Backend,
    name: &str,
    change: PersonChange,
) -> anyhow::Result<Option<String>> {
    let (id, version) = people::find_by_name(backend, &Actor::Console, name)
        .await?
        .with_context(|| format!("there is nobody called {name:?}"))?;
    Ok(people::change(backend, &Actor::Console, (id, version), change, None).await?)
}

fn link(base: &str, name: &str, secret: Option<String>) -> anyhow::Result<()> {
    if let Some(secret) = secret {
        say!("Within 24 hours, {name} opens this link once to set a password:")?;
        say!("  {base}/first/{secret}")?;
    }
    Ok(())
}
