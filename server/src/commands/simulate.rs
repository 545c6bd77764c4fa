//! `watchfloor simulate`: the simulated AWS alone.

use anyhow::Context as _;
use clap::Args;
use simulator::Options;

use super::{
    Flags,
    output::{note, say},
};
use crate::config::{Server, Settings};

/// Flags of the simulator.
#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// The story's seed: the same seed tells the same story
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Findings at the start
    #[arg(long, default_value_t = 20_000)]
    findings: u32,
}

pub(super) async fn simulate(
    simulate: Simulate,
    settings: &Settings,
    flags: &Flags,
) -> anyhow::Result<()> {
    let mut options = Options::at(chrono::Utc::now());
    options.seed = simulate.seed;
    options.findings = simulate.findings;
    if let Some(listen) = &flags.listen {
        options.listen = listen
            .parse()
            .with_context(|| format!("--listen: {listen:?} is not an address with a port"))?;
    } else if settings.server.listen != Server::default().listen {
        // Both may run beside each other in one folder and environment.
        note!(
            "watchfloor: server.listen: it is where serve listens; the simulated AWS listens where --listen says, or on a free port"
        );
    }
    let running = simulator::serve(options)
        .await
        .context("the simulator cannot listen")?;
    say!("listening on {}", running.url())?;
    say!(
        "export AWS_ENDPOINT_URL={} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any",
        running.url()
    )?;
    tokio::signal::ctrl_c().await?;
    running.shutdown().await?;
    Ok(())
}
