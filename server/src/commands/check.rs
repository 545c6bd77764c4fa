//! `watchfloor check`: everything that must hold before `serve` can do its work, one line each.

use aws::{
    Access, Action, AwsSettings,
    permissions::{Permission, Standing, Writes, policy, probe},
};
use backend::store::{accounts_written_to, pending};
use clap::Args;
use domain::source::SourceFault;

use super::{
    opening::{database, is_made},
    output::say,
};
use crate::{config::Settings, connection::connection};

/// Flags of the check.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Print the whole IAM policy that the sources need, and ask nothing
    #[arg(long)]
    print_policy: bool,
    /// With --print-policy: grant what write-back needs as well
    #[arg(long, requires = "print_policy")]
    write_back: bool,
}

/// Checks and prints; an error when something does not hold.
pub(super) async fn check(check: Check, settings: Settings) -> anyhow::Result<()> {
    if check.print_policy {
        let actions = Action::ALL.iter().copied();
        return say!(
            "{}",
            policy(
                actions.filter(|action| check.write_back || *action != Action::BatchUpdateFindings),
                &settings.aws.role_name
            )
        );
    }
    say!("ok    configuration")?;
    let (mut wrong, writes) = check_database(&settings).await?;
    match connection(&settings.aws, Access::Ambient) {
        Some(connection) => wrong += check_aws(&settings, (&connection, writes)).await?,
        None => say!("off   AWS (aws.enabled)")?,
    }
    if wrong == 0 {
        Ok(())
    } else {
        anyhow::bail!("{wrong} of these must be put right")
    }
}

async fn check_database(settings: &Settings) -> anyhow::Result<(u32, Writes)> {
    // Whoever only asks makes nothing, and a directory that was misspelt is seen.
    if !is_made(settings) {
        say!(
            "--    database: there is none in {} yet; serve will make it",
            settings.server.data_dir.display()
        )?;
        return Ok((0, Writes::Nothing));
    }
    let db = match database(settings).await {
        Ok(db) => db,
        Err(error) => {
            say!("FAIL  database: {error:#}")?;
            return Ok((1, Writes::Nothing));
        }
    };
    let mut wrong = 0;
    match db.engine().await {
        Ok(engine) => say!("ok    database: {engine}")?,
        Err(error) => {
            say!("FAIL  database: {error}")?;
            wrong += 1;
        }
    }
    match pending(&db).await {
        Ok(0) => say!("ok    migrations")?,
        Ok(missing) => say!("ok    migrations: serve will apply {missing}")?,
        Err(error) => {
            say!("FAIL  migrations: {error}")?;
            wrong += 1;
        }
    }
    // Tables that are still to be made hold nothing.
    let writes = match accounts_written_to(&db).await {
        Ok(1..) => Writes::Findings,
        _ => Writes::Nothing,
    };
    db.close().await;
    Ok((wrong, writes))
}

async fn check_aws(
    settings: &Settings,
    (connection, writes): (&AwsSettings, Writes),
) -> anyhow::Result<u32> {
    if writes == Writes::Nothing {
        say!(
            "off   {} (every account is only observed)",
            Action::BatchUpdateFindings
        )?;
    }
    let permissions = match probe(connection, writes).await {
        Ok(permissions) => permissions,
        Err(fault) => {
            say!("FAIL  AWS identity: {fault}")?;
            if let SourceFault::AccessDenied(refused) = &fault {
                let all = Action::ALL.iter().copied();
                let denied = all.filter(|action| action.as_str() == refused).collect();
                print_missing(denied, settings)?;
            }
            return Ok(1);
        }
    };
    let mut denied = Vec::new();
    let mut wrong = 0;
    for permission in &permissions {
        let (mark, said) = verdict(permission);
        let Permission {
            action, account, ..
        } = permission;
        say!("{mark:<6}{action} in {account}{said}")?;
        wrong += u32::from(mark == FAIL);
        // Also what need not be there: whoever has an aggregation region would miss it.
        if permission.standing == Standing::Denied {
            denied.push(*action);
        }
    }
    print_missing(denied, settings)?;
    Ok(wrong)
}

/// The policy that grants what AWS denies; nothing where it denies nothing.
fn print_missing(denied: Vec<Action>, settings: &Settings) -> anyhow::Result<()> {
    if denied.is_empty() {
        return Ok(());
    }
    say!("\nThis IAM policy grants what is missing:")?;
    say!("{}", policy(denied, &settings.aws.role_name))
}

/// What stands before the line of something that does not hold.
const FAIL: &str = "FAIL";

/// What stands before and after a permission.
fn verdict(permission: &Permission) -> (&'static str, String) {
    match &permission.standing {
        Standing::Granted => ("ok", String::new()),
        Standing::Denied if permission.action == Action::ListFindingAggregators => (
            "--",
            ": access denied, so findings are read in each account and region".to_owned(),
        ),
        Standing::Denied => (FAIL, ": access denied".to_owned()),
        // AWS has said that there is nothing to be permitted.
        Standing::Unclear(fault @ (SourceFault::NoSupportPlan | SourceFault::NotEnabled(_))) => {
            ("--", format!(": {fault}"))
        }
        Standing::Unclear(fault) => (FAIL, format!(": {fault}")),
    }
}
