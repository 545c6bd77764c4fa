//! `watchfloor demo`: the simulator and the server in one process, which still meet over HTTP alone.

use anyhow::{Context as _, bail};
use aws::Access;
use backend::{Backend, people};
use clap::Args;
use domain::actor::{Actor, Role};
use simulator::Options;

use super::{
    Common,
    opening::open,
    run::{listen, run},
};
use crate::{
    config::{Accounts, Settings},
    connection::connection,
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
    /// Let others than this machine in, with passwords that everybody knows
    #[arg(long)]
    dangerously_listen_beyond_loopback: bool,
}

pub(super) async fn demo(
    demo: Demo,
    mut settings: Settings,
    common: &Common,
) -> anyhow::Result<()> {
    let wanted = settings.server.address();
    if !wanted.ip().is_loopback() && !demo.dangerously_listen_beyond_loopback {
        bail!(
            "server.listen: the demo's passwords are known to everybody, so it listens on loopback only, not on {wanted}"
        );
    }
    // Without a directory of its own choosing a demo begins anew each time.
    let fresh = common
        .data_dir
        .is_none()
        .then(temporary_directory)
        .transpose()?;
    if let Some(directory) = &fresh {
        settings.server.data_dir = directory.clone();
    }
    settings.aws.findings_seconds = 5;
    settings.aws.health_seconds = 30;
    settings.aws.endpoints_seconds = 10;
    settings.aws.accounts = Accounts::Word("organization".to_owned());
    settings.aws.aggregation_region = Some("us-east-1".to_owned());
    let mut options = Options::at(chrono::Utc::now());
    options.seed = demo.seed;
    options.findings = demo.findings;
    let simulated = simulator::serve(options)
        .await
        .context("the simulator cannot listen")?;
    let opened = open(&settings).await?;
    introduce(&opened.backend).await?;
    let (listener, address) = listen(&settings).await?;
    // The simulator takes any keys and any signature.
    let access = Access::Fixed {
        endpoint: simulated.url(),
        access_key_id: "demo".to_owned(),
        secret_access_key: "demo".to_owned(),
    };
    let connected = connection(&settings.aws, access);
    println!("listening on http://{address}");
    let names: Vec<&str> = PEOPLE.iter().map(|(name, _)| *name).collect();
    println!(
        "sign in as {} with the password {PASSWORD}",
        names.join(", ")
    );
    println!(
        "the simulated AWS is at {}; its first full read takes about a minute at AWS's own limit",
        simulated.url()
    );
    let done = run(opened.backend.clone(), connected, &settings, listener).await;
    simulated.shutdown().await?;
    drop(opened);
    if let Some(directory) = fresh {
        let _ = std::fs::remove_dir_all(directory);
    }
    done
}

fn temporary_directory() -> anyhow::Result<std::path::PathBuf> {
    let directory = std::env::temp_dir().join(format!("watchfloor-demo-{}", std::process::id()));
    std::fs::create_dir_all(&directory)
        .with_context(|| format!("{} cannot be made", directory.display()))?;
    Ok(directory)
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
