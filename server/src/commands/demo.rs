//! `watchfloor demo`: the simulator and the server in one process, which still meet over HTTP alone.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use aws::Access;
use backend::{Backend, people};
use chrono::TimeDelta;
use clap::Args;
use domain::actor::{Actor, Role};
use simulator::Options;

use super::{
    Flags,
    opening::{FILE, open},
    output::say,
    run::{listen, run},
};
use crate::{
    config::{Accounts, Aws, Settings, Smtp},
    connection::connection,
    machine::SystemClock,
};

/// Everybody's password in the demo, which is why the demo stays on loopback.
const PASSWORD: &str = "watchfloor";

/// Who is in the demo.
const PEOPLE: &[(&str, &[Role])] = &[
    ("admin", &[Role::Admin]),
    ("analyst", &[Role::Analyst]),
    ("requester", &[Role::Requester]),
    ("approver", &[Role::Approver]),
    ("approver2", &[Role::Approver]),
    ("viewer", &[Role::Viewer]),
];

/// Flags of the demo.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The story's seed: the same seed tells the same story
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Findings at the start
    #[arg(long, default_value_t = 20_000)]
    findings: u32,
    /// Move the server's clock so many days ahead, to see what ends by then
    #[arg(long, default_value_t = 0)]
    days_ahead: u16,
    /// Let others than this machine in, with passwords that everybody knows
    #[arg(long)]
    dangerously_listen_beyond_loopback: bool,
}

/// The file that says that a directory is a demo's: a real one must never get these people.
const MARK: &str = "watchfloor-demo";

pub(super) async fn demo(demo: Demo, mut settings: Settings, flags: &Flags) -> anyhow::Result<()> {
    let place = Place::prepare(&demo, &mut settings, flags)?;
    let mut options = Options::at(chrono::Utc::now());
    options.seed = demo.seed;
    options.findings = demo.findings;
    let simulated = simulator::serve(options)
        .await
        .context("the simulator cannot listen")?;
    let clock = SystemClock {
        ahead: TimeDelta::days(demo.days_ahead.into()),
    };
    let opened = open(&settings, clock).await?;
    introduce(&opened.backend).await?;
    let (listeners, address) = listen(&settings).await?;
    // The simulator takes any keys and any signature.
    let access = Access::Fixed {
        endpoint: simulated.url(),
        access_key_id: "demo".to_owned(),
        secret_access_key: "demo".to_owned(),
    };
    let connected = connection(&settings.aws, access);
    let names: Vec<&str> = PEOPLE.iter().map(|(name, _)| *name).collect();
    say!("listening on http://{address}")?;
    say!(
        "sign in as {} with the password {PASSWORD}",
        names.join(", ")
    )?;
    say!(
        "the simulated AWS is at {}; its first full read takes about a minute at AWS's own limit",
        simulated.url()
    )?;
    let done = run(opened.backend.clone(), connected, &settings, listeners).await;
    simulated.shutdown().await?;
    drop(opened);
    drop(place);
    done
}

/// Where a demo keeps what it makes.
enum Place {
    /// A directory of its own choosing, gone with the demo: it begins anew each time.
    Own(PathBuf),
    /// A directory that was named.
    Named,
}

impl Place {
    /// Sets what makes a demo one, and refuses what would let strangers in or touch a real database.
    fn prepare(demo: &Demo, settings: &mut Settings, flags: &Flags) -> anyhow::Result<Self> {
        let wanted = settings.server.address();
        if !wanted.ip().is_loopback() && !demo.dangerously_listen_beyond_loopback {
            bail!(
                "server.listen: the demo's passwords are known to everybody, so it listens on loopback only, not on {wanted}"
            );
        }
        if settings.database.url.is_some() {
            bail!(
                "database.url: the demo's passwords are known to everybody, so it keeps to an SQLite file of its own"
            );
        }
        // What is set for another AWS, or sends mail to real people, is none of the demo's.
        settings.smtp = Smtp::default();
        settings.aws = Aws {
            findings_seconds: 5,
            health_seconds: 30,
            endpoints_seconds: 10,
            accounts: Accounts::Word("organization".to_owned()),
            security_hub: "both".to_owned(),
            aggregation_region: Some("us-east-1".to_owned()),
            ..Aws::default()
        };
        let place = if flags.data_dir.is_some() {
            Self::Named
        } else {
            let name = format!("watchfloor-demo-{}", std::process::id());
            settings.server.data_dir = std::env::temp_dir().join(name);
            Self::Own(settings.server.data_dir.clone())
        };
        claim(&settings.server.data_dir)?;
        Ok(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Own(directory) = self {
            // What cannot be removed lies in the system's temporary directory, which is cleaned anyway.
            let _ = fs::remove_dir_all(directory);
        }
    }
}

/// Marks the directory as a demo's, unless it is a real one.
fn claim(directory: &Path) -> anyhow::Result<()> {
    let mark = directory.join(MARK);
    if directory.join(FILE).exists() && !mark.exists() {
        bail!(
            "server.data_dir: {} holds a database that is not a demo's; everybody knows the demo's passwords, so it takes another directory",
            directory.display()
        );
    }
    fs::create_dir_all(directory)
        .and_then(|()| fs::write(&mark, "made by watchfloor demo\n"))
        .with_context(|| format!("{} cannot be made", directory.display()))
}

async fn introduce(backend: &Backend) -> anyhow::Result<()> {
    for (name, roles) in PEOPLE {
        match people::add(
            backend,
            &Actor::Console,
            (name, roles),
            Some(PASSWORD),
            None,
        )
        .await
        {
            Ok(_) | Err(backend::Error::NameTaken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_for_another_aws_is_none_of_the_demos() {
        let folder = tempfile::tempdir().expect("a folder");
        let flags = Flags {
            config: None,
            listen: None,
            data_dir: Some(folder.path().to_owned()),
            database_url: None,
            metrics_listen: None,
        };
        let demo = Demo {
            seed: 1,
            findings: 12,
            days_ahead: 0,
            dangerously_listen_beyond_loopback: false,
        };
        let mut settings = Settings::default();
        settings.server.data_dir = folder.path().to_owned();
        settings.aws = Aws {
            enabled: false,
            role_name: "Audit".to_owned(),
            external_id: Some("theirs".into()),
            regions: vec!["eu-west-1".to_owned()],
            ..Aws::default()
        };
        settings.smtp.host = Some("mail.example.com".to_owned());
        Place::prepare(&demo, &mut settings, &flags).expect("a demo");
        let (aws, own) = (settings.aws, Aws::default());
        assert_eq!(
            (aws.enabled, aws.role_name, aws.regions),
            (true, own.role_name, own.regions)
        );
        assert!(aws.external_id.is_none() && settings.smtp.host.is_none());
    }
}
